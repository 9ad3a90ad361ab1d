"""The first promise of the reader, on a press text of our own with everything wrong."""

import unicodedata
from pathlib import Path

from suluh.newsroom.editorial.reading.read import read_file
from suluh.newsroom.editorial.reading.rich import ink

TEXTS = Path(__file__).parent / "texts"


def test_a_copied_page_becomes_a_story_and_nothing_is_lost() -> None:
    source = TEXTS / "posyandu.txt"

    read = read_file(source, isolated=False)

    assert read.title == "Posyandu Melati Kenalkan Kartu Tumbuh Digital kepada Ibu Muda"
    assert read.lead.startswith("Sumber Arum - Dinas Kesehatan Kabupaten Purwasari memulai")
    assert (read.place, read.event_date) == ("Sumber Arum", "2024-09-18")
    assert (read.byline, read.editor) == ("rin", "yos")
    assert ink(unicodedata.normalize("NFC", source.read_text())) == (
        read.field_ink() + read.aside_ink()
    )
