"""Announce facts, and hand them to the rooms that asked for them."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from suluh.foundation.outbox import models, wake

log = logging.getLogger("suluh.outbox")

Payload = Mapping[str, object]
Handler = Callable[[Payload, datetime], None]
MOST_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Subscription:
    """A handler under a stable name, which is what makes its work happen once per fact."""

    name: str
    handler: Handler


def announce(fact: object, *, subject: str, now: datetime) -> None:
    """Append a fact (a frozen dataclass of plain values) in the caller's transaction."""
    announce_all([(fact, subject)], now=now)


def announce_all(facts: Iterable[tuple[object, str]], *, now: datetime) -> None:
    """Append facts, each with its subject, in the caller's transaction and in their order."""
    models.Fact.objects.bulk_create(_row(fact, subject, now) for fact, subject in facts)
    wake.wake()


def _row(fact: object, subject: str, now: datetime) -> models.Fact:
    if not is_dataclass(fact) or isinstance(fact, type):
        raise TypeError("a fact is an instance of a dataclass")
    payload = {key: _plain(value) for key, value in asdict(fact).items()}
    return models.Fact(kind=type(fact).__name__, subject=subject, payload=payload, at=now)


def _plain(value: object) -> object:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def deliver_facts(
    wiring: Mapping[str, Sequence[Subscription]], *, now: datetime, limit: int = 100
) -> int:
    """Hand open facts to their handlers, in order per subject; returns how many were finished.

    A handler that fails is tried again later and holds up only its own subject; after
    `MOST_ATTEMPTS` the fact is parked and shown by the doctor.
    """
    done = 0
    blocked: set[str] = set(
        models.Fact.objects.filter(parked_at__isnull=False, done_at__isnull=True).values_list(
            "subject", flat=True
        )
    )
    open_facts = models.Fact.objects.filter(done_at__isnull=True, parked_at__isnull=True)
    for fact in open_facts.order_by("id")[:limit]:
        if fact.subject in blocked or (fact.retry_at and fact.retry_at > now):
            blocked.add(fact.subject)
        elif _deliver(fact, wiring.get(fact.kind, ()), now):
            done += 1
        else:
            blocked.add(fact.subject)
    return done


def _deliver(fact: models.Fact, subscriptions: Sequence[Subscription], now: datetime) -> bool:
    last = len(subscriptions) - 1
    for at, subscription in enumerate(subscriptions):
        try:
            with transaction.atomic():
                _hand_over(fact, subscription, now)
                if at == last:
                    _finish(fact, now)
        except Exception as wrong:
            log.exception("outbox.deliver.failed fact=%s handler=%s", fact.id, subscription.name)
            _put_off(fact, wrong, now)
            return False
    if not subscriptions:
        _finish(fact, now)
    return True


def _finish(fact: models.Fact, now: datetime) -> None:
    models.Fact.objects.filter(id=fact.id).update(done_at=now, attempts=fact.attempts + 1, error="")


def _hand_over(fact: models.Fact, subscription: Subscription, now: datetime) -> None:
    known = models.FactHandled.objects.filter(fact=fact, handler=subscription.name)
    if not known.exists():
        models.FactHandled.objects.create(fact=fact, handler=subscription.name)
        subscription.handler(fact.payload, now)


def _put_off(fact: models.Fact, wrong: Exception, now: datetime) -> None:
    attempts = fact.attempts + 1
    said = f"{type(wrong).__name__}: {wrong}"[:300]
    changes: dict[str, object] = {"error": said, "attempts": attempts}
    if attempts >= MOST_ATTEMPTS:
        changes["parked_at"] = now
    else:
        changes["retry_at"] = now + timedelta(seconds=2**attempts)
    models.Fact.objects.filter(id=fact.id).update(**changes)
