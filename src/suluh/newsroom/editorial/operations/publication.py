"""What the ledger tells this room, in its own transaction."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models, rules
from suluh.newsroom.editorial.operations import progress


@transaction.atomic(savepoint=False)
def mark_published(*, copy_id: UUID, now: datetime) -> datetime | None:
    """Note that the Editions of a Copy stand in the ledger; the Copy before it is replaced.

    Returns the hour the Copy is due at, as it stands now, for the caller to refuse one to come.
    Called by publishing.ledger.operations.publish alone. Raises Refused: no_copy, wrong_state.
    """
    rows = models.Copy.objects.select_for_update().only("id", "content_id", "state", "due_at")
    copy = rows.filter(id=copy_id).first()
    if copy is None:
        raise Refused("no_copy", _("There is no such text in review."))
    for older in rows.filter(content_id=copy.content_id, state=rules.CopyState.PUBLISHED):
        progress.transition(older, rules.Verb.SUPERSEDE, by=(None, now))
    progress.transition(copy, rules.Verb.PUBLISH, by=(None, now))
    due_at: datetime | None = copy.due_at
    return due_at
