"""Deliveries of an Edition, written in the transaction that publishes it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from suluh.foundation.org import queries as org
from suluh.foundation.outbox import operations as outbox
from suluh.foundation.outbox.rules import ChannelClass, Draft, EffectRow
from suluh.kernel.canonical import dumps, plain
from suluh.newsroom.regulation.rules.channels import Outgoing
from suluh.publishing.delivery import models, queries, rules
from suluh.publishing.delivery.operations.channels import built_in
from suluh.publishing.delivery.operations.mailing import (
    Readers,
    audience_of,
    is_still_reader,
    plan_mailing,
)
from suluh.publishing.ledger import queries as ledger
from suluh.publishing.ledger.rules.rows import EditionRow

GONE = frozenset({"withdraw", "erase"})


Places = list[tuple[EditionRow, rules.ChannelRow, models.Delivery]]


@transaction.atomic(savepoint=False)
def plan_for_editions(editions: Sequence[EditionRow], now: datetime) -> None:
    """Plan Editions for every channel each fits, and for every place an older one went.

    Called inside the publishing transaction; repeating it plans nothing twice. An erasure also
    forgets what deliveries of the erased versions said; one of older wordings alone changes only
    the site.
    """
    known: dict[tuple[str, str], list[models.Delivery]] = {}
    for row in models.Delivery.objects.filter(content_id__in={one.content_id for one in editions}):
        known.setdefault((row.content_id, row.locale), []).append(row)
    channels = _channels(now)
    found: Places = []
    for one in editions:
        found += _places(one, channels, known.get((one.content_id, one.locale), []), now)
    _plan(found, now)


def _places(
    edition: EditionRow, channels: Sequence[rules.ChannelRow], known: Sequence[models.Delivery],
    now: datetime,
) -> Places:  # fmt: skip
    unit = org.get_unit(edition.unit_code)
    earlier = [row for row in known if row.version < edition.version]
    if edition.action == "erase":
        gone = [row for row in earlier if row.version in edition.erases]
        outbox.forget(now=now, origins=[row.origin for row in gone])
    went = set() if edition.is_aside else {row.channel_id for row in earlier}
    planned = {row.channel_id for row in known if row.version == edition.version}
    text = Outgoing(
        unit.code, edition.kind, (edition.locale,), edition.content_id, edition.is_shown
    )
    return [
        (edition, channel, _delivery(edition, channel, unit.path, now))
        for channel in channels
        if channel.id not in planned and rules.takes(channel, text, unit.path, went)
    ]


def channels_for(text: Outgoing) -> frozenset[str]:
    """Return the regulation's words for the channels a text would go through, published now.

    The same question that planning asks; the regulation's room asks it through `project`.
    """
    earlier = models.Delivery.objects.filter(content_id=text.content_id, locale__in=text.locales)
    went = set(earlier.values_list("channel_id", flat=True)) if text.content_id else set()
    path = org.get_unit(text.unit).path
    known = queries.list_channels()
    there = {one.kind for one in known}
    # Website and mail are written with the first Edition; a text handed in before it goes there.
    to_be = [rules.ChannelRow(UUID(int=0), kind, "", "", is_open=True)
             for kind in rules.BUILT_IN if kind not in there]  # fmt: skip
    found = {one.kind for one in known + to_be if rules.takes(one, text, path, went)}
    return rules.words_of(found, text.kind)


def _channels(now: datetime) -> list[rules.ChannelRow]:
    channels = queries.channels_of_now()
    if set(rules.BUILT_IN) <= {one.kind for one in channels}:
        return channels
    built_in(now)
    return queries.list_channels()


def _delivery(
    edition: EditionRow, channel: rules.ChannelRow, path: str, now: datetime
) -> models.Delivery:
    return models.Delivery(
        channel_id=channel.id,
        content_id=edition.content_id,
        locale=edition.locale,
        version=edition.version,
        epoch=edition.epoch,
        number=edition.number,
        purpose=edition.action,
        unit_code=edition.unit_code,
        unit_path=path,
        planned_at=now,
    )


def _plan(found: Places, now: datetime) -> None:
    """Write the deliveries, then the effects; mail counts its audience first."""
    is_mail = [one for one in found if one[1].kind is rules.ChannelKind.MAIL]
    readers = Readers()
    audiences = {one.id: audience_of(edition, one, readers, now) for edition, _to, one in is_mail}
    for _edition, _to, one in is_mail:
        one.audience = len(audiences[one.id])
    models.Delivery.objects.bulk_create(one for _edition, _to, one in found)
    drafts = [
        (_website if channel.kind is rules.ChannelKind.WEBSITE else _webhook)(edition, channel, one)
        for edition, channel, one in found
        if channel.kind is not rules.ChannelKind.MAIL
    ]
    for edition, _to, one in is_mail:
        drafts += plan_mailing(edition, one, audiences[one.id])
    outbox.plan_effects(drafts, now=now)


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
