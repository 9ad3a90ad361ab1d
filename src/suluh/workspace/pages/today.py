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
from suluh.ui.moments import iso_in, moment
from suluh.workspace import queries
from suluh.workspace.queries import Published
from suluh.workspace.rules import STATES

ERASED: Final = _("Erased text")


def today_page(actor: Actor, day: date | None, unit_code: str, now: datetime) -> dict[str, Any]:
    """Return the Editions of a day by unit, the day being the reader's own.

    `unit_code` narrows them to a unit and those below it; '' is every unit.
    """
    units = {unit.code: unit for unit in org.list_units(closed=True)}
    chosen = unit_code if unit_code in units else ""
    zone = org.get_unit(actor.unit_code).zone
    shown = day or local_day(now, zone)
    found = queries.published_on(shown, zone, unit_code=chosen)
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in found.rows:
        unit = units.get(one.edition.unit_code)
        name = unit.name.in_(actor.locale) if unit else one.edition.unit_code
        groups.setdefault(name, []).append(_row(one, zone))
    return {
        "day": shown,
        "is_today": shown == local_day(now, zone),
        "groups": sorted(groups.items()),
        "count": found.count,
        "shown": len(found.rows),
        "unit": chosen,
        "units": [(unit.code, unit.name.in_(actor.locale)) for unit in units.values()],
    }


def _row(one: Published, zone: str) -> dict[str, Any]:
    row = one.edition
    kinds = {kind.value: label for kind, label in KIND_LABELS.items()}
    return {
        "title": one.title or str(ERASED),
        "url": f"{str(settings.SULUH_PUBLIC_URL).rstrip('/')}{row.address}",
        "story_url": reverse("story", args=[row.content_id]) if row.kind in set(Kind) else "",
        "locale": row.locale,
        "state": STATES.get(row.action, "published"),
        "kind": gettext(kinds.get(row.kind, row.kind)),
        "note": row.note,
        "register": row.register_number,
        "code": row.short_code,
        "time": moment(row.published_at, zone, zone_label(zone), seconds=True),
        "iso": iso_in(row.published_at, zone),
    }
