"""The addresses of a running house, as `suluh routes --json` lists them, filled with ids."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from proofs.house import House

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
# What a parameter is when it names nothing of a unit.
NEUTRAL = {
    "code": "TIDAK-ADA",
    "what": "tidak-ada",
    "locale": "id", "step": "head_of_unit", "number": "1", "width": "640", "name": "2026-surat",
    "secret": "bukan-rahasia-pembaca-awal-yang-sah", "key": "abc123-0123456789abcdef",
    "uidb36": "1", "token": "bukan-tanda-yang-sah",
    "subscriber_id": "01900000-0000-7000-8000-000000000000",
    "message_id": "01900000-0000-7000-8000-000000000000",
    "channel_id": "01900000-0000-7000-8000-000000000000",
    "view_id": "01900000-0000-7000-8000-000000000000",
    "version_id": "01900000-0000-7000-8000-000000000000",
    "person_id": "01900000-0000-7000-8000-000000000000",
    "thing_id": "01900000-0000-7000-8000-000000000000",
    "supplement_id": "01900000-0000-7000-8000-000000000000",
}  # fmt: skip


def routes(house: House) -> list[dict[str, Any]]:
    """Return every address of both applications."""
    found: list[dict[str, Any]] = house.json("routes", "--json")["routes"]
    return found


def names(pattern: str) -> list[str]:
    """Return the parameters of a pattern that name something of a unit."""
    found = [one or two for one, two in PARAMETER.findall(pattern)]
    return [name for name in found if name not in NEUTRAL]


def filled(pattern: str, ids: Mapping[str, Sequence[str]], turn: int = 0) -> str:
    """Put ids into a pattern; a parameter of which nobody knows an id is a LookupError."""

    def put(found: re.Match[str]) -> str:
        name = found.group(1) or found.group(2)
        known = ids.get(name)
        if known:
            return known[turn % len(known)]
        if name in NEUTRAL:
            return NEUTRAL[name]
        raise LookupError(f"no id for the parameter {name!r}")

    return PARAMETER.sub(put, pattern).replace("^", "").replace("$", "")
