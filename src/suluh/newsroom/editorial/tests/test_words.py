"""What is stored as a code, an enum or an ISO date is shown as people say it."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from suluh.foundation.org.tests.makers import make_house
from suluh.kernel import canonical, clock
from suluh.newsroom.editorial import models, operations
from suluh.newsroom.editorial.forms import FactsForm
from suluh.newsroom.editorial.operations.early import EarlyReading
from suluh.newsroom.editorial.pages.facts import fact_word
from suluh.newsroom.editorial.pages.stories import csv_table
from suluh.newsroom.editorial.queries.listing import rows_of
from suluh.newsroom.editorial.rules.taxonomy import topic_code, topic_word
from suluh.newsroom.editorial.tests.makers import load_example, make_story, sign_everything
from suluh.newsroom.editorial.tests.test_flow_views import Person

FACTS = {
    "v": 1, "kind": "press_release", "unit": "KW1", "event_date": "2026-11-20", "place": "Lontara",
    "not_before": "2026-11-20T02:30:00.000000Z", "topics": ["sumur-pantau", "volunteers"],
    "programmes": [], "audience": "public", "rights": "",
}  # fmt: skip
RAW = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\bvolunteers\b|\bpublic\b|\bpress_release\b|\bin_review\b")


@pytest.fixture
def cast():
    cast = make_house(clock.now())
    load_example(cast)
    return cast


def words_of(html):
    """Return what a page says between its elements."""
    main = html.partition("<main")[2] or html
    main = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", main, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", main)


def lettered(cast, *, not_before=None):
    """Return a story with facts of every kind, and submit it."""
    story = make_story(cast)
    facts = operations.StoryFacts(
        event_date=date(2026, 11, 20), place="Lontara", topics=("volunteers", "sumur-pantau"),
        audience="public", not_before=not_before,
    )  # fmt: skip
    alia = cast.actor("alia")
    operations.change_facts(actor=alia, content_id=story.content_id, facts=facts, now=cast.now)
    copy = operations.submit_story(
        actor=alia, content_id=story.content_id, locales=("id",), purpose="publish", now=cast.now
    )
    return story, copy


@pytest.mark.parametrize(("code", "words"), [
    ("water-level", ("muka air", "water levels")), ("sumur-pantau", ("sumur pantau",) * 2),
])  # fmt: skip
def test_a_topic_has_a_word_in_each_language_and_comes_back_from_it(code, words):
    canonical.normal("facts", FACTS | {"topics": [code]})

    assert (topic_word(code, "id"), topic_word(code, "en")) == words
    assert {topic_code(f"  {word.upper()} ") for word in words} == {code}


@pytest.mark.parametrize("typed", ["Sumur & Pantau!", "x" * 90, "-a-", "Nyi Roro’s"])
def test_whatever_somebody_types_becomes_a_topic_that_can_be_signed(typed):
    canonical.normal("facts", FACTS | {"topics": [topic_code(typed)]})


@pytest.mark.django_db
@pytest.mark.parametrize(("locale", "said"), [
    ("id", ["Siaran pers", "Kantor Wilayah Satu", "20 November 2026", "Lontara",
            "20 Nov 2026 09.30 WIB", "sumur pantau, relawan", "masyarakat umum"]),
    ("en", ["Press release", "Kantor Wilayah Satu", "20 November 2026", "Lontara",
            "20 Nov 2026 09:30 WIB", "sumur pantau, volunteers", "the general public"]),
])  # fmt: skip
def test_every_fact_of_a_frozen_part_is_said_in_words(cast, locale, said):
    keys = ("kind", "unit", "event_date", "place", "not_before", "topics", "audience")

    with translation.override(locale):
        assert [fact_word(key, FACTS) for key in keys] == said
        assert fact_word("unit", FACTS | {"unit": "LAMA"}) == "LAMA"


@pytest.mark.django_db
def test_no_page_of_a_text_shows_a_code_or_an_iso_date(cast):
    story, copy = lettered(cast)
    alia = Person(cast, "alia", factor=False)

    pages = [
        alia.get(name, *args).content.decode()
        for name, args in (
            ("review", [copy.id]), ("story", [story.content_id]), ("stories", []),
            ("story_reading", [story.content_id, "id"]), ("story_text", [story.content_id, "id"]),
            ("comment_new", [story.content_id]), ("review_take_back", [copy.id]),
        )
    ]  # fmt: skip

    for page in pages:
        assert not RAW.search(words_of(page)), RAW.search(words_of(page))
    review = words_of(pages[0])
    assert "relawan" in review
    assert re.search(r"Kantor Wilayah Satu\s+KW1\b", review)
    assert not re.search(r", (KW1|BH)\b", review)
    assert "relawan" in words_of(pages[1])
    assert "masyarakat umum" in words_of(pages[1])


@pytest.mark.django_db
def test_an_early_reader_reads_words(cast, settings):
    _story, copy = lettered(cast, not_before=cast.now + timedelta(days=1))
    sign_everything(cast, copy)
    until = cast.now + timedelta(hours=20)
    secret = operations.grant_early_reading(
        actor=cast.actor("citra"), copy_id=copy.id,
        reading=EarlyReading("Ningsih", "ningsih@luar.example", until), now=cast.now,
    )  # fmt: skip
    settings.ROOT_URLCONF = "suluh.project.urls_public"

    page = Client().get(f"/t/awal/{secret}/", headers={"Accept-Language": "id"}).content.decode()

    assert not RAW.search(words_of(page))
    assert "sumur pantau, relawan" in page
    assert "Kantor Wilayah Satu" in page


@pytest.mark.django_db
def test_an_impossible_chain_is_explained_with_names(cast):
    story = make_story(cast, by="citra", unit="BH")
    citra = Person(cast, "citra")
    page = citra.get("story_submit", story.content_id).content.decode()

    assert "head_of" not in words_of(page)
    assert "'BH'" not in words_of(page)


@pytest.mark.django_db
def test_the_exported_list_says_the_state_in_words(cast):
    story, _copy = lettered(cast)

    with translation.override("id"):
        _header, table = csv_table(rows_of([story], cast.now), cast.actor("alia"), cast.now)

    assert next(table)[4:6] == ["Telaah", "ID draf, EN belum ada"]


@pytest.mark.django_db
def test_the_form_of_the_facts_offers_words_and_stores_codes(cast):
    story, copy = lettered(cast)
    operations.take_back(actor=cast.actor("alia"), copy_id=copy.id, now=cast.now)
    models.Story.objects.filter(id=story.id).update(audience="guru")
    alia = Person(cast, "alia", factor=False)
    address = reverse("story_facts", args=[story.content_id])

    form = alia.client.get(address).context["form"]
    assert isinstance(form, FactsForm)
    assert form.initial["topics"] == "sumur pantau, relawan"
    assert ("guru", "guru") in form.fields["audience"].choices
    data = {key: value for key, value in form.initial.items() if value is not None}
    data |= {"topics": "Relawan, muka air", "audience": "press", "not_before": ""}
    assert alia.client.post(address, data).status_code == 302

    story.refresh_from_db()
    assert (story.topics, story.audience) == (["volunteers", "water-level"], "press")
