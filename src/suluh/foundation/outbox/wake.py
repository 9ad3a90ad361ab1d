"""The seam that tells the loop of new work before its next look.

PostgreSQL: LISTEN/NOTIFY. SQLite: its count of commits by others, asked every 20 ms, which costs
a hundredth of a look at the tables.
"""

import time
from typing import Any, Final

from django.db import connection

CHANNEL: Final = "suluh_outbox"
GLANCE_SECONDS: Final = 0.02


def wake() -> None:
    """Tell the loop; on PostgreSQL the notice leaves with the commit, and not without it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")


class Waiter:
    """Waits for work, at most so long. One per loop; it keeps a connection of its own."""

    def __init__(self) -> None:
        self._listening: Any = None
        self._seen: int | None = None

    def wait(self, seconds: float) -> bool:
        """Return when somebody else wrote (True) or after `seconds` (False).

        What was written between two waits counts: nothing is missed while the loop works.
        """
        if connection.vendor != "postgresql":
            return self._watch(seconds)
        return any(True for _notice in self._raw().notifies(timeout=seconds, stop_after=1))

    def close(self) -> None:
        """Give the connection back."""
        if self._listening is not None:
            self._listening.close()
            self._listening = None

    def _watch(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while not self._changed():
            left = until - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(left, GLANCE_SECONDS))
        return True

    def _changed(self) -> bool:
        """Ask SQLite whether another connection committed since the last time we asked."""
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            seen: int = cursor.fetchone()[0]
        changed, self._seen = seen != self._seen, seen
        return changed

    def _raw(self) -> Any:
        if self._listening is None or self._listening.closed:
            self._listening = connection.copy()
            self._listening.ensure_connection()
            self._listening = self._listening.connection
            self._listening.autocommit = True
            self._listening.execute(f"LISTEN {CHANNEL}")
        return self._listening
