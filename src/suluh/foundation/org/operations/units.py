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
            "name_id": rules.one_line(draft.name.id),
            "name_en": rules.one_line(draft.name.en),
            "short_name": rules.one_line(draft.short_name, 40),
            "zone": draft.zone,
            "languages": ",".join(draft.languages),
            "address": rules.check_seen(draft.address, rules.ADDRESS_LETTERS),
            "email": rules.one_line(draft.email),
            "phone": rules.one_line(draft.phone, rules.PHONE_LETTERS),
            "is_demo": draft.is_demo,
        },
    )
    return row


@transaction.atomic
def save_unit(draft: UnitDraft) -> models.Unit:
    """Make or change a unit, found by its code; a moved unit takes its subtree along.

    Raises Refused: bad_unit_code, unknown_zone, no_unit (parent), unit_in_itself, top_unit,
    invisible, too_long.
    """
    rules.check_zone(draft.zone)
    parent = unit_of(draft.parent_code) if draft.parent_code else None
    path = rules.unit_path(draft.code, parent.path if parent else "")
    if parent and f"/{draft.code}/" in parent.path:
        raise Refused("unit_in_itself", _("A unit cannot stand below itself."))
    before = models.Unit.objects.filter(code=draft.code).first()
    if before is not None and before.parent_id is None and parent is not None:
        raise Refused("top_unit", _("The top unit stands below no other."))
    fields = {
        "name_id": rules.one_line(draft.name_id),
        "name_en": rules.one_line(draft.name_en),
        "kind": rules.one_line(draft.kind, 40),
        "parent": parent,
        "path": path,
        "zone": draft.zone,
        "address": rules.check_seen(draft.address, rules.ADDRESS_LETTERS),
        "email": rules.one_line(draft.email),
        "phone": rules.one_line(draft.phone, rules.PHONE_LETTERS),
        "province": rules.one_line(draft.province, 2),
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
def close_unit(*, code: str, at: datetime) -> models.Unit:
    """Close a unit from a moment on; what it published stays.

    Raises Refused: no_unit, closed, top_unit, has_units, has_holders.
    """
    unit = models.Unit.objects.select_for_update().get(id=unit_of(code).id)
    if unit.closed_at is not None and unit.closed_at <= at:
        raise Refused("closed", _("This unit is closed already."))
    if unit.parent_id is None:
        raise Refused("top_unit", _("The top unit is the institution itself; it cannot be closed."))
    if models.Unit.objects.filter(models.open_at(at), parent=unit).exists():
        raise Refused("has_units", _("This unit has units below it; move or close them first."))
    day = rules.local_day(at, unit.zone)
    held = models.Holding.objects.filter(models.holding_on(day), post__unit=unit)
    lent = models.Substitution.objects.filter(models.substituting_at(at, day), post__unit=unit)
    if held.exists() or lent.exists():
        raise Refused("has_holders", _("Posts of this unit are held; end that first."))
    unit.closed_at = at
    unit.save(update_fields=["closed_at"])
    return unit
