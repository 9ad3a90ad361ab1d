"""Units, posts and zones: what is true without a database."""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from suluh.kernel.bilingual import Bilingual, gettext_noop
from suluh.kernel.canonical import INVISIBLE, clean_text
from suluh.kernel.refusals import Refused

UNIT_CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9.-]{0,19}")
NAME_LETTERS: Final = 200
ADDRESS_LETTERS: Final = 1_000
PHONE_LETTERS: Final = 40
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_OPENINGS: Final = 4
Hours = dict[str, list[list[str]]]
_OPENING: Final = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})\s*[-–]\s*([0-9]{1,2})[:.]([0-9]{2})")
POST_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
SLUG: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
ONE_DAY: Final = timedelta(days=1)


class Substituting(StrEnum):
    """How somebody stands in. Source: UU 30/2014 Pasal 14 ayat (2)."""

    PLT = "plt"
    PLH = "plh"


def substitution_choices() -> list[tuple[str, str]]:
    """Return the stored values with their legal abbreviations."""
    return [(Substituting.PLT, "Plt."), (Substituting.PLH, "Plh.")]


ZONES: Final[dict[str, str]] = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as other rooms see it."""

    id: UUID
    code: str
    name: Bilingual
    kind: str
    path: str
    zone: str
    parent_code: str
    address: str = ""
    email: str = ""
    phone: str = ""
    province: str = ""
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post as other rooms see it; `kind` is a word of the regulation."""

    code: str
    kind: str
    title: Bilingual
    unit_code: str


@dataclass(frozen=True, slots=True)
class InstitutionRow:
    """The institution as other rooms see it."""

    name: Bilingual
    short_name: str
    zone: str
    languages: tuple[str, ...]
    address: str
    email: str
    phone: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as other rooms see them."""

    id: UUID
    name: str
    email: str
    unit_code: str
    phone: str = ""
    is_employee: bool = True
    until_date: date | None = None

    def has_left(self, day: date) -> bool:
        """Say whether they no longer work here on `day`."""
        return self.until_date is not None and self.until_date <= day


@dataclass(frozen=True, slots=True)
class TenureRow:
    """A post held (`via` '') or stood in for, from one moment to before another."""

    id: UUID
    post_code: str
    post_title: Bilingual
    unit_code: str
    person_id: UUID
    person_name: str
    via: str
    begins: date
    ends: date | None
    decree: str = ""

    def runs_on(self, day: date) -> bool:
        """Say whether it has begun on `day` and not ended before it."""
        return self.begins <= day and not self.has_ended(day)

    def has_ended(self, day: date) -> bool:
        """Say whether it ended before or on `day`."""
        return self.ends is not None and self.ends <= day


@dataclass(frozen=True, slots=True)
class CalendarVersionRow:
    """One version of a calendar; `days` by ISO date: name, kind, estimate; `hours` by weekday."""

    id: UUID
    code: str
    name: str
    zone: str
    number: int
    from_date: date
    until_date: date
    days: dict[str, dict[str, Any]]
    hours: Hours
    published_at: datetime | None

    def holds_on(self, day: date) -> bool:
        """Say whether its days are decided for `day`."""
        return self.published_at is not None and self.from_date <= day <= self.until_date

    @property
    def estimates(self) -> int:
        """How many days nobody has looked at."""
        return sum(bool(one.get("estimate")) for one in self.days.values())


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post somebody holds now, by themselves (`via` '') or as Plt or Plh of another."""

    post_code: str
    kind: str
    title: Bilingual
    unit_code: str
    unit_path: str
    via: str = ""
    for_person_id: UUID | None = None


def zone_label(zone: str) -> str:
    """Return WIB, WITA or WIT, or the zone's own name outside Indonesia."""
    return ZONES.get(zone, zone)


def local_day(at: datetime, zone: str) -> date:
    """Return "today" in a zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def day_in(day: date, zone: str) -> tuple[datetime, datetime]:
    """Return the instants at which a day begins in a zone and the next one does."""
    begins = (datetime.combine(one, time(), ZoneInfo(zone)) for one in (day, day + ONE_DAY))
    since, until = (one.astimezone(UTC) for one in begins)
    return since, until


def check_zone(zone: str) -> str:
    """Return `zone` if it exists. Raises Refused: unknown_zone."""
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as wrong:
        reason = gettext_noop("There is no time zone “%(zone)s”; for example Asia/Jakarta.")
        raise Refused("unknown_zone", reason, zone=zone) from wrong
    return zone


def check_seen(text: str, most: int) -> str:
    """Return `text` if one sees all of it. Raises Refused: invisible, too_long.

    A character that turns the direction of writing makes a name look like another one.
    """
    found = INVISIBLE.search(text)
    if found:
        reason = gettext_noop("“%(text)s” holds an invisible character (%(sign)s); type it anew.")
        shown, sign = INVISIBLE.sub("", text)[:60], f"U+{ord(found[0]):04X}"
        raise Refused("invisible", reason, text=shown, sign=sign)
    if len(text) > most:
        reason = gettext_noop("“%(text)s…” is longer than %(most)s characters.")
        raise Refused("too_long", reason, text=text[:60], most=most)
    return text


def one_line(text: str, most: int = NAME_LETTERS) -> str:
    """Return a name or number in its one spelling. Raises Refused: invisible, too_long."""
    return clean_text(check_seen(text, most))


def parse_openings(text: str) -> list[list[str]]:
    """Return the stretches of a day written as `07:30-12:00, 13:00-16:00`; none where it is empty.

    Raises Refused: bad_hours.
    """
    pieces = [one.strip() for one in re.split(r"[,;]", text) if one.strip()]
    found = [_opening(piece) for piece in pieces]
    in_order = all(opens < closes for opens, closes in found) and all(
        a[1] <= b[0] for a, b in itertools.pairwise(found)
    )
    if not in_order or len(found) > MOST_OPENINGS:
        reason = gettext_noop(
            "“%(text)s” are no opening hours; write for example 07:30-12:00, 13:00-16:00, in order."
        )
        raise Refused("bad_hours", reason, text=text[:60])
    return found


def _opening(piece: str) -> list[str]:
    """Return opening and closing; two equal times, which no stretch has, where it is none."""
    match = _OPENING.fullmatch(piece)
    if match is None:
        return ["", ""]
    numbers = [int(one) for one in match.groups()]
    if max(numbers[0], numbers[2]) > 23 or max(numbers[1], numbers[3]) > 59:
        return ["", ""]
    return [f"{numbers[0]:02}:{numbers[1]:02}", f"{numbers[2]:02}:{numbers[3]:02}"]


def write_openings(stretches: list[list[str]]) -> str:
    """Return the stretches of a day as `parse_openings` reads them."""
    return ", ".join(f"{opens}-{closes}" for opens, closes in stretches)


def check_hours(hours: Mapping[str, list[list[str]]]) -> Hours:
    """Return the hours of a week in one form, closed days left out.

    Raises Refused: bad_hours, never_open.
    """
    found = {day: parse_openings(write_openings(hours.get(day, []))) for day in WEEKDAYS}
    week = {day: stretches for day, stretches in found.items() if stretches}
    if not week:
        reason = gettext_noop("An office opens on at least one day of the week.")
        raise Refused("never_open", reason)
    return week


def unit_path(code: str, parent_path: str) -> str:
    """Return the path of a unit below `parent_path`. Raises Refused: bad_unit_code."""
    if not UNIT_CODE.fullmatch(code):
        reason = gettext_noop(
            "“%(code)s” is no unit code: capital letters, digits, dot and hyphen, at most 20."
        )
        raise Refused("bad_unit_code", reason, code=code)
    return f"{parent_path or '/'}{code}/"


def is_within(path: str, scope: str) -> bool:
    """Say whether a unit's path lies in the subtree of `scope`."""
    return path.startswith(scope)
