"""Calendars are proposed by a library, decided by an officer, and never changed after."""

from datetime import date

import pytest

from suluh.foundation.org import models, operations, queries
from suluh.foundation.org.tests.makers import make_house
from suluh.kernel.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_house()


def propose(unit="KP", zone="Asia/Jakarta", year=2027):
    return operations.propose_calendar(operations.CalendarDraft(unit, unit, zone, unit), year=year)


def publish(cast, version, **more):
    return operations.publish_calendar_version(
        version_id=version.id, person_id=cast.actor("indra").person_id, now=cast.now, **more
    )


def test_a_proposal_holds_holidays_and_joint_leave_and_marks_estimates(cast):
    row = queries.find_calendar_version("KP") if propose() else None

    assert row.days["2027-01-01"] == {
        "name": "Tahun Baru Masehi", "kind": "public", "estimate": False,
    }  # fmt: skip
    assert {one["kind"] for one in row.days.values()} == {"public", "government"}
    assert row.estimates > 0
    assert not any("perkiraan" in one["name"] for one in row.days.values())


def test_nothing_counts_before_an_officer_has_published_it(cast):
    version = propose()
    assert queries.calendar_for("BH", cast.now).version == "none"
    with pytest.raises(Refused, match="estimates"):
        publish(cast, version)

    publish(cast, version, accept_estimates=True)

    calendar = queries.calendar_for("BH", cast.now)
    assert calendar.version == "KP-1"
    assert date(2027, 1, 1) in calendar.holidays
    assert queries.calendar_ends(cast.now) == {"KP": date(2027, 12, 31)}


def test_a_published_version_never_changes(cast):
    version = publish(cast, propose(), accept_estimates=True)

    with pytest.raises(Refused):
        operations.review_days(version_id=version.id, days={})
    with pytest.raises(Refused):
        publish(cast, version)
    again = propose(year=2028)

    assert (again.number, again.from_date, again.until_date.year) == (2, version.from_date, 2028)
    assert set(version.days) < set(again.days)
    assert models.CalendarVersion.objects.get(id=version.id).days == version.days


def test_an_officer_strikes_and_confirms_days(cast):
    version = propose()
    days = {day: {**one, "estimate": False} for day, one in version.days.items()}
    days.pop("2027-02-05")

    operations.review_days(version_id=version.id, days=days)

    assert "2027-02-05" not in publish(cast, version).days


def test_an_office_has_a_calendar_in_its_own_zone(cast):
    publish(cast, propose(), accept_estimates=True)
    publish(cast, propose("KW1", "Asia/Jayapura"), accept_estimates=True)

    assert queries.calendar_for("KW1", cast.now).zone == "Asia/Jayapura"
    assert queries.calendar_for("KW2", cast.now).zone == "Asia/Jakarta"


def test_a_calendar_from_above_keeps_the_unit_s_own_clock(cast):
    publish(cast, propose(), accept_estimates=True)
    models.Unit.objects.filter(code="KW2").update(zone="Asia/Makassar")

    calendar = queries.calendar_for("KW2", cast.now)

    assert (calendar.version, calendar.zone) == ("KP-1", "Asia/Makassar")


def test_proposing_again_replaces_what_nobody_published(cast):
    propose()

    assert propose().number == 1
    assert models.CalendarVersion.objects.count() == 1


def test_a_unit_with_units_or_holders_is_not_closed(cast):
    for code, why in (("KP", "top_unit"), ("BH", "has_holders")):
        with pytest.raises(Refused) as refused:
            operations.close_unit(code=code, at=cast.now)
        assert refused.value.code == why
    operations.save_unit(operations.UnitDraft("X", "Unit X", "bureau", parent_code="KP"))

    operations.close_unit(code="X", at=cast.now)

    assert "X" not in {unit.code for unit in queries.list_units()}
