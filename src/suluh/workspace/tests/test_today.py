"""What was published on a day: every act of it, as the reader's own zone counts the day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from suluh.foundation.accounts import models as accounts
from suluh.foundation.org import operations as org
from suluh.publishing.delivery.tests.makers import Office
from suluh.publishing.ledger import models as ledger
from suluh.publishing.ledger.tests.makers import OTHER

pytestmark = pytest.mark.django_db

FIRST = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)
WIT = ZoneInfo("Asia/Jayapura")


@pytest.fixture
def office():
    return Office(now=FIRST)


def page_of(office, name="gita", **asked):
    client = Client()
    client.force_login(accounts.User.objects.get(email=office.cast.emails[name]))
    return client.get(reverse("published_today"), asked)


def rows_of(answer):
    return [
        (row["title"], row["state"]) for _unit, rows in answer.context["page"]["groups"]
        for row in rows
    ]  # fmt: skip


def test_a_day_keeps_what_was_done_on_it_whatever_came_later(office):
    office.publish("Pasang naik")
    office.publish("Pasang surut", content_id=OTHER)
    office.clock.advance(days=3)
    office.publish("Pasang naik tinggi", "update")
    office.clock.advance(days=1)
    office.publish("Pasang naik rendah", "correct")
    office.publish(action="withdraw", content_id=OTHER)

    assert rows_of(page_of(office, hari="2026-11-09")) == [
        ("Pasang surut", "published"),
        ("Pasang naik", "published"),
    ]
    assert rows_of(page_of(office, hari="2026-11-12")) == [("Pasang naik tinggi", "updated")]
    assert rows_of(page_of(office, hari="2026-11-13")) == [
        ("Pasang surut", "withdrawn"),
        ("Pasang naik rendah", "corrected"),
    ]
    assert rows_of(page_of(office, hari="2026-11-10")) == []


def test_the_reason_of_a_withdrawal_stands_beside_it(office):
    office.publish()
    office.publish(action="withdraw")

    assert "Sebab yang diumumkan" in page_of(office, hari="2026-11-09").content.decode()


def test_a_day_is_the_readers_own(office):
    org.save_unit(
        org.UnitDraft(
            "KW1", "Kantor Wilayah Satu", "regional_office", parent_code="KP", zone=str(WIT)
        )
    )
    office.publish()
    late = datetime(2026, 11, 9, 23, 30, tzinfo=WIT)
    ledger.Edition.objects.update(published_at=late)

    assert len(rows_of(page_of(office, "alia", hari="2026-11-09"))) == 1
    ledger.Edition.objects.update(published_at=late + timedelta(minutes=30))
    assert rows_of(page_of(office, "alia", hari="2026-11-09")) == []
    assert len(rows_of(page_of(office, "alia", hari="2026-11-10"))) == 1
    assert len(rows_of(page_of(office, "gita", hari="2026-11-09"))) == 1


def test_a_unit_is_shown_with_those_below_it(office):
    office.publish()

    assert len(rows_of(page_of(office, hari="2026-11-09", unit="KP"))) == 1
    assert len(rows_of(page_of(office, hari="2026-11-09", unit="BH"))) == 1
    assert rows_of(page_of(office, hari="2026-11-09", unit="KW1")) == []


def test_no_number_of_texts_hides_an_old_one_that_was_corrected(office, monkeypatch):
    monkeypatch.setattr("suluh.workspace.queries.MOST_OF_A_DAY", 2)
    office.publish("Pasang naik")
    for number in range(3):
        office.publish(f"Berita {number}", content_id=f"{number}{OTHER[1:]}")
    office.clock.advance(days=1)
    office.publish("Pasang naik", "correct")

    assert rows_of(page_of(office, hari="2026-11-10")) == [("Pasang naik", "corrected")]
    crowded = page_of(office, hari="2026-11-09")
    assert (crowded.context["page"]["count"], len(rows_of(crowded))) == (4, 2)


@pytest.mark.parametrize("said", ["31 Februari", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_a_day_that_is_none_gets_a_sentence_and_keeps_the_unit(office, said):
    answer = page_of(office, hari=said, unit="BH")

    assert answer.status_code == 422
    assert answer.context["page"]["unit"] == "BH"
    assert answer.context["page"]["is_today"]
    assert "note--warn" in answer.content.decode()
