"""Documents are taken as they are or not at all, by what is in them."""

import pytest

from suluh.foundation.audit.models import AuditRow
from suluh.kernel.canonical import digest
from suluh.kernel.refusals import Refused
from suluh.newsroom.assets import handlers, models, operations, queries
from suluh.newsroom.assets.gateways.inspector import child
from suluh.newsroom.assets.rules import documents
from suluh.newsroom.assets.tests import makers, papers
from suluh.newsroom.assets.tests.makers import NOW


@pytest.fixture
def yance(db, settings, tmp_path):
    settings.SULUH_HOME = tmp_path
    makers.house()
    return makers.person("yance.rumbiak@lpsn.example", "RANTI", "contributor")


def upload(actor, data, filename="Laporan 2026.pdf"):
    return operations.upload_document(
        actor=actor, unit_code="RANTI", data=data, filename=filename, now=NOW
    )


def looked_at(tmp_path, data):
    (tmp_path / "source").write_bytes(data)
    return child.main(tmp_path)


def test_a_pdf_is_kept_byte_for_byte_with_what_it_tells(yance):
    data = papers.pdf(pages=3)

    row = upload(yance, data)

    assert queries.public_master(row.digest) == data
    assert (row.media_type, row.pages, row.said_by) == ("application/pdf", 3, "Biro Humas")
    assert (row.filename, row.size, row.is_signed) == ("Laporan 2026.pdf", len(data), False)
    assert AuditRow.objects.get().action == "document.upload"


def test_what_the_file_is_decides_not_what_it_is_called(yance):
    assert upload(yance, papers.pdf(), "gambar.png").filename == "gambar.pdf"
    assert upload(yance, papers.TABLE, "data.pdf").media_type == "text/csv"
    with makers.refused("office"):
        upload(yance, b"PK\x03\x04" + b"\0" * 60, "laporan.pdf")


def test_a_refused_file_is_kept_aside_and_nothing_of_it_is_a_document(yance, tmp_path):
    change, _code = papers.HOSTILE["script at the start"]
    data = papers.pdf(change)

    with makers.refused("runs"):
        upload(yance, data)

    kept = tmp_path / "originals" / digest(data)[:2] / f"{digest(data)}.refused"
    assert kept.read_bytes() == data
    assert not models.Document.objects.exists()
    assert AuditRow.objects.get().action == "document.refused"
    with makers.refused("no_picture"):
        queries.public_master(digest(data))


def test_another_unit_takes_nothing_in(yance):
    stranger = makers.person("dewi.lestari@lpsn.example", "MUARA", "editor")
    with makers.refused("other_unit"):
        upload(stranger, papers.pdf())


def test_erased_documents_go_with_their_bytes_and_that_may_be_repeated(yance, tmp_path):
    row = upload(yance, papers.pdf())
    for _again in range(2):
        handlers.on_documents_erased({"digests": [row.digest]}, NOW)

    assert not models.Document.objects.exists()
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]


@pytest.mark.parametrize("what", sorted(papers.HOSTILE))
def test_what_runs_or_hides_in_a_pdf_is_refused(what, tmp_path):
    change, code = papers.HOSTILE[what]

    assert looked_at(tmp_path, papers.pdf(change))["refused"] == code
    packed = papers.pdf(change, object_stream_mode=papers.pikepdf.ObjectStreamMode.generate)
    assert looked_at(tmp_path, packed)["refused"] == code


def test_a_plain_link_a_stop_and_a_signature_field_are_no_danger(tmp_path):
    assert looked_at(tmp_path, papers.with_link())["pages"] == 1

    def sign(made):
        made.Root.Sig = made.make_indirect(papers.Dictionary(ByteRange=[0, 1, 2, 3]))

    assert looked_at(tmp_path, papers.pdf(sign))["is_signed"] is True


def test_damaged_cut_off_and_locked_files_get_their_sentence(tmp_path):
    whole = papers.pdf()
    for wrong in (whole[: len(whole) // 2], whole + b"PK\x03\x04", b"%PDF-1.7\n%%EOF",
                  whole.replace(b"startxref", b"startxxxx")):  # fmt: skip
        assert looked_at(tmp_path, wrong)["refused"] == "damaged"
    assert looked_at(tmp_path, papers.locked())["refused"] == "locked"


def test_endless_and_deep_files_end_at_a_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "MOST_PAGES", 5)
    assert looked_at(tmp_path, papers.pdf(pages=6))["refused"] == "too_long"

    def deep(made):
        inner = papers.Dictionary()
        for _level in range(child.DEEPEST + 5):
            inner = papers.Dictionary(A=inner)
        made.Root.Deep = inner

    assert looked_at(tmp_path, papers.pdf(deep))["refused"] == "too_hard"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"<svg onload='alert(1)'/>", "drawing"),
        (b"<!doctype html><script>", "drawing"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
        (b"{\\rtf1 x}", "office"),
        (b"MZ\x90\x00\x03", "no_document"),
        (b"\x89PNG\r\n\x1a\n\x00", "no_document"),
    ],
)
def test_other_files_are_refused_before_anything_reads_them(data, code):
    assert documents.refusal_of(data) == code
    assert documents.refusal_of(b"%PDF-" + b"0" * documents.MOST_BYTES) == "too_large"


@pytest.mark.parametrize(
    ("data", "code", "at"),
    [
        (b'a,b\n1,=HYPERLINK("http://x")\n', "formula", "2"),
        (b"a;b\n@SUM(A1);1\n", "formula", "2"),
        (b"a;b\n-2+3+cmd|' /C calc'!A0;1\n", "formula", "2"),
        (b"a,b\n1,2\n1,2,3\n", "uneven", "3"),
        (b"hanya satu kolom\n", "no_document", ""),
        (b"a,b\n\xff,1\n", "no_utf8", ""),
        (b'a,b\n"1,2\n', "damaged", ""),
    ],
)
def test_tables_are_values_in_rows_of_one_length(data, code, at, tmp_path):
    answer = looked_at(tmp_path, data)

    assert (answer["refused"], answer["at"] if at else "") == (code, at)


def test_a_table_with_signs_before_numbers_is_a_table(tmp_path):
    assert looked_at(tmp_path, papers.TABLE) == {}
    assert looked_at(tmp_path, b"\xef\xbb\xbfa,b\n-1,+2\n-,5%\n") == {}


@pytest.mark.parametrize(
    ("name", "public"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\x\\laporan akhir.docx", "laporan akhir.pdf"),
        ('a"b\r\nX: y.pdf', "a-b X- y.pdf"),
        ("laporan\u202efdp.exe", "laporanfdp.pdf"),
        (".pdf", "lampiran.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_the_name_under_which_a_reader_saves_it_has_no_trick(name, public):
    assert documents.public_name(name, "application/pdf") == public


def test_every_refusal_says_what_to_do():
    assert all(len(reason) > 20 for reason in documents.REFUSALS.values())
    with pytest.raises(Refused):
        raise Refused("empty", documents.REFUSALS["empty"])
