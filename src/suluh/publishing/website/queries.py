"""The declared queries of the public site, over the ledger and the institution."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet

from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import UnitRow as OrgUnit
from suluh.publishing.ledger import queries as ledger
from suluh.publishing.ledger.rules.rows import EditionRow as LedgerRow
from suluh.publishing.website import models
from suluh.publishing.website.rules.rows import (
    GONE,
    LISTED_KINDS,
    EditionRow,
    House,
    Item,
    MonthCount,
    Picture,
    UnitRow,
)


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
    """Return the Editions of a content in a locale, oldest first."""
    return [edition_row(row) for row in ledger.editions_of(content_id, locale)]


def item_data(item: Item) -> dict[str, Any]:
    """Return an item as JSON for its row; `read_item` is the way back."""
    times = {"first_at": item.first_at.isoformat(), "changed_at": item.changed_at.isoformat()}
    return {**asdict(item), **times, "topics": list(item.topics)}


def read_item(data: Mapping[str, Any]) -> Item:
    """Return the item that `item_data` wrote."""
    picture = data["picture"]
    read = {
        "first_at": datetime.fromisoformat(data["first_at"]),
        "changed_at": datetime.fromisoformat(data["changed_at"]),
        "picture": Picture(**picture) if picture else None,
        "topics": tuple(data["topics"]),
    }
    return Item(**{**data, **read})


def _read(rows: QuerySet[models.SiteItem]) -> list[Item]:
    return [read_item(data) for data in rows.values_list("row", flat=True)]


class LedgerSource:
    """The site's rows from the database. Order is total: by time, then by content id."""

    def house(self) -> House:
        """Return the institution and its units."""
        return house()

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


def list_messages(*, only_open: bool = True) -> list[models.ContactMessage]:
    """Return what visitors sent, oldest first."""
    rows = models.ContactMessage.objects.order_by("received_at", "id")
    return list(rows.filter(handled_at__isnull=True) if only_open else rows)
