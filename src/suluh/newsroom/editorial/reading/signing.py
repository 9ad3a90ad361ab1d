"""Taking names out of the text: writers, editors, photographers, captions."""

import itertools
import re
from typing import Final

from suluh.kernel import canonical
from suluh.newsroom.editorial.reading.desk import READABLE, Desk
from suluh.newsroom.editorial.reading.extract import Line
from suluh.newsroom.editorial.reading.furniture import prose_ends
from suluh.newsroom.editorial.reading.limits import ALT, CAPTION, CREDIT
from suluh.newsroom.editorial.reading.rules import captions, credits
from suluh.newsroom.editorial.reading.story import Ask, Figure, Picture, Why

_PERSON: Final = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){1,3}")


def take_credits(desk: Desk) -> None:
    """Take labelled lines and the initials at the end of the text."""
    _part_tail(desk)
    for line in [one for one in desk.left() if one.kind in READABLE]:
        found = credits.labelled(line.rich.text)
        if (found and captions.find(line.text) is None) or _only_photo(found):
            _take(desk, line, found)
    _take_initials(desk)
    _take_beside_stamp(desk)


def _only_photo(found: list[credits.Credit]) -> bool:
    return bool(found) and all(one.role == "photo" and len(one.name.split()) <= 4 for one in found)


def _part_tail(desk: Desk) -> None:
    """Give "… (Penulis: Sari/Editor: Budi)" at the end of a paragraph a line of its own."""
    for line in [one for one in desk.left() if one.kind in ("p", "quote")]:
        at = credits.tail_labels(line.rich.text.rstrip())
        if at > 0 and captions.find(line.text) is None:
            desk.split(line, [(0, at), (at, len(line.rich.text))], Why.SEPARATOR)


def _take(desk: Desk, line: Line, found: list[credits.Credit]) -> None:
    names = desk.divide(line, [(one.start, one.end) for one in found])
    lists = {"writer": desk.writers, "editor": desk.editors}
    for credit, name in zip(found, names, strict=True):
        if credit.is_empty:
            desk.put_aside(line.no, name, Why.PLACEHOLDER)
        elif credit.role == "photo":
            desk.photographers.append(desk.fit(line.no, name, CREDIT))
        else:
            _name(desk, line.no, lists[credit.role], name)


def _name(desk: Desk, no: int, people: list[str], names: str) -> None:
    """Add names; "Sari; Budi" are two persons, and a person is named once."""
    for at, one in enumerate(names.split(";")):
        if at:
            desk.put_aside(no, ";", Why.SEPARATOR)
        name = canonical.clean_text(one)
        if name in people:
            desk.put_aside(no, name, Why.DUPLICATE)
        elif name:
            people.append(name)


def _take_initials(desk: Desk) -> None:
    """Initials stand at the end of the last paragraph, or alone in a line after it."""
    first, last = prose_ends(desk)
    if first < 0:
        return
    for line in [one for one in desk.lines[last:] if one.gone is None and one.text]:
        if line.kind not in ("p", "quote"):
            continue
        lone = credits.lone_initials(line.rich.text.strip())
        text = line.rich.text.strip() if lone else line.rich.text.rstrip()
        found = lone or credits.tail_initials(text)
        if found is None or captions.find(line.text):
            continue
        if lone:
            line.rich = line.rich.piece(line.rich.text.index(text))
            _take(desk, line, [found])
        else:
            _take_tail(desk, line, found)
        return


def _take_tail(desk: Desk, line: Line, found: credits.Credit) -> None:
    """Cut the initials off the paragraph; the brackets around them are marks."""
    text = line.rich.text
    open_ = found.start - 1 if text[found.start - 1] in "([" else found.start
    desk.put_aside(line.no, text[open_ : found.start], Why.MARK)
    desk.put_aside(line.no, text[found.end :], Why.MARK)
    _name(desk, line.no, desk.writers, found.name)
    line.rich = line.rich.piece(0, open_)


def _take_beside_stamp(desk: Desk) -> None:
    """A person's name right beside the stamp of the page, above the text, is the writer."""
    first, _last = prose_ends(desk)
    head = [line for line in desk.lines[: max(first, 0)] if line.gone is not None or line.text]
    for line, other in [*itertools.pairwise(head), *zip(head[1:], head, strict=False)]:
        beside = line.gone is None and other.gone in (Why.DATE_STAMP, Why.COUNTER)
        if not beside or line.kind != "p":
            continue
        if credits.is_filler(line.text):
            desk.drop(line, Why.PLACEHOLDER)
        elif desk.writers and credits.is_office(line.text):
            desk.drop(line, Why.HEADER)
        elif not desk.writers and (_PERSON.fullmatch(line.text) or credits.is_office(line.text)):
            _name(desk, line.no, desk.writers, desk.take(line))


def take_figures(desk: Desk) -> None:
    """Bind pictures to the captions that stand next to them; lone captions become figures."""
    pending: Line | None = None
    loose: list[Figure] = []
    for line in [one for one in desk.lines if one.gone is None and (one.text or one.picture)]:
        if line.kind == "picture":
            pending = line
            _add(desk, line)
            continue
        caption = _caption(desk, line)
        if caption is None:
            pending = None
            continue
        if pending is None:
            loose.append(caption)
            desk.ask(Ask.PICTURE_MISSING, caption.caption or caption.credit)
        else:
            old = desk.figures[-1]
            desk.figures[-1] = Figure(caption.caption, caption.credit, old.alt, old.picture)
            pending = None
    desk.figures += loose
    _place_photographers(desk)


def _add(desk: Desk, line: Line) -> None:
    alt = desk.fit(line.no, desk.take(line), ALT)
    picture: Picture | None = line.picture
    desk.figures.append(Figure(alt=alt, picture=picture))
    line.kind, line.group = "picture", len(desk.figures)
    if picture is None:
        desk.ask(Ask.PICTURE_MISSING, alt)


def _caption(desk: Desk, line: Line) -> Figure | None:
    if line.kind not in ("p", "caption", "item", "quote"):
        return None
    text = line.rich.text.rstrip()
    found = captions.find(text.lstrip())
    if found is not None:
        line.rich = line.rich.piece(len(text) - len(text.lstrip()), len(text))
        caption, credit = desk.divide(line, [found.caption, found.credit])
        return Figure(desk.fit(line.no, caption, CAPTION), desk.fit(line.no, credit, CREDIT))
    if line.kind == "caption":
        return Figure(desk.fit(line.no, desk.take(line), CAPTION))
    return None


def _place_photographers(desk: Desk) -> None:
    """A photographer named apart is the credit of the figures, or a figure to be supplied."""
    for name in desk.photographers:
        bare = next((i for i, one in enumerate(desk.figures) if not one.credit), None)
        if bare is None:
            desk.figures.append(Figure(credit=name))
            desk.ask(Ask.PICTURE_MISSING, name)
        else:
            old = desk.figures[bare]
            desk.figures[bare] = Figure(old.caption, name, old.alt, old.picture)
