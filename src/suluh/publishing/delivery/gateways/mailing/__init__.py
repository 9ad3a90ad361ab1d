"""Not outside at all: writes the letters of one batch. Keyed by the letters' own keys."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from suluh.foundation.outbox.rules import Capability, Outcome
from suluh.publishing.delivery import operations


class MailingGateway:
    """Payload: `delivery` and `batch`."""

    capability = Capability(timeout_seconds=120)

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def send(self, payload: Mapping[str, object], key: str) -> Outcome:
        """Plan the batch's letters; who was planned before is left alone."""
        batch = int(str(payload["batch"]))
        delivery_id = UUID(str(payload["delivery"]))
        new = operations.expand_batch(delivery_id=delivery_id, batch=batch, now=self._now())
        return Outcome.confirmed(str(new))

    def look_up(self, payload: Mapping[str, object], key: str) -> Outcome | None:
        """Planning again is the better question; the machine never asks a keyed destination."""
        return None
