"""Accounts and grants change here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from suluh.foundation.accounts import models, rules
from suluh.foundation.org import queries as org
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused


@dataclass(frozen=True, slots=True)
class GrantDraft:
    """A role as it is handed in by a form or a file."""

    email: str
    role: str
    unit_code: str
    from_date: date
    until_date: date | None = None


@transaction.atomic
def open_account(
    *, email: str, password: str | None = None, locale: str = "id", hashed: str = ""
) -> models.User:
    """Let a person sign in; without a password they set one by the reset mail.

    `hashed` is a password as it is stored, for many who share one: each hash takes a fifth of a
    second. Repeating it opens a closed account again, and changes a given password.
    Raises Refused: no_person.
    """
    person = org.find_person(email)
    if person is None:
        raise Refused("no_person", _("There is no person with the address %(email)s."), email=email)
    user = models.User.objects.filter(person_id=person.id).first()
    if user is None:
        user = models.User.objects.create_user(
            person.email, password, person_id=person.id, locale=locale
        )
    elif password:
        user.set_password(password)
        user.save(update_fields=["password"])
    if hashed:
        user.password = hashed
        user.save(update_fields=["password"])
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
    return user


@transaction.atomic
def grant_role(draft: GrantDraft, *, granted_by: UUID | None = None) -> models.RoleGrant:
    """Give a role in a unit and below; repeating it changes the end only.

    Raises Refused: no_person, no_unit, unknown_role.
    """
    person = org.find_person(draft.email)
    if person is None:
        raise Refused(
            "no_person", _("There is no person with the address %(email)s."), email=draft.email
        )
    if draft.role not in set(rules.Role):
        raise Refused("unknown_role", _("There is no role “%(role)s”."), role=draft.role)
    grant, _created = models.RoleGrant.objects.update_or_create(
        person_id=person.id,
        role=draft.role,
        unit_id=org.get_unit(draft.unit_code).id,
        from_date=draft.from_date,
        defaults={"until_date": draft.until_date, "granted_by_id": granted_by},
    )
    return grant


@transaction.atomic
def end_role(*, grant_id: UUID, day: date) -> None:
    """End a role before a day; what was done under it stays attributed.

    A role that had not begun by then is forgotten. Raises Refused: no_grant, ended.
    """
    grant = models.RoleGrant.objects.select_for_update().filter(id=grant_id).first()
    if grant is None:
        raise Refused("no_grant", _("There is no such role."))
    if grant.until_date is not None and grant.until_date <= day:
        raise Refused("ended", _("This ended already on %(day)s."), day=grant.until_date)
    _end([grant], day)


@transaction.atomic
def close_account(*, person_id: UUID, day: date, now_closed: bool) -> None:
    """End every role of a person before a day; with `now_closed` they can sign in no more."""
    running = Q(until_date__isnull=True) | Q(until_date__gt=day)
    _end(models.RoleGrant.objects.filter(running, person_id=person_id), day)
    if now_closed:
        models.User.objects.filter(person_id=person_id).update(is_active=False)


def _end(grants: Iterable[models.RoleGrant], day: date) -> None:
    for grant in grants:
        if grant.from_date >= day:
            grant.delete()
        else:
            models.RoleGrant.objects.filter(id=grant.id).update(until_date=day)


@transaction.atomic
def save_profile(*, user_id: UUID, locale: str, theme: str, density: str) -> None:
    """Keep a person's own choices. Raises Refused: bad_profile."""
    if locale not in {"id", "en"} or theme not in {"system", "light", "dark"}:
        raise Refused("bad_profile", _("This choice does not exist."))
    if density not in {"compact", "roomy"}:
        raise Refused("bad_profile", _("This choice does not exist."))
    models.User.objects.filter(id=user_id).update(locale=locale, theme=theme, density=density)
