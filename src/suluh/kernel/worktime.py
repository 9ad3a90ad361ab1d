"""Working time: due times over a calendar that is passed in.

The law counts working *days*, a service charter counts working *hours*; the two never mix, so
they are two types. Nothing here reads a clock or a table: `start` and `calendar` are arguments.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class WorkingHours:
    """An amount of time in which the office is open, in minutes."""

    minutes: int

    def __post_init__(self) -> None:
        if self.minutes < 0:
            raise ValueError("working hours cannot be negative")

    @classmethod
    def of(cls, hours: int) -> WorkingHours:
        """Give whole hours."""
        return cls(hours * 60)

    def __add__(self, other: WorkingHours) -> WorkingHours:
        return WorkingHours(self.minutes + other.minutes)


@dataclass(frozen=True, slots=True, order=True)
class WorkingDays:
    """A number of days on which the office opens."""

    days: int

    def __post_init__(self) -> None:
        if self.days < 0:
            raise ValueError("working days cannot be negative")

    def __add__(self, other: WorkingDays) -> WorkingDays:
        return WorkingDays(self.days + other.days)


Amount = WorkingHours | WorkingDays


@dataclass(frozen=True, slots=True, order=True)
class Opening:
    """One stretch of open time within a day, in local time, half-open."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError("an office closes after it opens, on the same day")


Week = tuple[tuple[Opening, ...], ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """One immutable version of an office's calendar.

    `week` has seven entries, Monday first. `known_until` is the last day for which the holidays
    are decided; later due times are computed all the same, and `is_known` says they may move.
    """

    version: str
    zone: str
    week: Week
    holidays: frozenset[date] = field(default_factory=frozenset)
    known_until: date | None = None

    def __post_init__(self) -> None:
        if len(self.week) != 7 or not any(self.week):
            raise ValueError("a calendar has seven weekdays and opens on at least one")
        for day in self.week:
            if any(a.closes > b.opens for a, b in itertools.pairwise(day)):
                raise ValueError("opening hours of a day are in order and do not overlap")
        ZoneInfo(self.zone)

    def openings(self, day: date) -> tuple[Opening, ...]:
        """Give the stretches in which the office is open on a local date."""
        return () if day in self.holidays else self.week[day.weekday()]


def weekdays(opens: time, closes: time, *, days: int = 5) -> Week:
    """Make a plain week: the first `days` days alike, the rest closed."""
    return tuple((Opening(opens, closes),) if n < days else () for n in range(7))


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Say whether the office opens on this local date."""
    return bool(calendar.openings(day))


def is_known(moment: datetime, calendar: Calendar) -> bool:
    """Say whether the calendar's holidays are decided up to this moment."""
    return calendar.known_until is None or _local_date(moment, calendar) <= calendar.known_until


def add(start: datetime, amount: Amount, calendar: Calendar) -> datetime:
    """Give the moment, in UTC, at which `amount` of working time since `start` has passed.

    Hours: the first moment with that much open time behind it; four hours that are used up at
    closing time end then, not next morning. Days: the close of the n-th working day after the
    local date of `start`, which itself never counts. Nothing added is `start` itself.
    """
    _require_aware(start)
    if isinstance(amount, WorkingDays):
        return _add_days(start, amount.days, calendar)
    return _add_open_time(start, timedelta(minutes=amount.minutes), calendar)


def between(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """Give the open time from `start` to `end`; negative when `end` comes first."""
    _require_aware(start)
    _require_aware(end)
    if end < start:
        return -between(end, start, calendar)
    total = timedelta(0)
    for opens, closes in _stretches(start, calendar):
        if opens >= end:
            return total
        total += min(closes, end) - max(opens, start)
    return total


def days_between(start: datetime, end: datetime, calendar: Calendar) -> WorkingDays:
    """Count the working days after the local date of `start`, up to and with that of `end`."""
    day, last = _local_date(start, calendar), _local_date(end, calendar)
    count = 0
    while day < last:
        day += ONE_DAY
        count += is_working_day(day, calendar)
    return WorkingDays(count)


def _add_open_time(start: datetime, wanted: timedelta, calendar: Calendar) -> datetime:
    if not wanted:
        return start.astimezone(UTC)
    for opens, closes in _stretches(start, calendar):
        begins = max(opens, start)
        if closes - begins >= wanted:
            return (begins + wanted).astimezone(UTC)
        wanted -= closes - begins
    raise AssertionError("a calendar that opens on a weekday never runs out")


def _add_days(start: datetime, wanted: int, calendar: Calendar) -> datetime:
    if not wanted:
        return start.astimezone(UTC)
    day = _local_date(start, calendar)
    while wanted:
        day += ONE_DAY
        wanted -= is_working_day(day, calendar)
    return _at(day, calendar.openings(day)[-1].closes, calendar)


def _stretches(start: datetime, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """Yield open stretches that end after `start`, in UTC, without end."""
    day = _local_date(start, calendar)
    while True:
        for opening in calendar.openings(day):
            opens, closes = _at(day, opening.opens, calendar), _at(day, opening.closes, calendar)
            if closes > start:
                yield opens, closes
        day += ONE_DAY


def _at(day: date, clock: time, calendar: Calendar) -> datetime:
    return datetime.combine(day, clock, tzinfo=ZoneInfo(calendar.zone)).astimezone(UTC)


def _local_date(moment: datetime, calendar: Calendar) -> date:
    return moment.astimezone(ZoneInfo(calendar.zone)).date()


def _require_aware(moment: datetime) -> None:
    if moment.tzinfo is None:
        raise ValueError("a moment carries its zone")
