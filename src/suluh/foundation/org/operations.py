"""Changes to the institution. Each is one verb in one transaction, audited by the caller's room."""

from dataclasses import dataclass
from datetime import date, datetime

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


@dataclass(frozen=True, slots=True)
class PostDraft:
    """A post as it is handed in."""

    code: str
    kind: str
    title_id: str
    unit_code: str
    title_en: str = ""


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
    parent = _unit(draft.parent_code) if draft.parent_code else None
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


def _unit(code: str) -> models.Unit:
    unit = models.Unit.objects.filter(code=code).first()
    if unit is None:
        raise Refused("no_unit", _("There is no unit “%(code)s”."), code=code)
    return unit


@transaction.atomic
def save_person(
    *, email: str, name: str, unit_code: str, phone: str = "", until_date: date | None = None
) -> models.Person:
    """Make or change a person, found by the address; with an end date they are no employee."""
    person, _created = models.Person.objects.update_or_create(
        email=email.lower(),
        defaults={
            "name": name,
            "unit": _unit(unit_code),
            "phone": phone,
            "until_date": until_date,
            "is_employee": until_date is None,
        },
    )
    return person


@transaction.atomic
def save_post(draft: PostDraft) -> models.Post:
    """Make or change a post, found by its code. Raises Refused: bad_post, no_unit."""
    if not rules.POST_CODE.fullmatch(draft.code) or not rules.SLUG.fullmatch(draft.kind):
        raise Refused("bad_post", _("“%(code)s” is no post code."), code=draft.code)
    post, _created = models.Post.objects.update_or_create(
        code=draft.code,
        defaults={
            "kind": draft.kind,
            "title_id": draft.title_id,
            "title_en": draft.title_en,
            "unit": _unit(draft.unit_code),
        },
    )
    return post


def _post(code: str) -> models.Post:
    post = models.Post.objects.filter(code=code).first()
    if post is None:
        raise Refused("no_post", _("There is no post “%(code)s”."), code=code)
    return post


def _person(email: str) -> models.Person:
    person = models.Person.objects.filter(email__iexact=email).first()
    if person is None:
        raise Refused("no_person", _("There is no person with the address %(email)s."), email=email)
    return person


@transaction.atomic
def assign_post(
    *, post_code: str, email: str, from_date: date, until_date: date | None = None
) -> models.Holding:
    """Let a person hold a post; repeating it changes the end only. Raises Refused: no_post, …"""
    if until_date is not None and until_date <= from_date:
        raise Refused("runs_backwards", _("The end must lie after the beginning."))
    holding, _created = models.Holding.objects.update_or_create(
        post=_post(post_code),
        person=_person(email),
        from_date=from_date,
        defaults={"until_date": until_date},
    )
    return holding


@transaction.atomic
def substitute(
    *, post_code: str, email: str, kind: str, period: tuple[datetime, datetime], decree: str = ""
) -> models.Substitution:
    """Let a person stand in for a post as Plt or Plh for a period.

    Stores whom they stand in for: the holder at the beginning, if there is one.
    Raises Refused: no_post, no_person, runs_backwards, own_substitute.
    """
    from_at, until_at = period
    if until_at <= from_at:
        raise Refused("runs_backwards", _("The end must lie after the beginning."))
    post, person = _post(post_code), _person(email)
    day = rules.local_day(from_at, post.unit.zone)
    holding = (
        models.Holding.objects.filter(models.holding_on(day), post=post)
        .order_by("from_date")
        .first()
    )
    if holding and holding.person_id == person.id:
        raise Refused("own_substitute", _("Nobody stands in for themselves."))
    return models.Substitution.objects.create(
        post=post,
        person=person,
        for_person=holding.person if holding else None,
        kind=rules.Substituting(kind),
        from_at=from_at,
        until_at=until_at,
        decree=decree,
    )
