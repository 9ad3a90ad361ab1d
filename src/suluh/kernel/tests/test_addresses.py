import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suluh.kernel.addresses import LONGEST, Place, address_by_id, address_for, slugify

CONTENT = "1abc23defghjkmnpqrstvwxyz0"
EVENING = datetime(2026, 10, 31, 18, 30, tzinfo=UTC)


class Everything:
    def __contains__(self, address):
        return True


def place(**changes):
    values = {
        "content_id": CONTENT,
        "locale": "id",
        "kind": "news",
        "published_at": EVENING,
        "zone": "Asia/Jakarta",
    }
    return Place(**{**values, **changes})


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Papan duga di 214 muara kini terbaca", "papan-duga-di-214-muara-kini-terbaca"),
        ("Salat Jum’at & “kerja bakti” di Kantor", "salat-jumat-kerja-bakti-di-kantor"),
        ("Rp1.250,50 untuk se-Indonesia!", "rp1-250-50-untuk-se-indonesia"),
        ("Crème brûlée, Łódź", "creme-brulee-lodz"),
        ("日本語", ""),
        ("a" * 200, "a" * LONGEST),
    ],
)
def test_a_title_becomes_words_of_ascii(title, slug):
    assert slugify(title) == slug


@given(st.text())
def test_a_slug_is_short_plain_and_stable(title):
    slug = slugify(title)

    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug)
    assert len(slug) <= LONGEST
    assert slugify(slug) == slug


def test_year_and_month_are_those_of_the_institutions_zone():
    assert address_for("Tanggul selesai", place()) == "/id/2026/11/tanggul-selesai-1abc23/"
    utc = place(zone="UTC")
    assert address_for("Tanggul selesai", utc) == "/id/2026/10/tanggul-selesai-1abc23/"


@pytest.mark.parametrize("title", ["Arsip", "2026", "Unit", "日本語"])
def test_a_page_never_takes_a_reserved_word(title):
    assert address_for(title, place(kind="page")).endswith("-1abc23/")


def test_a_page_has_its_bare_slug_and_gives_way_when_it_is_taken():
    page = place(kind="page")

    assert address_for("Tentang kami", page) == "/id/tentang-kami/"
    taken = {"/id/tentang-kami/"}
    assert address_for("Tentang kami", page, taken=taken) == "/id/tentang-kami-1abc23/"


@given(st.text(), st.sampled_from(["news", "page"]))
def test_an_address_that_is_taken_is_not_given_again(title, kind):
    first = address_for(title, place(kind=kind))
    second = address_for(title, place(kind=kind), taken={first})

    assert first != second
    assert address_for(title, place(kind="news"), taken=Everything()) == address_by_id(place())


def test_menus_and_settings_have_no_address_and_a_title_without_letters_has_one():
    assert address_for("Menu utama", place(kind="menu")) == ""
    assert address_by_id(place(kind="setting")) == ""
    assert address_for("", place()) == "/id/2026/11/tulisan-1abc23/"


def test_a_long_title_is_cut_at_a_word():
    assert slugify("kata " * 30) == "-".join(["kata"] * 14)
    assert slugify("a" * 100) == "a" * LONGEST
