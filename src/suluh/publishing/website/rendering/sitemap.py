"""Site maps for search engines, and robots.txt. Source: sitemaps.org protocol 0.9."""

from collections import defaultdict
from datetime import UTC
from typing import Any, Final

from lxml import etree

from suluh.publishing.website.rules.keys import PAGES, Kind, PageKey
from suluh.publishing.website.rules.paths import address_of, sitemap_address
from suluh.publishing.website.rules.rows import Item, Rows

MAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML: Final = "http://www.w3.org/1999/xhtml"
# lxml names the default namespace None, which its stubs do not know.
NAMES: Final[Any] = {None: MAP}
NAMES_AND_XHTML: Final[Any] = {None: MAP, "xhtml": XHTML}


def sitemap(key: PageKey, rows: Rows) -> bytes:
    """Return the index, or the map of a month or of the standing pages with their languages."""
    return _index(rows) if not key.month else _addresses(key, rows)


def _write(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _index(rows: Rows) -> bytes:
    root = etree.Element(f"{{{MAP}}}sitemapindex", nsmap=NAMES)
    for month in (PAGES, *sorted({one.month for one in rows.months})):
        place = etree.SubElement(root, f"{{{MAP}}}sitemap")
        url = rows.frame.house.public_url + sitemap_address(month)
        etree.SubElement(place, f"{{{MAP}}}loc").text = url
    return _write(root)


def _addresses(key: PageKey, rows: Rows) -> bytes:
    root = etree.Element(f"{{{MAP}}}urlset", nsmap=NAMES_AND_XHTML)
    url, locales = rows.frame.house.public_url, rows.frame.house.locales
    if key.month == PAGES:
        for kind in (Kind.HOME, Kind.UNITS, Kind.CONTACT):
            places = {locale: url + address_of(PageKey(kind, locale)) for locale in locales}
            for place in places.values():
                _url(root, place, places)
    by_content: dict[str, list[Item]] = defaultdict(list)
    for item in rows.items:
        by_content[item.content_id].append(item)
    for content_id in sorted(by_content):
        pair = by_content[content_id]
        places = {item.locale: url + item.address for item in pair}
        for item in pair:
            changed = item.changed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            _url(root, places[item.locale], places, changed)
    return _write(root)


def _url(root: etree._Element, place: str, places: dict[str, str], changed: str = "") -> None:
    one = etree.SubElement(root, f"{{{MAP}}}url")
    etree.SubElement(one, f"{{{MAP}}}loc").text = place
    if changed:
        etree.SubElement(one, f"{{{MAP}}}lastmod").text = changed
    if len(places) > 1:
        for locale, other in places.items():
            attributes = {"rel": "alternate", "hreflang": locale, "href": other}
            etree.SubElement(one, f"{{{XHTML}}}link", attributes)


def robots(rows: Rows) -> bytes:
    """Return robots.txt, which nginx serves at the root."""
    url = rows.frame.house.public_url + sitemap_address("")
    return f"User-agent: *\nDisallow: /t/\n\nSitemap: {url}\n".encode()
