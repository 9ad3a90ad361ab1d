"""Word files (Office Open XML, transitional and strict: names are matched without namespace)."""

import posixpath
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

_DOCUMENT: Final = "word/document.xml"
_HEADING: Final = re.compile(r"heading (\d)", re.IGNORECASE)
_KINDS: Final[dict[str, Kind]] = {"title": "h1", "caption": "caption", "quote": "quote"}
_OFF: Final = ("0", "false", "none", "off")
_DROPPED: Final = {"u": Form.UNDERLINE, "strike": Form.STRUCK, "vertAlign": Form.RAISED}
_NOTES: Final = (
    ("footnotes.xml", "footnote", Why.NOTE),
    ("endnotes.xml", "endnote", Why.NOTE),
    ("comments.xml", "comment", Why.COMMENT),
)
_EDGES: Final = re.compile(r"word/(header|footer)\d*\.xml")


@dataclass(slots=True)
class _Parts:
    archive: Archive
    styles: dict[str, str] = field(default_factory=dict)
    ordered: dict[str, bool] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)


def read(data: bytes) -> Extract:
    """Return the lines of a Word file; its own headers, notes and comments are set aside.

    Raises Refused: what `archive` and `markup` refuse, and wrong_format.
    """
    archive = Archive(data)
    if _DOCUMENT not in archive or "[Content_Types].xml" not in archive:
        refuse("wrong_format", ext=".docx")
    if b"macroEnabled" in archive.read("[Content_Types].xml", XML_BYTES):
        refuse("macros")
    parts = _Parts(archive, _styles(archive), _ordered(archive), _targets(archive))
    walk = _Walk(parts, Gather())
    walk.part(_DOCUMENT, Place())
    for name in sorted(name for name in archive.names if _EDGES.fullmatch(name)):
        walk.part(name, Place(aside=Why.HEADER))
    for file, element, why in _NOTES:
        walk.notes(f"word/{file}", element, why)
    return walk.gather.extract()


def _xml(archive: Archive, name: str) -> Element | None:
    return parse_xml(archive.read(name, XML_BYTES)) if name in archive else None


def _styles(archive: Archive) -> dict[str, str]:
    """Map style ids, which are translated, to style names, which are not."""
    root = _xml(archive, "word/styles.xml")
    found = {}
    for style in root if root is not None else []:
        names = [attribute(child, "val") for child in style if name_of(child) == "name"]
        if names:
            found[attribute(style, "styleId")] = names[0].lower()
    return found


def _ordered(archive: Archive) -> dict[str, bool]:
    """Say for each list whether its first level is numbered."""
    root = _xml(archive, "word/numbering.xml")
    if root is None:
        return {}
    numbered = {}
    for abstract in (one for one in root if name_of(one) == "abstractNum"):
        formats = [attribute(one, "val") for one in abstract.iter() if name_of(one) == "numFmt"]
        numbered[attribute(abstract, "abstractNumId")] = bool(formats) and formats[0] != "bullet"
    found = {}
    for num in (one for one in root if name_of(one) == "num"):
        refers = [attribute(one, "val") for one in num if name_of(one) == "abstractNumId"]
        found[attribute(num, "numId")] = bool(refers) and numbered.get(refers[0], False)
    return found


def _targets(archive: Archive) -> dict[str, str]:
    root = _xml(archive, "word/_rels/document.xml.rels")
    rows = list(root) if root is not None else []
    return {attribute(row, "Id"): attribute(row, "Target") for row in rows}


def _level(form: Element) -> int:
    levels = [attribute(one, "val") for one in form if name_of(one) == "ilvl"]
    return int(levels[0]) if levels and levels[0].isdigit() else 0


class _Walk:
    def __init__(self, parts: _Parts, gather: Gather) -> None:
        self.parts = parts
        self.gather = gather

    def part(self, name: str, place: Place) -> None:
        root = _xml(self.parts.archive, name)
        if root is not None:
            self.inside(root, place)
            self.gather.end()

    def notes(self, name: str, wanted: str, why: Why) -> None:
        root = _xml(self.parts.archive, name)
        for note in root if root is not None else []:
            if name_of(note) == wanted and attribute(note, "type") in ("", "normal"):
                self.inside(note, Place(aside=why))
                self.gather.end()

    def inside(self, element: Element, place: Place) -> None:
        for child in element:
            self.element(child, place)

    def element(self, element: Element, place: Place) -> None:
        name = name_of(element)
        own = {
            "p": self.paragraph,
            "tbl": self.table,
            "r": self.run,
            "hyperlink": self.link,
            "AlternateContent": self.choice,
            "drawing": self.drawing,
        }.get(name)
        if own is not None:
            own(element, place)
        elif name in ("del", "moveFrom"):
            self.inside(element, replace(place, aside=place.aside or Why.DELETED))
        elif not name.endswith("Pr") and name not in ("instrText", "t", "delText"):
            self.inside(element, place)

    def link(self, element: Element, place: Place) -> None:
        target = self.parts.targets.get(attribute(element, "id"), "")
        self.inside(element, place.link(self.gather.href(target)))

    def choice(self, element: Element, place: Place) -> None:
        """One of several ways to say the same: the first is the newest."""
        for one in list(element)[:1]:
            self.inside(one, place)

    def paragraph(self, element: Element, place: Place) -> None:
        self.gather.end()
        self.inside(element, self.paragraph_place(element, place))
        self.gather.end()

    def paragraph_place(self, element: Element, place: Place) -> Place:
        form = next((one for one in element if name_of(one) == "pPr"), None)
        if form is None:
            return replace(place, kind="p")
        values = {name_of(one): one for one in form}
        style = values.get("pStyle")
        name = self.parts.styles.get(attribute(style, "val"), "") if style is not None else ""
        kind = self.kind(name)
        if "numPr" in values and kind == "p":
            ids = [attribute(one, "val") for one in values["numPr"] if name_of(one) == "numId"]
            number = ids[0] if ids else "0"
            if number != "0":
                ordered = self.parts.ordered.get(number, False)
                group = int(number) if number.isdigit() else 1
                if _level(values["numPr"]):
                    self.gather.map(Form.NESTED_LIST)
                return replace(place, kind="item", ordered=ordered, group=group)
        return replace(place, kind=kind)

    def kind(self, style: str) -> Kind:
        match = _HEADING.match(style)
        if match is None:
            return _KINDS.get(style, "quote" if style == "intense quote" else "p")
        level = int(match.group(1))
        if level > 3:
            self.gather.map(Form.HEADING, str(level))
        return {1: "h1", 2: "h2"}.get(level, "h3")  # type: ignore[return-value]

    def run(self, element: Element, place: Place) -> None:
        form = next((one for one in element if name_of(one) == "rPr"), None)
        for one in form if form is not None else []:
            name = name_of(one)
            if attribute(one, "val") in _OFF:
                continue
            if name in ("b", "i"):
                place = place.mark(name)
            elif name == "vanish":
                place = replace(place, aside=place.aside or Why.HIDDEN)
            elif name in _DROPPED and attribute(one, "val") != "baseline" and not place.style[1]:
                self.gather.map(_DROPPED[name])
        for one in element:
            self.piece(one, place)

    def piece(self, element: Element, place: Place) -> None:
        name = name_of(element)
        if name in ("t", "delText"):
            self.gather.write(element.text or "", place)
        elif name in ("tab", "ptab"):
            self.gather.write("\t", place)
        elif name in ("br", "cr"):
            self.gather.end() if place.kind in ("p", "quote") else self.gather.write(" ", place)
        elif name == "noBreakHyphen":
            self.gather.write("-", place)
        else:
            self.element(element, place)

    def drawing(self, element: Element, place: Place) -> None:
        described = next((one for one in element.iter() if name_of(one) == "docPr"), None)
        alt = attribute(described, "descr") if described is not None else ""
        for blip in (one for one in element.iter() if name_of(one) == "blip"):
            self.picture(attribute(blip, "embed"), alt, place)
            alt = ""
        for box in (one for one in element.iter() if name_of(one) == "txbxContent"):
            self.inside(box, place)

    def picture(self, key: str, alt: str, place: Place) -> None:
        target = posixpath.normpath(posixpath.join("word", self.parts.targets.get(key, "")))
        if target not in self.parts.archive:
            self.gather.map(Form.PICTURE_OUTSIDE)
            self.gather.picture(alt, None, place)
            return
        data = self.parts.archive.read(target, PICTURE_BYTES)
        self.gather.picture(alt, Picture(posixpath.basename(target), data), place)

    def table(self, element: Element, place: Place) -> None:
        outer = self.gather
        rows: list[list[list[Line]]] = []
        head = 0
        for row in (one for one in element if name_of(one) == "tr"):
            cells = []
            for cell in (one for one in row if name_of(one) == "tc"):
                self.gather = Gather(groups=outer.groups)
                self.inside(cell, place)
                self.gather.end()
                outer.map_from(self.gather)
                cells.append(self.gather.lines)
            if not rows and any(name_of(one) == "tblHeader" for one in row.iter()):
                head = 1
            rows.append(cells)
        self.gather = outer
        outer.table(rows, head, place)
