"""Bad files end in a sentence; nothing is opened further than needed."""

import io
import zipfile
from pathlib import Path

import pytest

from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial.reading import child
from suluh.newsroom.editorial.reading.limits import REASONS
from suluh.newsroom.editorial.reading.read import read_file, read_here, read_pasted
from suluh.newsroom.editorial.reading.story import Ask, Why
from suluh.newsroom.editorial.tests import reading_makers as make

BODY = "Judul Naskah yang Cukup Panjang\n\nKota Damar - Warga menanam pohon di tepi sungai.\n"


def docx_with(**changes: bytes | str) -> bytes:
    entries = make.docx_entries()
    for name, data in changes.items():
        entries[name.replace("__", "/").replace("_xml", ".xml")] = data
    return make.archive(entries)


def document(xml: str) -> bytes:
    return docx_with(word__document_xml=xml)


def many_entries() -> bytes:
    return make.archive(
        make.docx_entries() | {f"word/media/{number}.png": b"" for number in range(2_001)}
    )


def lying_size() -> bytes:
    """A zip whose directory says a part is small."""
    data = bytearray(docx_with(word__document_xml="<a>" + "x" * 50_000 + "</a>"))
    info = zipfile.ZipFile(io.BytesIO(bytes(data))).getinfo("word/document.xml")
    at = data.index(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(info.filename)] != info.filename.encode():
        at = data.index(b"PK\x01\x02", at + 1)
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(data)


def named(name: str) -> bytes:
    return make.archive(make.docx_entries() | {name: b"x"})


XXE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
LAUGHS = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>'
DEEP = "<a>" * 220 + "</a>" * 220
CASES = [
    ("a.txt", b"", "empty"),
    ("a.txt", b" \n\t ", "empty"),
    ("a.txt", "\u200b\u202e".encode(), "empty_but_marks"),
    ("a.pdf", b"%PDF-1.7", "unknown_format"),
    ("a", b"kata", "unknown_format"),
    ("a.txt", b"%PDF-1.7 kata", "wrong_format"),
    ("a.txt", make.docx(), "wrong_format"),
    ("a.docx", b"bukan zip", "wrong_format"),
    ("a.docx", make.odt(), "wrong_format"),
    ("a.odt", make.docx(), "wrong_format"),
    ("a.docx", b"PK\x03\x04rusak", "archive_broken"),
    ("a.docx", make.docx()[:300], "archive_broken"),
    ("a.eml", b"ini bukan surat", "wrong_format"),
    ("a.docm", make.docx(), "macros"),
    ("a.docx", named("word/vbaProject.bin"), "macros"),
    ("a.docx", docx_with(**{"[Content_Types]_xml": "<T t='macroEnabled'/>"}), "macros"),
    ("a.docx", named("../../lari.xml"), "archive_unsafe"),
    ("a.docx", named("/etc/lari.xml"), "archive_unsafe"),
    ("a.docx", named("C:\\lari.xml"), "archive_unsafe"),
    ("a.docx", many_entries(), "archive_bomb"),
    ("a.docx", make.archive(make.docx_entries() | {"b.bin": b"0" * 5_000_000}), "archive_bomb"),
    ("a.docx", document(XXE), "markup_entities"),
    ("a.docx", document(LAUGHS), "markup_entities"),
    ("a.docx", document(XXE).replace(b"", b""), "markup_entities"),
    ("a.docx", document(DEEP), "markup_deep"),
    ("a.docx", document("<a><b></a>"), "markup_broken"),
    ("a.html", XXE.encode(), "markup_entities"),
    ("a.html", ("<div>" * 5_000 + "kata").encode(), "markup_deep"),
    ("a.txt", b"kata\0kata", "not_text"),
    ("a.txt", b"\xff\xfe\x00\xd8", "not_text"),
    ("a.txt", b"x" * 2_000_001, "too_large"),
    ("a.txt", b"kata " + b"x" * 1_000_000, "word_too_long"),
    ("a.html", b"<p>" + b"x" * 1_000_000, "word_too_long"),
    ("a.txt", b"kata\n" * 3_001, "too_long"),
    ("a.docx", b"PK\x03\x04" + b"0" * 25_000_001, "too_large"),
]


@pytest.mark.parametrize(("name", "data", "code"), CASES)
def test_a_bad_file_is_refused_with_a_sentence(name: str, data: bytes, code: str) -> None:
    if code == "empty_but_marks":
        assert read_file(data, name, isolated=False).title == ""
        return

    with pytest.raises(Refused) as refused:
        read_file(data, name, isolated=False)

    assert refused.value.code == code
    assert str(refused.value).endswith(".")
    assert "%(" not in str(refused.value)


def test_a_directory_that_lies_about_a_size_stops_the_reading() -> None:
    with pytest.raises(Refused) as refused:
        read_here(lying_size(), "a.docx")

    assert refused.value.code in ("archive_bomb", "archive_broken")


def test_an_entity_hidden_by_another_encoding_is_refused() -> None:
    hidden = f'<?xml version="1.0" encoding="UTF-16"?>{LAUGHS}'.encode("utf-16")

    with pytest.raises(Refused) as refused:
        read_here(docx_with(word__document_xml=hidden), "a.docx")

    assert refused.value.code == "markup_entities"


def test_the_child_refuses_with_the_same_code() -> None:
    with pytest.raises(Refused) as refused:
        read_file(b"kata " + b"x" * 5_000, "a.txt")

    assert refused.value.code == "word_too_long"
    assert refused.value.params == {"line": 1, "limit": 2_000}


def test_a_child_that_dies_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_MODULE", "suluh.no_such_module")

    with pytest.raises(Refused) as refused:
        read_file(BODY.encode(), "a.txt")

    assert refused.value.code == "unreadable"


def test_the_child_gets_no_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SULUH_SECRET", "rahasia")
    seen = {}

    def record(*_args: object, **named: object) -> object:
        seen.update(named)
        raise child.subprocess.TimeoutExpired("x", 1)

    monkeypatch.setattr(child.subprocess, "run", record)
    with pytest.raises(Refused):
        child.read_isolated(b"kata", "a.txt")

    assert "SULUH_SECRET" not in seen["env"]  # type: ignore[operator]


def test_a_lone_surrogate_in_a_pasted_text_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        read_pasted("kata \ud800 kata", isolated=False)

    assert refused.value.code == "not_text"


def test_text_direction_tricks_are_taken_out_and_listed() -> None:
    read = read_pasted(BODY.replace("Naskah", "Nas\u202ekah\u200b"), isolated=False)

    assert read.title == "Judul Naskah yang Cukup Panjang"
    assert [one.text for one in read.set_aside if one.why is Why.MARK] == ["\u202e\u200b"]
    assert read.is_balanced()


@pytest.mark.parametrize(
    ("encoding", "asked"),
    [("utf-8", False), ("utf-8-sig", False), ("utf-16", False), ("cp1252", True)],
)
def test_every_usual_encoding_is_read_and_a_guess_is_said(encoding: str, asked: bool) -> None:
    data = BODY.replace("Warga", "“Warga” kafé").encode(encoding)

    read = read_here(data, "a.txt")

    assert "“Warga” kafé menanam" in read.lead
    assert (Ask.ENCODING_GUESSED in [one.ask for one in read.questions]) is asked


def test_every_refusal_has_a_sentence() -> None:
    for code, reason in REASONS.items():
        assert reason[0].isupper(), code
        assert reason.endswith("."), code
