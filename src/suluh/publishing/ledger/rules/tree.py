"""A hash tree over Editions: shows in a few lines that one of them is among thousands.

A revocation names the tree of the Editions that its key signed while it was still good. A path
from an Edition to that tree is the proof of position that a date inside the record never is.

Source: RFC 6962, section 2.1 (leaves and nodes are told apart by their first byte).
"""

import hashlib
from collections.abc import Sequence
from typing import Final

Path = tuple[tuple[str, str], ...]
LEFT: Final = "l"
RIGHT: Final = "r"
EMPTY: Final = hashlib.sha256(b"").hexdigest()


def leaf(fingerprint: str) -> str:
    """Return the leaf of a JWS, given SHA-256 of its string in hex."""
    return hashlib.sha256(b"\x00" + bytes.fromhex(fingerprint)).hexdigest()


def node(left: str, right: str) -> str:
    """Return the node above two."""
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def _above(level: Sequence[str]) -> list[str]:
    """Return the next level; a node without a neighbour rises unchanged."""
    pairs = [node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return pairs + ([level[-1]] if len(level) % 2 else [])


def root(fingerprints: Sequence[str]) -> str:
    """Return the root over JWS fingerprints in the order of the ledger."""
    level = [leaf(each) for each in fingerprints]
    while len(level) > 1:
        level = _above(level)
    return level[0] if level else EMPTY


def path(fingerprints: Sequence[str], at: int) -> Path:
    """Return the neighbours from the leaf at index `at` up to the root."""
    level, steps = [leaf(each) for each in fingerprints], []
    while len(level) > 1:
        neighbour = at ^ 1
        if neighbour < len(level):
            steps.append((LEFT if neighbour < at else RIGHT, level[neighbour]))
        level, at = _above(level), at // 2
    return tuple(steps)


def leads_to(fingerprint: str, steps: Path, tree: str) -> bool:
    """Whether `steps` lead from the JWS with this fingerprint to the root `tree`."""
    reached = leaf(fingerprint)
    for side, neighbour in steps:
        reached = node(neighbour, reached) if side == LEFT else node(reached, neighbour)
    return reached == tree
