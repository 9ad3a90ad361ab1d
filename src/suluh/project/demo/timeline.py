"""When things happen in the demo: days before now, in office hours, never in the future."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from suluh.foundation.org import queries as org
from suluh.kernel import worktime

MONTHS: Final = 14
LITTLE: Final = timedelta(minutes=3)
WEEKEND: Final = 5


@dataclass(frozen=True, slots=True)
class Timeline:
    """The months that end a little before `now`."""

    now: datetime

    @property
    def start(self) -> datetime:
        """When the house was set up."""
        return self.now - timedelta(days=31 * MONTHS)

    @property
    def end(self) -> datetime:
        """Nothing of the demo happens after this."""
        return self.now - LITTLE

    def day(self, days_ago: float, zone: str) -> date:
        """Return the working day at or before so many days ago."""
        day = (self.now - timedelta(days=days_ago)).astimezone(ZoneInfo(zone)).date()
        return day - timedelta(days=max(0, day.weekday() - WEEKEND + 1))

    def at(self, days_ago: float, clock: str, zone: str) -> datetime:
        """Return `clock` ('09.10') in a zone on that day, at the latest a little before now."""
        hour, _dot, minute = clock.partition(".")
        moment = time(int(hour), int(minute), spread(f"{days_ago}{clock}", 60))
        local = datetime.combine(self.day(days_ago, zone), moment, tzinfo=ZoneInfo(zone))
        return min(local, self.end)

    def ahead(self, days: float, clock: str, zone: str) -> datetime:
        """Return `clock` in a zone so many days after now: embargoes and schedules alone."""
        day = (self.now + timedelta(days=days)).astimezone(ZoneInfo(zone)).date()
        hour, _dot, minute = clock.partition(".")
        return datetime.combine(day, time(int(hour), int(minute)), tzinfo=ZoneInfo(zone))

    def later(self, start: datetime, minutes: int, unit_code: str) -> datetime:
        """Return when so many working minutes of a unit have passed."""
        calendar = org.calendar_for(unit_code, start)
        found = worktime.add(start, worktime.WorkingHours(minutes), calendar)
        jitter = timedelta(seconds=spread(f"{start}{minutes}", 55))
        return max(start, min(found + jitter, self.end))


def spread(key: str, size: int) -> int:
    """Return a number below `size` that looks drawn and is the same each time."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % size
