"""The audit chain: bytes of a row, the hash of a link, and what a verifier finds wrong.

A chain alone finds no cut tail; signed checkpoints do.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from suluh.kernel.canonical import dumps

GENESIS: Final = "0" * 64
SEAL_WITHIN_SECONDS: Final = 5
CHECKPOINT_SECONDS: Final = 600
CHECKPOINT_ROWS: Final = 1_000


@dataclass(frozen=True, slots=True)
class SealedRow:
    """A row with its seal, as a verifier reads it."""

    number: int
    row: Mapping[str, object]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was changed behind the application's back."""

    number: int
    what: str


def link_hash(number: int, row: Mapping[str, object], previous: str) -> str:
    """Return the hash of link `number`: SHA-256 of the canonical JSON of position, past and row."""
    return hashlib.sha256(dumps({"n": number, "prev": previous, "row": row})).hexdigest()


def verify(rows: Iterable[SealedRow], checkpoints: Mapping[int, str]) -> Iterator[Finding]:
    """Yield what is wrong with a chain read in order of position.

    `checkpoints` maps position to hash, taken from outside after their signatures were checked.
    A tail cut or rewritten under a checkpoint is found through it.
    """
    previous, expected, seen = GENESIS, 1, dict(checkpoints)
    for sealed in rows:
        if sealed.number != expected:
            yield Finding(expected, "missing")
        if sealed.previous != previous:
            yield Finding(sealed.number, "broken link")
        if link_hash(sealed.number, sealed.row, sealed.previous) != sealed.hash:
            yield Finding(sealed.number, "altered")
        wanted = seen.pop(sealed.number, sealed.hash)
        if wanted != sealed.hash:
            yield Finding(sealed.number, "differs from checkpoint")
        previous, expected = sealed.hash, sealed.number + 1
    for number in sorted(seen):
        yield Finding(number, "cut before checkpoint")
