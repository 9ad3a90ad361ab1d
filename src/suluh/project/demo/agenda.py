"""What happens when: lives that run side by side, each telling the moment of its next act."""

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime

from suluh.kernel.clock import FixedClock
from suluh.kernel.memory import remembering

Life = Iterator[datetime]
"""Yields the moment of its next act, and acts when it is resumed."""


class Agenda:
    """Resumes lives in the order of their moments and lets the house settle after each act."""

    def __init__(self, clock: FixedClock, settle: Callable[[], None]) -> None:
        self.clock = clock
        self.settle = settle
        self._waiting: list[tuple[datetime, int, Life]] = []
        self._count = 0

    def add(self, life: Life) -> None:
        """Let a life begin; it runs up to its first moment."""
        self._await(life)

    def _await(self, life: Life) -> None:
        at = next(life, None)
        if at is not None:
            self._count += 1
            heapq.heappush(self._waiting, (at, self._count, life))

    def run(self, until: datetime) -> None:
        """Let everything happen; whatever lies after `until` does not."""
        while self._waiting and self._waiting[0][0] <= until:
            at, _count, life = heapq.heappop(self._waiting)
            self.clock.at = max(self.clock.at, at)
            with remembering():
                self._await(life)
            self.clock.advance(seconds=1)
            self.settle()
        self.clock.at = max(self.clock.at, until)
        self.settle()
