"""Update, correction, withdrawal and early reading of what is public or nearly so."""

from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from suluh.foundation.org.tests.makers import make_house
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models, operations
from suluh.newsroom.editorial.commands import story_show_json
from suluh.newsroom.editorial.operations.early import EarlyReading
from suluh.newsroom.editorial.tests.makers import load_example, make_story, sign_everything, write
from suluh.newsroom.editorial.tests.test_flow_views import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = make_house(clock.now())
    load_example(cast)
    return cast


def approved(cast, story, locales=("id",)):
    copy = operations.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=locales, now=cast.now
    )
    return sign_everything(cast, copy)


def published(cast, **how):
    story = make_story(cast, **how)
    copy = approved(cast, story, how.get("locales", ("id",)))
    operations.mark_published(copy_ids=[copy.id], now=cast.now)
    return story


def test_a_correction_says_what_was_wrong_in_public(cast):
    story = published(cast)
    write(cast, story.content_id, "id", by="citra", words=("Sumur dibuka", "T", "Dua puluh satu."))
    citra = Person(cast, "citra")

    page = citra.get("story_submit", story.content_id)
    assert page.status_code == 200
    form = {
        "locales": ["id"],
        "purpose": "correct",
        "reason_id": "Jumlahnya keliru.",
        "submit": "1",
    }
    assert citra.post("story_submit", story.content_id, **form).status_code == 302

    copy = models.Copy.objects.order_by("-number").first()
    assert (copy.purpose, copy.reason) == ("correct", {"id": "Jumlahnya keliru."})
    shown = citra.get("review", copy.id).content.decode()
    assert "Jumlahnya keliru." in shown
    assert "<ins>" in shown


def test_reviewers_see_the_words_of_the_address(cast):
    story = make_story(cast)
    models.Story.objects.filter(id=story.id).update(slug="kepala-berbohong")
    copy = operations.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",), now=cast.now
    )

    page = Person(cast, "bram").get("review", copy.id)

    assert "kepala-berbohong" in page.content.decode()


def test_the_chain_is_shown_before_anything_is_kept(cast):
    story = make_story(cast)
    alia = Person(cast, "alia", factor=False)

    page = alia.get("story_submit", story.content_id)

    assert next(one["person"] for one in page.context["page"]["steps"]) == "Bram"
    assert not models.Copy.objects.exists()


def test_obstacles_are_sentences(cast):
    story = make_story(cast)
    models.StoryText.objects.update(title="")
    alia = Person(cast, "alia", factor=False)

    page = alia.get("story_submit", story.content_id)
    assert page.context["page"]["obstacles"]
    assert (
        alia.post("story_submit", story.content_id, locales=["id"], submit="1").status_code == 422
    )


def test_a_withdrawal_needs_a_reason_in_every_language(cast):
    story = published(cast, locales=("id", "en"))
    citra = Person(cast, "citra")

    wrong = citra.post("story_withdraw", story.content_id, reason_id="Keliru.")
    assert wrong.status_code == 422
    assert "Keliru." in wrong.content.decode()
    done = citra.post("story_withdraw", story.content_id, reason_id="Keliru.", reason_en="Wrong.")
    assert done.status_code == 302
    copy = models.Copy.objects.order_by("-number").first()
    assert copy.purpose == "withdraw"
    page = citra.get("review", copy.id)
    assert page.status_code == 200
    assert "Keliru." in page.content.decode()


def test_the_other_language_comes_later_and_a_withdrawal_takes_both(cast):
    story = published(cast)
    write(cast, story.content_id, "en", by="alia")
    copy = approved(cast, story, ("en",))
    operations.mark_published(copy_ids=[copy.id], now=cast.now)

    citra = Person(cast, "citra")
    page = citra.get("story_withdraw", story.content_id)
    assert page.context["locales"] == ["id", "en"]


def test_what_is_public_is_not_published_a_first_time_again(cast):
    story = published(cast)
    write(cast, story.content_id, "id", by="alia", words=("Lain", "T", "Isi lain."))

    def submit(who, **how):
        with pytest.raises(Refused) as refused:
            operations.submit_story(
                actor=cast.actor(who), content_id=story.content_id, locales=("id",),
                now=cast.now, **how,
            )  # fmt: skip
        return refused.value.code

    assert submit("citra") == "public_already"
    assert submit("citra", purpose="correct") == "reason_missing"
    assert submit("alia", purpose="correct", reason={"id": "Keliru."}) == "no_role"


def test_a_contributor_cannot_withdraw(cast):
    story = published(cast)
    alia = Person(cast, "alia")

    assert alia.get("story_withdraw", story.content_id).status_code == 404


def test_the_command_shows_chain_signatures_and_digests(cast):
    story = published(cast)

    code, shown = story_show_json(story.content_id)

    assert code == 0
    assert shown["state"] == "published"
    assert shown["sign_offs"]
    assert {one["part"] for one in shown["digests"]} == {
        "title",
        "lead",
        "body",
        "credits",
        "facts",
    }
    assert all(step["clause"] for step in shown["chain"]["steps"])


@override_settings(ROOT_URLCONF="suluh.project.urls_public")
def test_an_early_reader_reads_one_copy_counted_and_uncached(cast):
    story = make_story(cast)
    copy = approved(cast, story)
    later = cast.now + timedelta(days=1)
    secret = operations.grant_early_reading(
        actor=cast.actor("citra"), copy_id=copy.id, now=cast.now,
        reading=EarlyReading("Rina", "rina@contoh.example", later),
    )  # fmt: skip
    visitor = Client()
    address = reverse("early_reading", args=[secret])

    page = visitor.get(address)
    assert page.status_code == 200
    assert "Sumur pantau dibuka" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page["X-Robots-Tag"]
    assert models.EarlyReader.objects.get().reads == 1
    assert visitor.get(reverse("early_picture", args=[secret, "0" * 64])).status_code == 404
    assert visitor.get(reverse("early_reading", args=["tebakan"])).status_code == 404
    operations.revoke_early_reading(
        actor=cast.actor("citra"), reader_id=models.EarlyReader.objects.get().id, now=cast.now
    )
    assert visitor.get(address).status_code == 404


def test_lists_ask_as_many_questions_for_many_stories_as_for_few(
    cast, django_assert_max_num_queries
):
    for _one in range(12):
        make_story(cast)
    alia = Person(cast, "alia", factor=False)

    with django_assert_max_num_queries(40):
        assert alia.get("stories").status_code == 200
