"""A restored house goes on: released by a person, with a story for each text that lost its own."""

from datetime import datetime

from suluh.foundation.accounts.rules import Actor
from suluh.kernel.canonical import Part
from suluh.newsroom.editorial import operations as editorial
from suluh.newsroom.editorial import queries as editorial_queries
from suluh.publishing.ledger import operations as ledger
from suluh.publishing.ledger import queries as ledger_queries
from suluh.publishing.ledger.rules.rows import EpochRow


def release(actor: Actor, *, now: datetime) -> EpochRow:
    """Release the house. Raises Refused: no_role, not_paused, beyond."""
    epoch = ledger.release_epoch(actor=actor, now=now)
    adopt(actor, now=now)
    return epoch


def adopt(actor: Actor, *, now: datetime) -> int:
    """Open working stories for public texts that have none; returns how many.

    What was written and published after the backup must be correctable and withdrawable.
    """
    done = 0
    for content_id in ledger_queries.contents_without(editorial_queries.known_contents()):
        rows = ledger_queries.locales_of(content_id)
        parts = {locale: _last_text(content_id, locale) for locale in rows}
        unit_code = next(iter(rows.values())).unit_code
        done += editorial.adopt_story(
            actor=actor, content_id=content_id, unit_code=unit_code, parts=parts, now=now
        )
    return done


def _last_text(content_id: str, locale: str) -> dict[str, Part]:
    readable = [row.parts for row in ledger_queries.editions_of(content_id, locale) if row.parts]
    return dict(readable[-1]) if readable else {}
