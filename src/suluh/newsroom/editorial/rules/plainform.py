"""The plain form: a body as lines a person can type, one to one with canonical blocks.

A line is a block. `## ` and `### ` are headings, `> ` a quote, `- ` and `1. ` items of a list,
`| a | b |` a row of a table (a row of `---` under the first makes it a heading), `[gambar 1]` a
picture. Within a line `**bold**`, `*italic*`, `[words](address)`. A backslash takes the meaning
from the sign behind it. `to_body(to_text(body)) == body` for every canonical body.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.canonical import HREF, Part, Run, body_part
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial.rules import plaininline
from suluh.newsroom.editorial.rules.plaininline import to_line, to_runs

HEADING: Final = re.compile(r"(#{1,6}) +(?=\S)")
QUOTE: Final = re.compile(r"> +(?=\S)")
BULLET: Final = re.compile(r"[-*•] +(?=\S)")
NUMBER: Final = re.compile(r"[0-9]{1,4}[.)] +(?=\S)")
FIGURE: Final = re.compile(r"(?i)\[ *(?:gambar|foto|picture|figure) +([1-9][0-9]{0,3}) *\]")
RULE: Final = re.compile(r"\|(?: *:?-{3,}:? *\|)+")
STARTS: Final = re.compile(r"#{1,6} |> |[-•] |\|")
NUMBERED: Final = re.compile(r"([0-9]{1,4})([.)] )")
PREFIX: Final = {"p": "", "h2": "## ", "h3": "### ", "quote": "> "}

BAD_LINK: Final = _(
    "The link “%(href)s” has to begin with https:, mailto: or tel:, or name a story or a file."
)


def to_text(body: Mapping[str, Any]) -> str:
    """Return a canonical body as lines, blocks parted by an empty line."""
    return "\n\n".join("\n".join(_lines(block)) for block in body["blocks"])


def _lines(block: Mapping[str, Any]) -> Iterator[str]:
    kind = block["t"]
    if kind == "figure":
        yield f"[gambar {block['n']}]"
    elif kind == "list":
        for at, runs in enumerate(block["i"], start=1):
            yield (f"{at}. " if block["o"] else "- ") + to_line(runs)
    elif kind == "table":
        yield from _table_lines(block)
    else:
        line = to_line(block["r"])
        yield PREFIX[kind] + (_protected(line) if kind == "p" else line)


def _protected(line: str) -> str:
    """Take its meaning from the start of a paragraph that looks like something else."""
    if STARTS.match(line):
        return "\\" + line
    return NUMBERED.sub(r"\1\\\2", line, count=1) if NUMBERED.match(line) else line


def _table_lines(block: Mapping[str, Any]) -> Iterator[str]:
    for at, row in enumerate(block["c"]):
        yield "| " + " | ".join(_cell_text(runs) for runs in row) + " |"
        if at == 0 and block["head"]:
            yield "|" + "---|" * len(row)


def _cell_text(runs: Sequence[Sequence[str]]) -> str:
    line = plaininline.bar_protected(to_line(runs))
    return "\\" + line if re.fullmatch(r":?-{3,}:?", line) else line


def to_body(text: str) -> Part:
    """Return what was typed as a canonical body; every sign has one meaning.

    Raises Refused: bad_link, where a link leads to what a text may not link to.
    """
    blocks: list[dict[str, Any]] = []
    open_kind = ""
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = raw.strip()
        kind = _kind_of(line)
        if kind in {"ul", "ol"} and kind == open_kind:
            blocks[-1]["i"].append(_item(line, kind))
        elif kind == "table" and kind == open_kind:
            _add_row(blocks[-1], line)
        elif kind:
            blocks.append(_block(kind, line))
        open_kind = kind
    for block in blocks:
        if block["t"] == "table":
            _square(block)
    return body_part(blocks)


def _kind_of(line: str) -> str:
    """Return what a line is: '' (empty), 'p', 'heading', 'quote', 'ul', 'ol', 'figure', 'table'."""
    if not line:
        return ""
    if line.startswith("|"):
        return "table"
    if FIGURE.fullmatch(line):
        return "figure"
    for pattern, kind in ((HEADING, "heading"), (QUOTE, "quote"), (BULLET, "ul"), (NUMBER, "ol")):
        if pattern.match(line):
            return kind
    return "p"


def _block(kind: str, line: str) -> dict[str, Any]:
    if kind == "figure":
        found = FIGURE.fullmatch(line)
        return {"t": "figure", "n": int(found.group(1)) if found else 1}
    if kind in {"ul", "ol"}:
        return {"t": "list", "o": kind == "ol", "i": [_item(line, kind)]}
    if kind == "table":
        return {"t": "table", "head": 0, "c": [_cells(line)]}
    if kind == "heading":
        marks = HEADING.match(line)
        small = marks is not None and len(marks.group(1)) > 2
        return {"t": "h3" if small else "h2", "r": _runs(HEADING.sub("", line, count=1))}
    if kind == "quote":
        return {"t": "quote", "r": _runs(QUOTE.sub("", line, count=1))}
    return {"t": "p", "r": _runs(line)}


def _item(line: str, kind: str) -> list[Run]:
    return _runs((BULLET if kind == "ul" else NUMBER).sub("", line, count=1))


def _runs(line: str) -> list[Run]:
    runs = to_runs(line)
    for _text, _mark, href in runs:
        if not HREF.fullmatch(href):
            raise Refused("bad_link", BAD_LINK, href=href)
    return runs


def _cells(line: str) -> list[list[Run]]:
    return [_runs(cell) for cell in plaininline.split_cells(line)]


def _add_row(table: dict[str, Any], line: str) -> None:
    if len(table["c"]) == 1 and not table["head"] and RULE.fullmatch(line):
        table["head"] = 1
    else:
        table["c"].append(_cells(line))


def _square(table: dict[str, Any]) -> None:
    width = max(len(row) for row in table["c"])
    for row in table["c"]:
        row.extend([] for _missing in range(width - len(row)))
