"""What the ledger tells this room, in its own transaction."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models, rules
from suluh.newsroom.editorial.operations import progress


@transaction.atomic(savepoint=False)
def mark_published(*, copy_ids: Collection[UUID], now: datetime) -> dict[UUID, datetime | None]:
    """Note that the Editions of Copies stand in the ledger; the Copies before them are replaced.

    Returns the hour each Copy is due at, as it stands now, for the caller to refuse one to come.
    Called by publishing.ledger.operations.publish alone. Raises Refused: no_copy, wrong_state;
    Stale where somebody moved one of them first.
    """
    rows = models.Copy.objects.select_for_update().only("id", "content_id", "state", "due_at")
    copies = list(rows.filter(id__in=copy_ids).order_by("id"))
    if len(copies) != len(copy_ids):
        raise Refused("no_copy", _("There is no such text in review."))
    older = rows.filter(
        content_id__in=[copy.content_id for copy in copies], state=rules.CopyState.PUBLISHED
    )
    progress.transition_all(list(older), rules.Verb.SUPERSEDE, now)
    progress.transition_all(copies, rules.Verb.PUBLISH, now)
    return {copy.id: copy.due_at for copy in copies}
