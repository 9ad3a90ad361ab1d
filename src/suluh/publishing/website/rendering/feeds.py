"""RSS 2.0, Atom and JSON Feed of a unit or of all, in one language.

Sources: the RSS Advisory Board's RSS 2.0; RFC 4287 (Atom); RFC 6721 (deleted entries);
JSON Feed 1.1. Entries are those that changed last, so that a correction or a withdrawal reaches
readers of an old story too. Its id never changes; what is gone is an entry with the notice and,
in Atom, a tombstone of the same instant besides.
"""

import json
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from lxml import etree

from suluh.kernel.ids import CROCKFORD
from suluh.publishing.website.rules.keys import PageKey
from suluh.publishing.website.rules.paths import archive_address, feed_address
from suluh.publishing.website.rules.rows import Item, Rows

ATOM: Final = "http://www.w3.org/2005/Atom"
TOMBSTONE: Final = "http://purl.org/atompub/tombstones/1.0"
# lxml names the default namespace None, which its stubs do not know.
NAMES: Final[Any] = {None: ATOM, "at": TOMBSTONE}
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MEDIA_TYPES: Final = {"rss": "application/rss+xml", "atom": "application/atom+xml"}


def entry_id(item: Item) -> str:
    """Return the permanent id of a content in a language: a name-based UUID, no address in it."""
    number = 0
    for letter in item.content_id:
        number = number * 32 + CROCKFORD.index(letter)
    return uuid.uuid5(uuid.UUID(int=number & (2**128 - 1)), item.locale).urn


def feed(key: PageKey, rows: Rows) -> bytes:
    """Return the bytes of a feed."""
    return WRITERS[key.format](key, rows)


def _words(item: Item) -> tuple[str, str]:
    """Return title and summary as they may be shown now."""
    if item.action == "erase":
        return _("An erased story"), _("This story was erased.")
    if item.action == "withdraw":
        title = _("Withdrawn: %(title)s") % {"title": item.title}
        return title, _("The institution withdrew this story. Please do not quote it any more.")
    if item.action == "correct":
        return _("Corrected: %(title)s") % {"title": item.title}, item.lead
    return item.title, item.lead


def _title(key: PageKey, rows: Rows) -> str:
    house = rows.frame.house
    if key.unit:
        return f"{house.unit(key.unit).name.in_(key.locale)} | {house.short_name}"
    return house.name.in_(key.locale)


def _places(key: PageKey, rows: Rows) -> tuple[str, str]:
    url = rows.frame.house.public_url
    page = archive_address(key.locale, key.unit) if key.unit else f"/{key.locale}/"
    return url + page, url + feed_address(key.locale, key.unit, key.format)


def _updated(rows: Rows) -> datetime:
    return max((item.changed_at for item in rows.items), default=EPOCH)


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, name, attributes)
    if text:
        child.text = text
    return child


def rss(key: PageKey, rows: Rows) -> bytes:
    """Return RSS 2.0."""
    page, own = _places(key, rows)
    root = etree.Element("rss", {"version": "2.0"}, nsmap={"atom": ATOM})
    channel = _add(root, "channel")
    _add(channel, "title", _title(key, rows))
    _add(channel, "link", page)
    _add(channel, "description", _("Signed news of %(name)s.") % {"name": _title(key, rows)})
    _add(channel, "language", key.locale)
    _add(channel, "lastBuildDate", format_datetime(_updated(rows).astimezone(UTC), usegmt=True))
    _add(channel, f"{{{ATOM}}}link", href=own, rel="self", type=MEDIA_TYPES["rss"])
    for item in rows.items:
        title, summary = _words(item)
        one = _add(channel, "item")
        _add(one, "title", title)
        _add(one, "link", rows.frame.house.public_url + item.address)
        _add(one, "description", summary)
        _add(one, "guid", entry_id(item), isPermaLink="false")
        _add(one, "pubDate", format_datetime(item.first_at.astimezone(UTC), usegmt=True))
        _add(one, f"{{{ATOM}}}updated", _stamp(item.changed_at))
        for file in item.files[:1]:  # RSS 2.0 knows one
            url = f"{rows.frame.house.public_url}/{file.path}"
            _add(one, "enclosure", url=url, length=str(file.size), type=file.type)
    return _xml(root)


def atom(key: PageKey, rows: Rows) -> bytes:
    """Return Atom with tombstones."""
    page, own = _places(key, rows)
    root = etree.Element(f"{{{ATOM}}}feed", nsmap=NAMES)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", key.locale)
    house = rows.frame.house
    _add(root, f"{{{ATOM}}}id", own)
    _add(root, f"{{{ATOM}}}title", _title(key, rows))
    _add(root, f"{{{ATOM}}}updated", _stamp(_updated(rows)))
    _add(root, f"{{{ATOM}}}link", href=own, rel="self", type=MEDIA_TYPES["atom"])
    _add(root, f"{{{ATOM}}}link", href=page, rel="alternate", type="text/html")
    _add(_add(root, f"{{{ATOM}}}author"), f"{{{ATOM}}}name", house.name.in_(key.locale))
    for item in rows.items:
        if item.is_gone:
            gone = {"ref": entry_id(item), "when": _stamp(item.changed_at)}
            etree.SubElement(root, f"{{{TOMBSTONE}}}deleted-entry", gone)
        title, summary = _words(item)
        one = _add(root, f"{{{ATOM}}}entry")
        _add(one, f"{{{ATOM}}}id", entry_id(item))
        _add(one, f"{{{ATOM}}}title", title)
        _add(one, f"{{{ATOM}}}published", _stamp(item.first_at))
        _add(one, f"{{{ATOM}}}updated", _stamp(item.changed_at))
        link = house.public_url + item.address
        _add(one, f"{{{ATOM}}}link", href=link, rel="alternate", type="text/html")
        for file in item.files:
            url = f"{house.public_url}/{file.path}"
            told = {"href": url, "rel": "enclosure", "type": file.type, "title": file.title}
            _add(one, f"{{{ATOM}}}link", length=str(file.size), **told)
        _add(one, f"{{{ATOM}}}summary", summary)
    return _xml(root)


def json_feed(key: PageKey, rows: Rows) -> bytes:
    """Return JSON Feed 1.1."""
    page, own = _places(key, rows)
    house = rows.frame.house
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(key, rows),
        "home_page_url": page,
        "feed_url": own,
        "language": key.locale,
        "authors": [{"name": house.name.in_(key.locale)}],
        "items": [_json_item(item, house.public_url) for item in rows.items],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def _json_item(item: Item, url: str) -> Mapping[str, Any]:
    title, summary = _words(item)
    attached = [
        {"url": f"{url}/{file.path}", "mime_type": file.type, "title": file.title,
         "size_in_bytes": file.size}
        for file in item.files
    ]  # fmt: skip
    return {
        **({"attachments": attached} if attached else {}),
        "id": entry_id(item),
        "url": url + item.address,
        "title": title,
        "content_text": summary,
        "date_published": _stamp(item.first_at),
        "date_modified": _stamp(item.changed_at),
        "language": item.locale,
        "_suluh": {"state": item.action, "version": item.version, "content": item.content_id},
    }


WRITERS: Final[Mapping[str, Callable[[PageKey, Rows], bytes]]] = {
    "rss": rss,
    "atom": atom,
    "json": json_feed,
}
