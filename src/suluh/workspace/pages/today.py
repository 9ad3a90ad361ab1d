"""What was published on a day, per unit."""

from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import local_day, zone_label
from suluh.newsroom.editorial.rules.states import KIND_LABELS, Kind
from suluh.publishing.ledger import queries as ledger
from suluh.publishing.ledger.rules.rows import EditionRow
from suluh.ui.moments import iso_in, moment

LOOKED_AT: Final = 1000
STATES: Final = {
    "publish": "published",
    "update": "updated",
    "correct": "corrected",
    "withdraw": "withdrawn",
    "erase": "erased",
}
ERASED: Final = _("Erased text")


def today_page(actor: Actor, day: date | None, unit_code: str, now: datetime) -> dict[str, Any]:
    """Return the Editions of a day by unit; `unit_code` '' is every unit."""
    units = {unit.code: unit for unit in org.list_units()}
    chosen = units.get(unit_code)
    zone = chosen.zone if chosen else org.get_unit(actor.unit_code).zone
    shown = day or local_day(now, zone)
    found = ledger.latest_editions(unit_code=chosen.code if chosen else None, limit=LOOKED_AT)
    rows = [one for one in found if local_day(one.published_at, zone) == shown]
    rows.sort(key=lambda one: one.published_at, reverse=True)
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        unit = units.get(row.unit_code)
        name = unit.name.in_(actor.locale) if unit else row.unit_code
        groups.setdefault(name, []).append(_row(row, zone))
    return {
        "day": shown,
        "is_today": shown == local_day(now, zone),
        "groups": sorted(groups.items()),
        "count": len(rows),
        "unit": chosen.code if chosen else "",
        "units": [(unit.code, unit.name.in_(actor.locale)) for unit in units.values()],
    }


def _row(row: EditionRow, zone: str) -> dict[str, Any]:
    kinds = {kind.value: label for kind, label in KIND_LABELS.items()}
    return {
        "title": row.title or row.note or str(ERASED),
        "url": f"{str(settings.SULUH_PUBLIC_URL).rstrip('/')}{row.address}",
        "story_url": reverse("story", args=[row.content_id]) if row.kind in set(Kind) else "",
        "locale": row.locale,
        "state": STATES.get(row.action, "published"),
        "kind": gettext(kinds.get(row.kind, row.kind)),
        "register": row.register_number,
        "code": row.short_code,
        "time": moment(row.published_at, zone, zone_label(zone), seconds=True),
        "iso": iso_in(row.published_at, zone),
    }
