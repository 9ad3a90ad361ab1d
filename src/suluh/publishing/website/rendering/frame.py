"""The rows that `ui/site.html` asks for, the same on every page of a language."""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from suluh.publishing.website.rules.furniture import (
    CONTENT,
    MenuItem,
    path_here,
    read_menus,
    read_settings,
)
from suluh.publishing.website.rules.keys import FORMATS, WHOLE_HOUSE, Kind, PageKey
from suluh.publishing.website.rules.paths import (
    address_of,
    archive_address,
    feed_address,
    fixed_addresses,
)
from suluh.publishing.website.rules.rows import Frame, House, Item, Rows

FEED_TYPES: Final = {
    "rss": ("application/rss+xml", "RSS"),
    "atom": ("application/atom+xml", "Atom"),
    "json": ("application/feed+json", "JSON Feed"),
}
# Standing pages that the footer points at, known by a topic in their facts.
NAMED_PAGES: Final = ("accessibility", "corrections", "privacy", "verify")
HUE: Final = re.compile("[a-z]{1,20}")


def frame_context(rows: Rows, address: str, **page: Any) -> dict[str, Any]:
    """Return the context of the base template; `page` overrides single values of its page row."""
    frame = rows.frame
    house, locale = frame.house, frame.locale
    said = read_settings(frame.settings)
    menus = read_menus(frame.menu)
    own = {
        "locale": locale,
        "address": house.public_url + address,
        "canonical": house.public_url + address,
        "alternates": [],
        "crumbs": [],
        **page,
    }
    return {
        "page": own,
        "institution": _institution(house, locale, said),
        "menu": _menu(menus.main, rows, address) or _default_menu(locale, address),
        "links": _links(frame),
        "footer": [
            {"title": title, "links": _menu(items, rows, address)} for title, items in menus.columns
        ],
        "demo": house.is_demo,
        "feeds": head_feeds(house, locale),
    }


def _institution(house: House, locale: str, said: Mapping[str, str]) -> dict[str, Any]:
    hue = said.get("hue", "")
    return {
        "name": house.name.in_(locale),
        "short": house.short_name,
        "tagline": said.get("tagline", ""),
        "address_lines": [line.strip() for line in house.address.splitlines() if line.strip()],
        "email": house.email,
        "phone": house.phone,
        "phone_href": phone_href(house.phone),
        "hours": said.get("hours", ""),
        "host": urlsplit(house.public_url).netloc,
        "hue": hue if HUE.fullmatch(hue) else "",
        "responsible": said.get("responsible", ""),
    }


def phone_href(phone: str) -> str:
    """Return a number as `tel:` wants it."""
    return re.sub("[^+0-9]", "", phone)


def _menu(items: tuple[MenuItem, ...], rows: Rows, address: str) -> list[dict[str, Any]]:
    found = ((item.label, target(item.href, rows)) for item in items)
    return [{"label": label, "url": url, "current": url == address} for label, url in found if url]


def target(href: str, rows: Rows) -> str:
    """Return where a link leads; '' for a content that is not public."""
    if not href.startswith(CONTENT):
        return _local(href, rows.frame.house)
    item = rows.linked.get(href.removeprefix(CONTENT))
    return item.address if item and not item.is_gone else ""


def _local(href: str, house: House) -> str:
    """Return the path of a link to a page of this site that always exists, else the link."""
    path = path_here(href, house.public_url)
    return path if path in fixed_addresses(house) else href


def _default_menu(locale: str, address: str) -> list[dict[str, Any]]:
    entries = [
        (_("News"), archive_address(locale)),
        (_("Units"), address_of(PageKey(Kind.UNITS, locale))),
        (_("News by mail"), address_of(PageKey(Kind.SUBSCRIBE, locale))),
        (_("Contact"), address_of(PageKey(Kind.CONTACT, locale))),
    ]
    return [{"label": label, "url": url, "current": url == address} for label, url in entries]


def _links(frame: Frame) -> dict[str, str]:
    locale = frame.locale
    found: dict[str, str] = {
        "home": f"/{locale}/",
        "subscribe": address_of(PageKey(Kind.SUBSCRIBE, locale)),
        "contact": address_of(PageKey(Kind.CONTACT, locale)),
        "feeds": address_of(PageKey(Kind.FEEDS, locale)),
        "archive": archive_address(locale),
        "sitemap": address_of(PageKey(Kind.SITEMAP)),
    }
    for name in NAMED_PAGES:
        found[name] = next((one.address for one in frame.pages if name in one.topics), "")
    found["verify"] = found["verify"] or address_of(PageKey(Kind.KEYS, locale))
    return found


def head_feeds(house: House, locale: str, unit: str = WHOLE_HOUSE) -> list[dict[str, str]]:
    """Return the feeds of a unit or of all, as `<link>` and lists want them."""
    name = house.unit(unit).name.in_(locale) if unit else house.name.in_(locale)
    return [
        {
            "type": FEED_TYPES[form][0],
            "title": f"{name} ({FEED_TYPES[form][1]})",
            "label": FEED_TYPES[form][1],
            "url": feed_address(locale, unit, form),
        }
        for form in FORMATS
    ]


def below_first_page(locale: str, title: str) -> list[dict[str, str]]:
    """Return the trail of a page that stands right below the first one."""
    return [{"label": _("First page"), "url": f"/{locale}/"}, {"label": title, "url": ""}]


def same_page(rows: Rows, key: PageKey) -> list[dict[str, str]]:
    """Return the alternates of a page that exists in every language."""
    house = rows.frame.house
    if len(house.locales) < 2:
        return []
    found = []
    for locale in house.locales:
        other = PageKey(key.kind, locale, unit=key.unit)
        found.append({"locale": locale, "url": house.public_url + address_of(other), "title": ""})
    return found


def pair_of(item: Item, rows: Rows) -> list[dict[str, str]]:
    """Return the alternates of a content, itself first; none where it stands alone."""
    if not rows.siblings:
        return []
    url = rows.frame.house.public_url
    return [
        {"locale": one.locale, "url": url + one.address, "title": one.title}
        for one in (item, *rows.siblings)
    ]
