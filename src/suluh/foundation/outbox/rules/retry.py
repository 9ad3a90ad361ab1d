"""When to try again, and when to stop.

Source: docs/decisions/0009-effects.md: dense at first, then hourly for three days, ±20 % jitter,
the destination's Retry-After wins.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Final

SCHEDULE: Final = (5, 30, 120, 600, 1800)
HOURLY: Final = 3600
GIVE_UP_AFTER: Final = timedelta(hours=72)
LONGEST_WISH: Final = 6 * 3600
# A payload that kills the worker this often is put aside; the others go on.
MOST_CRASHES: Final = 8


def next_try(key: str, attempt: int, now: datetime, after_seconds: int | None = None) -> datetime:
    """Return when attempt `attempt` + 1 may start; `attempt` counts from 1.

    The jitter follows from key and attempt, so that a run can be repeated. A wish of the
    destination is kept, up to six hours.
    """
    if after_seconds is not None:
        return now + timedelta(seconds=min(max(after_seconds, 1), LONGEST_WISH))
    base = SCHEDULE[attempt - 1] if attempt <= len(SCHEDULE) else HOURLY
    return now + timedelta(seconds=base * jitter(key, attempt))


def jitter(key: str, attempt: int) -> float:
    """Return a factor from 0.8 to 1.2 that depends on key and attempt only."""
    drawn = hashlib.sha256(f"{key}:{attempt}".encode()).digest()
    return 0.8 + 0.4 * int.from_bytes(drawn[:8], "big") / 2**64


def poll_again(now: datetime, poll_seconds: int, after_seconds: int | None = None) -> datetime:
    """Return when to ask again about something the destination still works on."""
    return now + timedelta(seconds=min(max(after_seconds or poll_seconds, 1), LONGEST_WISH))
