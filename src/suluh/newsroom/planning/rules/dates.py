"""Dates and hours as Indonesian messages write them."""

import re
from datetime import date, time, timedelta
from typing import Final

MONTHS: Final = (
    ("januari", "jan"), ("februari", "feb", "pebruari"), ("maret", "mar"), ("april", "apr"),
    ("mei", "may"), ("juni", "jun"), ("juli", "jul"), ("agustus", "agu", "agt", "ags"),
    ("september", "sep", "sept"), ("oktober", "okt"), ("november", "nov", "nop", "nopember"),
    ("desember", "des"),
)  # fmt: skip
MONTH_NUMBERS: Final = {
    name: number for number, names in enumerate(MONTHS, start=1) for name in names
}
NAMED: Final = re.compile(
    r"\b(?P<day>[0-3]?\d)(?:\s*(?:-|–|s\.?d\.?|sampai)\s*[0-3]?\d)?\s+"
    rf"(?P<month>{'|'.join(sorted(MONTH_NUMBERS, key=len, reverse=True))})\b\.?"
    r"(?:\s+(?P<year>20\d\d))?",
    re.IGNORECASE,
)
NUMERIC: Final = re.compile(
    r"(?<![\d/.-])(?P<day>[0-3]?\d)(?P<sep>[/.-])(?P<month>[01]?\d)"
    r"(?:(?P=sep)(?P<year>20\d\d|\d\d))?(?![\d/-]|\.\d)"
)
RELATIVE: Final = (
    (re.compile(r"\bkemarin\s+(?:dulu|lusa)\b|\bdua hari (?:yang )?lalu\b", re.IGNORECASE), -2),
    (re.compile(r"\bkemarin\b|\btadi malam\b|\bsemalam\b", re.IGNORECASE), -1),
    (
        re.compile(
            r"\bhari ini\b|\btadi (?:pagi|siang|sore)\b|\bbarusan\b"
            r"|\b(?:pagi|siang|sore|malam) (?:hari )?ini\b",
            re.IGNORECASE,
        ),
        0,
    ),
    (re.compile(r"\bbesok\b", re.IGNORECASE), 1),
)
CLOCK: Final = re.compile(
    r"\b(?:pukul|pkl\.?|jam)\s*(?P<hour>[0-2]?\d)(?:[.:](?P<minute>[0-5]\d))?", re.IGNORECASE
)


def find_date(text: str, today: date) -> date | None:
    """Return the first day a text names, counted from `today` where it says "kemarin".

    A date without a year is the one nearest to `today`; an impossible one is none. Bare `3/4` or
    `3.4` counts as a date only with a slash, so that amounts stay amounts.
    """
    found = [
        (match.start(), day)
        for pattern in (NAMED, NUMERIC)
        for match in pattern.finditer(text)
        if (day := _read(match, today)) is not None
    ]
    if found:
        return min(found)[1]
    for relative, days in RELATIVE:
        if relative.search(text):
            return today + timedelta(days=days)
    return None


def _read(match: re.Match[str], today: date) -> date | None:
    parts = match.groupdict()
    if parts.get("sep", "/") != "/" and not parts["year"]:
        return None
    said = parts["month"].lower()
    month = MONTH_NUMBERS.get(said) or int(said)
    if parts["year"]:
        return _day(int(parts["year"]) % 100 + 2000, month, int(parts["day"]))
    near = [_day(today.year + by, month, int(parts["day"])) for by in (-1, 0, 1)]
    days = [day for day in near if day is not None]
    return min(days, key=lambda day: abs(day - today)) if days else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_time(text: str) -> time | None:
    """Return the first hour a text names after "pukul", "pkl" or "jam"."""
    match = CLOCK.search(text)
    if match is None or int(match["hour"]) > 23:
        return None
    return time(int(match["hour"]), int(match["minute"] or 0))
