"""People decide about what stands still, in groups."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from suluh.foundation.accounts.rules import Action, Actor, decide
from suluh.foundation.audit import operations as audit
from suluh.foundation.outbox import operations as outbox
from suluh.foundation.outbox import queries as effects
from suluh.foundation.outbox.rules import Decision
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.publishing.delivery import models

MOST_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Group:
    """Effects of one delivery that stand still for the same cause."""

    delivery_id: UUID
    state: str
    error: str


@transaction.atomic
def decide_group(
    *, actor: Actor, group: Group, decision: Decision, now: datetime, note: str = ""
) -> int:
    """Confirm, send again or give up a group; returns how many.

    Raises Refused: no_delivery, no_role, other_unit, nothing_to_decide, and the outbox's codes.
    """
    delivery = models.Delivery.objects.filter(id=group.delivery_id).first()
    if delivery is None or not decide(actor, Action.READ_DELIVERY, delivery.unit_path).allowed:
        raise Refused("no_delivery", _("There is no such delivery."))
    may = decide(actor, Action.DECIDE_DELIVERY, delivery.unit_path)
    if not may.allowed:
        raise Refused(may.code, may.reason)
    rows = effects.list_of_origin(
        delivery.origin, states=[group.state], error=group.error, limit=MOST_AT_ONCE
    )
    if not rows:
        raise Refused("nothing_to_decide", _("Nothing in this group stands still any more."))
    for row in rows:
        outbox.decide_by_person(row.id, decision, actor_id=actor.person_id, now=now, note=note)
    audit.record(
        audit.Entry(
            action=f"delivery.{Decision(decision).value}",
            subject=f"delivery:{delivery.id}",
            actor_id=actor.person_id,
            unit_code=delivery.unit_code,
            data={"state": group.state, "error": group.error, "count": len(rows)},
        ),
        now=now,
    )
    return len(rows)
