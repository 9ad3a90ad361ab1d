"""What this room does when it hears of something."""

from collections.abc import Mapping
from datetime import datetime

from suluh.newsroom.assets import operations


def on_documents_erased(fact: Mapping[str, object], now: datetime) -> None:
    digests = fact["digests"]
    if isinstance(digests, list):
        operations.forget_documents(digests=[str(one) for one in digests], now=now)
