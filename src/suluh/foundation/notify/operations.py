"""Write to people: letters through the effect machine, notices on the desk."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from suluh.foundation.notify import models, rules
from suluh.foundation.notify.rules import Letter
from suluh.foundation.org import queries as org
from suluh.foundation.outbox import operations as outbox
from suluh.foundation.outbox.rules import ChannelClass, Draft, EffectRow
from suluh.kernel.ids import new_row_key

ACCOUNT = "smtp"

__all__ = ["Letter", "draft_mail", "mark_read", "notify", "plan_mail"]


def sender() -> rules.Sender:
    """Return who writes: the institution."""
    if not org.has_institution():
        return rules.Sender("Suluh", "suluh@localhost")
    house = org.get_institution()
    return rules.Sender(house.name.id, house.email or "suluh@localhost")


def draft_mail(letter: Letter, *, key: str, now: datetime, lane: str = "mail") -> Draft:
    """Return a letter as an effect, not planned yet; for many at once.

    One effect per recipient: the serial lane is the address, so that nobody waits for another.
    Raises Refused: bad_address, bad_header.
    """
    writer = sender()
    to = rules.clean_address(letter.to)
    message = rules.compose(letter, sender=writer, key=key, now=now)
    return Draft(
        key=key,
        kind="smtp",
        destination=f"mail:{to.lower()}",
        account=ACCOUNT,
        channel_class=ChannelClass.BLIND,
        payload={"from": _returns_to(writer), "to": to, "message": message},
        lane=lane,
    )


def _returns_to(writer: rules.Sender) -> str:
    """Return the envelope's sender, to which undeliverable letters come back."""
    return rules.clean_address(settings.SULUH_BOUNCE_ADDRESS or writer.address)


def plan_mail(letter: Letter, *, key: str, now: datetime, lane: str = "mail") -> EffectRow:
    """Plan a letter in the caller's transaction; the same key is planned once.

    Raises Refused: bad_address, bad_header.
    """
    return outbox.plan_effect(draft_mail(letter, key=key, now=now, lane=lane), now=now)


@transaction.atomic
def notify(person_ids: Iterable[UUID], *, kind: str, subject: str, url: str, now: datetime) -> int:
    """Put a line on people's desks; returns how many. Repeating it with the same time adds none.

    Grouped: where somebody has not read the same line about the same page yet, it moves up
    instead of standing there twice.
    """
    people = set(person_ids)
    unread = models.Notice.objects.filter(
        person_id__in=people, kind=kind, url=url, read_at__isnull=True
    )
    again = set(unread.values_list("person_id", flat=True))
    unread.filter(at__lt=now).update(at=now, subject=subject[:200])
    rows = [
        models.Notice(
            id=new_row_key(), person_id=one, kind=kind, subject=subject[:200], url=url, at=now
        )
        for one in sorted(people - again)
    ]
    models.Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(people)


@transaction.atomic
def mark_read(*, person_id: UUID, now: datetime) -> int:
    """Note that a person has seen what is on their desk."""
    unread = models.Notice.objects.filter(person_id=person_id, read_at__isnull=True)
    return unread.update(read_at=now)
