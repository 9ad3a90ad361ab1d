"""What the ledger does when the newsroom announces something."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from suluh.kernel.clock import from_iso
from suluh.publishing.ledger import operations


def on_copy_cleared(payload: Mapping[str, object], now: datetime) -> None:
    operations.insert_due(
        copy_id=UUID(str(payload["copy_id"])),
        content_id=str(payload["content_id"]),
        due_at=from_iso(str(payload["due_at"])),
    )


def on_copy_rescheduled(payload: Mapping[str, object], now: datetime) -> None:
    operations.move_due(
        copy_id=UUID(str(payload["copy_id"])), due_at=from_iso(str(payload["due_at"]))
    )


def on_copy_taken_back(payload: Mapping[str, object], now: datetime) -> None:
    operations.drop_due(copy_id=UUID(str(payload["copy_id"])))
