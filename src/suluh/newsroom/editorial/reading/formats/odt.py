"""OpenDocument texts."""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from suluh.newsroom.editorial.reading.extract import Extract, Kind, Line
from suluh.newsroom.editorial.reading.formats.archive import Archive
from suluh.newsroom.editorial.reading.formats.gather import Gather, Place
from suluh.newsroom.editorial.reading.formats.markup import (
    Element,
    attribute,
    name_of,
    parse_xml,
)
from suluh.newsroom.editorial.reading.limits import PICTURE_BYTES, XML_BYTES, refuse
from suluh.newsroom.editorial.reading.story import Form, Picture, Why

_SPACE: Final = re.compile(r"[ \t\r\n]+")
_TYPE: Final = b"application/vnd.oasis.opendocument.text"
_NAMES: Final[dict[str, Kind]] = {
    "title": "h1", "quotations": "quote", "quote": "quote", "caption": "caption",
    "illustration": "caption", "figure": "caption",
}  # fmt: skip
_ASIDE: Final = {
    "note": Why.NOTE, "annotation": Why.COMMENT, "tracked-changes": Why.DELETED,
    "header": Why.HEADER, "footer": Why.HEADER,
}  # fmt: skip
_SKIPPED: Final = frozenset(
    [
        "note-citation",
        "annotation-end",
        "automatic-styles",
        "font-face-decls",
        "forms",
        "scripts",
        "sequence-decls",
        "creator",
        "date",
        "change-info",
        "settings",
        "variable-decls",
    ]
)


@dataclass(slots=True)
class _Styles:
    kinds: dict[str, Kind] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    lost: dict[str, list[Form]] = field(default_factory=dict)
    ordered: set[str] = field(default_factory=set)


def read(data: bytes) -> Extract:
    """Return the lines of an OpenDocument text; notes, comments and deletions are set aside.

    Raises Refused: what `archive` and `markup` refuse, and wrong_format.
    """
    archive = Archive(data)
    if "mimetype" not in archive or "content.xml" not in archive:
        refuse("wrong_format", ext=".odt")
    if not archive.read("mimetype", 200).startswith(_TYPE):
        refuse("wrong_format", ext=".odt")
    manifest = "META-INF/manifest.xml"
    if manifest in archive and b"encryption-data" in archive.read(manifest, XML_BYTES):
        refuse("archive_broken")
    content = parse_xml(archive.read("content.xml", XML_BYTES))
    common = parse_xml(archive.read("styles.xml", XML_BYTES)) if "styles.xml" in archive else None
    roots = [root for root in (common, content) if root is not None]
    walk = _Walk(archive, _read_styles(roots))
    for body in (one for one in content if name_of(one) == "body"):
        walk.inside(body, Place())
    for master in (one for root in roots for one in root.iter() if name_of(one) == "master-page"):
        walk.inside(master, Place())
    return walk.gather.extract()


def _read_styles(roots: list[Element]) -> _Styles:
    styles = _Styles()
    for one in (one for root in roots for one in root.iter()):
        name = attribute(one, "name")
        if name_of(one) == "style":
            parent = attribute(one, "parent-style-name")
            for known in (attribute(one, "display-name"), name, parent):
                kind = _NAMES.get(known.lower()) or styles.kinds.get(known)
                if kind and name not in styles.kinds:
                    styles.kinds[name] = kind
            styles.marks[name] = _marks(one)
            styles.lost[name] = _lost(one)
        elif name_of(one) == "list-style":
            first = next(iter(one), None)
            if first is not None and name_of(first) == "list-level-style-number":
                styles.ordered.add(name)
    return styles


def _marks(style: Element) -> str:
    marks = ""
    for form in (one for one in style if name_of(one) == "text-properties"):
        weight = attribute(form, "font-weight")
        marks += "b" if weight == "bold" or weight in ("600", "700", "800", "900") else ""
        marks += "i" if attribute(form, "font-style") == "italic" else ""
    return marks


def _lost(style: Element) -> list[Form]:
    """Forms of a style that the canonical form does not hold."""
    found = []
    for form in (one for one in style if name_of(one) == "text-properties"):
        if attribute(form, "text-underline-style") not in ("", "none"):
            found.append(Form.UNDERLINE)
        if attribute(form, "text-line-through-style") not in ("", "none"):
            found.append(Form.STRUCK)
        if attribute(form, "text-position").startswith(("super", "sub")):
            found.append(Form.RAISED)
    return found


class _Walk:
    def __init__(self, archive: Archive, styles: _Styles) -> None:
        self.archive = archive
        self.styles = styles
        self.gather = Gather()

    def inside(self, element: Element, place: Place) -> None:
        if name_of(element) in ("p", "h", "span", "a", "ruby-base", "meta", "meta-field"):
            self.gather.write(_collapsed(element.text), place)
        for child in element:
            self.element(child, place)
            if name_of(element) in ("p", "h", "span", "a", "ruby-base", "meta", "meta-field"):
                self.gather.write(_collapsed(child.tail), place)

    def element(self, element: Element, place: Place) -> None:
        name = name_of(element)
        if name in _SKIPPED:
            return
        if name in _ASIDE:
            self.aside(element, replace(place, aside=place.aside or _ASIDE[name]))
        elif name in ("p", "h"):
            self.gather.end()
            self.inside(element, self.paragraph_place(element, name, place))
            self.gather.end()
        elif name == "table":
            self.table(element, place)
        elif name in ("list", "list-item", "list-header"):
            self.inside(element, self.list_place(element, name, place))
        elif name == "frame":
            self.frame(element, place)
        else:
            self.small(element, name, place)

    def small(self, element: Element, name: str, place: Place) -> None:
        if name == "s":
            count = attribute(element, "c")
            self.gather.write(" " * min(int(count) if count.isdigit() else 1, 100), place)
        elif name == "tab":
            self.gather.write("\t", place)
        elif name == "line-break":
            self.gather.end() if place.kind in ("p", "quote") else self.gather.write(" ", place)
        elif name == "a":
            self.inside(element, place.link(self.gather.href(attribute(element, "href"))))
        elif name == "span":
            place = self.styled(attribute(element, "style-name"), place)
            self.inside(element, place)
        else:
            self.inside(element, place)

    def aside(self, element: Element, place: Place) -> None:
        """Notes stand inside a sentence: they become lines after it."""
        open_, self.gather = self.gather, Gather()
        self.inside(element, place)
        self.gather.end()
        lines, self.gather = self.gather.lines, open_
        self.gather.held += lines

    def paragraph_place(self, element: Element, name: str, place: Place) -> Place:
        style = attribute(element, "style-name")
        kind = _NAMES.get(style.lower().replace("_20_", " ")) or self.styles.kinds.get(style)
        if name == "h":
            level = attribute(element, "outline-level")
            if level.isdigit() and int(level) > 3:
                self.gather.map(Form.HEADING, level)
            kind = {"1": "h1", "2": "h2", "": "h2"}.get(level, "h3")  # type: ignore[assignment]
        place = self.styled(style, place)
        return replace(place, kind="item" if place.depth and not kind else kind or "p")

    def styled(self, style: str, place: Place) -> Place:
        """Return the place inside a style; what is lost in a link is only its look."""
        if place.aside is None and not place.style[1]:
            for form in self.styles.lost.get(style, ()):
                self.gather.map(form)
        for mark in self.styles.marks.get(style, ""):
            place = place.mark(mark)
        return place

    def list_place(self, element: Element, name: str, place: Place) -> Place:
        if name != "list":
            return place
        if place.depth == 1:
            self.gather.map(Form.NESTED_LIST)
        if place.depth:
            return replace(place, depth=place.depth + 1)
        ordered = attribute(element, "style-name") in self.styles.ordered
        return replace(place, ordered=ordered, group=self.gather.new_group(), depth=1)

    def frame(self, element: Element, place: Place) -> None:
        words = [str(one.text) for one in element if name_of(one) in ("desc", "title") and one.text]
        alt = words[0] if words else ""
        images = [one for one in element if name_of(one) == "image"]
        if images:
            href = attribute(images[0], "href").removeprefix("./")
            picture = None
            if href in self.archive:
                data = self.archive.read(href, PICTURE_BYTES)
                picture = Picture(href.rpartition("/")[2], data)
            self.gather.picture(alt, picture, place)
        for box in (one for one in element if name_of(one) == "text-box"):
            self.inside(box, place)

    def table(self, element: Element, place: Place) -> None:
        outer = self.gather
        rows: list[list[list[Line]]] = []
        for row in (one for one in element.iter() if name_of(one) == "table-row"):
            owner = next((one for one in row.iterancestors() if name_of(one) == "table"), None)
            if owner is not element:
                continue
            cells = []
            for cell in (one for one in row if name_of(one) == "table-cell"):
                self.gather = Gather(groups=outer.groups)
                self.inside(cell, replace(place, depth=0))
                self.gather.end()
                outer.map_from(self.gather)
                cells.append(self.gather.lines)
            rows.append(cells)
        self.gather = outer
        headed = any(name_of(one) == "table-header-rows" for one in element)
        outer.table([row for row in rows if row], int(headed), place)


def _collapsed(text: str | None) -> str:
    """White space of the file means one space; wide gaps are elements of their own."""
    return _SPACE.sub(" ", text) if text else ""
