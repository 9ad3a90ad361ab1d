"""A body as the rich editor holds it, and back: blocks of text, pictures and tables, no loss.

The editor's value is a list of `{"type", "value"}`. A `text` is a content state of Draft.js (blocks
with ranges of styles and links), so that paragraphs, headings, quotes and lists are written in one
flow; a `figure` is a number; a `table` has a heading row or not, and cells as typed lines.
`to_body(to_stream(body)) == body` for every canonical body. Offsets count code points, as Draft.js
stores them.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.canonical import HREF, Part, Run, body_part
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial.rules.plainform import BAD_LINK
from suluh.newsroom.editorial.rules.plaininline import to_line, to_runs

State = dict[str, Any]
Stream = list[dict[str, Any]]

KINDS: Final = {
    "p": "unstyled",
    "h2": "header-two",
    "h3": "header-three",
    "quote": "blockquote",
    False: "unordered-list-item",
    True: "ordered-list-item",
}
# What a page from elsewhere may bring is mapped; whatever is not named here is a paragraph.
BLOCKS: Final[Mapping[str, Any]] = {
    **{written: kind for kind, written in KINDS.items()},
    "header-one": "h2",
    "header-four": "h3",
    "header-five": "h3",
    "header-six": "h3",
}
STYLES: Final = {"BOLD": "b", "ITALIC": "i"}
LINK: Final = "LINK"
LARGEST: Final = 9999
BREAKS: Final = re.compile(r"[\r\n\u2028\u2029]+")

UNREADABLE: Final = _("The editor sent something that cannot be read. Nothing was saved.")
NO_FIGURE: Final = _("A picture in the text has no number. Choose one or take the block out.")


# --- to the editor -------------------------------------------------------------------------


def to_stream(body: Mapping[str, Any]) -> Stream:
    """Return a canonical body as the editor's value."""
    stream: Stream = []
    for block in body["blocks"]:
        if block["t"] == "figure":
            stream.append({"type": "figure", "value": str(block["n"])})
        elif block["t"] == "table":
            stream.append({"type": "table", "value": _table_value(block)})
        else:
            written = list(_written(block))
            if not (stream and stream[-1]["type"] == "text") or _would_join(stream[-1], written):
                stream.append({"type": "text", "value": {"blocks": [], "entityMap": {}}})
            _append(stream[-1]["value"], written)
    return stream


def _table_value(block: Mapping[str, Any]) -> dict[str, Any]:
    rows = [[to_line(cell) for cell in row] for row in block["c"]]
    return {"head": bool(block["head"]), "rows": rows}


def _written(block: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[Run]]]:
    """Yield (type, runs) of the lines that a block has in the editor."""
    if block["t"] == "list":
        for runs in block["i"]:
            yield KINDS[block["o"]], runs
    else:
        yield KINDS[block["t"]], block["r"]


def _would_join(last: Mapping[str, Any], written: Sequence[tuple[str, Sequence[Run]]]) -> bool:
    """Say whether two lists of one kind would become one if they stood in one text."""
    kind = written[0][0]
    return kind.endswith("list-item") and last["value"]["blocks"][-1]["type"] == kind


def _append(state: State, written: Sequence[tuple[str, Sequence[Run]]]) -> None:
    for kind, runs in written:
        state["blocks"].append(_line(state, kind, runs))


def _line(state: State, kind: str, runs: Sequence[Run]) -> dict[str, Any]:
    styles: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    offset = 0
    for text, mark, href in runs:
        span = {"offset": offset, "length": len(text)}
        styles += [span | {"style": name} for name, sign in STYLES.items() if sign in mark]
        if href:
            links.append(span | {"key": _link(state["entityMap"], href)})
        offset += len(text)
    return {
        "key": f"b{len(state['blocks']):04d}",
        "type": kind,
        "text": "".join(run[0] for run in runs),
        "depth": 0,
        "inlineStyleRanges": styles,
        "entityRanges": links,
    }


def _link(entities: dict[str, Any], href: str) -> int:
    key = len(entities)
    entities[str(key)] = {"type": LINK, "mutability": "MUTABLE", "data": {"url": href}}
    return key


# --- from the editor -----------------------------------------------------------------------


def to_body(stream: Sequence[Mapping[str, Any]], *, strict: bool = True) -> Part:
    """Return the editor's value as a canonical body; what the form does not hold is mapped.

    Text is never dropped: an unknown kind of line is a paragraph, an unknown style is none.
    Without `strict` a link that may not stand is left as text: for showing unsaved words.
    Raises Refused: unreadable, bad_link, no_figure.
    """
    blocks: list[dict[str, Any]] = []
    try:
        for one in stream:
            blocks += _READERS[one["type"]](one["value"], strict)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as wrong:
        raise Refused("unreadable", UNREADABLE) from wrong
    return body_part(blocks)


def _read_text(state: Mapping[str, Any], strict: bool) -> list[dict[str, Any]]:
    if not state:
        return []
    blocks: list[dict[str, Any]] = []
    entities = state["entityMap"]
    for line in state["blocks"]:
        kind = BLOCKS.get(line["type"], "p")
        for runs in _lines(line, entities, strict):
            last = blocks[-1] if blocks else {}
            if isinstance(kind, str):
                blocks.append({"t": kind, "r": runs})
            elif last.get("t") == "list" and last["o"] is kind:
                last["i"].append(runs)
            else:
                blocks.append({"t": "list", "o": kind, "i": [runs]})
    return blocks


def _lines(
    line: Mapping[str, Any], entities: Mapping[str, Any], strict: bool
) -> Iterator[list[Run]]:
    """Yield the runs of a line; a break within it makes two."""
    text = str(line["text"])
    marks = _marks(line, len(text))
    hrefs = _hrefs(line, entities, len(text), strict)
    start = 0
    for found in [*BREAKS.finditer(text), None]:
        end = found.start() if found else len(text)
        yield _runs([*zip(text, marks, hrefs, strict=True)][start:end])
        start = found.end() if found else end


def _runs(signs: Sequence[tuple[str, str, str]]) -> list[Run]:
    runs: list[Run] = []
    for sign, mark, href in signs:
        # An accent is drawn with its letter and never set apart from it.
        if runs and (runs[-1][1:] == [mark, href] or unicodedata.combining(sign)):
            runs[-1][0] += sign
        else:
            runs.append([sign, mark, href])
    return runs


def _marks(line: Mapping[str, Any], length: int) -> list[str]:
    found: list[set[str]] = [set() for _sign in range(length)]
    for span in line.get("inlineStyleRanges", ()):
        sign = STYLES.get(span["style"])
        for at in _span(span, length) if sign else ():
            found[at].add(str(sign))
    return ["".join(sorted(one)) for one in found]


def _hrefs(
    line: Mapping[str, Any], entities: Mapping[str, Any], length: int, strict: bool
) -> list[str]:
    found = [""] * length
    for span in line.get("entityRanges", ()):
        entity = entities[str(span["key"])]
        if entity["type"] == LINK:
            href = _checked(str(entity["data"].get("url") or "").strip(), strict)
            for at in _span(span, length):
                found[at] = href
    return found


def _span(span: Mapping[str, Any], length: int) -> range:
    start, count = int(span["offset"]), int(span["length"])
    return range(max(0, start), min(length, start + count))


def _checked(href: str, strict: bool) -> str:
    if HREF.fullmatch(href):
        return href
    if strict:
        raise Refused("bad_link", BAD_LINK, href=href)
    return ""


def _read_figure(value: object, strict: bool) -> list[dict[str, Any]]:
    if isinstance(value, str) and value.isdecimal() and 0 < int(value) <= LARGEST:
        return [{"t": "figure", "n": int(value)}]
    if strict:
        raise Refused("no_figure", NO_FIGURE)
    return []


def _read_table(value: Mapping[str, Any], strict: bool) -> list[dict[str, Any]]:
    if not value:
        return []
    rows = [[_cell(str(cell), strict) for cell in row] for row in value["rows"]]
    width = max((len(row) for row in rows), default=0)
    if not width:
        return []
    squared = [[*row, *([[]] * (width - len(row)))] for row in rows]
    return [{"t": "table", "head": int(bool(value["head"])), "c": squared}]


def _cell(text: str, strict: bool) -> list[Run]:
    runs = to_runs(BREAKS.sub(" ", text))
    return [[words, mark, _checked(href, strict)] for words, mark, href in runs]


_READERS: Final = {"text": _read_text, "figure": _read_figure, "table": _read_table}
