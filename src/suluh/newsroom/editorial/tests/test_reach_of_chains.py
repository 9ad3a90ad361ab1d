"""Who holds a post reads the texts whose chain names it, however many others there are."""

import pytest

from suluh.foundation.org.tests.makers import make_house
from suluh.newsroom.editorial import models, operations, queries
from suluh.newsroom.editorial.tests.makers import load_example, make_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = make_house()
    load_example(cast)
    return cast


def submitted(cast, by: str, unit: str) -> models.Copy:
    story = make_story(cast, by=by, unit=unit)
    return operations.submit_story(
        actor=cast.actor(by), content_id=story.content_id, locales=("id",), now=cast.now
    )


def test_the_head_of_an_office_reads_what_the_chain_brings_and_nothing_else(cast):
    own = submitted(cast, "alia", "KW1")
    submitted(cast, "gita", "KW2")

    assert list(queries.copies_visible_to(cast.actor("bram"))) == [own]
    assert [one.content_id for one in queries.visible_to(cast.actor("bram"))] == [own.content_id]
    assert [one for one, _step in queries.waiting_for(cast.actor("bram"), cast.now)] == [own]


def test_a_copy_that_was_replaced_leads_nobody_to_its_text(cast):
    own = submitted(cast, "alia", "KW1")
    models.Copy.objects.filter(id=own.id).update(state="superseded")

    assert not queries.copies_visible_to(cast.actor("endah")).filter(id=own.id).exists()


def test_other_peoples_copies_cost_the_holder_of_a_post_nothing(cast, django_assert_num_queries):
    own = submitted(cast, "alia", "KW1")
    bram = cast.actor("bram")

    with django_assert_num_queries(1):
        assert queries.copies_visible_to(bram).filter(id=own.id).first() == own
