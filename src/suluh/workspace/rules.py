"""Which lists can be kept under a name, and when people are written to."""

from datetime import date, datetime, time, timedelta
from typing import Final
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from suluh.kernel.worktime import Calendar

# Place -> the filters that its address takes. Where one is in a list (the page) is never kept.
FILTERS: Final[dict[str, tuple[str, ...]]] = {
    "stories": ("keadaan", "q", "unit", "jenis", "bahasa-naskah", "milik"),
    "activities": ("keadaan", "q", "unit", "milik"),
    "channels": ("lihat", "unit"),
}
MOST_VIEWS: Final = 12
LONGEST_QUERY: Final = 500


def clean_query(place: str, query: str) -> str:
    """Return the filters of a list in a fixed order, or '' where nothing is narrowed."""
    said = dict(parse_qsl(query[: LONGEST_QUERY * 4].lstrip("?"), max_num_fields=40))
    kept = [(key, said[key].strip()) for key in FILTERS[place] if said.get(key, "").strip()]
    return urlencode(kept)


# Notices that ask something of their reader; the others only tell.
ASKING: Final = frozenset({"review.open", "review.returned"})


def opened_at(now: datetime, calendar: Calendar) -> datetime | None:
    """Return when the office opened today; None before, after closing and on days off."""
    local = now.astimezone(ZoneInfo(calendar.zone))
    openings = calendar.openings(local.date())
    if not openings or not openings[0].opens <= local.time() < openings[-1].closes:
        return None
    return datetime.combine(local.date(), openings[0].opens, tzinfo=local.tzinfo)


# What an Edition did -> its mark (`ui.marks`).
STATES: Final[dict[str, str]] = {
    "publish": "published",
    "update": "updated",
    "correct": "corrected",
    "withdraw": "withdrawn",
    "erase": "erased",
}
# A unit's day ends here for its letter, so that each Edition is in exactly one of them.
DAY_ENDS: Final = time(17)


def ended_day(at: datetime, zone: str) -> date:
    """Return the last day that has ended for a unit's letter."""
    local = at.astimezone(ZoneInfo(zone))
    return local.date() if local.time() >= DAY_ENDS else local.date() - timedelta(days=1)


def day_of(at: datetime, zone: str) -> date:
    """Return the day in whose letter an instant lies."""
    return ended_day(at, zone) + timedelta(days=1)


def span_of(day: date, zone: str) -> tuple[datetime, datetime]:
    """Return the instants between which a letter's day lies: from 17.00 to 17.00."""
    until = datetime.combine(day, DAY_ENDS, tzinfo=ZoneInfo(zone))
    since = datetime.combine(day - timedelta(days=1), DAY_ENDS, tzinfo=ZoneInfo(zone))
    return since, until


def origin_of(unit_code: str, day: date) -> str:
    """Return what the letters of a unit's day are found by."""
    return f"day:{unit_code}:{day}"
