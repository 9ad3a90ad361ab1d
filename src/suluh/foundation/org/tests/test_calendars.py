"""Calendars are proposed by a library, decided by an officer, and never changed after."""

from datetime import date

import pytest

from suluh.foundation.org import models, operations, queries, rules
from suluh.foundation.org.tests.makers import make_house
from suluh.kernel.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_house()


def propose(unit="KP", zone="Asia/Jakarta", year=2026, **more):
    draft = operations.CalendarDraft(unit, unit, zone, unit)
    return operations.propose_calendar(draft, year=year, **more)


def publish(cast, version, **more):
    return operations.publish_calendar_version(
        version_id=version.id, person_id=cast.actor("indra").person_id, now=cast.now, **more
    )


def test_a_proposal_holds_holidays_and_joint_leave_and_marks_estimates(cast):
    row = queries.find_calendar_version("KP") if propose(year=2027) else None

    assert row.days["2027-01-01"] == {
        "name": "Tahun Baru Masehi", "kind": "public", "estimate": False,
    }  # fmt: skip
    assert {one["kind"] for one in row.days.values()} == {"public", "government"}
    assert row.estimates > 0
    assert not any("perkiraan" in one["name"] for one in row.days.values())


def test_nothing_counts_before_an_officer_has_published_it(cast):
    version = propose(year=2026)
    version = propose(year=2027)
    assert queries.calendar_for("BH", cast.now).version == "none"
    with pytest.raises(Refused, match="estimates"):
        publish(cast, version)

    publish(cast, version, accept_estimates=True)

    calendar = queries.calendar_for("BH", cast.now)
    assert calendar.version == "KP-1"
    assert date(2027, 1, 1) in calendar.holidays
    assert queries.calendar_spans(cast.now) == {"KP": (date(2026, 1, 1), date(2027, 12, 31))}


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
    version = propose(year=2027)
    days = {day: {**one, "estimate": False} for day, one in version.days.items()}
    days.pop("2027-02-05")

    operations.review_days(version_id=version.id, days=days)

    assert "2027-02-05" not in publish(cast, version).days


def test_a_new_proposal_brings_no_struck_day_back_and_asks_about_no_day_again(cast):
    version = propose(year=2027)
    days = {day: {**one, "estimate": False} for day, one in version.days.items()}
    struck = version.days["2027-02-05"]
    del days["2027-02-05"]
    days["2027-06-23"] = {"name": "Pemilihan", "kind": "public", "estimate": False}
    operations.review_days(version_id=version.id, days=days)
    proposed_again = propose(year=2027)
    assert proposed_again.days == dict(sorted(days.items()))
    publish(cast, proposed_again)

    for year in (2027, 2026, 2028):
        again = propose(year=year)
        kept = {day: one for day, one in again.days.items() if day.startswith("2027")}
        assert kept == days

    assert (again.from_date, again.until_date) == (date(2026, 1, 1), date(2028, 12, 31))
    row = queries.find_calendar_version("KP")
    assert operations.days_offered(row)["2027-02-05"] == {**struck, "struck": True}


def test_a_calendar_that_begins_later_does_not_hold_yet(cast):
    publish(cast, propose(year=2027), accept_estimates=True)

    assert queries.calendar_for("KP", cast.now).version == "none"
    assert queries.year_to_propose("KP", cast.now) == 2026
    publish(cast, propose(year=2026), accept_estimates=True)

    assert queries.calendar_for("KP", cast.now).version == "KP-2"
    assert queries.calendar_for("KP", cast.now).known_until == date(2027, 12, 31)
    assert queries.year_to_propose("KP", cast.now) == 2028
    assert queries.year_to_propose("KW1", cast.now) == 2026


def test_each_office_opens_when_it_says(cast):
    publish(cast, propose(), accept_estimates=True)
    week = {"mon": [["08:00", "12:00"], ["13:00", "17:00"]], "sat": [["08:00", "11:00"]]}
    publish(cast, propose("KW1", hours=week), accept_estimates=True)

    opened = queries.calendar_for("KW1", cast.now).week

    assert [len(day) for day in opened] == [2, 0, 0, 0, 0, 1, 0]
    assert [len(day) for day in queries.calendar_for("KP", cast.now).week] == [2] * 5 + [0, 0]
    assert propose("KW1", year=2027).hours == week
    with pytest.raises(Refused, match="at least one day"):
        propose("KW1", hours={"mon": []})


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", []),
        ("08:00-16:00", [["08:00", "16:00"]]),
        ("7.30–12.00; 13.00 - 16.00", [["07:30", "12:00"], ["13:00", "16:00"]]),
    ],
)
def test_hours_as_people_write_them(text, read):
    assert rules.parse_openings(text) == read
    assert rules.parse_openings(rules.write_openings(read)) == read


@pytest.mark.parametrize(
    "text",
    ["pagi", "16:00-08:00", "08:00-08:00", "08:00-24:00", "08:60-09:00", "08:00-12:00, 11:00-16:00",
     "1:00-2:00,3:00-4:00,5:00-6:00,7:00-8:00,9:00-10:00", "08:00"],
)  # fmt: skip
def test_hours_that_are_none(text):
    with pytest.raises(Refused, match="no opening hours"):
        rules.parse_openings(text)


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
