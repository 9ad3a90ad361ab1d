"""The one place that reads the time. Edges call `now()` and pass the value on."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Something that tells the time."""

    def now(self) -> datetime:
        """Return an aware datetime in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the current time in UTC."""
        return datetime.now(UTC)  # noqa: TID251 because this is the clock


@dataclass
class FixedClock:
    """A clock that is told the time. Only `suluh demo` uses it, under a DEMO root."""

    at: datetime

    def now(self) -> datetime:
        """Return the time it was told."""
        return self.at

    def advance(self, **amount: float) -> datetime:
        """Move on by a `timedelta` given in its keywords; returns the new time."""
        self.at += timedelta(**amount)
        return self.at


def now() -> datetime:
    """Return the current time in UTC."""
    return SystemClock().now()


def iso(at: datetime) -> str:
    """Return `at` in UTC as `2026-11-21T03:04:05.678901Z` (always microseconds)."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_iso(text: str) -> datetime:
    """Read what `iso` wrote, or any ISO 8601 text with an offset."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a time without an offset")
    return at.astimezone(UTC)
