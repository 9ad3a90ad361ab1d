"""What people decide about effects that stand still, and the pause after a restore."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from suluh.foundation.outbox import models, rules, wake
from suluh.foundation.outbox.operations.leases import NO_LEASE, reap
from suluh.foundation.outbox.operations.planning import FORGOTTEN
from suluh.foundation.outbox.operations.steps import Why, take, take_all
from suluh.foundation.outbox.queries import effect_row
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused

VERBS = {
    rules.Decision.CONFIRM: rules.Verb.CONFIRM,
    rules.Decision.TRY_AGAIN: rules.Verb.TRY_AGAIN,
    rules.Decision.ABANDON: rules.Verb.ABANDON,
}


@transaction.atomic
def decide_by_person(
    effect_id: UUID, decision: rules.Decision, *, actor_id: UUID, now: datetime, note: str = ""
) -> rules.EffectRow:
    """Confirm, send again or give up an effect; the caller has asked whether the person may.

    Sent again it keeps its key and bytes; a destination that can be asked is asked first.
    Raises Refused: no_effect, not_decidable.
    """
    decision = rules.Decision(decision)  # a form hands in its text
    effect = models.Effect.objects.filter(id=effect_id).first()
    if effect is None:
        raise Refused("no_effect", _("There is no such delivery."))
    if decision not in rules.DECISIONS.get(rules.State(effect.state), ()):
        raise Refused("not_decidable", _("There is nothing to decide about this delivery now."))
    if decision is rules.Decision.TRY_AGAIN and effect.payload == FORGOTTEN:
        raise Refused("forgotten", _("What this delivery said was erased; it cannot be sent."))
    changes: dict[str, object] = {**NO_LEASE}
    if decision is rules.Decision.TRY_AGAIN:
        changes |= {
            "retry_at": now,
            "deadline_at": max(now, effect.due_at) + rules.GIVE_UP_AFTER,
            "attempts": 0,
            "crashes": 0,
            "settled_at": None,
        }
    take(effect, VERBS[decision], Why(now, note, actor_id), **changes)
    wake.wake()
    return effect_row(effect)


@transaction.atomic
def hold_all(*, now: datetime, note: str, planned_until: datetime | None = None) -> int:
    """Hold everything that has not left; after a restore nothing leaves by itself.

    What the backup shows as begun is treated as reaped first. `planned_until` leaves alone what
    was planned later.
    """
    reap(now=now, is_dead=lambda _owner: True)
    waiting = models.Effect.objects.filter(state__in=(rules.State.PLANNED, rules.State.DUE))
    if planned_until is not None:
        waiting = waiting.filter(planned_at__lte=planned_until)
    return take_all(list(waiting), rules.Verb.HOLD, Why(now, note), error="held")


@transaction.atomic
def release_held(*, now: datetime, actor_id: UUID | None = None, doubt: bool = False) -> int:
    """Let what `hold_all` held go on.

    `doubt`: it may have left before the restore. Then a blind destination's effects become
    unconfirmed for a person, the others are asked about or sent under the same key.
    """
    held = list(models.Effect.objects.filter(state=rules.State.HELD, error="held"))
    blind = [e for e in held if doubt and e.channel_class == rules.ChannelClass.BLIND]
    others = [e for e in held if e not in blind]
    why = Why(now, "released", actor_id)
    take_all(blind, rules.Verb.LOSE, why, uncertain=True, error="restored", settled_at=now)
    changes: dict[str, object] = {"error": "", "settled_at": None}
    if doubt:
        changes["uncertain"] = True
    take_all(others, rules.Verb.RELEASE, why, **changes)
    wake.wake()
    return len(held)
