"""What a new version changed, sentence by sentence: how a wrong sentence stays visible.

Computed from the two Editions, never written by hand, so that it cannot be left out or softened.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from suluh.kernel.canonical import Part, plain

SENTENCE: Final = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9À-Ý])")
READABLE: Final = ("title", "lead", "body")
# Facts that readers are told; the others steer the house (topics, audience, not before).
TOLD: Final = ("event_date", "place")


@dataclass(frozen=True, slots=True)
class Change:
    """Words that stood and words that stand now; either may be ''.

    `part` is the name of a part; of credits and facts the role or the fact too, as in
    `credits/writer` and `facts/place`: there the words are names, a day or a place.
    """

    part: str
    wrong: str
    right: str


def sentences(text: str) -> list[str]:
    """Split text into sentences and lines, in order."""
    return [one for line in text.split("\n") for one in SENTENCE.split(line) if one]


def changes(before: Mapping[str, Part], after: Mapping[str, Part]) -> list[Change]:
    """Return the sentences that differ between two versions of a text, in reading order."""
    found: list[Change] = []
    others = sorted(name for name in {*before, *after} if name.startswith(("figure/", "file/")))
    for name in (*READABLE, *others):
        old = sentences(plain(before[name])) if name in before else []
        new = sentences(plain(after[name])) if name in after else []
        found += _between(name, old, new)
    return found + _named(before, after)


def _named(before: Mapping[str, Part], after: Mapping[str, Part]) -> list[Change]:
    """Return the roles and facts that differ, each whole; a part that was erased says nothing."""
    found: list[Change] = []
    if "credits" in before and "credits" in after:
        old, new = _people(before["credits"]), _people(after["credits"])
        found += [
            Change(f"credits/{role}", old.get(role, ""), new.get(role, "")) for role in old | new
        ]
    if "facts" in before and "facts" in after:
        was, now = before["facts"], after["facts"]
        found += [
            Change(f"facts/{name}", str(was.get(name) or ""), str(now.get(name) or ""))
            for name in TOLD
        ]
    return [one for one in found if one.wrong != one.right]


def _people(part: Part) -> dict[str, str]:
    names: dict[str, list[str]] = {}
    for one in part["people"]:
        names.setdefault(one["role"], []).append(one["name"])
    return {role: "; ".join(found) for role, found in names.items()}


def _between(name: str, old: list[str], new: list[str]) -> list[Change]:
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    return [
        Change(name, " ".join(old[i1:i2]), " ".join(new[j1:j2]))
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    ]
