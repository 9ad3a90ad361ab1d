"""The morning's letter: once a working day, in the office's own hours, to who wants it."""

import json
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from suluh.foundation.accounts import models as accounts
from suluh.foundation.notify import operations as notify
from suluh.foundation.org import operations as org
from suluh.foundation.org import queries as houses
from suluh.foundation.org.tests.makers import NOON, make_house
from suluh.foundation.outbox.models import Effect
from suluh.kernel.worktime import Calendar, weekdays
from suluh.newsroom.editorial import operations as editorial
from suluh.newsroom.editorial.tests.makers import load_example, make_story
from suluh.project import notices as handlers
from suluh.workspace import operations
from suluh.workspace.rules import opened_at

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
HOLIDAY = "2026-11-20"  # the Friday after NOON
HALF_HOUR = timedelta(minutes=30)
WEEK = timedelta(days=7)


@pytest.fixture
def cast(settings):
    settings.SULUH_OFFICE_URL = "https://kantor.contoh.example"
    cast = make_house(NOON)
    load_example(cast)
    return cast


def submitted(cast):
    """A text of KW1 waits for Bram, its head, who has not looked at the notice."""
    story = make_story(cast)
    copy = editorial.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",), now=NOON
    )
    bram = cast.actor("bram").person_id
    handlers.on_step_opened({"persons": [str(bram)], "copy_id": str(copy.id)}, NOON)
    return copy


def letters(cast, name="bram"):
    rows = Effect.objects.filter(kind="smtp", destination=f"mail:{cast.emails[name]}")
    return [json.loads(row.payload)["message"] for row in rows.order_by("id")]


def move(cast, zone):
    """Give KW1 another clock, and the house a calendar with a holiday."""
    draft = org.UnitDraft(
        "KW1", "Kantor Wilayah Satu", "regional_office", parent_code="KP", zone=zone
    )
    org.save_unit(draft)
    calendar = org.CalendarDraft(code="KP", name="Kantor Pusat", zone=ZONES[0], unit_code="KP")
    version = org.propose_calendar(calendar, year=2026)
    version.days = {HOLIDAY: {"name": "Libur", "estimate": False}}
    version.save()
    org.publish_calendar_version(
        version_id=version.id, person_id=cast.actor("indra").person_id, now=NOON
    )


def written_at(start, end):
    """Let the scheduler look each half hour; returns when it wrote."""
    found, now = [], start
    while now < end:
        if operations.remind_due(now=now):
            found.append(now)
        now += HALF_HOUR
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ZONES)
def test_one_letter_a_working_day_at_the_opening_of_ones_own_office(cast, zone):
    move(cast, zone)
    submitted(cast)
    first = houses.calendar_for("KW1", NOON).week[0][0].opens

    local = [one.astimezone(ZoneInfo(zone)) for one in written_at(NOON, NOON + WEEK)]

    assert [f"{one:%a}" for one in local] == ["Thu", "Mon", "Tue", "Wed"]
    assert {one.time() for one in local} == {first}
    assert len(letters(cast)) == 4


@pytest.mark.django_db
def test_the_letter_says_what_waits_and_no_word_of_the_text(cast):
    copy = submitted(cast)
    written_at(NOON, NOON + timedelta(days=1))

    (message,) = letters(cast)

    assert f"https://kantor.contoh.example/telaah/{copy.id}/" in message.replace("=\r\n", "")
    assert "Kantor Wilayah Satu" in message
    assert "Sumur" not in message


@pytest.mark.django_db
def test_nobody_is_written_to_who_has_looked_decided_or_does_not_want_it(cast):
    copy = submitted(cast)
    bram = cast.actor("bram")
    tomorrow = NOON + timedelta(days=1)

    operations.choose_letters(actor=bram, morning=False, day=True)
    assert written_at(tomorrow, tomorrow + HALF_HOUR) == []
    operations.choose_letters(actor=bram, morning=True, day=True)
    editorial.take_back(actor=cast.actor("alia"), copy_id=copy.id, now=NOON)
    assert written_at(tomorrow, tomorrow + HALF_HOUR) == []
    notify.mark_read(person_id=bram.person_id, now=tomorrow)
    assert written_at(tomorrow, tomorrow + timedelta(days=1)) == []
    assert letters(cast) == []


@pytest.mark.django_db
def test_what_came_after_the_opening_waits_for_the_next_morning(cast):
    submitted(cast)

    assert written_at(NOON, NOON + timedelta(hours=12)) == []


@pytest.mark.django_db
def test_a_scheduler_that_slept_writes_late_and_repeats_nothing(cast):
    submitted(cast)
    late = NOON + timedelta(days=1, hours=1)

    assert [operations.remind_due(now=late) for _again in range(3)] == [1, 0, 0]


@pytest.mark.django_db
def test_the_profile_switches_it_off_and_on(cast):
    client = Client()
    client.force_login(accounts.User.objects.get(email=cast.emails["alia"]))
    said = {"locale": "id", "theme": "system", "density": "compact"}
    url = reverse("profile")

    before = client.get(url).context["form"]["reminders"].value()
    client.post(url, said)
    off = client.get(url).context["form"]["reminders"].value()
    client.post(url, said | {"reminders": "on"})

    assert (before, off) == (True, False)
    assert client.get(url).context["form"]["reminders"].value() is True


@pytest.mark.parametrize(
    ("hour", "minute", "opened"), [(7, 29, False), (7, 30, True), (12, 0, True), (16, 0, False)]
)
def test_an_office_is_open_from_its_first_to_its_last_hour(hour, minute, opened):
    calendar = Calendar("k-1", "Asia/Jayapura", weekdays(time(7, 30), time(16)))
    at = datetime(2026, 11, 18, hour, minute, tzinfo=ZoneInfo("Asia/Jayapura")).astimezone(UTC)

    found = opened_at(at, calendar)

    assert (found is not None) == opened
    assert found is None or found.time() == time(7, 30)
    assert opened_at(at + timedelta(days=3), calendar) is None
