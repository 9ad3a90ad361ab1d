"""When an approved text goes out."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from suluh.foundation.accounts.rules import Action, Actor
from suluh.foundation.audit import operations as audit
from suluh.foundation.outbox import operations as outbox
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.clock import iso
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import events, models, rules
from suluh.newsroom.editorial.permissions import require


@transaction.atomic
def reschedule(*, actor: Actor, copy_id: UUID, due_at: datetime, now: datetime) -> models.Copy:
    """Set the instant at which a text goes out, to the second; never before its embargo.

    Possible while it is in review (a wish that clearance keeps) and once it is approved.
    Raises Refused: no_copy, no_role, other_unit, before_embargo, in_the_past, wrong_state.
    """
    copy = (
        models.Copy.objects.select_for_update(of=("self",))
        .select_related("unit")
        .filter(id=copy_id)
        .first()
    )
    if copy is None:
        raise Refused("no_copy", _("There is no such text in review."))
    require(actor, Action.SCHEDULE_STORY, copy.unit.path)
    if rules.CopyState(copy.state) not in rules.LOCKING:
        raise Refused("wrong_state", _("This text is no longer waiting for publication."))
    if copy.not_before and due_at < copy.not_before:
        raise Refused("before_embargo", _("That is before the embargo ends."))
    if due_at < now:
        raise Refused("in_the_past", _("That moment has passed."))
    models.Copy.objects.filter(id=copy.id).update(due_at=due_at)
    copy.due_at = due_at
    audit.record(
        audit.Entry(
            action="copy.schedule",
            subject=f"content:{copy.content_id}",
            actor_id=actor.person_id,
            unit_code=copy.unit.code,
            data={"copy": copy.number, "due_at": iso(due_at)},
        ),
        now=now,
    )
    if copy.state == rules.CopyState.CLEARED:
        outbox.announce(
            events.CopyRescheduled(str(copy.id), copy.content_id, iso(due_at)),
            subject=f"content:{copy.content_id}",
            now=now,
        )
    return copy
