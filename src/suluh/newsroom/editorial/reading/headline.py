"""Choosing the headline among the lines before the first paragraph."""

import re
from typing import Final

from suluh.newsroom.editorial.reading.desk import Desk
from suluh.newsroom.editorial.reading.extract import Line
from suluh.newsroom.editorial.reading.furniture import is_prose, prose_ends
from suluh.newsroom.editorial.reading.rich import ink
from suluh.newsroom.editorial.reading.rules import credits, dateline, noise
from suluh.newsroom.editorial.reading.story import Ask, Why

_LONGEST: Final = 30
_SUFFIX: Final = re.compile(r"\s+[-–—|»·]\s+")
_SUBJECT: Final = re.compile(
    r"^(?:(?:re|fwd?|fw|bls|trs)\s*:\s*|\[[^\]]{1,40}\]\s*"
    r"|(?:siaran pers|rilis(?: pers)?|press release|berita|naskah|mohon dimuat)\s*:\s*)+",
    re.IGNORECASE,
)


def choose(desk: Desk) -> str:
    """Take the headline off the desk; lines above it become header, if they are no text."""
    first, _last = prose_ends(desk)
    end = first if first >= 0 else len(desk.lines)
    head = [line for line in desk.lines[:end] if _may_be_title(line)]
    outside = [line for line in desk.lines if line.gone is None and _is_outside(line)]
    best = max(head, key=lambda line: _score(line, head, outside), default=None)
    if best is None or (first < 0 and _is_only(desk, best)):
        best = _sentence_title(desk, first) or _from_outside(desk, outside) or best
    if best is None:
        desk.ask(Ask.NO_TITLE)
        _clear_outside(desk, outside, "")
        return ""
    title, no = desk.take(best), desk.lines.index(best)
    _clear_outside(desk, outside, title)
    _clear_above(desk, no)
    _clear_below(desk, no, end)
    _clear_same(desk, title)
    return title


def _is_outside(line: Line) -> bool:
    """The title of a page and the subject of a mail: about the text, not in it."""
    return line.kind in ("title", "subject") and bool(line.text)


def _may_be_title(line: Line) -> bool:
    if line.gone is not None or line.kind not in ("p", "h1", "h2", "h3") or not line.text:
        return False
    if len(line.text.split()) > _LONGEST or credits.labelled(line.text):
        return False
    return any(char.isalpha() for char in line.text)


def _score(line: Line, head: list[Line], outside: list[Line]) -> float:
    """Weigh the signs of a headline; the earlier of two equal lines wins."""
    text = line.text
    words = len(text.split())
    weight = {"h1": 5.0, "h2": 2.0, "h3": 1.0}.get(line.kind, 0.0)
    weight += 3.0 if words >= 4 else 1.5 if words == 3 else 0.0
    weight += 1.0 if line.rich.is_all("b") else 0.0
    weight += 5.0 if words >= 2 and any(_same_start(one.text, text) for one in outside) else 0.0
    weight -= 5.0 if noise.is_section(text) else 0.0
    others = any(other is not line and len(other.text.split()) >= 4 for other in head)
    weight -= 4.0 if others and noise.is_letterhead(text) else 0.0
    return weight - 0.1 * head.index(line)


def _same_start(outer: str, text: str) -> bool:
    return _squeeze(_SUBJECT.sub("", outer)).startswith(_squeeze(text))


def _squeeze(text: str) -> str:
    return "".join(text.split()).casefold()


def _is_only(desk: Desk, line: Line) -> bool:
    """A single long or closed sentence is a text without a title."""
    alone = [one for one in desk.left() if not _is_outside(one)] == [line]
    return alone and (len(line.text.split()) > 20 or line.text[-1] in '.”"')


def _sentence_title(desk: Desk, first: int) -> Line | None:
    """A headline that reads as a sentence: short, first, and prose follows it."""
    if first < 0:
        return None
    line = desk.lines[first]
    rest = [one for one in desk.lines[first + 1 :] if one.gone is None and is_prose(one)]
    if not rest or len(line.text.split()) > 16 or dateline.is_dateline(line.text):
        return None
    closed = line.text[-1] == "."
    return line if not closed or dateline.is_dateline(rest[0].text) else None


def _from_outside(desk: Desk, outside: list[Line]) -> Line | None:
    """Use the page's title or the mail's subject, without its prefix and the site's name."""
    if not outside:
        return None
    line = outside[0]
    prefix = _SUBJECT.match(line.rich.text)
    if prefix:
        desk.cut(line, 0, prefix.end(), Why.HEADER)
    if line.kind == "title":
        parts = list(_SUFFIX.finditer(line.rich.text))
        if parts and len(line.rich.text[: parts[-1].start()].split()) >= 3:
            desk.cut(line, parts[-1].start(), len(line.rich.text), Why.HEADER)
    return line if line.text else None


def _clear_outside(desk: Desk, outside: list[Line], title: str) -> None:
    for line in outside:
        if line.gone is None and line.text:
            same = bool(title) and _same_start(line.text, title)
            desk.drop(line, Why.DUPLICATE if same else Why.HEADER)


def _clear_above(desk: Desk, until: int) -> None:
    for line in desk.lines[:until]:
        if line.gone is not None or not line.text or line.kind not in ("p", "h1", "h2", "h3"):
            continue
        if credits.labelled(line.text):
            continue
        if noise.is_section(line.text):
            desk.drop(line, Why.NAVIGATION)
        elif noise.is_letterhead(line.text) or len(line.text.split()) <= 3:
            desk.drop(line, Why.HEADER)


def _clear_below(desk: Desk, start: int, end: int) -> None:
    for line in desk.lines[start:end]:
        if line.gone is None and line.kind == "p" and line.text and noise.is_section(line.text):
            desk.drop(line, Why.NAVIGATION)


def _clear_same(desk: Desk, title: str) -> None:
    wanted = _squeeze(title)
    for line in desk.left():
        if _squeeze(line.text) == wanted and ink(line.text) and line.kind != "picture":
            desk.drop(line, Why.DUPLICATE)
