"""Characters in = characters in fields + characters set aside, whatever the text."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from suluh.kernel import canonical
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial.reading.read import read_here
from suluh.newsroom.editorial.reading.rich import ink
from suluh.newsroom.editorial.reading.story import ReadStory, to_json_fields

TEXTS = sorted((Path(__file__).parent / "texts").glob("*.txt"))
PIECES = st.sampled_from(
    [
        "Lewati ke konten",
        "Jl. Kenanga No. 4, Purwasari",
        "ID | EN",
        "1538 kali",
        "Font: Ukuran: - +",
        "18",
        "Sep",
        "2024",
        "Penulis: rin",
        "Editor: yos",
        "Penulis: rin | Editor: yos",
        "(rin/yos)",
        "[PK]",
        "nov/suf",
        "N/a",
        "***",
        "|",
        "Berita Terkait",
        "Beranda / Berita",
        "Bagikan: Facebook Twitter",
        "Kembali ke Atas",
        "Baca juga: Panen Raya",
        "Desa Rejo Gelar Lomba Masak",
        "SUARADAMAR.COM | Damar - Warga menanam pohon di tepi sungai besar.",
        "Damar, Humas - Wali kota membuka pasar murah bagi warga, Senin (6/7/2020).",
        "• satu",
        "• dua",
        "1. a",
        "2. b",
        "Warga antre. (foto: tika)",
        "Keterangan foto: Suasana rapat",
        "*tebal* dan _miring_",
        "kata.\\n\\nKata lain",
        "“Kutipan tanpa akhir",
        "Rabu, 18 September 2024 pukul 15:20:11   |   412 kali",
        "Foto: Dok. Humas",
        "Kegiatan itu diikuti dua ratus orang dari lima kecamatan. (Penulis: Sari/Editor: Budi)",
        "Kegiatan selesai pada sore hari dengan makan bersama warga di balai desa.” ari/hms",
    ]
)
LINES = st.one_of(PIECES, st.text(max_size=120), st.just(""))


def balance(read: ReadStory) -> int:
    """Count from the printed fields only, as a checker would."""
    fields = to_json_fields(read)
    texts = [fields["title"], fields["lead"], fields["byline"], fields["editor"]]
    texts += fields["paragraphs"]
    texts += [figure[key] for figure in fields["figures"] for key in ("caption", "credit", "alt")]
    texts += [piece["text"] for piece in fields["set_aside"]]
    return sum(map(ink, texts))


def counted(text: str) -> int:
    """Count the source: invisible characters one by one, the rest after NFC."""
    seen = canonical.INVISIBLE.sub("", text)
    hidden = "".join(canonical.INVISIBLE.findall(text))
    return ink(unicodedata.normalize("NFC", seen)) + ink(hidden)


def read_or_none(data: bytes) -> ReadStory | None:
    """Read a text, or return None where there is nothing to read."""
    return read_or_none_of(data, "a.txt")


def read_or_none_of(data: bytes, name: str) -> ReadStory | None:
    """Read, or return None where there is nothing to read; any other failure is one."""
    try:
        return read_here(data, name)
    except Refused as refused:
        if refused.code in ("empty", "not_text", "wrong_format"):
            return None
        raise


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_character_of_a_sample_is_in_a_field_or_listed(path: Path) -> None:
    read = read_here(path.read_bytes(), "a.txt")

    assert balance(read) == ink(unicodedata.normalize("NFC", path.read_text()))


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=14))
@example(["*e\u0301*", "a*\u0301b*"])
@example(["e\u202e\u0301"])
@example(["*\u1100*\u1161*"])
def test_every_character_of_any_text_is_in_a_field_or_listed(lines: list[str]) -> None:
    text = "\n".join(lines)
    read = read_or_none(text.encode("utf-8", "replace"))
    if read is None:
        return

    assert balance(read) == counted(text.encode("utf-8", "replace").decode())
    canonical.normal("body", {"v": 1, "blocks": read.blocks})
    canonical.normal("title", canonical.text_part(read.title))
    assert canonical.clean_text(read.lead) == read.lead


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, min_size=2, max_size=14))
def test_no_rule_writes_a_word_that_the_source_does_not_hold(lines: list[str]) -> None:
    text = "\n".join(lines)

    read = read_here(text.encode(), "a.txt")

    for field in [read.title, read.lead, *read.paragraphs, read.byline, read.editor]:
        for word in field.split():
            assert word in text
