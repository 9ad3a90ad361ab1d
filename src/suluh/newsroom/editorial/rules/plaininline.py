"""The signs within one line of the plain form: marks, links, escapes. Lossless both ways.

`**` and `*` switch bold and italic on and off wherever they stand; a star between two spaces, or
one without a partner, is a star.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from suluh.kernel.canonical import Run, clean_runs

ESCAPED: Final = re.compile(r"([\\*\[\]])")
TOKEN: Final = re.compile(
    r"\\(?P<escaped>[\\*\[\]()|#>.•)-])"
    r"|\[(?P<words>(?:\\.|[^\[\]\\])+)\]\((?P<href>(?:\\.|[^()\\\s]|\((?:\\.|[^()\\\s])*\))*)\)"
    r"|(?P<stars>\*{1,3})"
    r"|(?P<text>[^\\\[*]+|.)"
)
UNESCAPE: Final = re.compile(r"\\(.)")
HREF_SIGNS: Final = re.compile(r"([\\()|])")


def to_line(runs: Sequence[Sequence[str]]) -> str:
    """Return canonical runs as one line."""
    out: list[str] = []
    bold = italic = False
    for text, mark, href in runs:
        out.append(_switch(bold, italic, mark))
        bold, italic = "b" in mark, "i" in mark
        words = ESCAPED.sub(r"\\\1", text)
        address = HREF_SIGNS.sub(r"\\\1", href)
        out.append(f"[{words}]({address})" if href else words)
    out.append(_switch(bold, italic, ""))
    return "".join(out)


def _switch(bold: bool, italic: bool, mark: str) -> str:
    return "**" * (bold != ("b" in mark)) + "*" * (italic != ("i" in mark))


def bar_protected(line: str) -> str:
    """Return an encoded line so that its bars do not end a cell."""
    return re.sub(r"(?<!\\)((?:\\\\)*)\|", r"\1\\|", line)


def split_cells(line: str) -> list[str]:
    """Return the cells of a row; the bars at its ends belong to it."""
    cells = _split(line)[1:]
    if len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    return [cell.strip() for cell in cells] or [""]


def _split(line: str) -> list[str]:
    cells, cell, at = [], "", 0
    while at < len(line):
        if line[at] == "\\":
            cell += line[at : at + 2]
            at += 2
            continue
        if line[at] == "|":
            cells.append(cell)
            cell = ""
        else:
            cell += line[at]
        at += 1
    return [*cells, cell]


def to_runs(line: str) -> list[Run]:
    """Return one typed line as canonical runs."""
    pieces = _balanced(list(_pieces(line, "")))
    runs: list[Run] = []
    bold = italic = False
    for stars, text, href in pieces:
        bold, italic = bold != (stars in {2, 3}), italic != (stars in {1, 3})
        if text:
            runs.append([text, "b" * bold + "i" * italic, href])
    return clean_runs(runs)


Piece = tuple[int, str, str]


def _pieces(line: str, href: str) -> Iterator[Piece]:
    """Yield (stars that switch, text, href) in order; exactly one of the first two is given."""
    for found in TOKEN.finditer(line):
        if found["escaped"]:
            yield 0, found["escaped"], href
        elif found["words"] is not None:
            if not found["href"]:
                yield 0, UNESCAPE.sub(r"\1", found[0]), href
            else:
                yield from _pieces(found["words"], UNESCAPE.sub(r"\1", found["href"]))
        elif found["stars"]:
            around = line[found.start() - 1 : found.start()], line[found.end() : found.end() + 1]
            yield (0, found[0], href) if around == (" ", " ") else (len(found[0]), "", href)
        else:
            yield 0, found["text"], href


def _balanced(pieces: list[Piece]) -> list[Piece]:
    """Give the last switch of each kind back as stars if it has no partner."""
    for bit in (2, 1):
        at = [n for n, (stars, _text, _href) in enumerate(pieces) if stars & bit]
        if len(at) % 2:
            stars, _text, href = pieces[at[-1]]
            pieces[at[-1] : at[-1] + 1] = [(0, "*" * bit, href), (stars & ~bit, "", href)]
    return pieces
