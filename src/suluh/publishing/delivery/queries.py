"""Read channels, deliveries and subscribers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from suluh.foundation.accounts.rules import Action, Actor, decide, scopes
from suluh.foundation.outbox import queries as effects
from suluh.foundation.outbox.rules import DECISIONS, EffectRow
from suluh.foundation.outbox.rules import State as Effect
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.memory import asked_once
from suluh.kernel.refusals import Refused
from suluh.publishing.delivery import models, rules
from suluh.publishing.delivery.rules.sums import mark_for
from suluh.publishing.ledger import queries as ledger
from suluh.publishing.ledger.rules.rows import EditionRow

NEAR: Final = 20  # positions in the ledger that are read in one go


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One Edition through one channel, as it stands."""

    id: UUID
    channel: str
    channel_kind: str
    content_id: str
    locale: str
    version: int
    purpose: str
    unit_code: str
    audience: int
    planned_at: datetime
    sum: rules.Sum
    settled_at: datetime | None = None
    remote: str = ""
    sentence: str = ""
    attempts: int = 0
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EditionDeliveries:
    """An Edition with its deliveries, those first that need somebody."""

    edition: EditionRow
    deliveries: tuple[DeliveryRow, ...]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Effects of a delivery that stand alike for the same cause."""

    state: str
    error: str
    mark: str
    count: int
    decisions: tuple[str, ...]
    examples: tuple[EffectRow, ...]


def list_channels() -> list[rules.ChannelRow]:
    """Return all channels, the built-in ones first."""
    rows = models.Channel.objects.select_related("unit").order_by("opened_at", "kind", "id")
    return [channel_row(row) for row in rows]


@asked_once
def channels_of_now() -> list[rules.ChannelRow]:
    """Return all channels; inside a stretch of publishing as they stood at its beginning."""
    return list_channels()


def find_channel(channel_id: UUID) -> rules.ChannelRow | None:
    """Return a channel, closed ones too."""
    row = models.Channel.objects.select_related("unit").filter(id=channel_id).first()
    return channel_row(row) if row else None


def channel_row(row: models.Channel) -> rules.ChannelRow:
    """Return a channel as plain values."""
    return rules.ChannelRow(
        id=row.id,
        kind=rules.ChannelKind(row.kind),
        name=row.name,
        unit_path=row.unit.path if row.unit else "",
        is_open=row.is_open,
        settings=row.settings,
    )


def visible_to(actor: Actor) -> QuerySet[models.Delivery]:
    """Return the deliveries of the units whose deliveries the actor may read."""
    within = [Q(unit_path__startswith=path) for path in scopes(actor, Action.READ_DELIVERY)]
    if not within:
        return models.Delivery.objects.none()
    return models.Delivery.objects.filter(reduce(or_, within))


def list_deliveries(
    actor: Actor,
    *,
    waiting_only: bool = False,
    before: tuple[int, int] | None = None,
    limit: int = 20,
) -> list[EditionDeliveries]:
    """Return Editions with their deliveries, newest first; `before` is a ledger position.

    `waiting_only`: only those where a person must decide.
    """
    rows = visible_to(actor)
    if waiting_only:
        rows = rows.filter(id__in=_undecided())
    if before is not None:
        rows = rows.filter(Q(epoch__lt=before[0]) | Q(epoch=before[0], number__lt=before[1]))
    positions = list(
        rows.order_by("-epoch", "-number").values_list("epoch", "number").distinct()[:limit]
    )
    return _with_editions(actor, positions)


def every_delivery(actor: Actor, *, at_once: int = 200) -> Iterator[EditionDeliveries]:
    """Yield what `list_deliveries` lists to its end, a page at a time."""
    found = list_deliveries(actor, limit=at_once)
    while found:
        yield from found
        last = found[-1].edition
        found = list_deliveries(actor, before=(last.epoch, last.number), limit=at_once)


def _with_editions(actor: Actor, positions: list[tuple[int, int]]) -> list[EditionDeliveries]:
    editions = dict(_editions_at(positions))
    lowest, highest = positions[-1:], positions[:1]
    rows = visible_to(actor).none()
    for (low_epoch, low), (high_epoch, high) in zip(lowest, highest, strict=True):
        above = Q(epoch__gt=low_epoch) | Q(epoch=low_epoch, number__gte=low)
        below = Q(epoch__lt=high_epoch) | Q(epoch=high_epoch, number__lte=high)
        rows = visible_to(actor).filter(above, below).select_related("channel")
    found = list(rows)
    shown = {row.id: row for row in _delivery_rows(found)}
    by_place: dict[tuple[int, int], list[DeliveryRow]] = {}
    for row in found:
        by_place.setdefault((row.epoch, row.number), []).append(shown[row.id])
    return [EditionDeliveries(editions[place], _in_order(by_place[place])) for place in positions]


def _editions_at(positions: list[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], EditionRow]]:
    """Yield Editions by position; neighbours in the ledger are read together."""
    for epoch in {epoch for epoch, _number in positions}:
        numbers = sorted(number for one, number in positions if one == epoch)
        for first, last in _runs(numbers):
            for row in ledger.editions_after(epoch, first - 1, last - first + 1):
                yield (row.epoch, row.number), row


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    first = last = numbers[0]
    for number in numbers[1:]:
        if number - last > NEAR:
            yield first, last
            first = number
        last = number
    yield first, last


def _in_order(rows: list[DeliveryRow]) -> tuple[DeliveryRow, ...]:
    """Return what needs somebody first, then site, mail and the others, always alike."""
    kinds = list(rules.ChannelKind)
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                not row.sum.needs_person,
                kinds.index(rules.ChannelKind(row.channel_kind)),
                row.channel,
                str(row.id),
            ),
        )
    )


def deliveries_of(content_id: str) -> list[DeliveryRow]:
    """Return every delivery of a content, newest version first; for `suluh story show`."""
    rows = models.Delivery.objects.filter(content_id=content_id).select_related("channel")
    return _delivery_rows(list(rows.order_by("-version", "locale", "id")))


def get_visible(actor: Actor, delivery_id: UUID) -> DeliveryRow:
    """Return one delivery. Raises Refused: no_delivery, also for another unit's."""
    row = visible_to(actor).filter(id=delivery_id).select_related("channel").first()
    if row is None:
        raise Refused("no_delivery", _("There is no such delivery."))
    return _delivery_rows([row])[0]


def may_decide(actor: Actor, unit_code_path: str) -> bool:
    """Say whether the actor decides about deliveries of a unit."""
    return decide(actor, Action.DECIDE_DELIVERY, unit_code_path).allowed


def path_of(delivery_id: UUID) -> str:
    """Return the path of a delivery's unit."""
    return models.Delivery.objects.values_list("unit_path", flat=True).get(id=delivery_id)


def _delivery_rows(rows: list[models.Delivery]) -> list[DeliveryRow]:
    counts = effects.count_by_origin(row.origin for row in rows)
    single = effects.latest_of_origins(
        row.origin for row in rows if row.channel.kind != rules.ChannelKind.MAIL
    )
    return [_delivery_row(row, counts.get(row.origin, {}), single.get(row.origin)) for row in rows]


def _delivery_row(
    row: models.Delivery, counts: dict[tuple[str, str], int], effect: EffectRow | None
) -> DeliveryRow:
    counts = dict(counts)
    unwritten = row.audience - sum(counts.values())
    if row.channel.kind == rules.ChannelKind.MAIL and unwritten > 0:
        counts[Effect.PLANNED, ""] = counts.get((Effect.PLANNED, ""), 0) + unwritten
    return DeliveryRow(
        id=row.id,
        channel=row.channel.name,
        channel_kind=row.channel.kind,
        content_id=row.content_id,
        locale=row.locale,
        version=row.version,
        purpose=row.purpose,
        unit_code=row.unit_code,
        audience=row.audience,
        planned_at=row.planned_at,
        sum=rules.sum_up(counts),
        settled_at=effect.settled_at if effect else None,
        remote=effect.remote if effect else "",
        sentence=effect.sentence if effect else "",
        attempts=effect.attempts if effect else 0,
        retry_at=effect.retry_at if effect and effect.state is Effect.DUE else None,
    )


def list_groups(delivery_id: UUID, *, examples: int = 20) -> list[GroupRow]:
    """Return how the effects of a delivery stand, grouped by cause, with some of each."""
    origin = f"delivery:{delivery_id}"
    counts = effects.count_by_origin([origin]).get(origin, {})
    rows = []
    for (state, error), count in sorted(counts.items()):
        alike = effects.list_of_origin(origin, states=[state], error=error, limit=examples)
        decisions = tuple(one.value for one in DECISIONS.get(Effect(state), ()))
        mark = mark_for(state, error)
        if mark == "skipped":
            decisions = ()
        rows.append(GroupRow(state, error, mark, count, decisions, tuple(alike)))
    return rows


def _undecided() -> list[UUID]:
    return [UUID(one.partition(":")[2]) for one in effects.undecided_origins("delivery:")]


def count_waiting(actor: Actor) -> int:
    """Return how many deliveries wait for a person, for the navigation and the desk."""
    return visible_to(actor).filter(id__in=_undecided()).count()


def count_subscribers() -> dict[str, int]:
    """Return how many addresses stand in each state."""
    rows = models.Subscriber.objects.order_by().values_list("state").annotate(Count("id"))
    return dict(rows)


def subscribers_for(actor: Actor) -> QuerySet[models.Subscriber]:
    """Return the addresses the actor may look after; they belong to no unit, so all or none."""
    rows = models.Subscriber.objects.all()
    return rows if decide(actor, Action.MANAGE_READERS).allowed else rows.none()


def list_subscribers(
    actor: Actor, *, state: rules.State | None = None, words: str = "",
    before: UUID | None = None, limit: int = 50,
) -> list[models.Subscriber]:  # fmt: skip
    """Return addresses, those that asked last first; `before` is the id of the last one seen."""
    rows = subscribers_for(actor)
    if state is not None:
        rows = rows.filter(state=state)
    if words.strip():
        rows = rows.filter(address__icontains=words.strip())
    if before is not None:
        rows = rows.filter(id__lt=before)
    return list(rows.order_by("-id")[:limit])


def get_subscriber(actor: Actor, subscriber_id: UUID) -> models.Subscriber:
    """Return one address. Raises Refused: no_subscriber."""
    row = subscribers_for(actor).filter(id=subscriber_id).first()
    if row is None:
        raise Refused("no_subscriber", _("There is no such address."))
    return row


def bounce_place() -> tuple[int, int]:
    """Return how far the bounce mailbox was read: validity and uid."""
    box = models.BounceBox.objects.filter(id=1).first()
    return (box.validity, box.uid) if box else (0, 0)


def bounce_box() -> tuple[datetime | None, str]:
    """Return when the bounce mailbox was read last, and what is wrong with it ('' for nothing)."""
    box = models.BounceBox.objects.filter(id=1).first()
    if box is None:
        return None, ""
    return box.read_at, box.error
