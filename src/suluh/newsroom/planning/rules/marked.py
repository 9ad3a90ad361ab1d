"""WhatsApp's marks: *bold*, _italics_, ~struck~, ```code```, lists and quotes.

People keep writing them; the description is stored as they wrote it and read here, into the
canonical blocks a story is made of. What the canonical form does not know (struck, code) loses
its mark and keeps its words.
"""

import re
from typing import Any, Final

from suluh.kernel.canonical import HREF, Run, clean_runs, clean_text

BULLET: Final = re.compile(r"[-*•–]\s+(?=\S)")
NUMBER: Final = re.compile(r"\d{1,3}[.)]\s+(?=\S)")
QUOTE: Final = re.compile(r">\s*(?=\S)")
FENCE: Final = re.compile(r"```|`")
LINK: Final = re.compile(r"https://[^\s<>\"]+[^\s<>\".,;:!?)]")
# A mark opens after white space or punctuation, before a letter; it closes the other way round.
MARK: Final = re.compile(
    r"(?<![\w*_~])(?P<mark>[*_~])(?=\S)(?P<inside>[^\n]*?\S)(?P=mark)(?![\w*_~])"
)
NAMES: Final = {"*": "b", "_": "i", "~": ""}
Pieces = list[tuple[str, frozenset[str]]]


def runs_of(line: str) -> list[Run]:
    """Return one line as canonical runs, marks understood and links kept."""
    runs: list[list[str]] = []
    for text, marks in _pieces(FENCE.sub("", line), frozenset()):
        mark = ("b" if "b" in marks else "") + ("i" if "i" in marks else "")
        runs += _linked(text, mark)
    return clean_runs(runs)


def _pieces(text: str, marks: frozenset[str], depth: int = 0) -> Pieces:
    found = MARK.search(text) if depth < len(NAMES) else None
    if found is None:
        return [(text, marks)]
    inner = marks | {NAMES[found["mark"]]}
    return [
        (text[: found.start()], marks),
        *_pieces(found["inside"], inner, depth + 1),
        *_pieces(text[found.end() :], marks, depth),
    ]


def _linked(text: str, mark: str) -> list[list[str]]:
    runs, at = [], 0
    for link in LINK.finditer(text):
        href = link[0] if HREF.fullmatch(link[0]) else ""
        runs += [[text[at : link.start()], mark, ""], [link[0], mark, href]]
        at = link.end()
    return [*runs, [text[at:], mark, ""]]


def plain_of(line: str) -> str:
    """Return one line without its marks."""
    return clean_text("".join(run[0] for run in runs_of(line)))


def blocks_of(text: str) -> list[dict[str, Any]]:
    """Return a description as canonical blocks: paragraphs, lists, quotes."""
    blocks: list[dict[str, Any]] = []
    for raw in text.splitlines():
        line = raw.strip()
        bullet, number, quote = BULLET.match(line), NUMBER.match(line), QUOTE.match(line)
        if bullet or number:
            start = (bullet or number).end()  # type: ignore[union-attr]  # one of them matched
            _add_item(blocks, runs_of(line[start:]), ordered=bullet is None)
        elif quote:
            _add(blocks, "quote", runs_of(line[quote.end() :]))
        else:
            _add(blocks, "p", runs_of(line))
    return blocks


def _add(blocks: list[dict[str, Any]], kind: str, runs: list[Run]) -> None:
    if runs:
        blocks.append({"t": kind, "r": runs})


def _add_item(blocks: list[dict[str, Any]], runs: list[Run], *, ordered: bool) -> None:
    if not runs:
        return
    if blocks and blocks[-1]["t"] == "list" and blocks[-1]["o"] is ordered:
        blocks[-1]["i"].append(runs)
    else:
        blocks.append({"t": "list", "o": ordered, "i": [runs]})
