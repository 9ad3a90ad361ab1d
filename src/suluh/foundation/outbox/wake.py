"""The seam that tells the loop of new work before its next look.

PostgreSQL: LISTEN/NOTIFY. Elsewhere the loop looks every 200 ms.
"""

import time
from typing import Any, Final

from django.db import connection

CHANNEL: Final = "suluh_outbox"
POLL_SECONDS: Final = 0.2


def wake() -> None:
    """Tell the loop; on PostgreSQL the notice leaves with the commit, and not without it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")


class Waiter:
    """Waits for work, at most so long. One per loop; it keeps a connection of its own."""

    def __init__(self) -> None:
        self._listening: Any = None

    def wait(self, seconds: float) -> bool:
        """Return after a notice (True) or after `seconds`; without LISTEN after one look's time."""
        if connection.vendor != "postgresql":
            time.sleep(min(seconds, POLL_SECONDS))
            return False
        return any(True for _notice in self._raw().notifies(timeout=seconds, stop_after=1))

    def close(self) -> None:
        """Give the connection back."""
        if self._listening is not None:
            self._listening.close()
            self._listening = None

    def _raw(self) -> Any:
        if self._listening is None or self._listening.closed:
            self._listening = connection.copy()
            self._listening.ensure_connection()
            self._listening = self._listening.connection
            self._listening.autocommit = True
            self._listening.execute(f"LISTEN {CHANNEL}")
        return self._listening
