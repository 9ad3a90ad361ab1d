"""Tables as strangers save them: read whole, or refused with line and reason; never doubled."""

import argparse
import codecs

import pytest

from suluh.foundation.accounts.models import RoleGrant, User
from suluh.foundation.org import models as org
from suluh.foundation.org import operations, queries
from suluh.foundation.org.tests.makers import make_house
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.project.house import imports, substitutes

pytestmark = pytest.mark.django_db
PEOPLE = "email,name,unit,roles,post,post_kind,post_title_id,post_from\n"


@pytest.fixture
def cast():
    return make_house()


@pytest.fixture
def read(tmp_path, capsys):
    """Import a file's bytes; returns (exit code, lines of refusal without the path)."""

    def run(what, content, name="t.csv", **more):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        given = argparse.Namespace(**{"file": str(path), "dry_run": False, "email": ""} | more)
        try:
            code = getattr(imports, what)(given)
        except Refused as refused:
            return 2, [str(refused).replace(str(path), "t")]
        return code, capsys.readouterr().err.replace(str(path), "t").splitlines()

    return run


def test_a_file_with_mark_semicolons_apostrophes_and_titles(cast, read):
    rows = (
        PEOPLE.replace(",", ";")
        + "Nur.Aini@contoh.example;Dr. Nur'aini O'Brien, S.H., M.Hum.;KW1;contributor;"
        "kw1-data;data_officer;Petugas Data;2026-01-02\n"
    )

    for _time in range(2):
        assert read("people", codecs.BOM_UTF8 + rows.encode()) == (0, [])

    person = org.Person.objects.get(email="nur.aini@contoh.example")
    assert person.name == "Dr. Nur'aini O'Brien, S.H., M.Hum."
    assert org.Holding.objects.filter(person=person).count() == 1
    assert RoleGrant.objects.filter(person=person).count() == 1
    assert User.objects.filter(person=person).count() == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8"])
def test_what_spreadsheets_save_is_read(cast, read, encoding):
    text = "code\tname_id\tkind\tparent\nBX\tBiro Café\tbureau\tKP\n"

    assert read("units", text.encode(encoding)) == (0, [])
    assert queries.get_unit("BX").name.id == "Biro Café"


@pytest.mark.parametrize(
    ("what", "content", "told"),
    [
        ("units", "code,name_id,kind,parent\nBX,Biro Caf\xe9,bureau,KP\n".encode("latin-1"),
         "t cannot be read: line 2: no UTF-8 text; save it as “CSV UTF-8” or as XLSX"),
        ("units", "code,name_id,kind,parent\nBX,Satu,bureau,KP\nBX,Dua,bureau,KP\n",
         "t:3: “BX” stands on line 2 already"),
        ("units", "code,name_id,kind,parent\nA1,Satu,bureau,A2\nA2,Dua,bureau,A1\n",
         "t:2: There is no unit “A2”."),
        ("units", "code,name_id,kind,parent\nLAIN,Puncak kedua,head_office,\n",
         "t:2: only KP is the top; name a parent"),
        ("units", "code,name_id,kind,parent\nbx,Kecil,bureau,KP\n", "t:2: “bx” is no unit code"),
        ("people", PEOPLE + "a@b.example,Budi, S.Kom.,KW1,,,,,2026-01-01\n",
         "t cannot be read: line 2: 9 cells under 8 columns"),
        ("people", PEOPLE + "bukan-alamat,Budi,KW1,,,,,\n", "t:2: “bukan-alamat” is no e-mail"),
        ("people", PEOPLE + "a@b.example,Budi,KW9,,,,,\n", "t:2: There is no unit “KW9”."),
        ("people", PEOPLE + "a@b.example,Budi,KW1,raja,,,,\n", "t:2: There is no role “raja”."),
        ("people", PEOPLE + "a@b.example,Budi,KW1,,p,editor,P,1/2/2026\n",
         "t:2: “1/2/2026” is no date"),
        ("people", PEOPLE + "a@b.example,Budi,KW1,,,,,\nA@b.example,Bukan Budi,KW1,,,,,\n",
         "t:3: “a@b.example” has another name on line 2"),
        ("people", PEOPLE + 'a@b.example,"Budi,KW1,,,,,\n', "t cannot be read: line 2: unexpected"),
        ("people", "email,nama,unit\na@b.example,Budi,KW1\n", "t:1: unknown columns: nama"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_line_and_nothing_is_written(cast, read, what, content, told):
    before = org.Unit.objects.count(), org.Person.objects.count()

    code, lines = read(what, content)

    assert code == 2
    assert lines[0].startswith(told)
    assert (org.Unit.objects.count(), org.Person.objects.count()) == before


def test_somebody_with_posts_in_two_units_belongs_to_the_first(cast, read):
    rows = (
        "a@b.example,Budi,KW1,,kw1-x,editor,Redaktur,2026-01-02\n"
        "a@b.example,Budi,KW2,,kw2-x,editor,Redaktur,2026-01-02\n"
    )

    assert read("people", PEOPLE + rows) == (0, [])

    person = org.Person.objects.get(email="a@b.example")
    units = [one.unit_code for one in queries.list_tenures(person_id=person.id)]
    assert (person.unit.code, sorted(units)) == ("KW1", ["KW1", "KW2"])


def test_aliases_in_yaml_are_refused(cast, read):
    rows = "- &a {code: B1, name_id: Satu, kind: bureau, parent: KP}\n- *a\n"

    assert read("units", rows, "t.yaml") == (
        2, ["t cannot be read: line 1: anchors and aliases are not allowed"],
    )  # fmt: skip


def test_a_file_read_again_brings_nobody_and_nothing_back(cast, read):
    row = "a@b.example,Budi,KW1,contributor,kw1-x,editor,Redaktur,2026-01-02\n"
    read("people", PEOPLE + row)
    today = clock.now().date()
    person = org.Person.objects.get(email="a@b.example")
    RoleGrant.objects.filter(person=person).update(until_date=today)
    org.Holding.objects.filter(person=person).update(until_date=today)

    assert read("people", PEOPLE + row)[0] == 0
    assert RoleGrant.objects.get(person=person).until_date == today
    assert org.Holding.objects.get(person=person).until_date == today
    operations.leave(person_id=person.id, day=today, at=clock.now())
    code, lines = read("people", PEOPLE + row)
    assert (code, "works here no longer" in lines[0]) == (2, True)


def test_substitutes_by_file_and_by_command(cast, read, capsys):
    table = "post,person,kind,from,until,decree\nbh-kepala,dodi@contoh.example,Plh.,{},{},SK 7\n"

    for _time in range(2):
        assert read("substitutes", table.format("2026-12-01", "2026-12-04"))[0] == 0
    backwards = read("substitutes", table.format("2026-12-04", "2026-12-01"))
    itself = read("substitutes", table.format("2026-12-01", "2026-12-04").replace("dodi", "endah"))

    row = org.Substitution.objects.get()
    assert (row.kind, row.for_person.name, row.decree) == ("plh", "Endah", "SK 7")
    assert (row.until_at - row.from_at).days == 3
    assert backwards == (2, ["t:2: The end must lie after the beginning."])
    assert itself == (2, ["t:2: Nobody stands in for themselves."])
    given = {"post": "kw1-kepala", "person": "alia@contoh.example", "email": "indra@contoh.example"}
    substitutes.add(
        argparse.Namespace(
            **given, kind="plt", begins="2099-01-01", ends="2099-02-01", decree="SK 8"
        )
    )
    substitutes.listed(argparse.Namespace(all=True))
    listed = capsys.readouterr().out
    assert "kw1-kepala plt 2099-01-01 2099-02-01 Alia SK 8" in listed
    substitutes.end(argparse.Namespace(**given, day="2099-01-10"))
    assert org.Substitution.objects.get(kind="plt").until_at.day == 9  # 00.00 WIB is 17.00 UTC
    with pytest.raises(Refused):
        substitutes.end(argparse.Namespace(**given, day="2099-01-10"))


def test_a_unit_without_a_zone_takes_that_of_the_unit_above_and_keeps_its_own(cast, read):
    rows = "code,name_id,kind,parent,zone\nKW8,Kantor Delapan,regional_office,KP,{}\n"
    rows += "KW8-A,Pos A,sub_office,KW8,\n"
    assert read("units", rows.format("Asia/Jayapura")) == (0, [])
    assert queries.get_unit("KW8-A").zone == "Asia/Jayapura"

    assert read("units", rows.format("")) == (0, [])
    assert queries.get_unit("KW8").zone == "Asia/Jayapura"

    org.Unit.objects.filter(code="KP").update(zone="Asia/Makassar")
    assert read("units", "code,name_id,kind,parent\nKW7,Kantor Tujuh,regional_office,KP\n")[0] == 0
    assert queries.get_unit("KW7").zone == "Asia/Makassar"
