"""The baked site and its feeds. Keyed: baking the same state again gives the same bytes."""

from collections.abc import Callable, Mapping

from suluh.foundation.outbox.rules import Capability, Outcome

# Bakes what an Edition changes and whatever was appended before it; returns its public address.
Bake = Callable[[Mapping[str, object]], str]


class WebsiteGateway:
    """Payload: the Edition's position, content, locale, version, action and address."""

    capability = Capability(timeout_seconds=120)

    def __init__(self, bake: Bake) -> None:
        self._bake = bake

    def send(self, payload: Mapping[str, object], key: str) -> Outcome:
        """Bake; a full disk or a folder that cannot be written is tried again."""
        try:
            return Outcome.confirmed(self._bake(payload))
        except OSError as wrong:
            said = f"{type(wrong).__name__}: {wrong.strerror or ''}"
            return Outcome.retry("cannot_write", said, whole_account=True)

    def look_up(self, payload: Mapping[str, object], key: str) -> Outcome | None:
        """Baking again is the better question; the machine never asks a keyed destination."""
        return None
