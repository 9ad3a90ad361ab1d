"""Plan effects in the transaction of the decision they follow from."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from suluh.foundation.outbox import models, rules, wake
from suluh.foundation.outbox.operations.steps import Why, take_all
from suluh.foundation.outbox.queries import effect_row
from suluh.kernel.canonical import dumps

AT_ONCE = 500
FORGOTTEN: Final = "{}"


@transaction.atomic
def plan_effect(draft: rules.Draft, *, now: datetime) -> rules.EffectRow:
    """Write an effect; a key that was planned before is left as it is and returned.

    The payload's bytes are fixed here: every attempt sends the same.
    """
    row = _row(draft, now)
    effect, created = models.Effect.objects.get_or_create(
        key=draft.key, defaults={name: value for name, value in row.items() if name != "key"}
    )
    if created:
        wake.wake()
    return effect_row(effect)


@transaction.atomic(savepoint=False)
def plan_effects(drafts: Iterable[rules.Draft], *, now: datetime) -> int:
    """Write many effects at once; keys planned before are left alone. Returns how many are new."""
    rows = [models.Effect(**_row(draft, now)) for draft in drafts]
    new = 0
    for start in range(0, len(rows), AT_ONCE):
        batch = rows[start : start + AT_ONCE]
        keys = [row.key for row in batch]
        known = set(models.Effect.objects.filter(key__in=keys).values_list("key", flat=True))
        fresh = [row for row in batch if row.key not in known]
        models.Effect.objects.bulk_create(fresh, ignore_conflicts=True)
        new += len(fresh)
    if new:
        wake.wake()
    return new


def _row(draft: rules.Draft, now: datetime) -> dict[str, object]:
    due_at = draft.due_at or now
    return {
        "key": draft.key,
        "kind": draft.kind,
        "lane": draft.lane,
        "destination": draft.destination,
        "account": draft.account or draft.destination,
        "channel_class": draft.channel_class,
        "priority": draft.priority,
        "subject": draft.subject,
        "origin": draft.origin,
        "payload": dumps(dict(draft.payload)).decode("utf-8"),
        "state": rules.State.PLANNED if due_at > now else rules.State.DUE,
        "planned_at": now,
        "due_at": due_at,
        "retry_at": due_at,
        "deadline_at": due_at + rules.GIVE_UP_AFTER,
    }


@transaction.atomic
def drop_planned(*, origin: str, now: datetime, note: str) -> int:
    """Take back what was planned for `origin` and has not begun; returns how many."""
    waiting = models.Effect.objects.filter(
        origin=origin, state__in=(rules.State.PLANNED, rules.State.DUE, rules.State.HELD)
    )
    why = Why(now, note)
    return take_all(list(waiting), rules.Verb.DROP, why, settled_at=now, error="dropped")


@transaction.atomic
def forget(*, now: datetime, origins: Iterable[str] = (), destination: str = "") -> int:
    """Erase what effects said and to whom, where the text or the person must be forgotten.

    What has not left is dropped first; keys, states and times stay.
    """
    chosen = models.Effect.objects.filter(
        Q(origin__in=list(origins)) | Q(destination=destination or None)
    )
    waiting = chosen.filter(state__in=(rules.State.PLANNED, rules.State.DUE, rules.State.HELD))
    take_all(
        list(waiting), rules.Verb.DROP, Why(now, "forgotten"), settled_at=now, error="forgotten"
    )
    done = 0
    for effect in chosen.exclude(state__in=rules.IN_FLIGHT).exclude(payload=FORGOTTEN):
        models.Effect.objects.filter(id=effect.id).update(
            payload=FORGOTTEN, destination=f"forgotten:{effect.id}", sentence=""
        )
        done += 1
    return done
