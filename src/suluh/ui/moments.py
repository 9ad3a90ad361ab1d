"""Times as people read them: the clock of a step, a moment in somebody's zone."""

from datetime import datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

SOON: Final = 25  # per cent of a step's time


def clock_row(due_at: datetime | None, opened_at: datetime | None, now: datetime) -> dict[str, Any]:
    """How a step stands with its time, for the tag `clock`: kind, label, left (per cent)."""
    if due_at is None:
        return {"kind": "hold", "label": gettext("no limit"), "left": 100}
    seconds = (due_at - now).total_seconds()
    label = span(abs(seconds))
    if seconds < 0:
        return {"kind": "late", "label": label, "left": 0}
    whole = (due_at - opened_at).total_seconds() if opened_at else 0
    left = int(100 * seconds / whole) if whole > 0 else 100
    return {"kind": "soon" if left < SOON else "ok", "label": label, "left": min(left, 100)}


def span(seconds: float) -> str:
    """A length of time, no finer than one needs to know: '3 days', '1 day 20 h', '2 h 10 min'."""
    minutes = int(seconds // 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days > 1:
        return gettext("%(days)s days") % {"days": days}
    if days:
        return gettext("1 day %(hours)s h") % {"hours": hours}
    if hours:
        return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
    return gettext("%(minutes)s min") % {"minutes": rest}


def moment(at: datetime | None, zone: str, zone_word: str = "", *, seconds: bool = False) -> str:
    """A moment in a zone: '18 Nov 2026 14.05 WIB', in English 14:05; '' for none."""
    if at is None:
        return ""
    local = at.astimezone(ZoneInfo(zone))
    words = f"{date_format(local, 'j M Y')} {hour(local, seconds=seconds)}"
    return f"{words} {zone_word}".strip()


def hour(at: datetime | time, *, seconds: bool = False) -> str:
    """The time of day as the language writes it: '14.05' in Indonesian, '14:05' in English."""
    mark = pgettext("between hours and minutes", ":")
    return f"{at:%H}{mark}{at:%M}" + (f"{mark}{at:%S}" if seconds else "")


def iso_in(at: datetime | None, zone: str) -> str:
    """The same for machines: ISO 8601 with the zone's offset; '' for none."""
    return at.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds") if at else ""
