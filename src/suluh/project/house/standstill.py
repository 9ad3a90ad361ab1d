"""A restored house stands still: what was begun is held, sessions are void, erasures hold."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from suluh.foundation.audit import operations as audit
from suluh.foundation.outbox import operations as outbox
from suluh.foundation.outbox import queries as effects
from suluh.newsroom.editorial import operations as editorial
from suluh.project import wiring
from suluh.publishing.delivery import operations as delivery
from suluh.publishing.ledger.rules.rows import EditionRow

ROUNDS: Final = 200
MAILING: Final = "mailing"


def hold(*, now: datetime, note: str) -> int:
    """Hold everything that has not certainly left; returns how much.

    Facts not yet handed over are handed over first, and mailings are unfolded into their letters:
    what they plan may have left before the restore as well, so it must be held with the rest.
    """
    for _round in range(ROUNDS):
        if not outbox.deliver_facts(wiring.SUBSCRIPTIONS, now=now):
            break
    _unfold(now)
    return outbox.hold_all(now=now, note=note)


def _unfold(now: datetime) -> None:
    for row in effects.list_unsent(MAILING):
        delivery.expand_batch(
            delivery_id=UUID(str(row.payload["delivery"])),
            batch=int(str(row.payload["batch"])),
            now=now,
        )


def plan_lost(editions: Sequence[EditionRow], now: datetime) -> None:
    """Plan the deliveries of lost Editions down to each letter, so that all can be held."""
    delivery.plan_for_editions(editions, now)
    _unfold(now)


def erase_again(commitments: Collection[str], *, now: datetime) -> int:
    """Erase what was erased after the backup; returns how many parts had come back."""
    return editorial.erase_parts(commitments=set(commitments), now=now)


def note_restore(epoch: int, generation: str, *, now: datetime) -> None:
    """Write the restore into the audit."""
    audit.record(
        audit.Entry(
            action="house.restore",
            subject=f"epoch:{epoch}",
            data={"epoch": epoch, "generation": generation},
        ),
        now=now,
    )
