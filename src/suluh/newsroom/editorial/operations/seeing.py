"""Remember which Copies somebody has opened, so that the next one shows what changed since."""

from datetime import datetime

from django.db import transaction

from suluh.foundation.accounts.rules import Actor
from suluh.newsroom.editorial import models


@transaction.atomic
def note_seen(*, actor: Actor, copy: models.Copy, now: datetime) -> bool:
    """Note that the actor has opened a Copy they were let in to; says whether it is the first time.

    Written once for a person and a Copy, and never to the audit: opening decides nothing.
    """
    known = models.CopySeen.objects.filter(copy_id=copy.id, person_id=actor.person_id)
    if known.exists():
        return False
    row = models.CopySeen(copy_id=copy.id, person_id=actor.person_id, at=now)
    models.CopySeen.objects.bulk_create([row], ignore_conflicts=True)  # two pages at once
    return True
