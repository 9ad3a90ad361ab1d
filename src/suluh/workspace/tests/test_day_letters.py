"""The letter 'published today': once a unit's day, to its people who want it, after 17.00 there."""

import email
import json
from datetime import UTC, datetime, timedelta
from email.policy import default
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from suluh.foundation.accounts import models as accounts
from suluh.foundation.org import models as org_models
from suluh.foundation.org import operations as org
from suluh.foundation.outbox.models import Effect
from suluh.project.loop import Loop
from suluh.publishing.delivery.tests.makers import Office
from suluh.publishing.ledger import models as ledger
from suluh.publishing.ledger.tests.makers import CONTENT, OTHER
from suluh.workspace import handlers, operations

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)  # 09.00 WIB
FIVE = datetime(2026, 11, 9, 17, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
DAY = timedelta(days=1)
BUREAU = ("citra", "dodi", "endah", "fajar", "jihan", "kirana", "oki")
ABOVE = ("indra", "lukas", "maya", "nanda")


@pytest.fixture
def office(settings):
    settings.SULUH_OFFICE_URL = "https://kantor.contoh.example"
    settings.SULUH_PUBLIC_URL = "https://contoh.example"
    office = Office(now=MORNING)
    look(MORNING)
    return office


def look(now):
    """Let the scheduler look until every unit is done."""
    while operations.write_day_letters(now=now):
        pass


def letters(office):
    """The letters of days by first name, in the order they were planned."""
    names = {address: name for name, address in office.cast.emails.items()}
    rows = Effect.objects.filter(kind="smtp", key__startswith="day:").order_by("id")
    read = [
        email.message_from_string(json.loads(row.payload)["message"], policy=default)
        for row in rows
    ]
    return [(names[str(one["To"].addresses[0].addr_spec)], one) for one in read]


def readers(office):
    return sorted(name for name, _letter in letters(office))


def said(office, name):
    return next(one for who, one in letters(office) if who == name)


def test_the_unit_and_those_above_it_are_told_once_a_day_after_five(office):
    office.publish()

    look(FIVE - timedelta(minutes=1))
    assert letters(office) == []
    for _again in range(3):
        look(FIVE)
    look(FIVE + timedelta(hours=6))
    look(FIVE + DAY)

    assert readers(office) == sorted((*BUREAU, *ABOVE))


def test_the_letter_says_what_was_done_where_it_stands_and_in_which_language(office):
    office.publish("Pasang naik")
    office.publish("Rising tide", locale="en")
    office.publish("Pasang naik tinggi", "update")
    office.publish(action="withdraw")

    look(FIVE)
    letter = said(office, "maya")
    words = letter.get_body(("plain",)).get_content()

    assert letter["Subject"] == "Terbit hari ini, 9 November 2026: 4 terbitan"
    assert "- Pasang naik (ID) · Terbit · Biro Humas · 9 Nov 2026 09.01 WIB" in words
    assert "- Rising tide (EN) · Terbit · Biro Humas" in words
    assert "- Pasang naik tinggi (ID) · Diperbarui · Biro Humas" in words
    assert "- Pasang naik tinggi (ID) · Dicabut · Biro Humas" in words
    assert "https://contoh.example/id/2026/03/contoh-012345/" in words
    assert "https://kantor.contoh.example/terbit-hari-ini/?hari=2026-11-09&unit=KP" in words
    assert "https://contoh.example/en/2026/03/" in letter.get_body(("html",)).get_content()


def test_everybody_reads_it_in_their_own_language(office):
    accounts.User.objects.filter(email=office.cast.emails["dodi"]).update(locale="en")
    office.publish()

    look(FIVE)

    assert said(office, "dodi")["Subject"] == "Published today, 9 November 2026: 1 edition"
    assert "Example Agency writes" in said(office, "dodi").get_body(("plain",)).get_content()
    assert "Selamat sore, Citra" in said(office, "citra").get_body(("plain",)).get_content()


def test_nothing_leaves_of_a_day_without_a_publication(office):
    office.publish()
    look(FIVE)
    before = len(letters(office))

    look(FIVE + DAY)
    look(FIVE + 2 * DAY)

    assert len(letters(office)) == before


def test_what_comes_after_five_is_in_the_next_letter_and_in_no_other(office):
    look(FIVE)
    office.clock.advance(hours=9)
    office.publish("Pasang malam")

    look(FIVE + timedelta(hours=5))
    assert letters(office) == []
    look(FIVE + DAY)
    look(FIVE + 2 * DAY)

    assert readers(office) == sorted((*BUREAU, *ABOVE))
    assert "Pasang malam" in said(office, "citra").get_body(("plain",)).get_content()


def test_five_strikes_in_the_units_own_zone(office):
    wit = ZoneInfo("Asia/Jayapura")
    org.save_unit(
        org.UnitDraft("BH", "Biro Humas", "pr_bureau", parent_code="KP", zone="Asia/Jayapura")
    )
    office.publish()
    five = datetime(2026, 11, 9, 17, 0, tzinfo=wit)

    look(five - timedelta(seconds=1))
    assert readers(office) == []
    look(five)
    assert readers(office) == sorted(BUREAU)
    look(FIVE)
    assert readers(office) == sorted((*BUREAU, *ABOVE))
    assert "11.01 WIT" in said(office, "citra").get_body(("plain",)).get_content()


def test_who_switched_it_off_has_no_account_or_left_is_not_written_to(office):
    office.publish()
    operations.choose_letters(actor=office.cast.actor("citra"), morning=True, day=False)
    operations.choose_letters(actor=office.cast.actor("jihan"), morning=False, day=True)
    accounts.User.objects.filter(email=office.cast.emails["dodi"]).update(is_active=False)
    org.save_person(email="rara@contoh.example", name="Rara", unit_code="BH")  # has no account
    org_models.Person.objects.filter(email=office.cast.emails["fajar"]).update(
        until_date=FIVE.date()
    )

    look(FIVE)

    assert readers(office) == sorted(("endah", "jihan", "kirana", "oki", *ABOVE))


def test_an_address_that_is_none_keeps_no_letter_of_others(office):
    org_models.Person.objects.filter(email=office.cast.emails["citra"]).update(email="citra")
    office.publish()

    look(FIVE)

    assert readers(office) == sorted({*BUREAU, *ABOVE} - {"citra"})


def test_a_house_that_waits_for_its_release_writes_nothing(office):
    office.publish()
    ledger.Epoch.objects.create(number=2, opened_at=FIVE, paused_at=FIVE)
    loop = Loop()
    loop.now = lambda: FIVE

    loop.step()

    assert letters(office) == []


def test_a_day_that_ended_before_the_release_may_have_been_told_already(office):
    office.publish()
    hour = timedelta(hours=1)
    epoch = {"opened_at": FIVE + hour, "paused_at": FIVE + hour, "released_at": FIVE + 2 * hour}
    ledger.Epoch.objects.create(number=2, **epoch)

    look(FIVE + 3 * hour)
    assert letters(office) == []
    office.clock.advance(days=1)
    office.publish("Pasang surut", content_id=OTHER)
    look(FIVE + DAY)

    assert readers(office) == sorted((*BUREAU, *ABOVE))


def test_the_scheduler_writes_them_and_the_told_time_of_a_demo_none(office):
    office.publish()
    told, live = Loop(told=office.clock), Loop()
    office.clock.at = FIVE
    live.now = lambda: FIVE

    told.step()
    assert letters(office) == []
    live.step()

    assert readers(office) == sorted((*BUREAU, *ABOVE))


def test_a_scheduler_that_slept_writes_late_and_repeats_nothing(office):
    office.publish()

    for _again in range(2):
        look(FIVE + timedelta(hours=15))

    assert readers(office) == sorted((*BUREAU, *ABOVE))


def test_an_erased_text_is_taken_out_of_the_letters_that_named_it(office):
    office.publish("Nama yang harus dilupakan")
    look(FIVE)

    handlers.on_edition_appended(
        {"action": "erase", "content_id": CONTENT, "locale": "id"}, FIVE + DAY
    )

    assert not Effect.objects.filter(payload__contains="dilupakan").exists()


def test_the_profile_switches_it_off_and_on(office):
    client = Client()
    client.force_login(accounts.User.objects.get(email=office.cast.emails["alia"]))
    form = {"locale": "id", "theme": "system", "density": "compact", "reminders": "on"}
    url = reverse("profile")

    before = client.get(url).context["form"]["day_letter"].value()
    client.post(url, form)
    off = client.get(url).context["form"]["day_letter"].value()
    client.post(url, form | {"day_letter": "on"})

    assert (before, off) == (True, False)
    assert client.get(url).context["form"]["day_letter"].value() is True
