"""One prepared house for a proof and all its sabotaged trees: prepared once, copied for each."""

import atexit
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from proofs.harness import Ask
from proofs.house import House


@dataclass
class _Kept:
    house: House
    made: Any
    used: bool = False


_HOUSES: dict[tuple[str, str, int], _Kept] = {}


@contextmanager
def prepared(
    ask: Ask, name: str, make: Callable[[House], Any], **house: Any
) -> Iterator[tuple[House, Any]]:
    """Give a running house of the asked tree, and what `make` returned when it was prepared.

    In a short form the first run has the house itself and a later one a copy of it, as the first
    left it. In a long one everybody has a copy: what ten thousand steps left is slow to carry.
    """
    key = (name, ask.database, ask.seed)
    if key not in _HOUSES:
        first = House(ask.tree, ask.database, **house)
        atexit.register(first.close)
        first.set_up()
        first.start()
        _HOUSES[key] = _Kept(first, make(first))
    kept = _HOUSES[key]
    if ask.quick and not kept.used:
        kept.used = True
        yield kept.house, kept.made
        return
    kept.house.stop()
    with kept.house.twin(ask.tree) as copy:
        copy.start()
        yield copy, kept.made
