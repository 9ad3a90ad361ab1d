"""What changed between two texts, in words: for a reviewer who saw the one and reads the other."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from suluh.kernel.canonical import plain

WORDS: Final = re.compile(r"\s+|[^\W_]+(?:[.,:'’-][^\W_]+)*|.", re.DOTALL)
Block = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed ('='), went ('-') or came ('+')."""

    op: str
    text: str


@dataclass(frozen=True, slots=True)
class BlockChange:
    """A block that stayed ('='), went, came, or changed ('~', with its pieces)."""

    op: str
    block: Block
    pieces: tuple[Piece, ...] = ()


def word_pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return the words of both texts in order; the '=' and '+' together are `after`."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    pieces: list[Piece] = []
    for op, a0, a1, b0, b1 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            pieces.append(Piece("=", "".join(new[b0:b1])))
            continue
        if a1 > a0:
            pieces.append(Piece("-", "".join(old[a0:a1])))
        if b1 > b0:
            pieces.append(Piece("+", "".join(new[b0:b1])))
    return tuple(_joined(pieces))


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Join changes parted by nothing but white space, so that phrases change, not letters."""
    out: list[Piece] = []
    at = 0
    while at < len(pieces):
        went, came, end = _stretch(pieces, at)
        if end == at:
            out.append(pieces[at])
            at += 1
            continue
        out += [Piece(op, text) for op, text in (("-", went), ("+", came)) if text]
        at = end
    return out


def _stretch(pieces: Sequence[Piece], at: int) -> tuple[str, str, int]:
    went = came = ""
    end = at
    while end < len(pieces):
        piece = pieces[end]
        bridge = piece.op == "=" and not piece.text.strip() and end - at > 0
        if piece.op == "=" and not (bridge and end + 1 < len(pieces)):
            break
        went += piece.text if piece.op in "-=" else ""
        came += piece.text if piece.op in "+=" else ""
        end += 1
    return went, came, end


def block_text(block: Block) -> str:
    """Return a block's words; a picture is its number."""
    return f"[{block['n']}]" if block["t"] == "figure" else plain({"blocks": [block]})


def block_changes(before: Sequence[Block], after: Sequence[Block]) -> list[BlockChange]:
    """Return the blocks of both bodies in reading order, with what happened to each."""
    old, new = [repr(block) for block in before], [repr(block) for block in after]
    found: list[BlockChange] = []
    for op, a0, a1, b0, b1 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            found += [BlockChange("=", block) for block in after[b0:b1]]
        else:
            found += _replaced(before[a0:a1], after[b0:b1])
    return found


def _replaced(before: Sequence[Block], after: Sequence[Block]) -> list[BlockChange]:
    """Pair blocks of one kind by their order; the rest went or came."""
    found: list[BlockChange] = []
    left = list(before)
    for block in after:
        twin = next((one for one in left if _alike(one, block)), None)
        if twin is None:
            found.append(BlockChange("+", block))
            continue
        at = left.index(twin)
        found += [BlockChange("-", gone) for gone in left[:at]]
        left = left[at + 1 :]
        found.append(BlockChange("~", block, word_pieces(block_text(twin), block_text(block))))
    return found + [BlockChange("-", gone) for gone in left]


def _alike(one: Block, other: Block) -> bool:
    if one["t"] != other["t"] or one["t"] == "figure":
        return False
    words = SequenceMatcher(None, WORDS.findall(block_text(one)), WORDS.findall(block_text(other)))
    return words.ratio() > 0.35
