"""What the ledger tells this room, in its own transaction."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models, rules
from suluh.newsroom.editorial.operations import progress


@transaction.atomic
def mark_published(*, copy_id: UUID, now: datetime) -> None:
    """Note that the Editions of a Copy stand in the ledger; the Copy before it is replaced.

    Called by publishing.ledger.operations.publish alone. Raises Refused: no_copy, wrong_state.
    """
    copy = models.Copy.objects.select_for_update().filter(id=copy_id).first()
    if copy is None:
        raise Refused("no_copy", _("There is no such text in review."))
    for older in models.Copy.objects.filter(
        content_id=copy.content_id, state=rules.CopyState.PUBLISHED
    ):
        progress.transition(older, rules.Verb.SUPERSEDE, by=(None, now))
    progress.transition(copy, rules.Verb.PUBLISH, by=(None, now))
