"""Facts and captions that two people change at once: nobody's words go unseen."""

import re
from uuid import uuid4

import pytest

from suluh.foundation.org.tests.makers import make_house
from suluh.kernel import clock
from suluh.kernel.refusals import Stale
from suluh.newsroom.editorial import models
from suluh.newsroom.editorial.operations import illustrating
from suluh.newsroom.editorial.tests.makers import load_example, make_story
from suluh.newsroom.editorial.tests.test_flow_views import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = make_house(clock.now())
    load_example(cast)
    return cast


def seen_in(page):
    return re.search(r'name="seen" value="([0-9a-f]{32})"', page.content.decode())[1]


def test_facts_that_changed_meanwhile_are_shown_and_replaced_only_knowingly(cast):
    story = make_story(cast)
    alia, citra = Person(cast, "alia", factor=False), Person(cast, "citra")
    before = seen_in(alia.get("story_facts", story.content_id))
    form = {"sensitivity": "ordinary", "seen": before}
    assert citra.post("story_facts", story.content_id, **form, place="Selat").status_code == 302

    page = alia.post("story_facts", story.content_id, **form, place="Dermaga")
    assert page.status_code == 422
    assert "Selat" in page.content.decode()
    assert "Dermaga" in page.content.decode()
    assert models.Story.objects.get().place == "Selat"

    again = form | {"seen": seen_in(page)}
    assert alia.post("story_facts", story.content_id, **again, place="Dermaga").status_code == 302
    assert models.Story.objects.get().place == "Dermaga"


def test_a_caption_that_changed_meanwhile_is_not_overwritten_unseen(cast):
    story = make_story(cast)
    figure = models.StoryFigure.objects.create(story=story, number=1, picture_id=uuid4())
    models.StoryFigureText.objects.create(figure=figure, locale="id", caption="Sumur")
    before = illustrating.mark_of_words(figure)

    def describe(who, caption, seen):
        illustrating.describe_in_all(
            actor=cast.actor(who), content_id=story.content_id, number=1, now=cast.now,
            words={"id": (caption, "")}, seen=seen,
        )  # fmt: skip

    describe("citra", "Sumur baru", before)
    with pytest.raises(Stale) as refused:
        describe("alia", "Sumur lama", before)
    assert "Sumur baru" in str(refused.value)
    assert models.StoryFigureText.objects.get().caption == "Sumur baru"
