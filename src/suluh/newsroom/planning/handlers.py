"""What this room does when a room above announces something; `project/wiring.py` binds it."""

from collections.abc import Mapping
from datetime import datetime

from suluh.newsroom.planning import operations


def on_edition_appended(fact: Mapping[str, object], now: datetime) -> None:
    if fact.get("action") == "publish":
        operations.mark_voiced(content_id=str(fact["content_id"]), now=now)
