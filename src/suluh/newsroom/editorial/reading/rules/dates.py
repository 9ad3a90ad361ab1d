"""Dates as Indonesian and English offices write them, read without a clock."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from suluh.newsroom.editorial.reading.rules.words import DAYS, MONTHS

_DAY: Final = "(?:" + "|".join(map(re.escape, DAYS)) + ")"
_MONTH: Final = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
# "6-7 Juli", "6 s.d. 7 Juli", "6 dan 7 Juli": the first day counts.
_RANGE: Final = r"(?:\s*(?:-|–|—|s\.?\s?/?d\.?|sampai|hingga|dan|to|and)\s*\d{1,2})?"
_FORMS: Final = (
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}}){_RANGE}\s+(?P<n>{_MONTH})\s+(?P<y>\d{{4}})(?!\d)", re.IGNORECASE
    ),
    re.compile(
        rf"\b(?P<n>{_MONTH})\s+(?P<d>\d{{1,2}}){_RANGE},?\s+(?P<y>\d{{4}})(?!\d)", re.IGNORECASE
    ),
    re.compile(
        rf"(?<![\d/.])(?P<d>\d{{1,2}}){_RANGE}\s?(?P<s>[/.-])\s?(?P<m>\d{{1,2}})\s?(?P=s)\s?"
        r"(?P<y>\d{4}|\d{2})(?![\d/])",
        re.IGNORECASE,
    ),
    re.compile(r"(?<!\d)(?P<y>\d{4})(?P<s>[/-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)"),
)
_NO_YEAR: Final = re.compile(rf"\((?P<d>\d{{1,2}}){_RANGE}/(?P<m>\d{{1,2}})\)", re.IGNORECASE)
_WEEKDAY_BEFORE: Final = re.compile(
    rf"\b{_DAY}(?:\s*(?:-|–|dan|s\.?/?d\.?|hingga|sampai)\s*{_DAY})?\s*,?\s*"
    r"(?:tanggal\s+|\()?\s*$",
    re.IGNORECASE,
)
_BEFORE: Final = 60  # characters before a date that say whose it is
_PLAIN_PARENTHESIS: Final = re.compile(r"\(\s*$")
# A date after these words is a law's, a birth's, a plan's, not the event's.
_OTHER_DATE: Final = re.compile(
    r"\b(nomor|no\.?|tahun|lahir|sejak|hingga|sampai|paling lambat|sebelum|undang-undang|peraturan"
    r"|keputusan|surat|tertanggal|ditetapkan|diundangkan|since|until|before|born|dated|by)"
    r"(\s+(tanggal|dengan|pada))?\s*\(?$",
    re.IGNORECASE,
)
_CLOCK: Final = (
    r"(?:\s*(?:pukul|jam|at|,|-|–|\||@)?\s*\d{1,2}[:.]\d{2}(?:[:.]\d{2})?"
    r"\s*(?:wib|wita|wit|am|pm)?)"
)
_STAMP_LABEL: Final = (
    r"(?:(?:diterbitkan|dipublikasikan|dipublish|diposting|diunggah|ditayangkan|ditulis|dibuat"
    r"|tayang|terbit|published|posted|updated?|last updated|diperbarui|terakhir diperbarui"
    r"|diupdate|tanggal|tgl|date|publish|rilis|posting|created|dimuat)"
    r"(?:\s+(?:on|pada|tanggal|at|tanggal publikasi))*\s*[:\-]?\s*)"
)
_DATE: Final = (
    rf"(?:\d{{1,2}}\s+{_MONTH}\s+\d{{4}}|{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}"
    r"|\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2,4}|\d{4}[/-]\d{1,2}[/-]\d{1,2}"
    rf"|\d{{1,2}}-{_MONTH}-\d{{4}})"
)
STAMP: Final = re.compile(
    rf"{_STAMP_LABEL}?(?:{_DAY}\s*,?\s*)?\(?{_DATE}\)?(?:T\S+)?{_CLOCK}?", re.IGNORECASE
)
_RELATIVE: Final = re.compile(
    r"(?:sekitar\s+)?\d+\s+(?:detik|menit|jam|hari|minggu|bulan|tahun|seconds?|minutes?|hours?"
    r"|days?|weeks?|months?|years?)\s+(?:yang\s+)?(?:lalu|ago)",
    re.IGNORECASE,
)
_CLOCK_ONLY: Final = re.compile(
    r"(?:pukul|jam)?\s*\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:wib|wita|wit)", re.IGNORECASE
)
DAY_LINE: Final = re.compile(r"[0-3]?\d")
MONTH_LINE: Final = re.compile(rf"{_MONTH}(?:\s*,?\s*\d{{4}})?", re.IGNORECASE)
LEAF: Final = (DAY_LINE, MONTH_LINE)
YEAR_LINE: Final = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text, where it stands, and how surely it is an event's."""

    iso: str
    start: int
    sure: bool
    other: bool


def is_stamp(text: str) -> bool:
    """Say whether a line or group is nothing but the time a page was published."""
    bare = text.strip(" -–—•·,")
    return any(form.fullmatch(bare) for form in (STAMP, _RELATIVE, _CLOCK_ONLY))


def find(text: str) -> list[Found]:
    """Return the dates of a text in order; impossible ones are left out."""
    found = []
    for form in _FORMS:
        for match in form.finditer(text):
            iso = _iso(match)
            if iso:
                before = text[max(match.start() - _BEFORE, 0) : match.start()]
                sure = bool(_WEEKDAY_BEFORE.search(before) or _PLAIN_PARENTHESIS.search(before))
                other = bool(_OTHER_DATE.search(before))
                found.append(Found(iso, match.start(), sure and not other, other))
    return sorted(found, key=lambda one: one.start)


def event_date(texts: list[str]) -> str:
    """Return the day of the event from lead and paragraphs, ISO, or an empty text.

    A date after a weekday or in brackets comes first, in the order of the text; then a full
    date in the first three paragraphs that no law, birth or deadline explains.
    """
    everywhere = [one for text in texts for one in find(text) if one.sure]
    near = [one for text in texts[:3] for one in find(text) if not one.other]
    return next((one.iso for one in [*everywhere, *near]), "")


def dated_by(texts: list[str], stamp: str) -> str:
    """Return the day of "Rabu (6/11)": the latest such day not after the page's stamp."""
    if not stamp:
        return ""
    published = date.fromisoformat(stamp)
    for match in (match for text in texts for match in _NO_YEAR.finditer(text)):
        for year in (published.year, published.year - 1):
            try:
                day = date(year, int(match["m"]), int(match["d"]))
            except ValueError:
                continue
            if day <= published:
                return day.isoformat()
    return ""


def stamp_date(texts: list[str]) -> str:
    """Return the first date among page stamps, ISO, or an empty text."""
    return next((one.iso for text in texts for one in find(text)), "")


def _iso(match: re.Match[str]) -> str:
    parts = match.groupdict()
    name = (parts.get("n") or "").rstrip(".").lower()
    month = MONTHS[name] if name else int(parts["m"])
    year = int(parts["y"])
    try:
        return date(year + 2000 if year < 100 else year, month, int(parts["d"])).isoformat()
    except ValueError:
        return ""
