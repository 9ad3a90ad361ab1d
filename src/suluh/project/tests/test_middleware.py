"""What every request passes before a page is asked."""

import io

import pytest
from django.test import Client
from django.urls import reverse

from suluh.foundation.org.tests.makers import make_house
from suluh.project.middleware import STRANGERS_BYTES

pytestmark = pytest.mark.django_db


def large(name="foto.jpg"):
    file = io.BytesIO(b"x" * (STRANGERS_BYTES + 1))
    file.name = name
    return file


def test_nothing_large_is_read_from_a_stranger():
    answer = Client().post(reverse("account_login"), {"login": "x", "file": large()})

    assert answer.status_code == 413
    assert answer["Content-Type"].startswith("text/plain")


def test_somebody_who_is_signed_in_may_send_a_photo():
    cast = make_house()
    client = Client()
    sent = {"login": cast.emails["alia"], "password": "sandi-untuk-uji-saja"}
    assert client.post(reverse("account_login"), sent).status_code == 302

    answer = client.post(reverse("picture-upload"), {"unit": "KW1", "photos": large()})

    assert answer.status_code == 422


@pytest.mark.parametrize("address", ["/naskah/a\0b/", "/naskah/?q=%00"])
def test_an_address_with_a_nul_is_nobodys(address):
    assert Client().get(address).status_code == 404
