"""The pages that cross rooms, for people with and without work."""

import pytest
from django.test import Client
from django.urls import reverse

from suluh.foundation.accounts import models as accounts
from suluh.foundation.org.tests.makers import make_house
from suluh.kernel import clock
from suluh.newsroom.editorial.tests.makers import load_example, make_story
from suluh.workspace.pages.desk import sentence

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = make_house(clock.now())
    load_example(cast)
    return cast


def signed_in(cast, name):
    client = Client()
    client.force_login(accounts.User.objects.get(email=cast.emails[name]))
    return client


@pytest.mark.parametrize("name", ["desk", "published_today", "palette", "profile"])
@pytest.mark.parametrize("person", ["alia", "gita"])
def test_every_page_answers_whoever_is_signed_in(cast, name, person):
    page = signed_in(cast, person).get(reverse(name))

    assert page.status_code == 200


@pytest.mark.parametrize("name", ["desk", "published_today", "palette", "profile"])
def test_a_visitor_is_asked_to_sign_in(cast, name):
    page = Client().get(reverse(name))

    assert page.status_code == 302
    assert page.url.startswith(reverse("account_login"))


def test_the_desk_shows_what_one_wrote_and_nothing_of_another_unit(cast):
    make_story(cast)

    assert "Sumur pantau" in signed_in(cast, "alia").get("/").content.decode()
    assert "Sumur pantau" not in signed_in(cast, "gita").get("/").content.decode()


def test_the_palette_finds_places_acts_and_stories(cast):
    make_story(cast)
    client = signed_in(cast, "alia")

    assert "Sumur pantau" in client.get(reverse("palette"), {"q": "sumur"}).content.decode()
    groups = client.get(reverse("palette")).context["page"]["groups"]
    assert len(groups) == 2


def test_a_profile_keeps_the_choices(cast):
    client = signed_in(cast, "alia")

    page = client.post(reverse("profile"), {"locale": "en", "theme": "dark", "density": "roomy"})

    assert page.status_code == 302
    shown = client.get(reverse("profile")).content.decode()
    assert 'data-theme="dark"' in shown
    assert 'data-density="roomy"' in shown
    assert "How it looks" in shown
    assert client.post(reverse("profile"), {"locale": "xx"}).status_code == 422


def test_the_title_is_a_sentence():
    assert sentence(0, 0)
    assert "," in sentence(5, 1)
