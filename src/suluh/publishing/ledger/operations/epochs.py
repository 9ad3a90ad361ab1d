"""After a restore the ledger stands still in a new epoch until a person releases it."""

from datetime import datetime

from django.db import transaction

from suluh.foundation.accounts.rules import Action, Actor, decide
from suluh.foundation.audit import operations as audit
from suluh.foundation.outbox import operations as outbox
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.publishing.ledger import models, queries
from suluh.publishing.ledger.rules.rows import EpochRow

NOT_PAUSED = _("The house is not paused; there is nothing to release.")
BEYOND = _("The ledger holds records of a later epoch (%(epoch)s); restore once more.")


@transaction.atomic
def release_epoch(*, actor: Actor, now: datetime) -> EpochRow:
    """Let the house publish and send again; the epoch's first record will name the head of now.

    What was held may have left before the restore: a destination that recognises our keys or can
    be asked goes on, a blind one waits for a person.
    Raises Refused: no_role, not_paused, beyond.
    """
    may = decide(actor, Action.MANAGE_HOUSE)
    if not may.allowed:
        raise Refused(may.code, may.reason)
    epoch = queries.paused_epoch()
    if epoch is None:
        raise Refused("not_paused", NOT_PAUSED)
    head = queries.head_position()
    if head is not None and head.epoch >= epoch.number:
        raise Refused("beyond", BEYOND, epoch=head.epoch)
    done = models.Epoch.objects.filter(number=epoch.number, released_at__isnull=True).update(
        released_at=now,
        released_by_id=actor.person_id,
        known_head=head.to_json() if head else None,
    )
    if done != 1:
        raise Refused("not_paused", NOT_PAUSED)
    outbox.hold_all(now=now, note="restored", planned_until=epoch.paused_at)
    held = outbox.release_held(now=now, actor_id=actor.person_id, doubt=True)
    audit.record(
        audit.Entry(
            action="house.release",
            subject=f"epoch:{epoch.number}",
            actor_id=actor.person_id,
            data={"epoch": epoch.number, "head": head.to_json() if head else {}, "held": held},
        ),
        now=now,
    )
    return EpochRow(epoch.number, epoch.paused_at, head.to_json() if head else None)
