from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suluh.kernel.worktime import (
    Calendar,
    Opening,
    WorkingDays,
    WorkingHours,
    add,
    between,
    days_between,
    is_known,
    weekdays,
)

OFFICE = Calendar("pusat-2026-1", "Asia/Jakarta", weekdays(time(8), time(16)))


def jakarta(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in November 2026 given in WIB; the 20th is a Friday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


def test_hours_that_run_past_closing_continue_on_the_next_open_day() -> None:
    assert add(jakarta(20, 15), WorkingHours.of(4), OFFICE) == jakarta(23, 11)


def test_hours_used_up_at_closing_end_at_closing() -> None:
    assert add(jakarta(20, 12), WorkingHours.of(4), OFFICE) == jakarta(20, 16)


def test_a_text_handed_in_at_night_has_its_hours_from_the_morning() -> None:
    assert add(jakarta(18, 22), WorkingHours(90), OFFICE) == jakarta(19, 9, 30)


def test_days_do_not_count_the_day_itself_nor_holidays_nor_weekends() -> None:
    closed = Calendar("v", "Asia/Jakarta", OFFICE.week, frozenset({date(2026, 11, 23)}))

    assert add(jakarta(20, 9), WorkingDays(2), closed) == jakarta(25, 16)


def test_a_lunch_break_is_no_working_time() -> None:
    day = (Opening(time(8), time(12)), Opening(time(13), time(16)))
    office = Calendar("v", "Asia/Jakarta", (day,) * 5 + ((), ()))

    assert add(jakarta(18, 11), WorkingHours.of(2), office) == jakarta(18, 14)
    assert between(jakarta(18, 9), jakarta(18, 15), office) == timedelta(hours=5)


def test_the_office_east_opens_two_hours_earlier() -> None:
    east = Calendar("v", "Asia/Jayapura", weekdays(time(8), time(16)))

    assert add(jakarta(18, 1), WorkingHours.of(1), east) == jakarta(18, 7)


def test_a_calendar_says_until_when_its_holidays_are_decided() -> None:
    office = Calendar("v", "Asia/Jakarta", OFFICE.week, known_until=date(2026, 11, 20))

    assert is_known(jakarta(20, 23), office)
    assert not is_known(jakarta(21, 1), office)


def test_a_calendar_that_never_opens_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Calendar("v", "Asia/Jakarta", ((),) * 7)


moments = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 hypothesis adds the zone
    max_value=datetime(2027, 1, 1),  # noqa: DTZ001 hypothesis adds the zone
    timezones=st.just(UTC),
)
hours = st.integers(0, 6000).map(WorkingHours)
days = st.integers(0, 40).map(WorkingDays)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    opens = draw(st.integers(0, 11))
    closes = draw(st.integers(opens + 1, 23))
    week = list(weekdays(time(opens), time(closes), days=draw(st.integers(1, 7))))
    if closes - opens > 3:
        middle = opens + 1
        week[0] = (
            Opening(time(opens), time(middle)),
            Opening(time(middle, 30), time(closes)),
        )
    days_off = st.dates(date(2026, 1, 1), date(2027, 12, 31))
    zone = draw(st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]))
    return Calendar("v", zone, tuple(week), draw(st.frozensets(days_off, max_size=40)))


@given(moments, hours, hours, calendars())
def test_adding_hours_twice_is_adding_their_sum(
    start: datetime, one: WorkingHours, two: WorkingHours, office: Calendar
) -> None:
    assert add(add(start, one, office), two, office) == add(start, one + two, office)


@given(moments, days, days, calendars())
def test_adding_days_twice_is_adding_their_sum(
    start: datetime, one: WorkingDays, two: WorkingDays, office: Calendar
) -> None:
    assert add(add(start, one, office), two, office) == add(start, one + two, office)


@given(moments, moments, hours, calendars())
def test_who_starts_later_is_never_due_earlier(
    one: datetime, two: datetime, amount: WorkingHours, office: Calendar
) -> None:
    first, second = sorted([one, two])

    assert add(first, amount, office) <= add(second, amount, office)


@given(moments, hours, calendars())
def test_the_open_time_until_the_due_time_is_the_amount(
    start: datetime, amount: WorkingHours, office: Calendar
) -> None:
    due = add(start, amount, office)

    assert between(start, due, office) == timedelta(minutes=amount.minutes)
    assert between(due, start, office) == -timedelta(minutes=amount.minutes)


@given(moments, days, calendars())
def test_the_working_days_until_the_due_day_are_the_amount(
    start: datetime, amount: WorkingDays, office: Calendar
) -> None:
    assert days_between(start, add(start, amount, office), office) == amount


@pytest.mark.parametrize(
    "make",
    [
        lambda: WorkingHours(-1),
        lambda: WorkingDays(-1),
        lambda: Opening(time(16), time(8)),
        lambda: Calendar("v", "Asia/Jakarta", ((),) * 7),
        lambda: Calendar("v", "Asia/Jakarta", weekdays(time(8), time(16))[:6]),
        lambda: Calendar(
            "v",
            "Asia/Jakarta",
            ((Opening(time(8), time(12)), Opening(time(11), time(16))),) * 7,
        ),
    ],
)
def test_an_impossible_amount_or_calendar_is_refused(make) -> None:
    with pytest.raises(ValueError, match=r"cannot be negative|closes after|seven weekdays|overlap"):
        make()


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        add(datetime(2026, 11, 20, 9), WorkingHours.of(1), OFFICE)  # noqa: DTZ001 on purpose
