"""Texts of our own with the dirt of copied pages: what each must become."""

from pathlib import Path

import pytest

from suluh.newsroom.editorial.reading.read import read_here
from suluh.newsroom.editorial.reading.story import ReadStory

TEXTS = Path(__file__).parent / "texts"
# name: title's start, lead's start, writer, editor, day, place, completeness
SAMPLES = {
    "posyandu": (
        "Posyandu Melati Kenalkan", "Sumber Arum - Dinas", "rin", "yos", "2024-09-18",
        "Sumber Arum", "in_part",
    ),
    "sertipikat": (
        "Kantah Laut Biru", "LAUT BIRU, HUMAS - Kantor", "sl/hms", "", "2023-05-12",
        "Laut Biru", "whole",
    ),
    "posko-air": (
        "Pemkot Anyar Buka Posko", "Anyar, 21 Agustus 2024 –", "", "", "2024-08-21",
        "Anyar", "whole",
    ),
    "weather-map": (
        "Ministry of Coastal", "MUARA TENANG, October 3", "Communication Bureau", "", "2023-10-03",
        "Muara Tenang", "whole",
    ),
    "apel": (
        "Kapolres Damar Pimpin", "Damar – Kepala", "Bripda Laras", "Ipda Wahyu", "2024-11-06",
        "Damar", "in_part",
    ),
    "lomba-chat": (
        "Lomba Kebersihan RT", "Randu - Camat", "", "", "2024-08-15", "Randu", "whole",
    ),
    "kopi": (
        "Petani Milenial Lembah Hijau", "Lembah Hijau, Petani", "", "", "2022-07-14",
        "Lembah Hijau", "in_part",
    ),
    "vokasi": (
        "64 Peserta Balai Vokasi", "DAMAR - Balai Pelatihan", "DM", "", "2024-02-15",
        "Damar", "in_part",
    ),
}  # fmt: skip


def read(name: str) -> ReadStory:
    return read_here((TEXTS / f"{name}.txt").read_bytes(), "a.txt")


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_becomes_the_story_it_is(name: str) -> None:
    title, lead, writer, editor, day, place, completeness = SAMPLES[name]

    story = read(name)

    assert story.title.startswith(title)
    assert story.lead.startswith(lead)
    assert (story.byline, story.editor) == (writer, editor)
    assert (story.event_date, story.place) == (day, place)
    assert story.completeness == completeness


def test_every_sample_is_expected_here() -> None:
    assert sorted(path.stem for path in TEXTS.glob("*.txt")) == sorted(SAMPLES)


def test_another_outlets_name_asks_whose_text_it_is() -> None:
    story = read("vokasi")

    assert story.foreign_outlet == "SUARADAMAR.CO.ID"
    assert [one.ask for one in story.questions] == ["coverage_or_ours"]
    assert story.exit_code == 4
    assert len(story.paragraphs) == 3


def test_contacts_for_the_press_stay_text_and_lists_become_lists() -> None:
    story = read("posko-air")

    assert "Telp. (0254) 555-123" in story.paragraphs
    items = next(block["i"] for block in story.blocks if block["t"] == "list")
    assert [runs[0][0] for runs in items] == [
        "Kelurahan Batu Putih", "Kelurahan Sumur Dalam", "Kelurahan Kebon Jeruk Timur",
    ]  # fmt: skip
    assert ["Tentang Posko Air", "", ""] in [
        block["r"][0] for block in story.blocks if "r" in block
    ]


def test_numbered_requirements_between_paragraphs_are_not_taken_for_other_news() -> None:
    story = read("sertipikat")

    assert {"t": "list", "o": True, "i": [
        [["Fotokopi KTP nazir;", "", ""]],
        [["Akta ikrar wakaf;", "", ""]],
        [["Surat permohonan.", "", ""]],
    ]} in story.blocks  # fmt: skip
    assert not any("Peringatan Hari Agraria" in text for text in story.paragraphs)


def test_the_english_sample_is_seen_as_english() -> None:
    assert read("weather-map").locale == "en"
    assert read("posyandu").locale == "id"


def test_a_caption_without_its_picture_is_kept_and_asked_about() -> None:
    story = read("kopi")

    assert story.figures[0].caption == "Arman Sagara (kiri) melepas truk kopi."
    assert story.figures[0].credit == "Dok. Dinas Pertanian"
    assert [one.ask for one in story.questions] == ["picture_missing"]
