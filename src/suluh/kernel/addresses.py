"""Public addresses: fixed by the first Edition of (content id, locale), never computed again.

`/{locale}/{yyyy}/{mm}/{slug}-{first six of the content id}/`, year and month in the
institution's zone; a standing page is `/{locale}/{slug}/`. Archives, forms and feeds have the
words in `RESERVED` for themselves.
"""

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

LONGEST: Final = 72
RESERVED: Final = frozenset(
    {
        "arsip",
        "unit",
        "kontak",
        "langganan",
        "umpan",
        "cari",
        "cek",
        "cetak",
        "versi",
        "kunci",
        "404",
    }
)
# Kinds that furnish other pages and have no page of their own.
WITHOUT_ADDRESS: Final = frozenset({"menu", "setting"})
LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)
APOSTROPHES: Final = re.compile("['’‘ʼ`´]")
OTHERS: Final = re.compile("[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Place:
    """What fixes an address: whose it is, in which language, of which kind, since when."""

    content_id: str
    locale: str
    kind: str
    published_at: datetime
    zone: str


def slugify(title: str) -> str:
    """Return `title` as lower-case ASCII words joined by hyphens, cut at a word.

    An apostrophe joins (Jum'at → jumat), an accent is dropped, everything else separates.
    """
    plain = unicodedata.normalize("NFKD", APOSTROPHES.sub("", title).lower().translate(LETTERS))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = [word for word in OTHERS.split(letters) if word]
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        slug = longer
    return slug


def address_for(title: str, place: Place, *, taken: Container[str] = ()) -> str:
    """Return the permanent address for the first Edition with `title`; '' for menus and settings.

    `taken`: addresses that other contents have; one of them is never given again.
    """
    if place.kind in WITHOUT_ADDRESS:
        return ""
    wishes = _wishes(slugify(title), place)
    return next((one for one in wishes if one not in taken), address_by_id(place))


def address_by_id(place: Place) -> str:
    """Return the address that takes the place of a slug which had to be erased."""
    if place.kind in WITHOUT_ADDRESS:
        return ""
    return f"{_folder(place)}{place.content_id}/"


def _wishes(slug: str, place: Place) -> list[str]:
    folder, six = _folder(place), place.content_id[:6]
    if place.kind == "page":
        own = [f"{folder}{slug}/"] if slug and _is_free(slug) else []
        return [*own, f"{folder}{slug or 'laman'}-{six}/"]
    return [f"{folder}{slug or 'tulisan'}-{six}/"]


def _is_free(slug: str) -> bool:
    return slug not in RESERVED and not slug.isdecimal()


def _folder(place: Place) -> str:
    if place.kind == "page":
        return f"/{place.locale}/"
    day = place.published_at.astimezone(ZoneInfo(place.zone))
    return f"/{place.locale}/{day:%Y}/{day:%m}/"
