"""Approved Copies that wait for their instant, and the loop's step that publishes them."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from suluh.foundation.outbox import operations as outbox
from suluh.kernel.memory import remembering
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import queries as editorial
from suluh.publishing.ledger import events, models, queries
from suluh.publishing.ledger.operations.publication import AfterAppend, Due, NotYet, publish
from suluh.publishing.ledger.rules.rows import EditionRow
from suluh.publishing.ledger.signing import Signer

log = logging.getLogger("suluh.ledger")

MOST_FAULTS: Final = 5
AT_ONCE: Final = 50  # Copies in one transaction


class _NoLongerError(Exception):
    """One of these Copies waits no longer, or longer."""


@transaction.atomic
def insert_due(*, copy_id: UUID, content_id: str, due_at: datetime) -> None:
    """Let an approved Copy wait for its instant; repeating it changes nothing."""
    models.DueCopy.objects.get_or_create(
        copy_id=copy_id, defaults={"content_id": content_id, "due_at": due_at}
    )


@transaction.atomic
def move_due(*, copy_id: UUID, due_at: datetime) -> None:
    """Give a waiting Copy another instant."""
    models.DueCopy.objects.filter(copy_id=copy_id, state="waiting").update(due_at=due_at)


@transaction.atomic
def drop_due(*, copy_id: UUID) -> None:
    """Let a Copy that was taken back wait no longer."""
    models.DueCopy.objects.filter(copy_id=copy_id, state="waiting").update(state="dropped")


def next_due(*, now: datetime) -> datetime | None:
    """Return when the next waiting Copy falls due after `now`, for the loop to wake then."""
    later = models.DueCopy.objects.filter(state="waiting", due_at__gt=now)
    return later.order_by("due_at").values_list("due_at", flat=True).first()


def publish_due(
    *, signer: Signer, after: AfterAppend, now: datetime, limit: int = 250
) -> list[EditionRow]:
    """Publish every Copy whose instant has come, oldest first, many in one transaction.

    Where one of them stands in the way, each has a transaction of its own. A refusal is kept
    with its sentence and announced; a fault is tried again and, after five, kept for a person.
    Neither holds up the next Copy. One whose hour somebody has moved just now waits on, whether
    or not that news has arrived. While the epoch is paused nothing happens.
    """
    if queries.is_paused():
        return []
    rows: list[EditionRow] = []
    waiting = models.DueCopy.objects.filter(state="waiting", due_at__lte=now)
    due_now = list(waiting.order_by("due_at", "copy_id")[:limit])
    for start in range(0, len(due_now), AT_ONCE):
        with remembering():
            rows += _publish_some(due_now[start : start + AT_ONCE], _Way(signer, after, now))
    return rows


@dataclass(frozen=True, slots=True)
class _Way:
    """With which key, followed by what, and when."""

    signer: Signer
    after: AfterAppend
    now: datetime


def _publish_some(some: Sequence[models.DueCopy], way: _Way) -> list[EditionRow]:
    """Publish Copies together, or one by one where they cannot be."""
    if 1 < len(some) == len({due.content_id for due in some}):
        try:
            return _publish(some, way)
        except (_NoLongerError, NotYet, Refused) as one_of_them:
            log.info("ledger.publish.apart because=%r", one_of_them)
        except Exception:
            log.exception("ledger.publish.apart")
    return [row for due in some for row in _publish_one(due, way)]


@transaction.atomic
def _publish(some: Sequence[models.DueCopy], way: _Way) -> list[EditionRow]:
    wanted = [due.copy_id for due in some]
    waiting = models.DueCopy.objects.filter(
        copy_id__in=wanted, state="waiting", due_at__lte=way.now
    )
    if waiting.update(state="done", done_at=way.now) != len(some):
        raise _NoLongerError
    read = editorial.frozen_copies(wanted)
    due = [Due(read.get(one.copy_id) or editorial.frozen_copy(one.copy_id), one.due_at)
           for one in some]  # fmt: skip
    return publish(due=due, signer=way.signer, after=way.after, now=way.now)


def _publish_one(due: models.DueCopy, way: _Way) -> list[EditionRow]:
    now = way.now
    try:
        return _publish([due], way)
    except _NoLongerError:
        return []
    except NotYet as moved:
        move_due(copy_id=due.copy_id, due_at=moved.until)
    except Refused as refused:
        _keep_refusal(due, refused, now)
    except Exception as fault:
        log.exception("ledger.publish.failed copy=%s", due.copy_id)
        _keep_fault(due, fault, now)
    return []


@transaction.atomic
def _keep_refusal(due: models.DueCopy, refused: Refused, now: datetime) -> None:
    models.DueCopy.objects.filter(copy_id=due.copy_id, state="waiting").update(
        state="refused", error_code=refused.code, error=str(refused)[:300], done_at=now
    )
    outbox.announce(
        events.PublicationRefused(str(due.copy_id), due.content_id, refused.code),
        subject=f"content:{due.content_id}",
        now=now,
    )


def _keep_fault(due: models.DueCopy, fault: Exception, now: datetime) -> None:
    attempts = due.attempts + 1
    state = "refused" if attempts >= MOST_FAULTS else "waiting"
    models.DueCopy.objects.filter(copy_id=due.copy_id, state="waiting").update(
        attempts=attempts,
        state=state,
        error_code="fault",
        error=f"{type(fault).__name__}: {fault}"[:300],
        due_at=now + timedelta(seconds=2**attempts),
    )
