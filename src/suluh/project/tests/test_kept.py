"""Words come back where a session or a form was too old, and only to whom they belong."""

import re

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from suluh.foundation.org.tests.makers import make_house
from suluh.newsroom.editorial import models
from suluh.newsroom.editorial.tests.makers import load_example, make_story

pytestmark = pytest.mark.django_db
WORDS = 'Dua puluh sumur pantau <dibuka> "Rabu".'
HERE = {"origin": "http://testserver"}


@pytest.fixture
def cast():
    cast = make_house()
    load_example(cast)
    return cast


def enter(client, cast):
    page = client.get(reverse("account_login"))
    sent = {"login": cast.emails["alia"], "password": "sandi-untuk-uji-saja"}
    sent["csrfmiddlewaretoken"] = token_in(page)
    assert client.post(reverse("account_login"), sent, headers=HERE).status_code == 302


def token_in(page):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]


def typed(story, token, **more):
    address = reverse("story_text", args=[story.content_id, "id"])
    form = {"title": "Sumur", "lead": "", "body": WORDS, "based_on": "1"}
    return address, form | {"csrfmiddlewaretoken": token} | more


def test_words_survive_the_end_of_a_session_and_the_new_log_in(cast):
    story, client = make_story(cast), Client(enforce_csrf_checks=True)
    enter(client, cast)
    address, form = typed(story, token_in(client.get(reverse("profile"))))
    client.session.flush()

    first = client.post(address, form, headers=HERE)
    assert first.status_code == 403
    assert "&lt;dibuka&gt; &quot;Rabu&quot;" in first.content.decode()
    enter(client, cast)  # in another window; the form's own token is too old now
    again = client.post(address, form | {"csrfmiddlewaretoken": token_in(first)}, headers=HERE)
    assert again.status_code == 403
    sent = client.post(address, form | {"csrfmiddlewaretoken": token_in(again)}, headers=HERE)

    assert sent.status_code == 302
    assert models.StoryText.objects.get().body["blocks"][0]["r"][0][0] == WORDS


@pytest.mark.parametrize("origin", [{}, {"origin": "https://jahat.example"}, {"origin": "null"}])
def test_a_form_of_another_site_gets_no_token(cast, origin):
    story, client = make_story(cast), Client(enforce_csrf_checks=True)
    enter(client, cast)
    address, form = typed(story, "x" * 64)

    page = client.post(address, form, headers=origin)

    assert page.status_code == 403
    assert "csrfmiddlewaretoken" not in page.content.decode()
    assert "sumur pantau" not in page.content.decode()


def test_a_password_is_never_shown_again(cast):
    client = Client(enforce_csrf_checks=True)
    client.get(reverse("account_login"))
    sent = {"login": "alia@contoh.example", "password": "empat kata sandi saya"}

    page = client.post(reverse("account_login"), sent, headers=HERE)

    assert page.status_code == 403
    assert "empat kata" not in page.content.decode()


@override_settings(ALLOWED_HOSTS=["*"])
def test_without_words_one_is_led_to_the_log_in(cast):
    story = make_story(cast)
    page = Client().post(reverse("story_text", args=[story.content_id, "id"]), {"title": "A b"})

    assert page.status_code == 302
    assert page.url.startswith(reverse("account_login"))
