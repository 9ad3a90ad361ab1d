"""Several people at the same moment: nobody's work is refused for it, nobody's words are lost."""

import threading

import pytest
from django.db import connection

from suluh.foundation.org.tests.makers import make_house
from suluh.newsroom.editorial import models, operations
from suluh.newsroom.editorial.tests.makers import make_story

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Return what each act returned or raised, all begun together where the database allows it."""
    if connection.vendor == "sqlite":  # one in memory has one connection
        return [_tried(act) for act in acts]
    gate, found = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        gate.wait()
        found[place] = _tried(act)
        connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def _tried(act):
    try:
        return act()
    except Exception as wrong:  # noqa: BLE001 whatever it is, it is the answer
        return wrong


def test_stories_begun_together_get_numbers_of_their_own():
    cast = make_house()

    found = at_once(*[lambda: make_story(cast, locales=())] * 5)

    assert {type(one) for one in found} == {models.Story}
    assert models.Story.objects.count() == 5


def test_of_texts_saved_together_one_is_kept_and_the_others_are_told():
    cast = make_house()
    story = make_story(cast)
    before = models.StoryText.objects.get()

    def save(who):
        draft = operations.TextDraft("id", who, "", before.body, based_on=before.version)
        return operations.save_text(
            actor=cast.actor(who), content_id=story.content_id, draft=draft, now=cast.now
        )

    found = at_once(*[lambda who=who: save(who) for who in ("alia", "citra", "dodi")])

    assert sorted(type(one).__name__ for one in found) == ["Stale", "Stale", "StoryText"]
