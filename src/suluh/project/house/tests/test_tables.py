"""Tables made to harm: the reading process dies or refuses, ours says one sentence."""

import argparse
import io
import zipfile

import pytest

from suluh.foundation.org import models as org
from suluh.foundation.org import operations
from suluh.foundation.org.tests.makers import make_house
from suluh.kernel.refusals import Refused
from suluh.project.house import imports, init, tables

CONTENT = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(cells: str, **more: bytes) -> bytes:
    """One sheet with these rows of XML."""
    parts = {
        "[Content_Types].xml": CONTENT,
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>"
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
            '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/s.xml"/>'
            "</Relationships>"
        ),
        "xl/worksheets/s.xml": (
            f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
        ),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in {**parts, **more}.items():
            out.writestr(name, text)
    return made.getvalue()


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def read(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    return tables.read(path)


def said(tmp_path, name, data):
    with pytest.raises(Refused) as refused:
        read(tmp_path, name, data)
    text = str(refused.value).replace(f"{tmp_path}/", "")
    assert "\n" not in text
    return text


def test_a_plain_workbook_is_read(tmp_path):
    rows = f'<row r="1">{cell("A1", "code")}</row><row r="3">{cell("A3", "BX")}</row>'

    assert read(tmp_path, "t.xlsx", workbook(rows)) == [tables.Row(3, {"code": "BX"})]


def test_a_sheet_of_a_billion_cells_ends_in_a_sentence(tmp_path):
    corner = f'<row r="1">{cell("A1", "code")}</row><row r="1048576">{cell("CV1048576", "x")}</row>'
    wide = f'<row r="1">{cell("A1", "code")}{cell("XFD1", "x")}</row>'
    bomb = {"xl/more.xml": b" " * 90_000_000}

    assert said(tmp_path, "t.xlsx", workbook(corner)).startswith("t.xlsx:1: the table asks for")
    assert "line 1: more than 100 columns" in said(tmp_path, "t.xlsx", workbook(wide))
    assert "unpacks to far more" in said(tmp_path, "t.xlsx", workbook("", **bomb))
    assert "damaged" in said(tmp_path, "t.xlsx", b"PK nothing")


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("t.csv", b"", "t.csv:1: the table is empty"),
        ("t.csv", b"code,name_id\n", "t.csv:1: the table is empty"),
        ("t.csv", b"\n , \n", "t.csv:1: the table is empty"),
        ("t.yaml", b"", "t.yaml:1: the table is empty"),
        ("t.yaml", b"[]", "t.yaml:1: the table is empty"),
        ("t.yaml", b"[" * 100_000, "t.yaml:1: the table asks for more"),
        ("t.csv", b"a\n" + b"x\n" * 20_001, "t.csv cannot be read: line 20002: more than 20,000"),
        ("t.csv", b"a\n" + b"x" * 2_001, "t.csv cannot be read: line 2: “a” has more than 2,000"),
        ("t.csv", "name\nBu\u202edi\n".encode(), "t.csv:2: “name” holds an invisible"),
        ("t.csv", b"name\nBu\x07di\n", "t.csv:2: “name” holds an invisible character (U+0007)"),
        ("t.ods", b"", "t.ods: only CSV, XLSX and YAML"),
    ],
)  # fmt: skip
def test_every_failure_is_one_sentence_with_file_and_line(tmp_path, name, data, told):
    assert said(tmp_path, name, data).startswith(told)


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["units", "people", "substitutes", "regulation"])
def test_a_file_that_is_not_there(tmp_path, what):
    make_house()
    given = argparse.Namespace(
        file=str(tmp_path / "none.yaml"), dry_run=False, email="indra@contoh.example",
        in_force=False, accept_gaps=False,
    )  # fmt: skip

    with pytest.raises(Refused, match=r"There is no file .*none\.yaml"):
        getattr(imports, what)(given)
    with pytest.raises(Refused, match=r"There is no file"):
        init.command(given)


@pytest.mark.django_db
def test_names_are_short_and_one_sees_all_of_them():
    make_house()
    units = org.Unit.objects.count()

    for name in ("x" * 201, "Biro\u202eXML", "Biro\u200bHumas", "Biro\x00"):
        draft = operations.UnitDraft(code="BX", name_id=name, kind="bureau", parent_code="KP")
        with pytest.raises(Refused, match=r"characters|invisible"):
            operations.save_unit(draft)
        with pytest.raises(Refused, match=r"characters|invisible"):
            operations.save_person(email="a@b.example", name=name, unit_code="KP")
    operations.save_person(email="a@b.example", name=" Nur \t Aini ", unit_code="KP")

    assert org.Unit.objects.count() == units
    assert org.Person.objects.get(email="a@b.example").name == "Nur Aini"
