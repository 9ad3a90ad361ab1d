"""What menu and setting Editions say: their canonical parts read as menus and named values.

A menu is one Edition per language: a list before the first heading is the main menu, every
heading with the list below it is a column of the footer; an item is a run with a link. A
setting is a table of two columns, name and value; a later Edition wins. The picture of a setting is
the institution's emblem.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from suluh.publishing.website.rules.rows import Part

SETTINGS: Final = frozenset({"tagline", "hours", "responsible", "hue", "promise"})
CONTENT: Final = "content:"


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry; `href` as in a run, `content:ID` included."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Menus:
    """The main menu and the columns of the footer."""

    main: tuple[MenuItem, ...] = ()
    columns: tuple[tuple[str, tuple[MenuItem, ...]], ...] = ()


def read_menus(parts: Mapping[str, Part]) -> Menus:
    """Read the parts of a menu Edition."""
    main: list[MenuItem] = []
    columns: list[tuple[str, list[MenuItem]]] = []
    for block in _blocks(parts):
        if block["t"] in {"h2", "h3"}:
            columns.append((_text(block["r"]), []))
        elif block["t"] == "list":
            (columns[-1][1] if columns else main).extend(_items(block["i"]))
    return Menus(tuple(main), tuple((title, tuple(items)) for title, items in columns if items))


def read_settings(editions: Iterable[Mapping[str, Part]]) -> dict[str, str]:
    """Read the parts of all setting Editions, oldest first; unknown names are left out."""
    found: dict[str, str] = {}
    for parts in editions:
        for block in _blocks(parts):
            if block["t"] == "table":
                rows = (row for row in block["c"] if len(row) == 2)
                pairs = ((_text(name).casefold(), _text(value)) for name, value in rows)
                found.update({name: value for name, value in pairs if name in SETTINGS})
    return found


def read_emblem(editions: Iterable[Mapping[str, Part]]) -> Part | None:
    """Return the institution's emblem: the first picture of the newest setting that has one."""
    found = None
    for parts in editions:
        numbers = sorted(int(name[7:]) for name in parts if name.startswith("figure/"))
        found = parts[f"figure/{numbers[0]}"] if numbers else found
    return found


def linked_contents(parts: Mapping[str, Part]) -> frozenset[str]:
    """Return the content ids that the body points at."""
    hrefs = (href for block in _blocks(parts) for _text, _mark, href in _runs(block))
    return frozenset(href.removeprefix(CONTENT) for href in hrefs if href.startswith(CONTENT))


def path_here(href: str, public_url: str) -> str:
    """Return the path of an `https:` link to the institution's own site, '' for any other.

    Canonical links hold no local address: a menu names an archive by the address that a visitor
    sees. A site that is tried without TLS has the same host and port.
    """
    link, own = urlsplit(href), urlsplit(public_url)
    here = link.scheme == "https" and link.netloc == own.netloc
    return link.path if here and not (link.query or link.fragment) else ""


def _blocks(parts: Mapping[str, Part]) -> list[dict[str, Any]]:
    return list(parts.get("body", {}).get("blocks", ()))


def _runs(block: Mapping[str, Any]) -> Iterator[list[str]]:
    yield from block.get("r", ())
    for item in block.get("i", ()):
        yield from item
    for row in block.get("c", ()):
        for cell in row:
            yield from cell


def _items(items: Iterable[list[list[str]]]) -> Iterator[MenuItem]:
    for runs in items:
        href = next((run[2] for run in runs if run[2]), "")
        if href:
            yield MenuItem(_text(runs), href)


def _text(runs: Iterable[list[str]]) -> str:
    return "".join(run[0] for run in runs).strip()
