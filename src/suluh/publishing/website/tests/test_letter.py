"""The PDF of a press release: whole, repeatable, never markup, and gone when the page is gone."""

import io
import re
from datetime import timedelta

import pikepdf
import pytest

from suluh.kernel.canonical import body_part, text_part
from suluh.project.demo.reading import PICTURES
from suluh.publishing.website.letterhead import set_letter
from suluh.publishing.website.loading import load
from suluh.publishing.website.rendering.render import render_letter
from suluh.publishing.website.rules.keys import Kind, PageKey
from suluh.publishing.website.tests.makers import (
    PICTURE,
    START,
    FakeSource,
    after,
    bakery,
    figure,
    first,
    house,
    parts,
    tree_of,
)

NOW = START + timedelta(days=30)
HOSTILE = [
    '#eval("1+1") #panic("x") #read("/etc/passwd")',
    "*tebal* _miring_ $x^2$ = Judul `kode` <label> @ref // lenyap",
    '"); #image("emblem.svg") // \\u{41} \\ ] } )',
    'https://x.example/#include "rilis.typ"',
]


def release(words="Tanggul selesai lebih cepat", **changes):
    told = parts(words, pictures=2)
    told["lead"] = text_part("Seribu rumah kini aman.")
    told["facts"] = {"place": "Karangjati", "topics": []}
    told["body"] = body_part(
        [
            {"t": "h2", "r": [["Angka penting", "", ""]]},
            {"t": "p", "r": [[words, "bi", "https://warga.example/?a=1"]]},
            {"t": "list", "o": True, "i": [[["Uji beban", "", ""]]]},
            {"t": "quote", "r": [["Kini kami bisa tidur.", "i", ""]]},
            {"t": "table", "head": 1, "c": [[[["Desa", "", ""]], []], [[["Wiratan", "", ""]], []]]},
            {"t": "figure", "n": 2},
        ]
    )
    values = {"kind": "press_release", "parts": told, "register_number": "SP-014/BH/2026"}
    return first(**{**values, **changes})


def place_of(story):
    return story.address.strip("/") + "/rilis.pdf"


def jpeg(_media=None):
    return (PICTURES / "tanggul.jpg").read_bytes()


def letter_of(*rows, at_home=None, picture=jpeg):
    source = FakeSource(rows, at_home)
    key = PageKey(Kind.LETTER, rows[-1].locale, rows[-1].content_id)
    return next(iter(render_letter(key, load(key, source), picture).files.values()))


def told_by(pdf):
    """Return title and XMP of a PDF."""
    with pikepdf.open(io.BytesIO(pdf)) as read:
        return str(read.docinfo["/Title"]), read.Root.Metadata.read_bytes().decode()


def words_of(pdf):
    """Return every sign that is drawn on the pages, without spaces."""
    said = []
    with pikepdf.open(io.BytesIO(pdf)) as read:
        for page in read.pages:
            fonts = {name: _signs(font) for name, font in page.resources["/Font"].items()}
            signs = {}
            for instruction in pikepdf.parse_content_stream(page):
                if str(instruction.operator) == "Tf":
                    signs = fonts[str(instruction.operands[0])]
                elif str(instruction.operator) in {"Tj", "TJ"}:
                    said += [signs[code] for code in _codes(instruction.operands[0])]
    return "".join("".join(said).split())


def _codes(shown):
    for one in [shown] if isinstance(shown, pikepdf.String) else shown:
        data = bytes(one) if isinstance(one, pikepdf.String) else b""
        yield from (data[at : at + 2].hex() for at in range(0, len(data), 2))


def _signs(font):
    rows = re.findall(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>", font["/ToUnicode"].read_bytes())
    return {code.decode().lower(): bytes.fromhex(to.decode()).decode("utf-16-be")
            for code, to in rows}  # fmt: skip


def test_a_release_has_a_pdf_beside_its_page_and_the_page_names_it(tmp_path):
    story = release()
    bakery(tmp_path, FakeSource([story, first(2)])).bake(NOW)

    tree = tree_of(tmp_path)
    assert tree[place_of(story)].startswith(b"%PDF-1.7")
    assert [path for path in tree if path.endswith(".pdf")] == [place_of(story)]
    page = tree[story.address.strip("/") + "/index.html"].decode()
    assert f'href="{story.address}rilis.pdf"' in page
    assert "rilis.pdf" not in tree[first(2).address.strip("/") + "/index.html"].decode()
    pieces = b"".join(data for path, data in tree.items() if path.startswith("manifest/"))
    assert place_of(story).encode() in pieces


def test_the_compiler_checked_it_for_readers_who_do_not_see_and_for_archives():
    title, metadata = told_by(letter_of(release()))

    assert title == "Siaran pers SP-014/BH/2026: Tanggul selesai lebih cepat"
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata


def test_the_same_release_has_the_same_bytes_and_the_time_of_its_edition(monkeypatch):
    once = letter_of(release())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")

    assert letter_of(release()) == once
    with pikepdf.open(io.BytesIO(once)) as read:
        assert str(read.docinfo["/CreationDate"]).startswith("D:20260115030000")


def test_only_fonts_of_ours_are_in_it():
    with pikepdf.open(io.BytesIO(letter_of(release()))) as read:
        fonts = {
            str(one.FontName).partition("+")[2].partition("-")[0]
            for one in read.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        }
    assert fonts == {"PlusJakartaSans"}


@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_data_and_never_markup(words):
    said = words_of(letter_of(release(words)))

    assert said.count("".join(words.split())) == 2  # as title and in the body


def test_a_sign_that_no_font_draws_costs_the_standards_not_the_letter():
    pdf = letter_of(release("Tanggul \U000131d0\U0001f9ff ܀"))

    assert pdf.startswith(b"%PDF-")
    assert "\U0001f9ff" in told_by(pdf)[0]


def test_a_picture_that_cannot_be_read_leaves_its_words():
    for broken in (lambda _media: b"no picture", lambda _media: None):
        assert "<pdfuaid:part>1</pdfuaid:part>" in told_by(letter_of(release(), picture=broken))[1]


def test_what_is_withdrawn_leaves_a_notice_on_the_letter_head(tmp_path):
    story = release()
    source = FakeSource([story])
    bakery(tmp_path, source).bake(NOW)
    withdrawal = after(story, "withdraw", note="Keliru orang.")
    source.append(withdrawal)
    bakery(tmp_path, source).bake_item(source.states(withdrawal), NOW)

    tree = tree_of(tmp_path)
    assert f"gone/{place_of(story)}/index.html" in tree
    said = words_of(tree[place_of(story)])
    assert "Keliruorang." in said
    assert "Seriburumah" not in said
    assert "Seriburumah" in words_of(letter_of(story))


def test_what_is_erased_leaves_no_word_in_the_pdf(tmp_path):
    story = release("Nama Si Fulan")
    source = FakeSource([story])
    bakery(tmp_path, source).bake(NOW)
    erasure = after(story, "erase", note="Permintaan pemilik data.")
    source.append(erasure)
    bakery(tmp_path, source).bake_item(source.states(erasure), NOW)

    tree = tree_of(tmp_path)
    assert place_of(story) not in tree
    pdf = tree[place_of(erasure)]
    assert "Fulan" not in told_by(pdf)[0] + words_of(pdf)
    assert "Permintaanpemilikdata." in words_of(pdf)


def test_a_correction_stands_in_the_letter_and_its_time_moves():
    story = release()
    corrected = after(story, "correct", corrected=({"wrong": "812 rumah", "right": "1.280 rumah"},))

    pdf = letter_of(story, corrected)
    assert "812rumah" in words_of(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as read:
        assert str(read.docinfo["/CreationDate"]).startswith("D:20260115040000")


def test_the_emblem_is_the_picture_of_a_setting():
    setting = first(9, kind="setting", parts={**parts("Setelan"), "figure/1": figure()}, address="")
    asked = []

    def picture(media):
        asked.append(media.digest)
        return jpeg()

    letter_of(setting, release(parts=parts("Tanpa foto")), picture=picture)
    assert asked == [PICTURE]


def test_the_english_release_is_english():
    title, _metadata = told_by(letter_of(release(locale="en"), at_home=house(is_demo=True)))

    assert title.startswith("Press release SP-014/BH/2026")


def test_a_letter_of_nothing_is_refused():
    with pytest.raises(KeyError):
        set_letter({}, {})
