"""Times in words, with their zone, in both languages; no clock and no machine locale."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from suluh.foundation.org.rules import zone_label

MONTHS: Final = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "en": "January February March April May June July August September October November December",
}
SHORT_MONTHS: Final = {
    "id": "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des",
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
}
WEEKDAYS: Final = {
    "id": "Senin Selasa Rabu Kamis Jumat Sabtu Minggu",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}


def _words(table: dict[str, str], locale: str) -> list[str]:
    return table["en" if locale.startswith("en") else "id"].split()


def local(at: datetime, zone: str) -> datetime:
    """Return `at` in a zone."""
    return at.astimezone(ZoneInfo(zone))


def iso_local(at: datetime, zone: str) -> str:
    """Return `2026-11-17T14:05+07:00`."""
    return local(at, zone).isoformat(timespec="minutes")


def day_text(at: datetime, zone: str, locale: str) -> str:
    """Return `17 November 2026`."""
    day = local(at, zone)
    return f"{day.day} {_words(MONTHS, locale)[day.month - 1]} {day.year}"


def weekday_text(at: datetime, zone: str, locale: str) -> str:
    """Return `Selasa`."""
    return _words(WEEKDAYS, locale)[local(at, zone).weekday()]


def time_text(at: datetime, zone: str, locale: str) -> str:
    """Return `14.05 WIB`, in English `14:05 WIB`. Source: EYD V (point in times)."""
    moment, mark = local(at, zone), ":" if locale.startswith("en") else "."
    return f"{moment:%H}{mark}{moment:%M} {zone_label(zone)}"


def moment_text(at: datetime, zone: str, locale: str) -> str:
    """Return `17 November 2026, 14.05 WIB`."""
    return f"{day_text(at, zone, locale)}, {time_text(at, zone, locale)}"


def full_text(at: datetime, zone: str, locale: str) -> str:
    """Return `Selasa, 17 November 2026, 14.05 WIB`."""
    return f"{weekday_text(at, zone, locale)}, {moment_text(at, zone, locale)}"


def month_name(number: int, locale: str) -> str:
    """Return the name of month 1 to 12."""
    return _words(MONTHS, locale)[number - 1]


def short_month_name(number: int, locale: str) -> str:
    """Return the abbreviated name of month 1 to 12."""
    return _words(SHORT_MONTHS, locale)[number - 1]


def month_text(month: str, locale: str) -> str:
    """Return `November 2026` of `2026-11`."""
    year, number = month.split("-")
    return f"{month_name(int(number), locale)} {year}"
