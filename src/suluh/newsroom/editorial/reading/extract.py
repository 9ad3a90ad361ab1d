"""What a format reader hands over: lines in the order of the source, and pictures."""

from dataclasses import dataclass, field
from typing import Literal

from suluh.newsroom.editorial.reading.rich import Rich
from suluh.newsroom.editorial.reading.story import Mapped, Picture, Why

Kind = Literal[
    "p", "title", "h1", "h2", "h3", "quote", "item", "table", "picture", "caption", "subject"
]


@dataclass(slots=True)
class Line:
    """One line of the extracted text.

    `no` counts from 1: the physical line of a .txt file, else the block in reading order.
    `group` binds the items of one list. `aside` is set where the format itself says that
    the line is no part of the story (navigation element, hidden text, mail header).
    """

    no: int
    rich: Rich
    kind: Kind = "p"
    ordered: bool = False
    group: int = 0
    aside: Why | None = None
    rows: list[list[Rich]] = field(default_factory=list)
    head: int = 0
    picture: Picture | None = None
    gone: Why | None = None

    @property
    def text(self) -> str:
        """The characters of the line, white space at the ends taken off."""
        return self.rich.text.strip()

    def every(self) -> list[Rich]:
        """Every piece of text of the line: its own and those of its table cells."""
        return [self.rich, *(cell for row in self.rows for cell in row)]


@dataclass(slots=True)
class Extract:
    """The text of a file, before any rule has looked at it."""

    lines: list[Line]
    mapped: list[Mapped] = field(default_factory=list)
    encoding: str = "utf-8"
    unread: list[str] = field(default_factory=list)
