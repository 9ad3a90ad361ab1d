"""A destination that fails again and again is left alone for a while.

Closed: everything passes. Open: nothing until `open_until`. After that one trial at a time;
its success closes the breaker, its failure doubles the pause.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from suluh.foundation.outbox.rules.retry import LONGEST_WISH

THRESHOLD: Final = 5
FIRST_PAUSE: Final = 30
LONGEST_PAUSE: Final = 1800


@dataclass(frozen=True, slots=True)
class BreakerState:
    """Failures in a row, and until when the destination is left alone."""

    failures: int = 0
    open_until: datetime | None = None

    def lets_pass(self, now: datetime) -> bool:
        """Say whether a call may start."""
        return self.open_until is None or self.open_until <= now

    @property
    def on_trial(self) -> bool:
        """After a pause only one call at a time is let through."""
        return self.failures >= THRESHOLD


def after_failure(
    breaker: BreakerState, now: datetime, after_seconds: int | None = None
) -> BreakerState:
    """Return the breaker after one more failure; a Retry-After opens it for that long."""
    failures = breaker.failures + 1
    pause = 0
    if failures >= THRESHOLD:
        pause = min(FIRST_PAUSE * 2 ** min(failures - THRESHOLD, 10), LONGEST_PAUSE)
    pause = max(pause, min(after_seconds or 0, LONGEST_WISH))
    if not pause:
        return BreakerState(failures, breaker.open_until)
    until = now + timedelta(seconds=pause)
    return BreakerState(failures, max(until, breaker.open_until or until))


def after_success() -> BreakerState:
    """Return the closed breaker."""
    return BreakerState()
