"""The institution and its units. The caller's room authorises and audits."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from suluh.foundation.org import models, rules
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused


@dataclass(frozen=True, slots=True)
class UnitDraft:
    """A unit as it is handed in by a form or a file."""

    code: str
    name_id: str
    kind: str
    name_en: str = ""
    parent_code: str = ""
    zone: str = "Asia/Jakarta"
    address: str = ""
    email: str = ""
    phone: str = ""
    province: str = ""


@transaction.atomic
def set_institution(draft: rules.InstitutionRow) -> models.Institution:
    """Write the institution's own data; there is one."""
    rules.check_zone(draft.zone)
    row, _created = models.Institution.objects.update_or_create(
        key="self",
        defaults={
            "name_id": draft.name.id,
            "name_en": draft.name.en,
            "short_name": draft.short_name,
            "zone": draft.zone,
            "languages": ",".join(draft.languages),
            "address": draft.address,
            "email": draft.email,
            "phone": draft.phone,
            "is_demo": draft.is_demo,
        },
    )
    return row


@transaction.atomic
def save_unit(draft: UnitDraft) -> models.Unit:
    """Make or change a unit, found by its code; a moved unit takes its subtree along.

    Raises Refused: bad_unit_code, unknown_zone, no_unit (parent), unit_in_itself.
    """
    rules.check_zone(draft.zone)
    parent = unit_of(draft.parent_code) if draft.parent_code else None
    path = rules.unit_path(draft.code, parent.path if parent else "")
    if parent and f"/{draft.code}/" in parent.path:
        raise Refused("unit_in_itself", _("A unit cannot stand below itself."))
    before = models.Unit.objects.filter(code=draft.code).first()
    fields = {
        "name_id": draft.name_id,
        "name_en": draft.name_en,
        "kind": draft.kind,
        "parent": parent,
        "path": path,
        "zone": draft.zone,
        "address": draft.address,
        "email": draft.email,
        "phone": draft.phone,
        "province": draft.province,
    }
    old_path = before.path if before else path
    unit, _created = models.Unit.objects.update_or_create(code=draft.code, defaults=fields)
    if old_path != path:
        _move_subtree(old_path, path)
    return unit


def _move_subtree(old_path: str, path: str) -> None:
    below = models.Unit.objects.filter(path__startswith=old_path).exclude(path=path)
    for unit in below:
        unit.path = path + unit.path[len(old_path) :]
        unit.save(update_fields=["path"])


def unit_of(code: str) -> models.Unit:
    """Return a unit's row for this room's operations. Raises Refused: no_unit."""
    unit = models.Unit.objects.filter(code=code).first()
    if unit is None:
        raise Refused("no_unit", _("There is no unit “%(code)s”."), code=code)
    return unit


@transaction.atomic
def close_unit(*, code: str, now: datetime) -> models.Unit:
    """Close a unit; what it published stays. Raises Refused: no_unit, has_units, has_holders."""
    unit = unit_of(code)
    if models.Unit.objects.filter(parent=unit, closed_at__isnull=True).exists():
        raise Refused("has_units", _("This unit has units below it; move or close them first."))
    today = rules.local_day(now, unit.zone)
    held = models.Holding.objects.filter(models.holding_on(today), post__unit=unit)
    if held.exists():
        raise Refused("has_holders", _("Posts of this unit are held; end that first."))
    models.Unit.objects.filter(id=unit.id, closed_at__isnull=True).update(closed_at=now)
    unit.refresh_from_db()
    return unit
