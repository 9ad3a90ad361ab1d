"""Deliveries of an Edition, written in the transaction that publishes it."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from suluh.foundation.org import queries as org
from suluh.foundation.outbox import operations as outbox
from suluh.foundation.outbox.rules import ChannelClass, Draft, EffectRow
from suluh.kernel.canonical import dumps, plain
from suluh.publishing.delivery import models, queries, rules
from suluh.publishing.delivery.operations.channels import built_in
from suluh.publishing.delivery.operations.mailing import is_still_reader, plan_mailing
from suluh.publishing.ledger import queries as ledger
from suluh.publishing.ledger.rules.rows import EditionRow

GONE = frozenset({"withdraw", "erase"})


@transaction.atomic
def plan_for_edition(edition: EditionRow, now: datetime) -> None:
    """Plan an Edition for every channel it fits, and for every place an older one went.

    Called inside the publishing transaction; repeating it plans nothing twice. An erasure also
    forgets what older deliveries of the text said.
    """
    built_in(now)
    unit = org.get_unit(edition.unit_code)
    earlier = models.Delivery.objects.filter(
        content_id=edition.content_id, locale=edition.locale, version__lt=edition.version
    )
    if edition.action == "erase":
        outbox.forget(now=now, origins=[row.origin for row in earlier])
    went = set(earlier.values_list("channel_id", flat=True))
    for channel in queries.list_channels():
        new = edition.is_shown and rules.fits(
            channel, kind=edition.kind, locale=edition.locale, unit_path=unit.path
        )
        if new or channel.id in went or channel.kind is rules.ChannelKind.WEBSITE:
            _plan(edition, channel, unit.path, now)


def _plan(edition: EditionRow, channel: rules.ChannelRow, path: str, now: datetime) -> None:
    delivery, created = models.Delivery.objects.get_or_create(
        channel_id=channel.id,
        content_id=edition.content_id,
        locale=edition.locale,
        version=edition.version,
        defaults={
            "epoch": edition.epoch,
            "number": edition.number,
            "purpose": edition.action,
            "unit_code": edition.unit_code,
            "unit_path": path,
            "planned_at": now,
        },
    )
    if not created:
        return
    if channel.kind is rules.ChannelKind.MAIL:
        plan_mailing(edition, delivery, now)
        return
    make = _website if channel.kind is rules.ChannelKind.WEBSITE else _webhook
    outbox.plan_effect(make(edition, channel, delivery), now=now)


def _website(edition: EditionRow, _channel: rules.ChannelRow, delivery: models.Delivery) -> Draft:
    return Draft(
        key=f"website:{edition.content_id}:{edition.locale}:{edition.version}",
        kind="website",
        destination="website",
        channel_class=ChannelClass.KEYED,
        payload={
            "epoch": edition.epoch,
            "number": edition.number,
            "content_id": edition.content_id,
            "locale": edition.locale,
            "version": edition.version,
            "action": edition.action,
            "address": edition.address,
        },
        lane="website",
        subject=_subject(edition),
        origin=delivery.origin,
        priority=rules.priority_of(edition.action),
    )


def _webhook(edition: EditionRow, channel: rules.ChannelRow, delivery: models.Delivery) -> Draft:
    place = f"webhook:{channel.id}"
    return Draft(
        key=f"{place}:{edition.content_id}:{edition.locale}:{edition.version}",
        kind="webhook",
        destination=place,
        channel_class=ChannelClass(channel.settings["class"]),
        payload={
            "account": str(channel.id),
            "body": dumps(_told(edition)).decode("utf-8"),
            "created": int(edition.published_at.timestamp()),
        },
        lane="webhook",
        subject=_subject(edition),
        origin=delivery.origin,
        priority=rules.priority_of(edition.action),
    )


def _told(edition: EditionRow) -> dict[str, object]:
    """Return what another system is told; the signed record stands in it whole."""
    return {
        "v": 1,
        "action": edition.action,
        "content_id": edition.content_id,
        "locale": edition.locale,
        "version": edition.version,
        "kind": edition.kind,
        "unit": edition.unit_code,
        "url": settings.SULUH_PUBLIC_URL + edition.address,
        "title": edition.title,
        "lead": plain(edition.parts["lead"]) if "lead" in edition.parts else "",
        "published_at": edition.published_at.isoformat(),
        "reason": edition.note,
        "corrected": [dict(one) for one in edition.corrected],
        "code": edition.short_code,
        "jws": edition.jws,
    }


def _subject(edition: EditionRow) -> str:
    return f"content:{edition.content_id}:{edition.locale}"


def still_wanted(effect: EffectRow) -> bool:
    """Say whether an effect may still leave: asked between the claim and the call.

    A text that was withdrawn or erased since goes nowhere; mail goes only to who still wants it,
    and only the newest version. What does not belong to a delivery is always wanted.
    """
    room, _colon, number = effect.origin.partition(":")
    if room not in {"delivery", "mailing"} or effect.kind == "website":
        return True
    delivery = models.Delivery.objects.filter(id=UUID(number)).first()
    latest = ledger.latest_of(delivery.content_id, delivery.locale) if delivery else None
    if delivery is None or latest is None:
        return False
    newest = latest.version == delivery.version
    if effect.kind == "webhook":
        return newest or latest.action not in GONE
    return newest and (room == "mailing" or is_still_reader(effect.key))
