"""A table read again, in another year too, doubles nothing and gives back no power that ended."""

import argparse
from datetime import UTC, date, datetime

import pytest

from suluh.foundation.accounts.models import RoleGrant
from suluh.foundation.accounts.queries import actor_by_email
from suluh.foundation.org import models as org
from suluh.foundation.org.tests.makers import make_house
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.newsroom.regulation.models import RegulationVersion
from suluh.newsroom.regulation.tests.makers import example_text
from suluh.project.house import imports
from suluh.workspace.house import operations as house

pytestmark = [pytest.mark.django_db, pytest.mark.sql]
PEOPLE = "email,name,unit,roles,post,post_kind,post_title_id,post_from,post_until\n"
BUDI = "a@b.example,Budi,KW1,contributor,kw1-x,editor,Redaktur"
ADMIN = "indra@contoh.example"


@pytest.fixture
def cast():
    return make_house()


@pytest.fixture
def at(monkeypatch):
    """Let it be noon of a day."""

    def be(year, month, day):
        noon = datetime(year, month, day, 5, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: noon)
        return noon

    be(2026, 11, 22)
    return be


@pytest.fixture
def read(tmp_path, capsys):
    def run(what, content, name="t.csv", **more):
        path = tmp_path / name
        path.write_text(content)
        given = {"file": str(path), "dry_run": False, "email": ""} | more
        code = getattr(imports, what)(argparse.Namespace(**given))
        return code, capsys.readouterr().err.replace(str(path), "t")

    return run


def terms(post="kw1-x"):
    rows = org.Holding.objects.filter(post__code=post).order_by("from_date")
    return [(row.from_date.isoformat(), str(row.until_date)) for row in rows]


def release(now, day):
    row = org.Holding.objects.get(post__code="kw1-x")
    house.end_holding(actor=actor_by_email(ADMIN, now), thing_id=row.id, day=day, now=now)


def test_a_row_without_a_beginning_meets_its_own_in_the_next_year(cast, at, read):
    for year, month in ((2026, 11), (2027, 1), (2029, 6)):
        at(year, month, 22)
        assert read("people", PEOPLE + BUDI + ",,\n") == (0, "")

    assert terms() == [("2026-01-01", "None")]
    assert RoleGrant.objects.filter(person__email="a@b.example").count() == 1


@pytest.mark.parametrize("row", [",,", ",2026-01-01,", ",,2028-01-01", ",2026-01-01,2028-01-01"])
def test_what_ended_stays_ended_in_the_next_year(cast, at, read, row):
    row = BUDI + row + "\n"
    read("people", PEOPLE + row)
    release(at(2026, 11, 22), date(2026, 11, 22))

    for day in ((2026, 11, 22), (2027, 1, 21)):
        at(*day)
        assert read("people", PEOPLE + row)[0] == 0

    assert terms() == [("2026-01-01", "2026-11-22")]


def test_an_end_to_come_that_a_person_set_stays_and_one_of_the_file_moves(cast, at, read):
    read("people", PEOPLE + BUDI + ",,2027-01-01\n")
    assert read("people", PEOPLE + BUDI + ",,2027-07-01\n")[0] == 0
    assert terms() == [("2026-01-01", "2027-07-01")]

    release(at(2026, 11, 22), date(2026, 12, 1))
    read("people", PEOPLE + BUDI + ",,2027-07-01\n")

    assert terms() == [("2026-01-01", "2026-12-01")]


def test_a_new_beginning_after_the_end_is_a_new_term_and_within_it_a_sentence(cast, at, read):
    read("people", PEOPLE + BUDI + ",2026-02-01,\n")

    assert read("people", PEOPLE + BUDI + ",2026-03-01,\n") == (
        2, ("t:2: a@b.example has kw1-x from 2026-02-01 already; "
            "write that day, or leave the beginning empty.\n"),
    )  # fmt: skip
    release(at(2026, 11, 22), date(2026, 11, 22))
    assert read("people", PEOPLE + BUDI + ",2027-02-01,\n")[0] == 0
    assert terms() == [("2026-02-01", "2026-11-22"), ("2027-02-01", "None")]


def test_a_substitution_that_was_ended_stays_so(cast, at, read):
    table = "post,person,kind,from,until,decree\nbh-kepala,dodi@contoh.example,plh,{},{},SK 7\n"
    read("substitutes", table.format("2026-11-20", "2026-12-20"))
    read("substitutes", table.format("2026-11-20", "2026-12-24"))
    row = org.Substitution.objects.get()
    assert row.until_at.day == 23  # 00.00 WIB is 17.00 UTC
    now = at(2026, 11, 22)
    house.end_substitution(
        actor=actor_by_email(ADMIN, now), thing_id=row.id, day=now.date(), now=now
    )

    at(2026, 11, 23)
    assert read("substitutes", table.format("2026-11-20", "2026-12-24")) == (0, "")

    assert org.Substitution.objects.get().until_at == now


def test_a_regulation_is_read_without_saying_who_and_again_where_it_holds(cast, at, read):
    given = {"name": "ours.yaml", "email": "", "in_force": True, "accept_gaps": True}

    for _time in range(2):
        assert read("regulation", example_text(), **given) == (0, "")

    row = RegulationVersion.objects.get()
    assert (row.state, row.loaded_by.email) == ("in_force", ADMIN)
    read(
        "people",
        "email,name,unit,roles,role_unit\nb@b.example,Wulan,KP,administrator,KP\n",
        name="p.csv",
    )
    with pytest.raises(Refused) as caught:
        read("regulation", example_text(), **given)
    assert caught.value.code == "who_does_it"
