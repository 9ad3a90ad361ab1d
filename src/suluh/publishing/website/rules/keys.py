"""Page keys: every file of the public site has one key that yields it, and one path."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from suluh.publishing.website.rules.rows import LETTER_KINDS, LISTED_KINDS, PAGE_KINDS, House, Item

FORMATS: Final = ("rss", "atom", "json")
WHOLE_HOUSE: Final = ""
PAGES: Final = "pages"


class Kind(StrEnum):
    """What a key yields, in the order in which a bake writes: the story itself comes first."""

    CONTENT = "content"
    HOME = "home"
    PRINT = "print"
    VERSION = "version"
    ARCHIVE = "archive"
    FEED = "feed"
    SITEMAP = "sitemap"
    UNITS = "units"
    FEEDS = "feeds"
    CONTACT = "contact"
    SUBSCRIBE = "subscribe"
    KEYS = "keys"
    MISSING = "missing"
    ROBOTS = "robots"
    LETTER = "letter"
    EXPORT = "export"


ORDER: Final = {kind: at for at, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class PageKey:
    """The name of one page.

    `unit` '' is the whole house. `month` is '2026-11', '2026' (a year) or ''; of a site map also
    'pages'. `number` is a version.
    """

    kind: Kind
    locale: str = ""
    content_id: str = ""
    number: int = 0
    unit: str = ""
    month: str = ""
    format: str = ""

    def __str__(self) -> str:
        return ":".join(str(value) for value in astuple(self))

    @property
    def rank(self) -> tuple[int, str]:
        """Order keys as a bake writes them."""
        return (ORDER[self.kind], str(self))


def parse(text: str) -> PageKey:
    """Read what `str(key)` wrote."""
    kind, locale, content_id, number, unit, month, form = text.split(":")
    return PageKey(Kind(kind), locale, content_id, int(number), unit, month, form)


def month_of(at: datetime, zone: str) -> str:
    """Return the month ('2026-11') of a publication in the institution's zone."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m}"


def fixed_keys(house: House) -> Iterator[PageKey]:
    """Yield the keys that exist whatever has been published."""
    yield PageKey(Kind.SITEMAP)
    yield PageKey(Kind.SITEMAP, month=PAGES)
    yield PageKey(Kind.ROBOTS)
    alone = (
        Kind.HOME, Kind.UNITS, Kind.FEEDS, Kind.CONTACT, Kind.SUBSCRIBE, Kind.KEYS, Kind.MISSING,
    )  # fmt: skip
    for locale in house.locales:
        yield from (PageKey(kind, locale) for kind in alone)
        for unit in (WHOLE_HOUSE, *(unit.code for unit in house.units)):
            yield from _unit_keys(locale, unit)


def _unit_keys(locale: str, unit: str) -> Iterator[PageKey]:
    yield PageKey(Kind.ARCHIVE, locale, unit=unit)
    yield from (PageKey(Kind.FEED, locale, unit=unit, format=form) for form in FORMATS)


def keys_of(item: Item, house: House) -> Iterator[PageKey]:
    """Yield the keys that exist because of an item; one of them may turn out to be empty."""
    if item.kind in PAGE_KINDS and item.address:
        yield PageKey(Kind.CONTENT, item.locale, item.content_id)
        yield PageKey(Kind.PRINT, item.locale, item.content_id)
        if item.kind in LETTER_KINDS:
            yield PageKey(Kind.LETTER, item.locale, item.content_id)
        for number in range(1, item.version):
            yield PageKey(Kind.VERSION, item.locale, item.content_id, number)
    for number in range(1, max(item.version, item.last) + 1):
        yield PageKey(Kind.EXPORT, item.locale, item.content_id, number)
    if item.kind in LISTED_KINDS:
        month = month_of(item.first_at, house.zone)
        yield PageKey(Kind.SITEMAP, month=month)
        for unit in (WHOLE_HOUSE, *house.unit(item.unit_code).lineage):
            yield from _unit_keys(item.locale, unit)
            yield PageKey(Kind.ARCHIVE, item.locale, unit=unit, month=month[:4])
            yield PageKey(Kind.ARCHIVE, item.locale, unit=unit, month=month)
