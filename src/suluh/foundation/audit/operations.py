"""Write, seal and checkpoint the audit."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from suluh.foundation.audit import models, queries, rules
from suluh.kernel.canonical import dumps


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened, in ids and commitments only."""

    action: str
    subject: str
    actor_id: UUID | None = None
    acting_for_id: UUID | None = None
    unit_code: str = ""
    data: Mapping[str, object] = field(default_factory=dict)


def record(entry: Entry, *, now: datetime) -> None:
    """Write an audit row in the caller's transaction."""
    record_all([entry], now=now)


def record_all(entries: Iterable[Entry], *, now: datetime) -> None:
    """Write audit rows in the caller's transaction, in their order."""
    models.AuditRow.objects.bulk_create(_row(entry, now) for entry in entries)


def _row(entry: Entry, now: datetime) -> models.AuditRow:
    dumps(dict(entry.data))  # what cannot be canonical cannot be sealed: fail in the caller
    return models.AuditRow(
        at=now,
        actor_id=entry.actor_id,
        acting_for_id=entry.acting_for_id,
        action=entry.action,
        subject=entry.subject,
        unit_code=entry.unit_code,
        data=dict(entry.data),
    )


@transaction.atomic
def seal(*, now: datetime, limit: int = 500) -> int:
    """Number and chain the rows not sealed yet; returns how many. Run by the loop alone."""
    head = models.AuditSeal.objects.order_by("-number").first()
    number, previous = (head.number, head.hash) if head else (0, rules.GENESIS)
    rows = list(models.AuditRow.objects.filter(seal__isnull=True).order_by("id")[:limit])
    seals = []
    for row in rows:
        number += 1
        link = rules.link_hash(number, queries.sealed_content(row), previous)
        seals.append(
            models.AuditSeal(number=number, row=row, previous=previous, hash=link, sealed_at=now)
        )
        previous = link
    models.AuditSeal.objects.bulk_create(seals)
    return len(rows)


@transaction.atomic
def checkpoint(*, now: datetime, sign: Callable[[bytes], str]) -> models.Checkpoint | None:
    """Sign the head of the chain when 10 minutes or 1,000 rows have passed since the last one.

    `sign` turns canonical bytes into a JWS; it is passed in because keys live above this room.
    """
    head = models.AuditSeal.objects.order_by("-number").first()
    last = models.Checkpoint.objects.order_by("-number").first()
    if head is None or (last is not None and not _is_due(head, last, now)):
        return None
    payload = {"v": 1, "rows": head.number, "hash": head.hash, "at": now.isoformat()}
    return models.Checkpoint.objects.create(
        number=head.number, rows=head.number, hash=head.hash, jws=sign(dumps(payload)), made_at=now
    )


def _is_due(head: models.AuditSeal, last: models.Checkpoint, now: datetime) -> bool:
    if head.number == last.number:
        return False
    old = now - last.made_at >= timedelta(seconds=rules.CHECKPOINT_SECONDS)
    return old or head.number - last.number >= rules.CHECKPOINT_ROWS


def mark_sent(number: int, *, now: datetime) -> None:
    """Note that a checkpoint stands outside."""
    models.Checkpoint.objects.filter(number=number).update(sent_at=now)
