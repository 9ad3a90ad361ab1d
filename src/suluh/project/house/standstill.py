"""A restored house stands still: what was begun is held, sessions are void, erasures hold."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.audit import operations as audit
from suluh.foundation.outbox import operations as outbox
from suluh.foundation.outbox import queries as effects
from suluh.kernel.canonical import Part
from suluh.newsroom.editorial import operations as editorial
from suluh.newsroom.editorial import queries as editorial_queries
from suluh.project import wiring
from suluh.publishing.delivery import operations as delivery
from suluh.publishing.ledger import queries as ledger
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


def plan_lost(edition: EditionRow, now: datetime) -> None:
    """Plan the deliveries of a lost Edition down to each letter, so that all can be held."""
    delivery.plan_for_edition(edition, now)
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


def adopt(actor: Actor, *, now: datetime) -> int:
    """Open working stories for public texts that have none; returns how many.

    What was written and published after the backup must be correctable and withdrawable.
    """
    done = 0
    for content_id in ledger.contents_without(editorial_queries.known_contents()):
        rows = ledger.locales_of(content_id)
        parts = {locale: _last_text(content_id, locale) for locale in rows}
        unit_code = next(iter(rows.values())).unit_code
        done += editorial.adopt_story(
            actor=actor, content_id=content_id, unit_code=unit_code, parts=parts, now=now
        )
    return done


def _last_text(content_id: str, locale: str) -> dict[str, Part]:
    readable = [row.parts for row in ledger.editions_of(content_id, locale) if row.parts]
    return dict(readable[-1]) if readable else {}
