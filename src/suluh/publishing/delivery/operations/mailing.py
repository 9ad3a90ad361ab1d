"""Mail to subscribers: the audience is frozen at publication, the letters are written after it.

Publishing writes one row per reader and one effect per 500 of them; that effect's gateway calls
`expand_batch`, which plans one letter per reader. Repeating it plans nobody twice.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from suluh.foundation.notify import operations as notify
from suluh.foundation.outbox import operations as outbox
from suluh.foundation.outbox import queries as effects
from suluh.foundation.outbox.rules import ChannelClass, Draft
from suluh.foundation.outbox.rules import State as Effect
from suluh.kernel.ids import new_row_key
from suluh.kernel.refusals import Refused
from suluh.publishing.delivery import letters, models, rules
from suluh.publishing.ledger import queries as ledger
from suluh.publishing.ledger.rules.rows import EditionRow

BATCH: Final = 500
# The reader has it, may have it, or gets it this moment.
REACHED: Final = (
    Effect.CLAIMED, Effect.SENDING, Effect.PENDING, Effect.ACCEPTED, Effect.CONFIRMED,
    Effect.UNCONFIRMED,
)  # fmt: skip


class Readers:
    """The confirmed subscribers of each language, asked for once while Editions are planned."""

    def __init__(self) -> None:
        self._known: dict[str, list[tuple[UUID, Any]]] = {}

    def of(self, locale: str) -> list[tuple[UUID, Any]]:
        """Return who reads a language, with the units they want."""
        if locale not in self._known:
            rows = models.Subscriber.objects.filter(state=rules.State.CONFIRMED, locale=locale)
            self._known[locale] = list(rows.order_by("id").values_list("id", "units"))
        return self._known[locale]


def audience_of(
    edition: EditionRow, delivery: models.Delivery, readers: Readers, now: datetime
) -> list[models.Recipient]:
    """Return the audience of an Edition, to be kept with its delivery.

    The first Edition goes to everybody who wants its unit. A later one goes to those who got an
    older one; who was still waiting for that gets the new text as news instead.
    """
    if edition.action == "erase":
        return []
    again, news = _audience(edition, delivery, readers, now)
    rows = [*_rows(delivery, again, is_news=False), *_rows(delivery, news, is_news=True)]
    for number, row in enumerate(rows):
        row.batch = number // BATCH
    return rows


def plan_mailing(
    edition: EditionRow, delivery: models.Delivery, audience: list[models.Recipient]
) -> list[Draft]:
    """Freeze the audience of a delivery that stands, and return its batches to be planned."""
    models.Recipient.objects.bulk_create(audience, batch_size=BATCH)
    batches = range((len(audience) + BATCH - 1) // BATCH)
    return [_batch_draft(edition, delivery, number) for number in batches]


def _audience(
    edition: EditionRow, delivery: models.Delivery, readers: Readers, now: datetime
) -> tuple[list[UUID], list[UUID]]:
    earlier = models.Delivery.objects.filter(
        channel_id=delivery.channel_id,
        content_id=edition.content_id,
        locale=edition.locale,
        version__lt=edition.version,
    )
    if edition.version == 1 or not earlier.exists():
        return [], list(_everybody(edition, delivery, readers))
    for row in earlier:
        outbox.drop_planned(origin=row.origin, now=now, note="a newer version goes instead")
        outbox.drop_planned(
            origin=f"mailing:{row.id}", now=now, note="a newer version goes instead"
        )
    received = models.Recipient.objects.filter(
        delivery__in=earlier, subscriber__state=rules.State.CONFIRMED
    )
    keys: dict[UUID, list[str]] = {}
    for subscriber_id, key in received.values_list("subscriber_id", "effect_key"):
        keys.setdefault(subscriber_id, []).append(key)
    reached = effects.keys_in(REACHED, [key for found in keys.values() for key in found])
    again = [one for one, found in keys.items() if reached.intersection(found)]
    waiting = set(keys) - set(again)
    return sorted(again), sorted(waiting) if edition.is_shown else []


def _everybody(edition: EditionRow, delivery: models.Delivery, readers: Readers) -> Iterator[UUID]:
    codes = delivery.unit_path.strip("/").split("/")
    for subscriber_id, units in readers.of(edition.locale):
        if rules.wants(units, codes):
            yield subscriber_id


def _rows(
    delivery: models.Delivery, subscribers: Iterable[UUID], *, is_news: bool
) -> Iterator[models.Recipient]:
    for one in subscribers:
        key = f"mail:{delivery.content_id}:{delivery.locale}:{delivery.version}:{one}"
        yield models.Recipient(
            id=new_row_key(), delivery=delivery, subscriber_id=one, effect_key=key, is_news=is_news
        )


def _batch_draft(edition: EditionRow, delivery: models.Delivery, number: int) -> Draft:
    return Draft(
        key=f"mailing:{delivery.id}:{number}",
        kind="mailing",
        destination=f"mailing:{delivery.id}:{number}",
        account="mailing",
        channel_class=ChannelClass.KEYED,
        payload={"delivery": str(delivery.id), "batch": number},
        lane="mailing",
        origin=f"mailing:{delivery.id}",
        priority=rules.priority_of(edition.action),
    )


@transaction.atomic
def expand_batch(*, delivery_id: UUID, batch: int, now: datetime) -> int:
    """Plan the letters of one batch; returns how many are new. Repeating it plans none twice."""
    delivery = models.Delivery.objects.get(id=delivery_id)
    (edition,) = ledger.editions_after(delivery.epoch, delivery.number - 1, 1)
    mailings = {news: letters.compose_edition(edition, news=news) for news in (True, False)}
    rows = delivery.recipients.filter(batch=batch).select_related("subscriber")
    drafts: list[Draft] = []
    for row in rows:
        try:
            drafts.append(_letter_draft(row, mailings[row.is_news], delivery, now))
        except Refused as refused:
            if refused.code != "bad_address":
                raise
    return outbox.plan_effects(drafts, now=now)


def _letter_draft(
    row: models.Recipient, mailing: letters.Mailing, delivery: models.Delivery, now: datetime
) -> Draft:
    letter = mailing.to(row.subscriber.address, row.subscriber_id)
    draft = notify.draft_mail(letter, key=row.effect_key, now=now, lane="bulk")
    return replace(
        draft,
        subject=f"content:{delivery.content_id}:{delivery.locale}",
        origin=delivery.origin,
        priority=rules.priority_of(delivery.purpose, bulk=True),
    )


def is_still_reader(effect_key: str) -> bool:
    """Say whether the reader behind a letter still receives mail."""
    return models.Recipient.objects.filter(
        effect_key=effect_key, subscriber__state=rules.State.CONFIRMED
    ).exists()
