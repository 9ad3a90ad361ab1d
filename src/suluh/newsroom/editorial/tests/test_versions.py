"""Saved versions: who saved what, what changed, and an older one as the next one."""

import re

import pytest
from django.urls import reverse

from suluh.foundation.audit.models import AuditRow
from suluh.foundation.org.tests.makers import make_house
from suluh.kernel import clock
from suluh.kernel.refusals import Refused, Stale
from suluh.newsroom.editorial import models, operations
from suluh.newsroom.editorial.operations import OlderVersion, take_version
from suluh.newsroom.editorial.operations.forgetting import erase_text, forget_wordings
from suluh.newsroom.editorial.queries.versions import list_versions
from suluh.newsroom.editorial.rules.versions import is_whole, without
from suluh.newsroom.editorial.tests.makers import body, load_example, make_story, write
from suluh.newsroom.editorial.tests.test_flow_views import Person

pytestmark = pytest.mark.django_db
FIRST = ("Sumur pantau dibuka", "Warga membaca muka air.", "Dua puluh sumur dibuka Rabu.")
SECOND = ("Sumur pantau ditutup", "Warga membaca muka air.", "Dua puluh sumur ditutup Kamis.")


@pytest.fixture
def cast():
    cast = make_house(clock.now())
    load_example(cast)
    return cast


@pytest.fixture
def story(cast):
    """Two versions, the second by somebody else."""
    story = make_story(cast, locales=())
    write(cast, story.content_id, "id", by="alia", words=FIRST)
    write(cast, story.content_id, "id", by="citra", words=SECOND)
    return story


def taken(cast, story, *, number=1, based_on=2, by="alia", locale="id"):
    return take_version(
        actor=cast.actor(by), content_id=story.content_id, now=cast.now,
        older=OlderVersion(locale, number, based_on),
    )  # fmt: skip


def said(text):
    return text.title, text.lead, text.body["blocks"][0]["r"][0][0]


def changes(html, tag):
    found = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
    return [re.sub(r"<span.*?</span>|<[^>]+>", "", one).strip() for one in found]


def test_every_save_is_a_version_of_its_own_by_its_person(cast, story):
    rows = [(one.number, one.person) for one in list_versions(story, "id")]

    assert rows == [(2, "Citra"), (1, "Alia")]


def test_the_page_marks_what_changed_between_two_versions(cast, story):
    write(cast, story.content_id, "id", by="alia", words=("Ketiga", "Teras.", "Lain sama sekali."))
    alia = Person(cast, "alia", factor=False)

    page = alia.get("story_versions", story.content_id, "id", dari="2", sampai="1")

    html = page.content.decode()
    assert page.status_code == 200
    assert changes(html, "del") == ["dibuka", "dibuka Rabu"]
    assert changes(html, "ins") == ["ditutup", "ditutup Kamis"]
    assert html.count("Citra") >= 1
    newest = alia.get("story_versions", story.content_id, "id").context["page"]
    assert (newest["older"], newest["newer"]) == (2, 3)
    alone = alia.get("story_versions", story.content_id, "id", sampai="1").context["page"]
    assert (alone["older"], alone["newer"], alone["reading"]["changed"]) == (1, 1, False)


def test_a_changed_name_is_marked_too(cast, story):
    text = story.texts.get()
    draft = operations.TextDraft(
        "id", text.title, text.lead, text.body, [{"role": "writer", "name": "Citra"}], 2
    )
    operations.save_text(
        actor=cast.actor("citra"), content_id=story.content_id, draft=draft, now=cast.now
    )

    html = Person(cast, "alia", factor=False).get("story_versions", story.content_id, "id")

    assert changes(html.content.decode(), "ins") == ["Citra"]


def test_an_older_version_comes_back_as_the_next_one(cast, story):
    text = taken(cast, story)

    assert (text.version, text.changed_by.name, said(text)) == (3, "Alia", FIRST)
    assert [one.number for one in list_versions(story, "id")] == [3, 2, 1]
    kept = {one.version: one.text["title"] for one in story.edits.filter(version__gt=0)}
    assert kept == {1: FIRST[0], 2: SECOND[0], 3: FIRST[0]}
    row = AuditRow.objects.get(action="story.version_taken")
    assert (row.data["taken"], row.data["version"]) == (1, 3)


def test_what_is_said_already_is_not_saved_again(cast, story):
    assert taken(cast, story, number=2).version == 2
    assert not AuditRow.objects.filter(action="story.version_taken").exists()


def test_who_saw_an_older_newest_version_takes_nothing_back(cast, story):
    with pytest.raises(Stale):
        taken(cast, story, based_on=1)
    assert said(story.texts.get()) == SECOND


@pytest.mark.parametrize(("by", "number", "locale", "code"), [
    ("alia", 7, "id", "no_version"), ("alia", 0, "id", "no_version"),
    ("alia", 1, "en", "no_version"), ("gita", 1, "id", "no_story"),
    ("hasan", 1, "id", "no_story"), ("bram", 1, "id", "no_role"),
])  # fmt: skip
def test_only_what_is_there_and_by_who_may_write(cast, story, by, number, locale, code):
    with pytest.raises(Refused) as refused:
        taken(cast, story, number=number, by=by, locale=locale)
    assert refused.value.code == code
    assert said(story.texts.get()) == SECOND


def test_nothing_is_taken_back_while_the_text_is_in_review(cast, story):
    operations.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",),
        purpose="publish", now=cast.now,
    )  # fmt: skip
    alia = Person(cast, "alia", factor=False)

    page = alia.get("story_versions", story.content_id, "id")
    assert not page.context["may_take"]
    assert "Ambil kembali" not in page.content.decode()
    page = alia.post("story_take_version", story.content_id, "id", 1, based_on="2")
    assert page.status_code == 409
    assert said(story.texts.get()) == SECOND


def test_a_translation_taken_back_follows_the_source_it_followed(cast, story):
    for based_on, source, title in ((0, 1, "Wells open"), (1, 2, "Wells closed")):
        draft = operations.TextDraft("en", title, "", body("x"), (), based_on, source)
        operations.save_text(
            actor=cast.actor("alia"), content_id=story.content_id, draft=draft, now=cast.now
        )

    text = taken(cast, story, locale="en")

    assert (text.title, text.translated_from) == ("Wells open", 1)


def test_by_the_form_it_is_one_button_and_a_stale_one_shows_what_is_there(cast, story):
    alia = Person(cast, "alia", factor=False)
    page = alia.get("story_versions", story.content_id, "id")
    address = reverse("story_take_version", args=[story.content_id, "id", 1])
    assert f'action="{address}"' in page.content.decode()

    assert alia.client.get(address).status_code == 405
    wrong = alia.client.post(address, {"based_on": "1"})
    assert wrong.status_code == 409
    assert "Orang lain menyimpan" in wrong.content.decode()
    done = alia.client.post(address, {"based_on": "2"})
    assert done.url == reverse("story_text", args=[story.content_id, "id"])
    assert said(story.texts.get()) == FIRST
    assert alia.client.post(address.replace("/1/", "/9/"), {"based_on": "3"}).status_code == 404


def test_another_unit_learns_nothing_of_versions(cast, story):
    gita = Person(cast, "gita", factor=False)

    for locale in ("id", "en", "xx"):
        assert gita.get("story_versions", story.content_id, locale).status_code == 404
        page = gita.post("story_take_version", story.content_id, locale, 1, based_on="2")
        assert page.status_code == 404
    assert said(story.texts.get()) == SECOND
    alia = Person(cast, "alia", factor=False)
    assert alia.get("story_versions", story.content_id, "en").status_code == 404


def test_an_erased_text_has_no_words_in_its_versions(cast, story):
    operations.change_facts(
        actor=cast.actor("alia"), content_id=story.content_id, now=cast.now,
        facts=operations.StoryFacts(place="Rumah Pak Slamet"),
    )  # fmt: skip
    erase_text(content_id=story.content_id, locale="id", now=cast.now)
    alia = Person(cast, "alia", factor=False)

    html = alia.get("story_versions", story.content_id, "id").content.decode()

    assert "sumur" not in html.lower()
    assert "sudah dihapus" in html
    assert "Ambil kembali" not in html
    assert "Slamet" not in str(list(models.TextEdit.objects.values_list("text", flat=True)))
    with pytest.raises(Refused) as refused:
        taken(cast, story, based_on=2)
    assert refused.value.code == "erased"


def test_an_erased_older_part_goes_from_every_version_that_says_something_else(cast, story):
    content = story.content_id
    forget_wordings(content_id=content, locale="id", parts={"title", "figure/1"})

    kept = {one.version: one.text for one in story.edits.filter(version__gt=0)}
    assert "title" not in kept[1]
    assert kept[1]["lead"] == FIRST[1]
    assert kept[2]["title"] == SECOND[0]
    with pytest.raises(Refused) as refused:
        taken(cast, story)
    assert refused.value.code == "erased"
    html = Person(cast, "alia", factor=False).get("story_versions", content, "id")
    assert FIRST[0] not in html.content.decode()


def test_what_an_erasure_leaves_of_an_edit():
    words = {"title": "a", "lead": "b", "body": {}, "credits": [], "translated_from": 1}

    assert without(words, {"lead"}, {"title": "a", "lead": "c"}) == {
        "title": "a", "body": {}, "credits": [], "translated_from": 1,
    }  # fmt: skip
    assert without(words, {"title"}, {"title": "a"}) == words
    assert without({"figure": 2, "caption": "x"}, {"figure/2"}, {}) == {"figure": 2}
    assert without({"figure": 2, "caption": "x"}, {"figure/1"}, {})["caption"] == "x"
    assert without({"facts": {"place": "x"}}, {"facts"}, {}) == {}
    assert is_whole(words)
    assert not is_whole({})
