"""Read effects."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Min, Q

from suluh.foundation.outbox import models, rules


def effect_row(effect: models.Effect) -> rules.EffectRow:
    """Return an effect as plain values."""
    return rules.EffectRow(
        id=effect.id,
        key=effect.key,
        kind=effect.kind,
        lane=effect.lane,
        destination=effect.destination,
        account=effect.account,
        channel_class=rules.ChannelClass(effect.channel_class),
        priority=effect.priority,
        subject=effect.subject,
        origin=effect.origin,
        state=rules.State(effect.state),
        due_at=effect.due_at,
        retry_at=effect.retry_at,
        attempts=effect.attempts,
        uncertain=effect.uncertain,
        remote=effect.remote,
        error=effect.error,
        sentence=effect.sentence,
        settled_at=effect.settled_at,
        token=effect.lease_token,
        payload=json.loads(effect.payload),
    )


def list_to_poll(*, now: datetime, limit: int = 20) -> list[rules.EffectRow]:
    """Return effects a destination took and still works on, whose next question is due."""
    rows = models.Effect.objects.filter(state=rules.State.PENDING, retry_at__lte=now)
    return [effect_row(row) for row in rows.order_by("retry_at")[:limit]]


def has_leases() -> bool:
    """Say whether anything is in some worker's hands."""
    return models.Effect.objects.filter(state__in=rules.IN_FLIGHT).exists()


def has_ripe(*, now: datetime) -> bool:
    """Say whether something must fall due, or has waited beyond its deadline."""
    ripe = Q(state=rules.State.PLANNED, retry_at__lte=now)
    late = Q(state=rules.State.DUE, deadline_at__lt=now)
    return models.Effect.objects.filter(ripe | late).exists()


def lanes_with_work(*, now: datetime) -> set[str]:
    """Return the lanes in which something may be due."""
    rows = models.Effect.objects.filter(state=rules.State.DUE, retry_at__lte=now)
    return set(rows.order_by().values_list("lane", flat=True).distinct())


def count_by_state() -> dict[str, int]:
    """Return how many effects stand in each state, for the doctor."""
    rows = models.Effect.objects.order_by().values_list("state").annotate(Count("id"))
    return dict(rows)


def oldest_due(*, now: datetime) -> datetime | None:
    """Return since when the oldest due effect waits for its first attempt, for the doctor."""
    late = models.Effect.objects.filter(state=rules.State.DUE, attempts=0, due_at__lte=now)
    at: datetime | None = late.aggregate(at=Min("due_at"))["at"]
    return at


def next_due_at() -> datetime | None:
    """Return when the next planned or waiting effect falls due, for the loop."""
    waiting = models.Effect.objects.filter(state__in=(rules.State.PLANNED, rules.State.DUE))
    at: datetime | None = waiting.aggregate(at=Min("retry_at"))["at"]
    return at


def steps_of(key: str) -> list[tuple[datetime, str, str, str]]:
    """Return what happened to an effect, oldest first: when, from, to, note."""
    rows = models.EffectTransition.objects.filter(effect__key=key).order_by("id")
    return list(rows.values_list("at", "from_state", "to_state", "note"))


def list_open_breakers(*, now: datetime) -> dict[str, datetime]:
    """Return which destinations are left alone, and until when."""
    rows = models.Breaker.objects.filter(open_until__gt=now)
    return {row.account: row.open_until for row in rows if row.open_until}


def count_by_origin(origins: Iterable[str]) -> dict[str, dict[tuple[str, str], int]]:
    """Return for each origin how many of its effects stand where: {(state, error): count}."""
    rows = (
        models.Effect.objects.filter(origin__in=list(origins))
        .order_by()
        .values_list("origin", "state", "error")
        .annotate(Count("id"))
    )
    found: dict[str, dict[tuple[str, str], int]] = {}
    for origin, state, error, count in rows:
        found.setdefault(origin, {})[state, error] = count
    return found


def list_of_origin(
    origin: str,
    *,
    states: Iterable[str] | None = None,
    error: str | None = None,
    limit: int = 100,
) -> list[rules.EffectRow]:
    """Return an origin's effects, oldest first, all or those in some states, for one cause."""
    rows = models.Effect.objects.filter(origin=origin)
    if error is not None:
        rows = rows.filter(error=error)
    if states is not None:
        rows = rows.filter(state__in=list(states))
    return [effect_row(row) for row in rows.order_by("id")[:limit]]


def latest_of_origins(origins: Iterable[str]) -> dict[str, rules.EffectRow]:
    """Return one effect of each origin: the newest, for times and receipt."""
    rows = models.Effect.objects.filter(origin__in=list(origins)).order_by("id")
    return {row.origin: effect_row(row) for row in rows}


def keys_in(states: Iterable[str], keys: Iterable[str]) -> set[str]:
    """Return those of the keys whose effect stands in one of the states."""
    wanted = list(keys)
    found: set[str] = set()
    for start in range(0, len(wanted), 500):
        batch = wanted[start : start + 500]
        rows = models.Effect.objects.filter(key__in=batch, state__in=list(states))
        found |= set(rows.values_list("key", flat=True))
    return found


def undecided_origins(prefix: str) -> set[str]:
    """Return origins that begin with `prefix` and have effects a person must decide about."""
    rows = models.Effect.objects.filter(origin__startswith=prefix, state__in=rules.STUCK)
    rows = rows.exclude(error__in=("superseded", "dropped", "forgotten"))
    return set(rows.order_by().values_list("origin", flat=True).distinct())


def list_unsent(kind: str) -> list[rules.EffectRow]:
    """Return every effect of a kind that is not finished, for a house that stands still."""
    states = (*rules.OPEN, rules.State.HELD)
    rows = models.Effect.objects.filter(kind=kind, state__in=states)
    return [effect_row(row) for row in rows.order_by("id")]


def list_parked_facts() -> list[tuple[str, str]]:
    """Return kind and error of announcements that no handler could take, oldest first."""
    rows = models.Fact.objects.filter(parked_at__isnull=False, done_at__isnull=True)
    return list(rows.order_by("id").values_list("kind", "error"))
