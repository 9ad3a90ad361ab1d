"""Letters about an account: they come from this house, whatever host a request names."""

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from suluh.foundation.org.tests.makers import make_house

pytestmark = pytest.mark.django_db


@override_settings(ALLOWED_HOSTS=["*"], SULUH_OFFICE_URL="https://kantor.contoh.example")
def test_the_link_for_a_new_password_leads_to_the_office_whoever_asked():
    make_house()

    page = Client().post(
        reverse("account_reset_password"),
        {"email": "alia@contoh.example"},
        headers={"host": "jahat.example", "x-forwarded-host": "jahat.example"},
    )

    assert page.status_code == 302
    (letter,) = mail.outbox
    assert "https://kantor.contoh.example/akun/" in letter.body
    assert "jahat" not in letter.body + letter.subject


def test_no_letter_goes_to_somebody_without_an_account():
    make_house()

    page = Client().post(reverse("account_reset_password"), {"email": "siapa@lain.example"})

    assert page.status_code == 302
    assert mail.outbox == []
