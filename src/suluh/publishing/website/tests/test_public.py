"""What visitors send, and what they are answered."""

import json
import re
from datetime import UTC, datetime, timedelta
from email import message_from_string, policy

import pytest
from django.test import Client, override_settings

from suluh.foundation.org.tests.makers import make_house
from suluh.foundation.outbox.models import Effect
from suluh.kernel.refusals import Refused
from suluh.publishing.delivery import tokens
from suluh.publishing.delivery.models import Subscriber
from suluh.publishing.website import models, operations
from suluh.publishing.website.rules.limits import CONTACT, network_of, visitor_address

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("suluh.publishing.website.public_urls"),
]
NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
HERE = {"HTTP_ORIGIN": "http://testserver"}
SENT = {"name": "Sri", "email": "sri@warga.example", "message": "Kapan dermaga dibuka?"}


@pytest.fixture
def client():
    make_house()
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        yield Client(enforce_csrf_checks=False)


def test_a_message_is_kept_once_however_often_it_is_sent(client):
    for _time in range(2):
        answer = client.post("/t/id/kontak/", SENT, **HERE)

    assert answer.status_code == 303
    assert models.ContactMessage.objects.count() == 1
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"


def test_another_form_with_the_same_words_is_another_message(client):
    for token in ("a" * 32, "b" * 32):
        client.post("/t/id/kontak/", {**SENT, "token": token}, **HERE)

    assert models.ContactMessage.objects.count() == 2


@pytest.mark.parametrize(
    "headers", [{}, {"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}]
)
def test_a_form_from_elsewhere_is_not_read(client, headers):
    answer = client.post("/t/en/kontak/", SENT, **headers)

    assert answer.status_code == 403
    assert not models.ContactMessage.objects.exists()


def test_a_wrong_form_keeps_the_words_and_says_what_is_wrong(client):
    answer = client.post("/t/id/kontak/", {**SENT, "email": "sri"}, **HERE)

    assert answer.status_code == 422
    assert "Kapan dermaga dibuka?" in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()


def test_a_machine_that_fills_in_the_hidden_field_is_thanked_and_not_kept(client):
    answer = client.post("/t/id/kontak/", {**SENT, "website": "http://spam.example"}, **HERE)

    assert answer.status_code == 303
    assert not models.ContactMessage.objects.exists()


def test_the_sixth_message_of_a_network_in_an_hour_is_refused(client):
    answers = [
        client.post("/t/id/kontak/", {**SENT, "message": f"Pesan {number}"}, **HERE)
        for number in range(6)
    ]

    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert models.ContactMessage.objects.count() == 5


def test_a_network_may_ask_again_in_the_next_hour(client):
    for _time in range(CONTACT.per_network):
        operations.count_ask(CONTACT, "10.0.0.1", now=NOW)
    with pytest.raises(Refused, match="Too many"):
        operations.count_ask(CONTACT, "10.0.0.1", now=NOW)
    operations.count_ask(CONTACT, "10.0.0.2", now=NOW)

    operations.count_ask(CONTACT, "10.0.0.1", now=NOW + timedelta(hours=1))


def test_no_address_of_a_visitor_is_stored(client):
    client.post("/t/id/kontak/", SENT, **HERE, REMOTE_ADDR="203.0.113.77")

    assert not any("203.0.113" in tally.name for tally in models.Tally.objects.all())


@pytest.mark.parametrize("address", ["/t/fr/kontak/", "/t/x/langganan/"])
def test_an_unknown_language_is_not_there(client, address):
    assert client.get(address).status_code == 404


def test_the_root_leads_to_the_first_language(client):
    assert client.get("/")["Location"] == "/id/"


def test_a_get_of_a_link_of_ours_changes_nothing_and_shows_a_button(client):
    for address in ("/t/id/langganan/some-token/", "/t/en/berhenti/some-token/"):
        page = client.get(address).content.decode()
        assert f'action="{address}"' in page


def test_an_ipv6_household_is_one_visitor():
    assert network_of("2001:db8:1:2:aaaa::1") == network_of("2001:db8:1:2:bbbb::9")
    assert network_of("2001:db8:1:3::1") != network_of("2001:db8:1:2::1")
    assert network_of("::ffff:192.0.2.9") == network_of("192.0.2.9")
    assert network_of("nonsense") == "unknown"


def test_only_our_own_proxies_are_believed():
    assert visitor_address("10.0.0.1", "1.1.1.1, 2.2.2.2", 0) == "10.0.0.1"
    assert visitor_address("10.0.0.1", "9.9.9.9, 2.2.2.2", 1) == "2.2.2.2"
    assert visitor_address("10.0.0.1", "", 1) == "10.0.0.1"


ASKED = {"email": "Sri@warga.example", "consent": "on"}


def letter_to(address):
    (effect,) = [row for row in Effect.objects.all() if address in row.destination]
    letter = message_from_string(json.loads(effect.payload)["message"], policy=policy.default)
    return letter.get_body(("plain",)).get_content()


def link_in(letter, word):
    return re.search(rf"/t/id/{word}/[^/\s]+/", letter).group()


def test_a_subscription_begins_with_the_button_behind_the_link_in_the_letter(client):
    answer = client.post("/t/id/langganan/", ASKED, **HERE)
    assert answer.status_code == 303
    link = link_in(letter_to("sri@warga.example"), "langganan")

    client.get(link)
    assert Subscriber.objects.get().state == "pending"
    assert client.post(link).status_code == 200
    subscriber = Subscriber.objects.get()
    assert subscriber.state == "confirmed"
    assert subscriber.consent_text.startswith("Saya setuju")


def test_one_press_without_origin_ends_a_subscription(client):
    client.post("/t/id/langganan/", ASKED, **HERE)
    client.post(link_in(letter_to("sri@warga.example"), "langganan"))
    token = tokens.make(tokens.LEAVE, str(Subscriber.objects.get().id))

    client.get(f"/t/id/berhenti/{token}/")
    assert Subscriber.objects.get().state == "confirmed"
    answer = client.post(f"/t/id/berhenti/{token}/", {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert Subscriber.objects.get().state == "left"


def test_a_forged_link_is_refused_in_words(client):
    answer = client.post("/t/id/berhenti/forged/")

    assert answer.status_code == 410
    assert "Origin" not in answer.content.decode()


def test_nobody_subscribes_without_consent(client):
    answer = client.post("/t/id/langganan/", {"email": "sri@warga.example"}, **HERE)

    assert answer.status_code == 422
    assert not Subscriber.objects.exists()
