"""Where the pages lie: addresses (as visitors see them) and paths (as files)."""

from functools import lru_cache
from typing import Final

from suluh.publishing.website.rules.keys import WHOLE_HOUSE, Kind, PageKey, fixed_keys
from suluh.publishing.website.rules.rows import House

PLAIN: Final = {
    Kind.HOME: "",
    Kind.UNITS: "unit/",
    Kind.FEEDS: "umpan/",
    Kind.CONTACT: "kontak/",
    Kind.SUBSCRIBE: "langganan/",
    Kind.KEYS: "kunci/",
    Kind.ARCHIVE: "arsip/",
}
BELOW: Final = {Kind.CONTENT: "", Kind.PRINT: "cetak/", Kind.LETTER: "rilis.pdf"}
ALL_UNITS: Final = "semua"


def unit_segment(code: str) -> str:
    """Return a unit's word in addresses: its code in lower case, told apart from years."""
    word = code.lower()
    if word.isdecimal() or word == ALL_UNITS or word.startswith("u-"):
        return f"u-{word}"
    return word


def archive_address(locale: str, unit: str = WHOLE_HOUSE, month: str = "") -> str:
    """Return `/{locale}/arsip/[unit/][yyyy/[mm/]]`."""
    own = f"{unit_segment(unit)}/" if unit else ""
    when = f"{month.replace('-', '/')}/" if month else ""
    return f"/{locale}/arsip/{own}{when}"


def feed_address(locale: str, unit: str, form: str) -> str:
    """Return `/feeds/{locale}/{unit}.{format}`; the suffix carries the media type."""
    return f"/feeds/{locale}/{unit_segment(unit) if unit else ALL_UNITS}.{form}"


def sitemap_address(month: str) -> str:
    """Return the address of a site map: the index, the pages or a month."""
    return f"/feeds/sitemap-{month}.xml" if month else "/feeds/sitemap.xml"


def address_of(key: PageKey, content_address: str = "") -> str:
    """Return the address of any key; `content_address` is the item's own, where it has one."""
    if key.kind in BELOW:
        return content_address + BELOW[key.kind]
    if key.kind is Kind.VERSION:
        return f"{content_address}versi/{key.number}/"
    if key.kind is Kind.ARCHIVE:
        return archive_address(key.locale, key.unit, key.month)
    if key.kind is Kind.FEED:
        return feed_address(key.locale, key.unit, key.format)
    if key.kind is Kind.SITEMAP:
        return sitemap_address(key.month)
    if key.kind is Kind.ROBOTS:
        return "/feeds/robots.txt"
    if key.kind is Kind.MISSING:
        return f"/{key.locale}/404.html"
    return f"/{key.locale}/{PLAIN[key.kind]}"


def path_of(address: str) -> str:
    """Return the file that a server of folders with index.html answers for an address."""
    return (address + "index.html" if address.endswith("/") else address).removeprefix("/")


def export_path(key: PageKey, content_address: str, newest: int) -> str:
    """Return the file with which anybody checks one Edition, beside its page where it has one.

    It is also what a restored house takes lost Editions from.
    """
    if not content_address:
        return f"media/editions/{key.content_id}/{key.locale}/{key.number}/edition.json"
    older = "" if key.number == newest else f"versi/{key.number}/"
    return f"{content_address}{older}edition.json".removeprefix("/")


@lru_cache(maxsize=4)
def fixed_addresses(house: House) -> frozenset[str]:
    """Return every address that exists whatever has been published."""
    return frozenset(address_of(key) for key in fixed_keys(house))


def gone_marker(path: str) -> str:
    """Return the file whose presence tells nginx to answer 410 for `path`."""
    return f"gone/{path}" if path.endswith("/index.html") else f"gone/{path}/index.html"


def picture_path(image: str, width: int, form: str) -> str:
    """Return the public file of a picture in one width, named by its content."""
    return f"media/{image[:2]}/{image}-{width}.{form}"
