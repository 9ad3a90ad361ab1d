"""Who works on an effect: claim it for a while, give it back, take it from the dead."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from suluh.foundation.outbox import models, rules
from suluh.foundation.outbox.operations.steps import Why, take, take_all
from suluh.foundation.outbox.queries import effect_row
from suluh.kernel.refusals import Stale

LOOK_AHEAD = 200
NO_LEASE: Final[dict[str, Any]] = {"lease_token": None, "lease_until": None, "leased_by": ""}


@dataclass(frozen=True, slots=True)
class Claim:
    """What a worker asks for: effects of one lane, for so long, at most so many.

    `destination`: only those of one destination, to carry on where a call just ended.
    """

    lane: str
    owner: str
    lease_seconds: int
    limit: int = 1
    urgent_only: bool = False
    destination: str = ""


@transaction.atomic
def fall_due(*, now: datetime, limit: int = 500) -> int:
    """Make planned effects due whose time has come, and end those whose time is over."""
    ripe = models.Effect.objects.filter(state=rules.State.PLANNED, retry_at__lte=now)
    moved = take_all(list(_locked(ripe)[:limit]), rules.Verb.FALL_DUE, Why(now))
    late = models.Effect.objects.filter(state=rules.State.DUE, deadline_at__lt=now)
    over = list(_locked(late)[:limit])
    lost = [effect for effect in over if effect.uncertain]
    never = [effect for effect in over if not effect.uncertain]
    take_all(lost, rules.Verb.LOSE, Why(now, "deadline"), settled_at=now)
    take_all(never, rules.Verb.EXPIRE, Why(now, "deadline"), settled_at=now)
    return moved


@transaction.atomic
def claim_due(claim: Claim, *, now: datetime) -> list[rules.EffectRow]:
    """Lease due effects of a lane, withdrawals and corrections first, then by age.

    Never two of one destination, never one whose destination is left alone by its breaker, never
    one with an older open effect about the same subject there. The attempt is counted here,
    before any work, so that a payload that kills its worker is counted too.
    """
    claimed: list[rules.EffectRow] = []
    busy: set[str] = set()
    waiting = _claimable(claim, now).values_list("id", "destination", "account")
    for effect_id, destination, account in waiting[:LOOK_AHEAD]:
        if len(claimed) == claim.limit:
            break
        if destination in busy or not _breaker_lets(account, now):
            continue
        still = models.Effect.objects.filter(
            id=effect_id, state=rules.State.DUE, retry_at__lte=now
        )  # another sender may have had it since the look above
        effect = _locked(still).first()
        if effect is not None and _lease(effect, claim, now):
            busy.add(destination)
            claimed.append(effect_row(effect))
    return claimed


def _claimable(claim: Claim, now: datetime) -> QuerySet[models.Effect]:
    others = models.Effect.objects.filter(destination=OuterRef("destination"))
    in_flight = others.filter(state__in=rules.IN_FLIGHT)
    earlier = Q(due_at__lt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), id__lt=OuterRef("id"))
    older = others.filter(
        earlier,
        subject=OuterRef("subject"),
        priority__lte=OuterRef("priority"),
        state__in=(rules.State.DUE, rules.State.PENDING),
    )
    shut = models.Breaker.objects.filter(account=OuterRef("account"), open_until__gt=now)
    due = models.Effect.objects.filter(
        lane=claim.lane, state=rules.State.DUE, retry_at__lte=now, deadline_at__gte=now
    )
    if claim.destination:
        due = due.filter(destination=claim.destination)
    if claim.urgent_only:
        due = due.filter(priority=rules.Priority.URGENT)
    due = due.filter(~Exists(in_flight), ~Exists(older), ~Exists(shut))
    return due.order_by("priority", "due_at", "id")


def _breaker_lets(account: str, now: datetime) -> bool:
    row = models.Breaker.objects.filter(account=account).first()
    if row is None:
        return True
    breaker = rules.BreakerState(row.failures, row.open_until)
    if not breaker.lets_pass(now):
        return False
    if not breaker.on_trial:
        return True
    on_its_way = models.Effect.objects.filter(account=account, state__in=rules.IN_FLIGHT)
    return not on_its_way.exists()


def _lease(effect: models.Effect, claim: Claim, now: datetime) -> bool:
    changes = {
        "attempts": effect.attempts + 1,
        "lease_token": uuid4(),
        "lease_until": now + timedelta(seconds=claim.lease_seconds),
        "leased_by": claim.owner,
    }
    try:
        with transaction.atomic():  # the others of this claim stand where this one cannot be had
            take(effect, rules.Verb.CLAIM, Why(now), **changes)
    except (IntegrityError, Stale):  # another sender took this one, or its destination's lane
        return False
    return True


@transaction.atomic
def free(row: rules.EffectRow, *, now: datetime, note: str, wait_seconds: int = 0) -> None:
    """Give back a claim whose work never began; the attempt is not counted."""
    effect = models.Effect.objects.filter(id=row.id, lease_token=row.token).first()
    if effect is not None and effect.state == rules.State.CLAIMED:
        changes = {
            "attempts": max(effect.attempts - 1, 0),
            "retry_at": now + timedelta(seconds=wait_seconds),
            "error": note,
        }
        take(effect, rules.Verb.FREE, Why(now, note), **changes, **NO_LEASE)


@transaction.atomic
def reap(*, now: datetime, is_dead: Callable[[str], bool] = lambda _owner: False) -> int:
    """Take effects from workers whose lease ended or who are known to be dead.

    Not begun: due again. Begun: unconfirmed where the destination is blind, due again where it
    knows our key, and due with a look-up first where it can be asked.
    """
    leased = list(_locked(models.Effect.objects.filter(state__in=rules.IN_FLIGHT)))
    dead = {owner for owner in {effect.leased_by for effect in leased} if is_dead(owner)}
    over = [effect for effect in leased if _is_over(effect, dead, now)]
    for effect in over:
        _take_back(effect, now)
    return len(over)


def _is_over(effect: models.Effect, dead: Iterable[str], now: datetime) -> bool:
    return effect.leased_by in dead or (effect.lease_until or now) <= now


def _take_back(effect: models.Effect, now: datetime) -> None:
    why = Why(now, "the sender stopped")
    begun = effect.state == rules.State.SENDING
    crashes = effect.crashes + 1
    if begun and effect.channel_class == rules.ChannelClass.BLIND:
        # The token stays: should the sender live after all, its answer still counts.
        take(effect, rules.Verb.LOSE, why, crashes=crashes, uncertain=True, error="sender_stopped")
        return
    uncertain = effect.uncertain or begun
    if crashes >= rules.MOST_CRASHES:
        changes = {"crashes": crashes, "uncertain": uncertain, "error": "stops_the_sender"}
        verb = rules.Verb.LOSE if begun else rules.Verb.PARK
        take(effect, verb, why, **changes, **NO_LEASE)
        return
    verb = rules.Verb.RETRY if begun else rules.Verb.FREE
    take(effect, verb, why, crashes=crashes, uncertain=uncertain, retry_at=now, **NO_LEASE)


def _locked(rows: QuerySet[models.Effect]) -> QuerySet[models.Effect]:
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, of=("self",))
    return rows
