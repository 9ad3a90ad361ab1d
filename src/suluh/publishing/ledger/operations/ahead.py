"""Before the instant: which Copies fall due soon, and where their Editions will be.

Nothing here counts at the instant, when everything is read and checked again. It lets other
rooms do ahead what comes out the same whenever it is done.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from suluh.newsroom.editorial import queries as editorial
from suluh.newsroom.editorial.rules import FrozenCopy
from suluh.publishing.ledger import models
from suluh.publishing.ledger.operations.publication import first_address


def due_soon(*, after: datetime, until: datetime, limit: int = 250) -> dict[UUID, datetime]:
    """Return the waiting Copies of that time with their instants, the soonest first."""
    waiting = models.DueCopy.objects.filter(state="waiting", due_at__gt=after, due_at__lte=until)
    return dict(waiting.order_by("due_at").values_list("copy_id", "due_at")[:limit])


def addresses_ahead(due: dict[UUID, datetime]) -> list[str]:
    """Return the addresses, without the origin, that Copies will have at their instants."""
    copies = editorial.frozen_copies(due)
    known = _known_addresses(copies.values())
    places = [(copy, locale) for copy in copies.values() for locale in copy.locales]
    return [
        known[copy.content_id, locale]
        if (copy.content_id, locale) in known
        else first_address(copy, locale, due[copy.id])
        for copy, locale in places
    ]


def _known_addresses(copies: Iterable[FrozenCopy]) -> dict[tuple[str, str], str]:
    rows = models.Edition.objects.filter(
        content_id__in={copy.content_id for copy in copies}, is_latest=True
    )
    return {(row.content_id, row.locale): row.address for row in rows}
