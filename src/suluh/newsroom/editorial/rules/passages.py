"""Where a quoted passage stands in a text, found by its own words and nothing else."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from suluh.kernel.canonical import clean_text
from suluh.newsroom.editorial.rules.differences import block_text

LONGEST_PASSAGE: Final = 1000
_NAMED: Final = re.compile(r"@([^\W_][\w.'’-]*(?: [^\W_][\w.'’-]*)?)")


def part_texts(name: str, part: Mapping[str, Any]) -> list[str]:
    """Return what can be quoted of a part, in reading order; one string for each block of a body.

    A picture's caption comes first, then its description.
    """
    if name == "body":
        return [clean_text(block_text(block)) for block in part["blocks"]]
    if name in {"title", "lead"}:
        return [clean_text(str(part["text"]))]
    if name.startswith("figure/"):
        return [clean_text(str(part["caption"])), clean_text(str(part["alt"]))]
    return []


def place_of(passage: str, texts: Sequence[str], near: int = 0) -> int | None:
    """Return the index of the text that holds a passage, the one closest to `near`; None: gone."""
    words = clean_text(passage)
    found = [at for at, text in enumerate(texts) if words and words in text]
    return min(found, key=lambda at: (abs(at - near), at), default=None)


def named_in(text: str, people: Mapping[str, str]) -> frozenset[str]:
    """Return the ids of the people that a text calls by '@name', their first word or all of it.

    A first word that two people share calls both.
    """
    called = {clean_text(one).casefold() for one in _NAMED.findall(text)}
    called |= {one.partition(" ")[0] for one in called}
    return frozenset(key for key, name in people.items() if called & _names(name))


def _names(name: str) -> set[str]:
    words = clean_text(name).casefold().split()
    return {words[0], " ".join(words[:2])} if words else set()
