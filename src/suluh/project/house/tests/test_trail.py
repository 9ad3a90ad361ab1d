"""What init and tables write stands in the audit: whose hand, and what is another than before."""

import argparse

import pytest

from suluh.foundation.accounts import operations as accounts
from suluh.foundation.audit.models import AuditRow
from suluh.foundation.org import queries
from suluh.foundation.org.tests.makers import LONG_AGO, make_house
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.project.house import imports, init
from suluh.workspace.house.pages import history

pytestmark = [pytest.mark.django_db, pytest.mark.sql]
PEOPLE = "email,name,unit,phone,roles,post,post_kind,post_title_id,post_from\n"
BUDI = "a@b.example,Budi,KW1,{},{},kw1-x,editor,Redaktur,2026-02-01\n"


@pytest.fixture
def cast():
    return make_house()


@pytest.fixture
def read(tmp_path):
    def run(what, content, **more):
        path = tmp_path / "t.csv"
        path.write_text(content)
        before = set(AuditRow.objects.values_list("id", flat=True))
        given = {"file": str(path), "dry_run": False, "email": ""} | more
        code = getattr(imports, what)(argparse.Namespace(**given))
        rows = AuditRow.objects.exclude(id__in=before).order_by("id")
        return code, list(rows)

    return run


def told(rows):
    return [(row.action, row.data) for row in rows if row.action != "house.import"]


def test_the_first_administrator_and_the_house_stand_in_the_audit(monkeypatch):
    monkeypatch.setattr(init.start, "migrate", lambda: 0)
    init.set_up(
        {
            "name_id": "Badan Contoh", "short_name": "BC", "zone": "Asia/Makassar",
            "languages": "id,en", "unit_code": "PUSAT", "unit_kind": "head_office",
            "admin_name": "Rahma", "admin_email": "rahma@bc.example",
        }
    )  # fmt: skip

    rows = AuditRow.objects.order_by("id")
    person = queries.find_person("rahma@bc.example")
    assert [(row.action, row.subject, row.actor_id) for row in rows] == [
        ("house.set_up", "house", None),
        ("unit.save", "unit:PUSAT", None),
        ("person.save", f"person:{person.id}", None),
        ("role.grant", f"person:{person.id}", None),
    ]
    assert rows[3].data == {"role": "administrator", "unit": "PUSAT", "until": ""}
    assert "Rahma" not in str([row.data for row in rows])


def test_units_from_a_file_say_what_changed_and_who_did_it(cast, read):
    table = "code,name_id,kind,parent,address\nKW1,Kantor Satu,{},KP,{}\nBX,Biro,bureau,KP,\n"

    _code, first = read("units", table.format("sub_office", ""))
    _code, again = read("units", table.format("sub_office", ""))
    _code, moved = read("units", table.format("sub_office", "Jalan 2"))

    assert told(first)[0][1]["changes"] == [
        "Kantor Wilayah Satu → Kantor Satu", "regional_office → sub_office",
    ]  # fmt: skip
    assert told(first)[1] == ("unit.save", {"kind": "bureau", "parent": "KP", "changes": ["+"]})
    assert (told(again), len(told(moved))) == ([], 1)
    assert {row.actor_id for row in first} == {cast.actor("indra").person_id}
    assert history(["unit:BX"])[0]["by"] == "Indra"


def test_people_from_a_file_say_what_each_was_given(cast, read):
    _code, first = read("people", PEOPLE + BUDI.format("", "contributor"))
    _code, again = read("people", PEOPLE + BUDI.format("", "contributor"))
    _code, more = read("people", PEOPLE + BUDI.format("0811", '"contributor,editor"'))

    person = str(queries.find_person("a@b.example").id)
    assert told(first) == [
        ("post.save", {"kind": "editor", "unit_code": "KW1"}),
        ("person.save", {"unit": "KW1"}),
        ("role.grant", {"role": "contributor", "unit": "KW1", "until": ""}),
        ("post.assign", {"person": person, "from": "2026-02-01", "until": ""}),
    ]
    assert told(again) == []
    assert [action for action, _data in told(more)] == ["person.save", "role.grant"]
    assert [row.data["rows"] for row in (*first, *again) if row.action == "house.import"] == [1, 1]


def test_a_substitute_from_a_file_is_told_once(cast, read):
    table = "post,person,kind,from,until\nbh-kepala,dodi@contoh.example,plh,2026-12-01,2026-12-04\n"

    _code, first = read("substitutes", table)
    _code, again = read("substitutes", table)

    ((action, data),) = told(first)
    assert (action, data["kind"], data["until"], told(again)) == (
        "post.substitute", "plh", "2026-12-04", [],
    )  # fmt: skip


def test_who_reads_it_is_named_or_the_only_administrator(cast, read):
    table = "code,name_id,kind,parent\nBX,Biro,bureau,KP\n"
    with pytest.raises(Refused):
        read("units", table, email="alia@contoh.example")
    _code, dry = read("units", table, dry_run=True)
    assert dry == []
    accounts.grant_role(accounts.GrantDraft("maya@contoh.example", "administrator", "KP", LONG_AGO))

    _code, unsaid = read("units", table)
    _code, named = read("units", table.replace("Biro", "Bureau"), email="maya@contoh.example")

    assert {row.actor_id for row in unsaid} == {None}
    assert {row.actor_id for row in named} == {cast.actor("maya", clock.now()).person_id}
