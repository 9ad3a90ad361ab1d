"""People, posts, who holds them and who stands in. The caller's room authorises and audits."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from suluh.foundation.org import models, rules
from suluh.foundation.org.operations.units import unit_of
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused

ENDED = _("This ended already on %(day)s.")
MOMENT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class PostDraft:
    """A post as it is handed in."""

    code: str
    kind: str
    title_id: str
    unit_code: str
    title_en: str = ""


@transaction.atomic
def save_person(
    *, email: str, name: str, unit_code: str, phone: str = "", until_date: date | None = None
) -> models.Person:
    """Make or change a person, found by the address; with an end date they are no employee.

    An employee who left, or will, stays so: `take_back` is an act of its own.
    Raises Refused: no_unit, invisible, too_long.
    """
    known = models.Person.objects.filter(email=email.lower()).first()
    fields = {
        "name": rules.one_line(name),
        "unit": unit_of(unit_code),
        "phone": rules.one_line(phone, rules.PHONE_LETTERS),
    }
    if until_date is not None or known is None or not known.is_employee:
        fields |= {"until_date": until_date, "is_employee": until_date is None}
    person, _created = models.Person.objects.update_or_create(email=email.lower(), defaults=fields)
    return person


@transaction.atomic
def take_back(*, person_id: UUID) -> models.Person:
    """Let an employee who left work here again; posts and roles are given anew.

    Raises Refused: no_person, outsider.
    """
    person = models.Person.objects.select_for_update().filter(id=person_id).first()
    if person is None:
        raise Refused("no_person", _("There is no such person."))
    if not person.is_employee:
        raise Refused("outsider", _("Who is no employee needs a new end date; change the person."))
    person.until_date = None
    person.save(update_fields=["until_date"])
    return person


@transaction.atomic
def save_post(draft: PostDraft) -> models.Post:
    """Make or change a post, found by its code. Raises Refused: bad_post, no_unit, …"""
    if not rules.POST_CODE.fullmatch(draft.code) or not rules.SLUG.fullmatch(draft.kind):
        raise Refused("bad_post", _("“%(code)s” is no post code."), code=draft.code)
    post, _created = models.Post.objects.update_or_create(
        code=draft.code,
        defaults={
            "kind": draft.kind,
            "title_id": rules.one_line(draft.title_id),
            "title_en": rules.one_line(draft.title_en),
            "unit": unit_of(draft.unit_code),
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

    Stores whom they stand in for: the holder at the beginning, if there is one. Repeating it
    with the same beginning changes end and decree only.
    Raises Refused: no_post, no_person, unknown_kind, runs_backwards, own_substitute.
    """
    from_at, until_at = period
    if until_at <= from_at:
        raise Refused("runs_backwards", _("The end must lie after the beginning."))
    post, person = _post(post_code), _person(email)
    if kind not in set(rules.Substituting):
        raise Refused("unknown_kind", _("“%(kind)s” is neither plt nor plh."), kind=kind)
    day = rules.local_day(from_at, post.unit.zone)
    holding = (
        models.Holding.objects.filter(models.holding_on(day), post=post)
        .order_by("from_date")
        .first()
    )
    if holding and holding.person_id == person.id:
        raise Refused("own_substitute", _("Nobody stands in for themselves."))
    row, _made = models.Substitution.objects.update_or_create(
        post=post,
        person=person,
        kind=rules.Substituting(kind),
        from_at=from_at,
        defaults={
            "for_person": holding.person if holding else None,
            "until_at": until_at,
            "decree": rules.one_line(decree, 120),
        },
    )
    return row


@transaction.atomic
def end_holding(*, holding_id: UUID, until_date: date) -> models.Holding:
    """End a holding before a day. Raises Refused: no_holding, runs_backwards, ended."""
    holding = models.Holding.objects.select_for_update().filter(id=holding_id).first()
    if holding is None:
        raise Refused("no_holding", _("There is no such holding."))
    if until_date <= holding.from_date:
        raise Refused("runs_backwards", _("The end must lie after the beginning."))
    if holding.until_date is not None and holding.until_date <= until_date:
        raise Refused("ended", ENDED, day=holding.until_date.isoformat())
    holding.until_date = until_date
    holding.save(update_fields=["until_date"])
    return holding


@transaction.atomic
def end_substitution(*, substitution_id: UUID, until_at: datetime) -> models.Substitution:
    """End a substitution early; one that would end before it began is ended at its beginning.

    Raises Refused: no_substitution, ended.
    """
    row = models.Substitution.objects.select_for_update().filter(id=substitution_id).first()
    if row is None:
        raise Refused("no_substitution", _("There is no such substitution."))
    if row.until_at <= until_at:
        raise Refused("ended", ENDED, day=row.until_at.date().isoformat())
    row.until_at = max(until_at, row.from_at + MOMENT)
    row.save(update_fields=["until_at"])
    return row


@transaction.atomic
def leave(*, person_id: UUID, day: date, at: datetime) -> models.Person:
    """Let a person no longer work here from `day` (its beginning is `at`): posts end with it.

    What had not begun by then is forgotten. Raises Refused: no_person, left.
    """
    person = models.Person.objects.select_for_update().filter(id=person_id).first()
    if person is None:
        raise Refused("no_person", _("There is no such person."))
    if person.until_date is not None and person.until_date <= day:
        raise Refused("left", ENDED, day=person.until_date.isoformat())
    person.until_date = day
    person.save(update_fields=["until_date"])
    held = models.Holding.objects.filter(person=person)
    held.filter(from_date__gte=day).delete()
    held.filter(Q(until_date__isnull=True) | Q(until_date__gt=day)).update(until_date=day)
    lent = models.Substitution.objects.filter(person=person)
    lent.filter(from_at__gte=at).delete()
    lent.filter(until_at__gt=at).update(until_at=at)
    return person
