"""Letters that came back: what a bounce mailbox holds is read once, and changes who gets mail."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from suluh.foundation.audit import operations as audit
from suluh.publishing.delivery import models, rules
from suluh.publishing.delivery.operations.subscribing import record_bounce
from suluh.publishing.delivery.rules.bounces import Report, mark_of, read_reports


@dataclass(frozen=True, slots=True)
class Taken:
    """What a message came to: addresses stopped, soft failures counted."""

    hard: int = 0
    soft: int = 0


@transaction.atomic
def take_bounce(*, validity: int, uid: int, data: bytes, now: datetime) -> Taken:
    """Read one message of the bounce mailbox, and remember in the same transaction that it is read.

    `validity` and `uid` are its place (RFC 3501, 2.3.1.1); an older place is read already. What
    is no report of ours changes nothing. Repeating it counts nothing twice.
    """
    box = models.BounceBox.objects.select_for_update().get_or_create(id=1)[0]
    if (box.validity, box.uid) >= (validity, uid) and box.validity == validity:
        return Taken()
    models.BounceBox.objects.filter(id=1).update(validity=validity, uid=uid)
    taken = Taken()
    for report in read_reports(data):
        row = _subscriber_of(report)
        if row is None:
            continue
        if report.is_hard:
            key = _key_of(report, row) or ""
            stopped = record_bounce(effect_key=key, sentence=report.sentence, now=now)
            taken = Taken(taken.hard + stopped, taken.soft)
        else:
            taken = Taken(taken.hard, taken.soft + _count_soft(row, report, now))
    return taken


def skip_bounce(*, validity: int, uid: int) -> None:
    """Leave a message alone that cannot be read; the next ones are."""
    models.BounceBox.objects.get_or_create(id=1)
    models.BounceBox.objects.filter(id=1).update(validity=validity, uid=uid)


def note_poll(*, now: datetime, error: str = "") -> None:
    """Remember when the mailbox was asked last, and what went wrong."""
    models.BounceBox.objects.get_or_create(id=1)
    asked = {"error": error[:300]} if error else {"error": "", "read_at": now}
    models.BounceBox.objects.filter(id=1).update(asked_at=now, **asked)


def _subscriber_of(report: Report) -> models.Subscriber | None:
    rows = models.Subscriber.objects.filter(address__in=report.addresses)
    return next((row for row in rows if _key_of(report, row)), None)


def _key_of(report: Report, row: models.Subscriber) -> str | None:
    """Return the key of the letter that came back, if it was one of ours to this address."""
    asked = (f"confirm:{row.id}:{number}" for number in range(1, row.asked_count + 1))
    sent = row.received.values_list("effect_key", flat=True)
    found = (key for keys in (asked, sent.iterator()) for key in keys)
    return next((key for key in found if mark_of(key) == report.mark), None)


def _count_soft(row: models.Subscriber, report: Report, now: datetime) -> bool:
    if row.state not in {rules.State.PENDING, rules.State.CONFIRMED}:
        return False
    models.Subscriber.objects.filter(id=row.id).update(
        soft_bounces=F("soft_bounces") + 1, bounce_text=report.sentence, bounced_at=now
    )
    audit.record(audit.Entry("subscriber.soft_bounce", f"subscriber:{row.id}"), now=now)
    return True
