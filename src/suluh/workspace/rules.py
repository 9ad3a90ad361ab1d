"""Which lists can be kept under a name, and when a person is reminded."""

from datetime import datetime
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
