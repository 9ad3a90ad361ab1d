"""A house for somebody else's regulation: its kinds of units, and every post in each held."""

from pathlib import Path
from typing import Any

import yaml

from proofs.house import PEOPLE, UNITS

Row = tuple[str, ...]


def staffed(path: Path) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Return (people, units) with which a stranger's regulation can be followed.

    The units and people of every proof stay; kinds of units that the file does not know are
    exchanged for its own, kinds that no unit has get one, and each post that nobody holds a holder.
    """
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    units = _units(list(data["unit_kinds"]))
    held = {(row[6], row[2]) for row in PEOPLE}
    extra = [
        _person(post, unit[0])
        for post in data["posts"]
        for unit in units
        if (post, unit[0]) not in held
    ]
    return (*PEOPLE, *extra), units


def _units(kinds: list[str]) -> tuple[Row, ...]:
    own = [unit[3] for unit in UNITS]
    if not set(own) <= set(kinds):
        top, rest = kinds[0], kinds[1:] or kinds
        own = [top, rest[0], rest[-1], rest[-1]]
    units = [(*unit[:3], kind, *unit[4:]) for unit, kind in zip(UNITS, own, strict=True)]
    missing = [kind for kind in kinds if kind not in own]
    more = [
        (f"T{at}", f"Unit {at}", f"Unit {at}", kind, UNITS[0][0], "Asia/Jakarta")
        for at, kind in enumerate(missing, 1)
    ]
    return (*units, *more)


def _person(post: str, unit: str) -> Row:
    words = post.replace("_", "-")
    email = f"{words}.{unit.lower()}@bukti.example"
    return (email, f"{post.title()} {unit}", unit, "", "", f"{unit.lower()}-{words}-lain", post)
