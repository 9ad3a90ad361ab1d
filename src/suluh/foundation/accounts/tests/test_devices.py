"""Wrong passwords from elsewhere do not keep out whoever has signed in here before."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from suluh.foundation.accounts import devices
from suluh.foundation.accounts.models import User
from suluh.foundation.org.tests.makers import make_house

pytestmark = pytest.mark.django_db
EMAIL, PASSWORD = "alia@contoh.example", "empat kata yang panjang"


@pytest.fixture(autouse=True)
def house():
    cache.clear()
    make_house()
    user = User.objects.get(email=EMAIL)
    user.set_password(PASSWORD)
    user.save()
    yield
    cache.clear()


def sign_in(client: Client, password: str, address: str, email: str = EMAIL) -> bool:
    given = {"login": email, "password": password}
    client.post(reverse("account_login"), given, REMOTE_ADDR=address)
    return "_auth_user_id" in client.session


def guess(client: Client, *, times: int, address: str) -> None:
    for _each in range(times):
        assert not sign_in(client, "salah", address)


def test_guesses_from_elsewhere_do_not_keep_a_known_browser_out():
    own = Client()
    assert sign_in(own, PASSWORD, "10.0.0.1")
    own.post(reverse("account_logout"))

    guess(Client(), times=6, address="10.0.0.66")

    assert not sign_in(Client(), PASSWORD, "10.0.0.2")
    assert sign_in(own, PASSWORD, "10.0.0.1")


def test_a_known_browser_guesses_no_more_often_than_others():
    own = Client()
    assert sign_in(own, PASSWORD, "10.0.0.1")
    own.post(reverse("account_logout"))

    guess(own, times=6, address="10.0.0.1")

    assert not sign_in(own, PASSWORD, "10.0.0.1")


@pytest.mark.parametrize("value", ["", "x", "a:b:c", "WyJhIl0:1:x"])
def test_a_forged_or_foreign_sign_counts_with_the_others(rf, value):
    request = rf.get("/")
    request.COOKIES[devices.COOKIE] = value

    assert devices.known_as(request, EMAIL) == ""


def test_the_sign_of_one_person_is_worth_nothing_for_another():
    own = Client()
    assert sign_in(own, PASSWORD, "10.0.0.1")
    own.post(reverse("account_logout"))
    guess(Client(), times=6, address="10.0.0.66")
    thief = User.objects.exclude(email=EMAIL).first()
    thief.set_password(PASSWORD)
    thief.save()
    assert sign_in(own, PASSWORD, "10.0.0.1", thief.email)
    own.post(reverse("account_logout"))

    assert not sign_in(own, PASSWORD, "10.0.0.1")
