"""What this wing does when a room below announces something."""

from collections.abc import Mapping
from datetime import datetime

from suluh.workspace import operations


def on_edition_appended(payload: Mapping[str, object], now: datetime) -> None:
    """A text that is erased is taken out of the letters that named it."""
    if payload["action"] == "erase":
        operations.forget_day_letters(
            content_id=str(payload["content_id"]), locale=str(payload["locale"]), now=now
        )
