"""Setting aside the furniture of a page: menus, counters, stamps, addresses, other texts."""

import itertools
import re
from typing import Final

from suluh.newsroom.editorial.reading.desk import READABLE, Desk
from suluh.newsroom.editorial.reading.extract import Line
from suluh.newsroom.editorial.reading.rules import credits, dateline, dates, noise
from suluh.newsroom.editorial.reading.story import Ask, Why

# Prose: what only a paragraph is. Long, or a whole sentence, or opened by a dateline.
_PROSE_WORDS: Final = 25
_SENTENCE_WORDS: Final = 8
_DATELINE_WORDS: Final = 15  # a headline may hold a dash too
_SENTENCE: Final = re.compile(
    r"[.!?…][”\"’'»)\]]*\s*(?:\([^()]{1,50}\)|\[[^\]]{1,40}\]|[a-z]{2,8}(?:/[A-Za-z]{2,10})+)?[\"”]?$"
)
_NUMBER: Final = re.compile(r"\d[\d.,]*\s?(?:k|rb|jt)?", re.IGNORECASE)
# Addresses after these words tell the press whom to call: they are text.
_CONTACT: Final = re.compile(
    r"(?:narahubung|kontak (?:media|person|pers)|informasi (?:lebih lanjut|lanjutan)"
    r"|untuk informasi|(?:media |press )?contacts? (?:person|us for)|media contact|cp\b)",
    re.IGNORECASE,
)
_SHORT: Final = 5
_LOOSE: Final = ("p", "h2", "h3", "item")


def is_prose(line: Line) -> bool:
    """Say whether a line is a paragraph beyond doubt."""
    text = line.text
    words = len(text.split())
    if line.kind not in ("p", "quote", "item") or words < _SENTENCE_WORDS:
        return False
    if len(text) > noise.LONGEST:
        return True
    if noise.is_menu_row(text) or noise.reason(text, edge=True) is not None:
        return False
    if words >= _PROSE_WORDS or _SENTENCE.search(text):
        return True
    return words >= _DATELINE_WORDS and dateline.is_dateline(text)


def prose_ends(desk: Desk) -> tuple[int, int]:
    """Return the positions of the first and the last paragraph of prose, or (-1, -1)."""
    found = [i for i, line in enumerate(desk.lines) if line.gone is None and is_prose(line)]
    return (found[0], found[-1]) if found else (-1, -1)


def clear(desk: Desk) -> None:
    """Set furniture aside, in the order of certainty."""
    for line in desk.lines:
        if line.aside is not None:
            desk.drop(line, line.aside)
    _clear_anywhere(desk)
    _clear_related(desk)
    _split_groups(desk)
    _clear_edges(desk)
    _clear_split_stamp(desk)
    _clear_numbers(desk)
    _clear_between(desk)


def _readable(desk: Desk) -> list[Line]:
    return [line for line in desk.left() if line.kind in READABLE]


def _clear_anywhere(desk: Desk) -> None:
    for line in _readable(desk):
        rule = noise.anywhere(line.text)
        if rule is not None:
            desk.drop(line, rule.why)


def _edges(desk: Desk) -> list[Line]:
    first, last = prose_ends(desk)
    return [
        line
        for i, line in enumerate(desk.lines)
        if line.gone is None and line.text and line.kind in READABLE
        if first < 0 or i < first or i > last
    ]


def _split_groups(desk: Desk) -> None:
    """Part "Tuesday, 3 May 2022 | 120 views | By Sari" into lines of their own."""
    for line in _edges(desk):
        spans = noise.groups(line.rich.text)
        if len(spans) == 1:
            spans = _stamp_and_name(line.rich.text)
        texts = [line.rich.text[a:b].strip() for a, b in spans]
        if len(spans) < 2 or any(len(text.split()) > 8 for text in texts):
            continue
        if any(_is_measure(text) for text in texts) or (
            any(credits.labelled(text) for text in texts) and not credits.labelled(line.rich.text)
        ):
            desk.split(line, spans, Why.SEPARATOR)


def _stamp_and_name(text: str) -> list[tuple[int, int]]:
    """Part "12 May 2024 by Sari", which has no bar between its groups."""
    match = dates.STAMP.match(text)
    if match is None or not credits.labelled(text[match.end() :]):
        return []
    return [(0, match.end()), (match.end(), len(text))]


def _is_measure(text: str) -> bool:
    return noise.reason(text, edge=False) in (Why.DATE_STAMP, Why.COUNTER)


def _clear_edges(desk: Desk) -> None:
    contact = False
    for line in _edges(desk):
        contact = contact or bool(_CONTACT.match(line.text))
        why = noise.reason(line.rich.text.strip(), edge=True)
        if why is None or line.kind == "h1" or (why is Why.ADDRESS and contact):
            continue
        if why is Why.DATE_STAMP:
            desk.stamps.append(line.text)
        desk.drop(line, why)


def _clear_numbers(desk: Desk) -> None:
    """A number alone above or below the text counts readers, shares or comments."""
    for line in _edges(desk):
        if _NUMBER.fullmatch(line.text):
            desk.drop(line, Why.COUNTER)


def _clear_split_stamp(desk: Desk) -> None:
    """A calendar leaf: "30" and "Sep", perhaps "2019", each in a line of its own."""
    edges = _edges(desk)
    for day, month in itertools.pairwise(edges):
        pair = (day.text, month.text)
        if not all(form.fullmatch(t) for form, t in zip(dates.LEAF, pair, strict=True)) and not all(
            form.fullmatch(t) for form, t in zip(dates.LEAF, pair[::-1], strict=True)
        ):
            continue
        year = next((one for one in edges if one.gone is None and one.no > month.no), None)
        leaf = [day, month]
        if year is not None and dates.YEAR_LINE.fullmatch(year.text):
            leaf.append(year)
        desk.stamps.append(" ".join(line.text for line in leaf))
        for line in leaf:
            desk.drop(line, Why.DATE_STAMP)
        return


def _clear_related(desk: Desk) -> None:
    """After the heading of a list of other texts, lines up to the next prose are that list."""
    first, _last = prose_ends(desk)
    inside = False
    for line in desk.lines[first + 1 :] if first >= 0 else []:
        if line.gone is not None or not line.text or line.kind not in READABLE:
            continue
        if noise.is_related(line.text):
            inside = True
        elif is_prose(line) or _is_credit(line.text) or line.text[-1] == ":":
            inside = False
        if inside:
            desk.drop(line, noise.reason(line.text, edge=True) or Why.RELATED)


def _clear_between(desk: Desk) -> None:
    """A short line between two menu lines is one; so is one after the menu at the foot."""
    first, last = prose_ends(desk)
    lines = [line for line in desk.lines if line.gone is not None or line.text]
    foot = False
    for before, line, after in zip([None, *lines], lines, [*lines[1:], None], strict=False):
        at_foot = first >= 0 and line.no > desk.lines[last].no
        foot = at_foot and (foot or line.gone is Why.NAVIGATION)
        if line.gone is not None or line.kind not in _LOOSE or not _is_short(line.text):
            continue
        between = _is_nav(before) and _is_nav(after) and len(line.text.split()) <= 3
        if between or foot:
            desk.drop(line, Why.NAVIGATION)


def _is_nav(line: Line | None) -> bool:
    return line is not None and line.gone is Why.NAVIGATION


def _is_short(text: str) -> bool:
    return len(text.split()) <= _SHORT and text[-1] not in '.!?"”)]' and not _is_credit(text)


def _is_credit(text: str) -> bool:
    return bool(credits.labelled(text)) or credits.lone_initials(text) is not None


def ask_about_format(desk: Desk, unread: list[str], encoding: str) -> None:
    """Put the questions that the file itself raises."""
    for name in unread:
        desk.ask(Ask.ATTACHMENT_NOT_READ, name)
    if encoding == "cp1252":
        desk.ask(Ask.ENCODING_GUESSED, encoding)
    if any(piece.why is Why.NOTE for piece in desk.aside):
        desk.ask(Ask.NOTES_SET_ASIDE)
