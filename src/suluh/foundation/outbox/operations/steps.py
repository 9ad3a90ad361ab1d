"""The one way an effect changes its state: conditional UPDATE, transition row, same transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from suluh.foundation.outbox import models, rules
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.ids import new_row_key
from suluh.kernel.refusals import Stale
from suluh.kernel.states import step

CHANGED = _("Somebody or something else was quicker; look again.")


@dataclass(frozen=True, slots=True)
class Why:
    """When, by whom and why a step was taken."""

    at: datetime
    note: str = ""
    actor_id: UUID | None = None


@transaction.atomic(savepoint=False)
def take(effect: models.Effect, verb: rules.Verb, why: Why, **changes: Any) -> models.Effect:
    """Take `verb` from the state the effect was read in.

    Raises Refused: wrong_state. Raises Stale where it changed since; nothing is written then.
    """
    old = rules.State(effect.state)
    to = step(rules.TRANSITIONS, old, verb).to
    if to in rules.FINISHED or to in rules.UNDECIDED:
        changes.setdefault("settled_at", why.at)
    same = models.Effect.objects.filter(id=effect.id, state=old, lease_token=effect.lease_token)
    if same.update(state=to, **changes) != 1:
        raise Stale(CHANGED)
    models.EffectTransition.objects.create(
        effect=effect,
        from_state=old,
        to_state=to,
        verb=verb,
        at=why.at,
        actor_id=why.actor_id,
        note=why.note[:300],
    )
    for name, value in {"state": to, **changes}.items():
        setattr(effect, name, value)
    return effect


@transaction.atomic(savepoint=False)
def take_all(effects: list[models.Effect], verb: rules.Verb, why: Why, **changes: Any) -> int:
    """Take one verb for many effects that were locked or read in this transaction."""
    done = 0
    for old in {rules.State(effect.state) for effect in effects}:
        to = step(rules.TRANSITIONS, old, verb).to
        ids = [effect.id for effect in effects if effect.state == old]
        moved = models.Effect.objects.filter(id__in=ids, state=old).update(state=to, **changes)
        if moved != len(ids):
            raise Stale(CHANGED)
        models.EffectTransition.objects.bulk_create(
            models.EffectTransition(
                id=new_row_key(), effect_id=one, from_state=old, to_state=to,
                verb=verb, at=why.at, actor_id=why.actor_id, note=why.note[:300],
            )
            for one in ids
        )  # fmt: skip
        done += moved
    return done
