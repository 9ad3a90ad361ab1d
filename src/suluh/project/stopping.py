"""The signals that end a house: whichever comes, and whenever, what was started is stopped."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Final

SIGNALS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
SAME_WISH_SECONDS: Final = 1.0  # a shell, make and the terminal may each send theirs


class Stopped(KeyboardInterrupt):
    """A signal asked for the end; nothing that catches faults catches it."""


@dataclass
class Stopping:
    """What was asked, and whether it may interrupt what runs now."""

    asked: int = 0
    is_held: bool = False
    asked_at: float = 0.0

    def listen(self) -> None:
        """Take the signals from now on; under nohup, a terminal that goes is no wish."""
        for number in SIGNALS:
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._ask)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let nothing interrupt the block; what was asked meanwhile is raised after it.

        Raises Stopped.
        """
        self.is_held = True
        yield
        self.is_held = False
        self.check()

    def check(self) -> None:
        """Raise Stopped where a signal was asked for, also one that a library swallowed."""
        if self.asked:
            raise Stopped

    def _ask(self, number: int, _frame: FrameType | None) -> None:
        is_same = bool(self.asked) and time.monotonic() - self.asked_at < SAME_WISH_SECONDS
        if not is_same:
            self.asked, self.asked_at = number, time.monotonic()
        if not is_same and not self.is_held:
            raise Stopped
