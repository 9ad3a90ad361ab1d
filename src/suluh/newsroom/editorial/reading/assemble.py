"""From an extract to a story: the order in which the rules are asked."""

from typing import Any, Final

from suluh.kernel import canonical
from suluh.newsroom.editorial.reading import furniture, headline, signing
from suluh.newsroom.editorial.reading.desk import Desk, clean, open_marks
from suluh.newsroom.editorial.reading.extract import Extract, Line
from suluh.newsroom.editorial.reading.limits import refuse
from suluh.newsroom.editorial.reading.rich import Rich
from suluh.newsroom.editorial.reading.rules import dateline, dates, language, marks
from suluh.newsroom.editorial.reading.story import Ask, Form, ReadStory, Why, block_text

_SAME_INK: Final = 40
_HEADING_WORDS: Final = 12


def assemble(extract: Extract, sha256: str) -> ReadStory:
    """Sort every line of an extract into a field of the story or the list set aside.

    Raises Refused: empty, too_long, word_too_long, unbalanced.
    """
    desk = Desk(extract)
    clean(desk)
    total = desk.ink()
    extracted = "\n".join(rich.text for line in desk.lines for rich in line.every() if rich.text)
    open_marks(desk)
    furniture.clear(desk)
    furniture.ask_about_format(desk, extract.unread, extract.encoding)
    title = headline.choose(desk)
    signing.take_credits(desk)
    signing.take_figures(desk)
    _drop_repeated(desk)
    _mark_items(desk)
    lead = _take_lead(desk)
    blocks = _body(desk)
    texts = [lead, *map(block_text, blocks)]
    for text in _unbalanced_quotes(texts):
        desk.ask(Ask.QUOTES_UNBALANCED, text)
    read = ReadStory(
        title=canonical.clean_text(title),
        lead=lead,
        blocks=blocks,
        byline="\n".join(map(canonical.clean_text, desk.writers)),
        editor="\n".join(map(canonical.clean_text, desk.editors)),
        event_date=_event_date(desk, texts),
        place=dateline.place(lead) or dateline.named_place(lead, "\n".join([title, *texts])),
        figures=desk.figures,
        set_aside=sorted(desk.aside, key=lambda piece: piece.line),
        source_sha256=sha256,
        extracted=extracted,
        extracted_ink=total,
        locale=language.guess([title, *texts]),
        foreign_outlet=desk.outlet,
        questions=desk.questions,
        mapped=sorted(desk.mapped, key=lambda one: one.line),
        encoding=extract.encoding,
    )
    if not read.is_balanced():
        refuse("unbalanced")
    return read


def _drop_repeated(desk: Desk) -> None:
    seen: set[str] = set()
    for line in desk.left():
        text = "".join(line.text.split()).casefold()
        if line.kind in ("p", "quote") and len(text) >= _SAME_INK:
            if text in seen:
                desk.drop(line, Why.DUPLICATE)
            seen.add(text)


def _mark_items(desk: Desk) -> None:
    """Make list items of lines that begin with a bullet or with numbers in a row."""
    lines = desk.left()
    ends = [marks.bullet(line.rich.text) for line in lines]
    for at, line in enumerate(lines):
        if line.kind != "p":
            continue
        end = ends[at]
        near = ends[max(at - 1, 0) : at] + ends[at + 1 : at + 2]
        if end and (marks.is_sure_bullet(line.rich.text) or any(near)):
            _make_item(desk, line, end, ordered=False)
    _mark_numbers(desk)


def _mark_numbers(desk: Desk) -> None:
    lines = desk.left()
    numbers = [marks.number(line.rich.text) if line.kind == "p" else ("", 0) for line in lines]
    run: list[int] = []
    for at in range(len(lines) + 1):
        name = numbers[at][0] if at < len(lines) else ""
        if run and name and marks.follows(numbers[run[-1]][0], name):
            run.append(at)
            continue
        if len(run) > 1:
            for index in run:
                _make_item(desk, lines[index], numbers[index][1], ordered=True)
        run = [at] if name in ("1", "a") else []


def _make_item(desk: Desk, line: Line, end: int, *, ordered: bool) -> None:
    desk.cut(line, 0, end, Why.MARK)
    line.kind, line.ordered = "item", ordered


def _take_lead(desk: Desk) -> str:
    """Take the first real paragraph; the outlet it begins with is set aside and asked about."""
    candidates = [line for line in desk.left() if line.kind == "p"]
    line = next((one for one in candidates if furniture.is_prose(one)), None)
    line = line or next(iter(candidates), None)
    if line is None:
        if not desk.left():
            desk.ask(Ask.NO_TEXT)
        return ""
    line.rich = line.rich.piece(len(line.rich.text) - len(line.rich.text.lstrip()))
    outlet, at = dateline.outlet_prefix(line.rich.text)
    if outlet:
        desk.cut(line, 0, at, Why.OUTLET)
    desk.outlet = outlet or dateline.outlet_after_place(line.text)
    if desk.outlet:
        desk.ask(Ask.COVERAGE_OR_OURS, desk.outlet)
    return canonical.clean_text(desk.take(line))


def _body(desk: Desk) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = []
    before: Line | None = None
    for line in desk.lines:
        if line.gone is not None:
            continue
        if line.kind == "picture":
            if line.picture is not None:
                blocks.append({"t": "figure", "n": line.group})
        elif line.kind == "table":
            blocks += _table(line)
        elif line.text:
            if line.kind == "item" and _continues(before, line):
                blocks[-1]["i"].append(line.rich.runs())
            else:
                blocks.append(_block(desk, line))
        else:
            continue
        before = line
    body = canonical.body_part(blocks)
    return list(body["blocks"])


def _continues(before: Line | None, line: Line) -> bool:
    return (
        before is not None
        and before.kind == "item"
        and (before.group, before.ordered) == (line.group, line.ordered)
    )


def _block(desk: Desk, line: Line) -> dict[str, Any]:
    if line.kind == "item":
        return {"t": "list", "o": line.ordered, "i": [line.rich.runs()]}
    kind = {"h1": "h2", "h2": "h2", "h3": "h3", "quote": "quote"}.get(line.kind, "p")
    rich = line.rich
    if line.kind == "p" and _is_subheading(line):
        kind = "h2"
        desk.map(line.no, Form.BOLD_LINE)
    if line.kind == "h1":
        desk.map(line.no, Form.TOP_HEADING)
    if kind in ("h2", "h3"):
        if rich.is_all("b") != any("b" in mark for mark, _href in rich.styles):
            desk.map(line.no, Form.EMPHASIS)
        rich = Rich(rich.text, [(mark.replace("b", ""), href) for mark, href in rich.styles])
    return {"t": kind, "r": rich.runs()}


def _is_subheading(line: Line) -> bool:
    short = len(line.text.split()) <= _HEADING_WORDS and line.text[-1] not in '.!?,;:"”'
    return short and line.rich.is_all("b")


def _table(line: Line) -> list[dict[str, Any]]:
    width = max((len(row) for row in line.rows), default=0)
    cells = [[cell.runs() for cell in row] + [[]] * (width - len(row)) for row in line.rows]
    return [{"t": "table", "head": line.head, "c": cells}] if width else []


def _event_date(desk: Desk, texts: list[str]) -> str:
    found = dates.event_date(texts)
    if found:
        return found
    stamp = dates.stamp_date(desk.stamps)
    found = dates.dated_by(texts, stamp)
    if found:
        return found
    found = stamp
    desk.ask(Ask.EVENT_DATE_FROM_STAMP if found else Ask.NO_EVENT_DATE, found)
    return found


def _unbalanced_quotes(texts: list[str]) -> list[str]:
    return [text for text in texts if text.count('"') % 2 or text.count("“") != text.count("”")]
