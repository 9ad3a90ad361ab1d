"""What this room does when the effect machine announces something."""

from collections.abc import Mapping
from datetime import datetime

from suluh.publishing.delivery import operations


def on_effect_stopped(payload: Mapping[str, object], now: datetime) -> None:
    """An address that its server refuses for good receives nothing more."""
    if payload["kind"] == "smtp" and payload["error"] == "recipient_refused":
        operations.record_bounce(
            effect_key=str(payload["key"]), sentence=str(payload["sentence"]), now=now
        )
