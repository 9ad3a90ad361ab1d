"""What a status means, and when the peer wants to hear from us again."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from suluh.foundation.outbox.rules import Outcome
from suluh.kernel.clock import SystemClock

LATER = frozenset({408, 409, 423, 425, 429})
CREDENTIALS = frozenset({401, 403, 407})


def read_status(status: int, headers: Mapping[str, str], body: bytes, *, polls: bool) -> Outcome:
    """Return the class of an answer to a request that was sent whole.

    A server error after the whole request is uncertain: the work may have been done before it.
    """
    said = f"HTTP {status}"
    after = retry_after(headers.get("Retry-After", ""))
    if 200 <= status < 300:
        remote = _remote(headers, body)
        return (
            Outcome.pending(remote, after) if status == 202 and polls else Outcome.accepted(remote)
        )
    if status in LATER:
        return Outcome.retry("put_off", said, after=after, whole_account=status == 429)
    if status in CREDENTIALS:
        return Outcome.retry("not_let_in", said, after=after, whole_account=True)
    if 300 <= status < 400:
        return Outcome.refused("moved", said)
    if 400 <= status < 500:
        return Outcome.refused("refused", said)
    return Outcome.unknown("server_error", said, after=after)


def retry_after(text: str) -> int | None:
    """Read a Retry-After header: seconds or a date; None where there is none to read."""
    text = text.strip()
    if text.isdecimal() and text.isascii():
        return int(text[:9])
    try:
        at = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    wait = (_aware(at) - SystemClock().now()).total_seconds()
    return max(0, int(wait))


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _remote(headers: Mapping[str, str], body: bytes) -> str:
    """Return what the peer calls the thing: `url` or `id` of a JSON answer, or Location."""
    try:
        said = json.loads(body.decode("utf-8")) if body else {}
    except (ValueError, RecursionError):
        said = {}
    if isinstance(said, dict):
        for name in ("url", "id"):
            if isinstance(said.get(name), str | int):
                return str(said[name])[:600]
    return headers.get("Location", "")[:600]
