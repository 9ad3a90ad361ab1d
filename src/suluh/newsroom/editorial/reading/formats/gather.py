"""Gathering lines: what the readers of marked-up formats share."""

from dataclasses import dataclass, field, replace
from typing import Final

from suluh.kernel import canonical
from suluh.newsroom.editorial.reading.extract import Extract, Kind, Line
from suluh.newsroom.editorial.reading.limits import PICTURES, PICTURES_BYTES, refuse
from suluh.newsroom.editorial.reading.rich import PLAIN, Rich, Style
from suluh.newsroom.editorial.reading.story import Form, Mapped, Picture, Why

_CELL_TEXT: Final = 400
_TARGET: Final = 2_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the structure the text stands; passed down, never changed."""

    kind: Kind = "p"
    style: Style = PLAIN
    ordered: bool = False
    group: int = 0
    depth: int = 0
    aside: Why | None = None

    def mark(self, mark: str) -> "Place":
        """Return the place inside bold (b) or italic (i)."""
        return replace(self, style=("".join(sorted({*self.style[0], mark})), self.style[1]))

    def link(self, href: str) -> "Place":
        """Return the place inside a link."""
        return replace(self, style=(self.style[0], href))


@dataclass(slots=True)
class Gather:
    """Lines so far and the line being written; `held` are notes that wait for its end."""

    lines: list[Line] = field(default_factory=list)
    mapped: list[Mapped] = field(default_factory=list)
    groups: int = 0
    picture_bytes: int = 0
    pictures: int = 0
    held: list[Line] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _styles: list[Style] = field(default_factory=list)
    _place: Place = field(default_factory=Place)

    def write(self, text: str, place: Place) -> None:
        """Add characters to the open line; another kind or zone opens a new one."""
        if not text:
            return
        if self._text and (place.kind, place.aside) != (self._place.kind, self._place.aside):
            self.end()
        if not self._text:
            self._place = place
        self._text.append(text)
        self._styles += [place.style] * len(text)

    def end(self) -> None:
        """Close the open line."""
        rich = Rich("".join(self._text), self._styles)
        place, self._text, self._styles = self._place, [], []
        if rich.text.strip():
            self.lines.append(
                Line(self.next_no(), rich, place.kind, place.ordered, place.group, place.aside)
            )
        held, self.held = self.held, []
        for line in held:
            line.no = self.next_no()
            self.lines.append(line)

    def next_no(self) -> int:
        """Return the number of the next line."""
        return len(self.lines) + 1

    def new_group(self) -> int:
        """Return a number that binds the items of one list."""
        self.groups += 1
        return self.groups

    def map(self, what: Form, text: str = "") -> None:
        """Say that a form became another one."""
        note = Mapped(self.next_no(), what, text)
        if note not in self.mapped:
            self.mapped.append(note)

    def map_from(self, inner: "Gather") -> None:
        """Take over what was said inside a cell, whose lines have numbers of their own."""
        for note in inner.mapped:
            self.map(note.what, note.text)

    def picture(self, alt: str, picture: Picture | None, place: Place) -> None:
        """Add a picture and its text alternative."""
        self.end()
        if picture is not None:
            self.pictures += 1
            self.picture_bytes += len(picture.data)
            if self.pictures > PICTURES or self.picture_bytes > PICTURES_BYTES:
                refuse("too_large", limit=PICTURES_BYTES // 1_000_000)
        line = Line(self.next_no(), Rich(alt), "picture", aside=place.aside, picture=picture)
        self.lines.append(line)

    def table(self, rows: list[list[list[Line]]], head: int, place: Place) -> None:
        """Add a table of data, or the lines of a table that only lays out a page."""
        self.end()
        lines = [line for row in rows for cell in row for line in cell]
        if not _is_data(rows):
            if lines:
                self.map(Form.LAYOUT_TABLE)
            for line in lines:
                line.no = self.next_no()
                self.lines.append(line)
            return
        cells = [[_joined(cell) for cell in row] for row in rows]
        width = max(len(row) for row in cells)
        if any(len(row) < width for row in cells):
            self.map(Form.JOINED_CELLS)
        self.lines.append(
            Line(self.next_no(), Rich(), "table", aside=place.aside, rows=cells, head=head)
        )

    def href(self, target: str) -> str:
        """Return a link that the canonical form holds, or say that it became plain text."""
        target = target.strip()
        if target and canonical.HREF.fullmatch(target):
            return target
        if target:
            self.map(Form.LINK, target[:_TARGET])
        return ""

    def extract(self, encoding: str = "utf-8") -> Extract:
        """Close the last line and hand over."""
        self.end()
        return Extract(self.lines, self.mapped, encoding)


def _is_data(rows: list[list[list[Line]]]) -> bool:
    cells = [cell for row in rows for cell in row]
    if len(rows) < 2 or max((len(row) for row in rows), default=0) < 2:
        return False
    small = all(sum(len(line.text) for line in cell) <= _CELL_TEXT for cell in cells)
    plain = all(line.kind in ("p", "item") and not line.rows for cell in cells for line in cell)
    return small and plain and sum(1 for cell in cells if cell) * 2 >= len(cells)


def _joined(cell: list[Line]) -> Rich:
    rich = Rich()
    for line in cell:
        rich = rich + Rich(" ") + line.rich if rich.text else line.rich
    return rich
