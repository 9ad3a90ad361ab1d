"""What was wrong stays visible: sentences, names and facts alike."""

import pytest

from suluh.foundation.outbox import operations as outbox
from suluh.newsroom.editorial import models as editorial
from suluh.newsroom.editorial import operations as newsroom
from suluh.newsroom.editorial.operations.writing import StoryFacts
from suluh.newsroom.editorial.tests.makers import sign_everything
from suluh.project.wiring import SUBSCRIPTIONS
from suluh.publishing.ledger import operations, queries
from suluh.publishing.ledger.rules.corrections import Change, changes
from suluh.publishing.ledger.tests.test_erasure import story  # noqa: F401 a fixture
from suluh.publishing.ledger.words import corrected

BEFORE = {
    "credits": {"v": 1, "people": [{"role": "writer", "name": "Sari"},
                                   {"role": "writer", "name": "Budi"},
                                   {"role": "editor", "name": "Yos"}]},
    "facts": {"v": 1, "event_date": "2026-11-17", "place": "Kota Contoh"},
}  # fmt: skip
AFTER = {
    "credits": {"v": 1, "people": [{"role": "writer", "name": "Sari"},
                                   {"role": "writer", "name": "Tari"},
                                   {"role": "editor", "name": "Yos"},
                                   {"role": "photo", "name": "Wulan"}]},
    "facts": {"v": 1, "event_date": "2026-11-18", "place": "Kota Lain"},
}  # fmt: skip


def test_changed_names_and_facts_are_changes_like_sentences():
    assert changes(BEFORE, AFTER) == [
        Change("credits/writer", "Sari; Budi", "Sari; Tari"),
        Change("credits/photo", "", "Wulan"),
        Change("facts/event_date", "2026-11-17", "2026-11-18"),
        Change("facts/place", "Kota Contoh", "Kota Lain"),
    ]
    assert changes(BEFORE, BEFORE) == []


def test_a_part_that_was_erased_says_nothing():
    facts = {"facts": BEFORE["facts"]}
    assert [one.part for one in changes(facts, AFTER)] == ["facts/event_date", "facts/place"]


@pytest.mark.parametrize(
    ("locale", "wrong"),
    [("id", "Hari kegiatan: 17 November 2026"), ("en", "Day of the event: 17 November 2026")],
)
def test_they_are_said_in_the_language_of_the_text(locale, wrong):
    said = {one["part"]: one["wrong"] for one in corrected(BEFORE, AFTER, locale)}

    assert said["facts/event_date"] == wrong
    assert said["credits/photo"] == ""
    assert said["credits/writer"].endswith(": Sari; Budi")


@pytest.mark.django_db
def test_a_corrected_byline_and_place_stand_beside_the_new_ones(cast, signer, story):  # noqa: F811
    text = editorial.StoryText.objects.get(story__content_id=story.content_id, locale="id")
    old = [one["name"] for one in text.credits if one["role"] == "writer"]
    alia, content = cast.actor("alia"), story.content_id
    story.refresh_from_db()
    place = story.place
    facts = StoryFacts(event_date=story.event_date, place="Kota Lain", slug=story.slug,
                       sensitivity=story.sensitivity, topics=tuple(story.topics))  # fmt: skip
    newsroom.change_facts(actor=alia, content_id=content, facts=facts, now=cast.now)
    draft = newsroom.TextDraft("id", text.title, text.lead, text.body,
                               [{"role": "writer", "name": "Nama Yang Benar"}],
                               based_on=text.version)  # fmt: skip
    newsroom.save_text(actor=alia, content_id=content, draft=draft, now=cast.now)
    copy = newsroom.submit_story(
        actor=cast.actor("citra"), content_id=content, locales=("id",), purpose="correct",
        reason={"id": "Nama penulis dan tempat keliru."}, now=cast.now,
    )  # fmt: skip
    sign_everything(cast, copy)
    outbox.deliver_facts(SUBSCRIPTIONS, now=cast.now)
    operations.publish_due(signer=signer, after=lambda row, now: None, now=cast.now)

    last = queries.editions_of(content, "id")[-1]

    pairs = {one["part"]: (one["wrong"], one["right"]) for one in last.corrected}
    wrong = f"Penulis: {'; '.join(old)}" if old else ""
    assert pairs["credits/writer"] == (wrong, "Penulis: Nama Yang Benar")
    assert pairs["facts/place"] == (f"Tempat: {place}" if place else "", "Tempat: Kota Lain")
