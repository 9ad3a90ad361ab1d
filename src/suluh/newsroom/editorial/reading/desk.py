"""The desk on which a text is sorted: every cut is written down, so that the count holds."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from suluh.kernel import canonical
from suluh.kernel.canonical import INVISIBLE
from suluh.newsroom.editorial.reading.extract import Extract, Kind, Line
from suluh.newsroom.editorial.reading.limits import CHARACTERS, LINES, WORD, refuse
from suluh.newsroom.editorial.reading.rich import Rich, ink
from suluh.newsroom.editorial.reading.rules import marks
from suluh.newsroom.editorial.reading.story import (
    Ask,
    Figure,
    Form,
    Mapped,
    Question,
    SetAside,
    Why,
)

# Gaps part the groups of a line; wider ones say no more and would slow every rule.
_GAP: Final = 8
_WIDE: Final = re.compile(r"\s{9,}")
READABLE: Final[tuple[Kind, ...]] = ("p", "h1", "h2", "h3", "quote", "item")


class Desk:
    """The lines still to be sorted and everything already taken from them."""

    def __init__(self, extract: Extract) -> None:
        self.lines = extract.lines
        self.aside: list[SetAside] = []
        self.mapped: list[Mapped] = list(extract.mapped)
        self.questions: list[Question] = []
        self.writers: list[str] = []
        self.editors: list[str] = []
        self.photographers: list[str] = []
        self.figures: list[Figure] = []
        self.stamps: list[str] = []
        self.outlet = ""

    def left(self) -> list[Line]:
        """Return the lines that still hold text to be sorted."""
        return [line for line in self.lines if line.gone is None and line.text]

    def put_aside(self, no: int, text: str, why: Why) -> None:
        """List a piece that is in no field; white space alone is not listed."""
        if ink(text):
            self.aside.append(SetAside(no, text.strip(), why))

    def drop(self, line: Line, why: Why) -> None:
        """Set a whole line aside, its table cells and its picture's text included."""
        for rich in line.every():
            self.put_aside(line.no, rich.text, why)
        line.gone, line.rich, line.rows = why, Rich(), []

    def take(self, line: Line) -> str:
        """Empty a line into a field of plain text."""
        self.flatten(line.no, line.rich)
        text = line.text
        line.rich = Rich()
        return text

    def cut(self, line: Line, start: int, end: int, why: Why) -> None:
        """Set a part of a line aside; an end of a line may always be cut."""
        self.put_aside(line.no, line.rich.text[start:end], why)
        line.rich = line.rich.without([(start, end)])

    def divide(self, line: Line, spans: list[tuple[int, int]]) -> list[str]:
        """Empty a line into fields, one per span; what is between them is label."""
        text, at, taken = line.rich.text, 0, []
        for start, end in spans:
            self.put_aside(line.no, text[at:start], Why.LABEL)
            self.flatten(line.no, line.rich.piece(start, end))
            taken.append(text[start:end].strip())
            at = end
        self.put_aside(line.no, text[at:], Why.LABEL)
        line.rich = Rich()
        return taken

    def flatten(self, no: int, rich: Rich) -> None:
        """Say which form a field of plain text does not hold; one form throughout is its look."""
        styles = rich.seen()
        for href in dict.fromkeys(href for _mark, href in styles if href):
            self.map(no, Form.LINK, href)
        if len({mark for mark, _href in styles}) > 1:
            self.map(no, Form.EMPHASIS)

    def map(self, no: int, what: Form, text: str = "") -> None:
        """Note once per line that a form became another one."""
        note = Mapped(no, what, text)
        if note not in self.mapped:
            self.mapped.append(note)

    def fit(self, no: int, text: str, most: int) -> str:
        """Return as much of a text as its field holds; whole sentences or words are set aside."""
        text = canonical.clean_text(text)
        if len(text) <= most:
            return text
        sentence = text.rfind(". ", 0, most) + 1
        word = text.rfind(" ", 0, most + 1)
        at = sentence if sentence * 2 > most else word if word > 0 else most
        self.put_aside(no, text[at:], Why.TOO_LONG)
        return text[:at].rstrip()

    def split(self, line: Line, spans: list[tuple[int, int]], why: Why) -> None:
        """Replace a line by one line per span; what is between them is set aside."""
        text, at, parts = line.rich.text, 0, []
        for start, end in spans:
            self.put_aside(line.no, text[at:start], why)
            parts.append(Line(line.no, line.rich.piece(start, end), line.kind))
            at = end
        self.put_aside(line.no, text[at:], why)
        where = next(i for i, one in enumerate(self.lines) if one is line)
        self.lines[where : where + 1] = parts

    def ask(self, ask: Ask, text: str = "") -> None:
        """Note a question once per passage."""
        question = Question(ask, text)
        if question not in self.questions:
            self.questions.append(question)

    def ink(self) -> int:
        """Count what is on the desk and beside it."""
        lines = sum(ink(rich.text) for line in self.lines for rich in line.every())
        return lines + sum(ink(piece.text) for piece in self.aside)


def clean(desk: Desk) -> None:
    """Compose to NFC, list invisible characters as marks, and hold the limits.

    Raises Refused: too_long, word_too_long, empty.
    """
    if len(desk.lines) > LINES:
        refuse("too_long")
    for line in desk.lines:
        _each(line, lambda rich, no=line.no: _visible(desk, no, rich))  # type: ignore[misc]
        if (
            max((len(word) for rich in line.every() for word in rich.text.split()), default=0)
            > WORD
        ):
            refuse("word_too_long", line=line.no, limit=WORD)
    total = desk.ink()
    if total > CHARACTERS:
        refuse("too_long")
    if total == 0 and not any(line.picture for line in desk.lines):
        refuse("empty")


def _each(line: Line, change: Callable[[Rich], Rich]) -> None:
    line.rich = change(line.rich)
    line.rows = [[change(cell) for cell in row] for row in line.rows]


def _visible(desk: Desk, no: int, rich: Rich) -> Rich:
    spans = [match.span() for match in INVISIBLE.finditer(rich.text)]
    desk.put_aside(no, "".join(rich.text[start:end] for start, end in spans), Why.MARK)
    rich = rich.without(spans)
    gaps = [(match.start() + _GAP, match.end()) for match in _WIDE.finditer(rich.text)]
    return rich.without(gaps).composed()


def open_marks(desk: Desk) -> None:
    """Turn written-out line breaks into lines, and emphasis of chat messages into styles."""
    opened: list[Line] = []
    for line in desk.lines:
        opened += _broken(desk, line) if line.kind in READABLE else [line]
    desk.lines = opened
    for line in desk.lines:
        if line.kind in READABLE:
            chat = marks.chat_prefix(line.rich.text)
            if chat:
                desk.cut(line, 0, chat, Why.HEADER)
            line.rich, used = marks.emphasis(line.rich)
            for mark in used:
                desk.put_aside(line.no, mark, Why.MARK)


def _broken(desk: Desk, line: Line) -> Iterator[Line]:
    pieces = list(marks.literal_breaks(line.rich))
    if len(pieces) == 1:
        yield line
        return
    for rich, mark in pieces:
        desk.put_aside(line.no, mark, Why.MARK)
        yield Line(line.no, rich, line.kind, line.ordered, line.group)
