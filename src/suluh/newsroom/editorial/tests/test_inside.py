"""Who sees a text inside: the list names exactly those whom the same decision lets in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from suluh.foundation.accounts import models as accounts
from suluh.foundation.accounts import operations as granting
from suluh.foundation.org import operations as org
from suluh.foundation.org.tests.makers import LONG_AGO, make_house
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models, operations, queries
from suluh.newsroom.editorial.pages.inside import inside_of_copy, inside_of_story
from suluh.newsroom.editorial.tests.makers import load_example, make_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = make_house(clock.now())
    load_example(cast)
    return cast


def story_under(cast, **facts):
    story = make_story(cast)
    now = cast.now
    return operations.change_facts(
        actor=cast.actor("alia"),
        content_id=story.content_id,
        facts=operations.StoryFacts(event_date=now.date(), place="Kota Contoh", **facts),
        now=now,
    )


def submitted(cast, story):
    return operations.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",), now=cast.now
    )


def embargoed(cast):
    return story_under(cast, not_before=cast.now + timedelta(days=3))


def let_in(cast, ask):
    """Everybody whom the query itself lets in."""
    found = set()
    for name in cast.emails:
        try:
            ask(cast.actor(name))
        except Refused:
            continue
        found.add(name.capitalize())
    return found


def test_the_list_of_a_copy_names_exactly_those_who_can_open_it(cast):
    copy = submitted(cast, embargoed(cast))

    rows = inside_of_copy(copy, cast.actor("alia"), cast.now)

    assert {row["name"] for row in rows} == let_in(cast, lambda one: queries.get_copy(one, copy.id))
    assert {"Alia", "Bram"} < {row["name"] for row in rows}
    assert "Gita" not in {row["name"] for row in rows}


def test_the_list_of_a_story_names_exactly_those_who_can_open_it(cast):
    story = embargoed(cast)
    before = inside_of_story(story, cast.actor("alia"), cast.now)

    submitted(cast, story)
    after = inside_of_story(story, cast.actor("alia"), cast.now)

    known = let_in(cast, lambda one: queries.get_story(one, story.content_id))
    assert {row["name"] for row in after} == known
    assert {row["name"] for row in before} <= known


def test_everybody_stands_there_with_what_lets_them_in(cast):
    copy = submitted(cast, embargoed(cast))

    by = {row["name"]: row["by"] for row in inside_of_copy(copy, cast.actor("alia"), cast.now)}

    assert by["Alia"] == "Kontributor, Kantor Wilayah Satu"
    assert by["Bram"] == "Head Of Unit, Kantor Wilayah Satu"
    assert all(by.values())


def test_a_role_that_ended_an_account_that_is_closed_and_who_left_are_not_there(cast):
    copy = submitted(cast, embargoed(cast))
    for email in ("rara@contoh.example", "sari@contoh.example", "tono@contoh.example"):
        org.save_person(email=email, name=email[:4].capitalize(), unit_code="KW1")
        granting.open_account(email=email, password="sandi-untuk-uji-saja")
        granting.grant_role(granting.GrantDraft(email, "editor", "KW1", LONG_AGO))

    def names():
        return {row["name"] for row in inside_of_copy(copy, cast.actor("alia"), cast.now)}

    assert {"Rara", "Sari", "Tono"} < names()
    accounts.RoleGrant.objects.filter(person__name="Rara").update(until_date=cast.now.date())
    accounts.User.objects.filter(email="sari@contoh.example").update(is_active=False)
    copy.submitted_by.__class__.objects.filter(name="Tono").update(until_date=LONG_AGO)
    assert not {"Rara", "Sari", "Tono"} & names()


def test_nothing_is_listed_of_what_is_neither_under_embargo_nor_sensitive(cast):
    copy = submitted(cast, make_story(cast))
    actor = cast.actor("alia")

    assert inside_of_copy(copy, actor, cast.now) == []
    copy.not_before = cast.now - timedelta(hours=1)
    assert inside_of_copy(copy, actor, cast.now) == []
    copy.chain = copy.chain | {"case": copy.chain["case"] | {"sensitivity": "sensitive"}}
    assert inside_of_copy(copy, actor, cast.now) != []


def test_the_pages_show_it_to_those_who_may_read_and_to_nobody_else(cast):
    story = embargoed(cast)
    copy = submitted(cast, story)
    pages = [reverse("review", args=[copy.id]), reverse("story", args=[story.content_id])]
    alia, gita = Client(), Client()
    alia.force_login(accounts.User.objects.get(email=cast.emails["alia"]))
    gita.force_login(accounts.User.objects.get(email=cast.emails["gita"]))

    for page in pages:
        shown = alia.get(page).content.decode()
        assert '<details class="inside">' in shown
        assert "orang boleh membacanya sekarang" in shown
        assert gita.get(page).status_code == 404


def test_a_story_that_is_sensitive_lists_its_readers_before_it_is_submitted(cast):
    story = replace_sensitivity(make_story(cast))

    assert inside_of_story(story, cast.actor("alia"), cast.now) != []


def replace_sensitivity(story):
    models.Story.objects.filter(id=story.id).update(sensitivity="sensitive")
    return models.Story.objects.get(id=story.id)
