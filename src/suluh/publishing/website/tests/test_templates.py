import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from suluh.publishing.website.tests import sample_rows

CASES = [(name, locale) for locale in ("id", "en") for name in sample_rows.pages("id")]


def render(name: str, locale: str) -> str:
    with translation.override(locale):
        template, rows = sample_rows.pages(locale)[name]
        return render_to_string(template, rows)


@pytest.mark.parametrize(("name", "locale"), CASES)
def test_a_public_page_needs_nothing_but_its_own_files(name: str, locale: str) -> None:
    page = render(name, locale)

    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r"<script(?! src=\"/media/)", page)
    assert not re.search(r"\son[a-z]+=", page)
    sources = re.findall(
        r'<(?:script|img|link rel="(?:stylesheet|icon)")[^>]*(?:src|href)="([^"]+)"', page
    )
    assert sources
    assert all(address.startswith("/media/") for address in sources)


@pytest.mark.parametrize(("name", "locale"), CASES)
def test_a_public_page_has_its_landmarks_and_language(name: str, locale: str) -> None:
    page = render(name, locale)

    assert page.startswith("<!doctype html>")
    assert f'<html lang="{locale}"' in page
    assert page.count("<main") == 1
    assert page.count("<h1") == 1
    assert "Content-Security-Policy" in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_sentence_that_was_wrong_stays_readable_and_struck() -> None:
    page = render("story", "id")

    assert "<del>Lembaga membuka data dari 241 muara.</del>" in page
    assert "<ins>Lembaga membuka data dari 214 muara.</ins>" in page


def test_words_of_a_story_are_never_markup() -> None:
    assert "data &lt;muka&gt; air." in render("story", "id")


def test_a_link_to_what_is_not_public_is_only_words() -> None:
    rows = sample_rows.story(targets={})
    page = render_to_string("website/_blocks.html", rows)

    assert "<i>tabel pasang</i>" in page
    assert "content:abc" not in page


def test_each_language_names_the_other() -> None:
    page = render("story", "id")

    assert '<link rel="alternate" hreflang="en"' in page
    assert 'hreflang="en"><span><span class="long">English</span>' in page


def test_a_wrong_form_says_so_at_the_top_and_at_the_field() -> None:
    page = render("contact-wrong", "id")

    assert page.index('role="alert"') < page.index('<form class="form"')
    assert '<a href="#id_email">' in page
    assert 'id="id_email_error"' in page
    assert re.search(r'<input[^>]+id="id_email"[^>]*>', page)
    assert "bukan alamat" in page


def test_the_same_rows_give_the_same_bytes() -> None:
    assert render("story", "en") == render("story", "en")
