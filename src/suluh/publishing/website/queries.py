"""The declared queries of the public site, over the ledger and the institution."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from suluh.foundation.accounts.rules import Action, Actor, decide
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import UnitRow as OrgUnit
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.publishing.ledger import queries as ledger
from suluh.publishing.ledger.rules.rows import EditionRow as LedgerRow
from suluh.publishing.website import models
from suluh.publishing.website.keyring import key_ring
from suluh.publishing.website.rules.messages import State
from suluh.publishing.website.rules.rows import (
    GONE,
    LISTED_KINDS,
    Attached,
    EditionRow,
    House,
    Item,
    KeyRing,
    MonthCount,
    Picture,
    UnitRow,
)

NO_MESSAGE: Final = _("There is no such message.")


def house() -> House:
    """Return the institution as the site shows it. Raises Refused: no_institution."""
    known = org.get_institution()
    return House(
        name=known.name,
        short_name=known.short_name,
        zone=known.zone,
        locales=known.languages,
        public_url=settings.SULUH_PUBLIC_URL,
        address=known.address,
        email=known.email,
        phone=known.phone,
        is_demo=known.is_demo,
        units=tuple(_units(org.list_units())),
    )


def _units(units: Sequence[OrgUnit]) -> Iterator[UnitRow]:
    for unit in units:
        lineage = tuple(code for code in reversed(unit.path.split("/")) if code)
        yield UnitRow(
            unit.code, unit.name, unit.kind, lineage, unit.address, unit.email, unit.phone
        )


def edition_row(row: LedgerRow) -> EditionRow:
    """Return a ledger row as the site shows it; what is withdrawn carries no text."""
    return EditionRow(
        content_id=row.content_id,
        locale=row.locale,
        version=row.version,
        kind=row.kind,
        action=row.action,
        unit_code=row.unit_code,
        published_at=row.published_at,
        address=row.address,
        register_number=row.register_number,
        short_code=row.short_code,
        jws_sha256=row.jws_sha256,
        note=row.note,
        corrected=row.corrected,
        parts={} if row.action in GONE else row.parts,
        signed_by=tuple(
            {"post": one.post, "title_id": one.title_id, "title_en": one.title_en}
            for one in row.signed_by
        ),
    )


def editions(content_id: str, locale: str) -> list[EditionRow]:
    """Return the Editions of a content in a locale, oldest first.

    An erasure of older wordings alone is not one of them: it is told with those it names.
    """
    return _told(ledger.editions_of(content_id, locale))


def editions_of_texts(
    texts: Sequence[tuple[str, str]],
) -> dict[tuple[str, str], list[EditionRow]]:
    """Return `editions` of several (content, locale)."""
    return {text: _told(rows) for text, rows in ledger.editions_of_texts(texts).items()}


def _told(rows: Sequence[LedgerRow]) -> list[EditionRow]:
    gone = {version: row.published_at for row in rows if row.is_aside for version in row.erases}
    return [
        replace(edition_row(row), erased_at=gone.get(row.version), last=rows[-1].version)
        for row in rows
        if not row.is_aside
    ]


def items_of(content_ids: Iterable[str]) -> dict[tuple[str, str, str], Item | None]:
    """Return `item` of contents in every language of the house, by question."""
    wanted = sorted(set(content_ids))
    found: dict[tuple[str, str, str], Item | None] = {
        ("item", content_id, locale): None for content_id in wanted for locale in house().locales
    }
    for item in _read(models.SiteItem.objects.filter(content_id__in=wanted)):
        found["item", item.content_id, item.locale] = item
    return found


def item_data(item: Item) -> dict[str, Any]:
    """Return an item as JSON for its row; `read_item` is the way back."""
    times = {"first_at": item.first_at.isoformat(), "changed_at": item.changed_at.isoformat()}
    return {**asdict(item), **times, "topics": list(item.topics),
            "files": [asdict(one) for one in item.files]}  # fmt: skip


def read_item(data: Mapping[str, Any]) -> Item:
    """Return the item that `item_data` wrote."""
    picture = data["picture"]
    read = {
        "first_at": datetime.fromisoformat(data["first_at"]),
        "changed_at": datetime.fromisoformat(data["changed_at"]),
        "picture": Picture(**picture) if picture else None,
        "topics": tuple(data["topics"]),
        "files": tuple(Attached(**one) for one in data.get("files", ())),
    }
    return Item(**{**data, **read})


def _read(rows: QuerySet[models.SiteItem]) -> list[Item]:
    return [read_item(data) for data in rows.values_list("row", flat=True)]


class LedgerSource:
    """The site's rows from the database. Order is total: by time, then by content id."""

    def house(self) -> House:
        """Return the institution and its units."""
        return house()

    def keys(self) -> KeyRing | None:
        """Return the official keys."""
        return key_ring()

    def item(self, content_id: str, locale: str) -> Item | None:
        """Return one item."""
        found = models.SiteItem.objects.filter(content_id=content_id, locale=locale)
        return next(iter(_read(found)), None)

    def editions(self, content_id: str, locale: str) -> list[EditionRow]:
        """Return all Editions of one item, oldest first."""
        return editions(content_id, locale)

    def heads(self, locale: str, units: frozenset[str] | None, limit: int) -> list[Item]:
        """Return the newest listed items."""
        return _read(_listed(locale, units).order_by("-first_at", "-content_id")[:limit])

    def changes(self, locale: str, units: frozenset[str] | None, limit: int) -> list[Item]:
        """Return the listed items that changed last."""
        return _read(_listed(locale, units).order_by("-changed_at", "-content_id")[:limit])

    def month(self, locale: str, units: frozenset[str] | None, month: str) -> list[Item]:
        """Return the listed items of a month, newest first."""
        found = _listed(locale, units).filter(month=month)
        return _read(found.order_by("-first_at", "-content_id"))

    def months(self, locale: str, units: frozenset[str] | None) -> list[MonthCount]:
        """Return the months that list something, newest first."""
        found = _listed(locale, units).order_by("-month").values_list("month")
        return [MonthCount(month, count) for month, count in found.annotate(n=Count("id"))]

    def of_kind(self, locale: str, kind: str) -> list[Item]:
        """Return all items of an unlisted kind, by content id."""
        found = models.SiteItem.objects.filter(locale=locale, kind=kind)
        return _read(found.order_by("content_id"))

    def items(self) -> list[Item]:
        """Return every item."""
        return _read(models.SiteItem.objects.order_by("content_id", "locale"))


def _listed(locale: str, units: frozenset[str] | None) -> QuerySet[models.SiteItem]:
    found = models.SiteItem.objects.filter(locale=locale, kind__in=sorted(LISTED_KINDS))
    return found if units is None else found.filter(unit_code__in=sorted(units))


def messages_for(actor: Actor) -> QuerySet[models.ContactMessage]:
    """Return the messages the actor may read; they belong to no unit, so all or none."""
    rows = models.ContactMessage.objects.all()
    return rows if decide(actor, Action.ANSWER_MESSAGE).allowed else rows.none()


def list_messages(
    actor: Actor, *, state: State | None = None, words: str = "", before: UUID | None = None,
    limit: int = 20,
) -> list[models.ContactMessage]:  # fmt: skip
    """Return messages, newest first; `before` is the id of the last one seen."""
    rows = messages_for(actor)
    if state is not None:
        rows = rows.filter(state=state)
    for word in words.split()[:8]:
        rows = rows.filter(
            Q(name__icontains=word) | Q(email__icontains=word) | Q(message__icontains=word)
        )
    if before is not None:
        rows = rows.filter(id__lt=before)
    return list(rows.order_by("-id")[:limit])


def get_message(actor: Actor, message_id: UUID) -> models.ContactMessage:
    """Return one message. Raises Refused: no_message, also for somebody who may not read it."""
    row = messages_for(actor).filter(id=message_id).first()
    if row is None:
        raise Refused("no_message", NO_MESSAGE)
    return row


def count_messages(actor: Actor) -> dict[str, int]:
    """Return how many messages stand in each state."""
    rows = messages_for(actor).order_by().values_list("state").annotate(Count("id"))
    return dict(rows)
