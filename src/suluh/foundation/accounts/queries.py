"""Who somebody is, for a decision."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from suluh.foundation.accounts import models
from suluh.foundation.accounts.rules import Actor, Grant, Role, RoleRow
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import local_day
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.memory import asked_once
from suluh.kernel.refusals import Refused

LEFT = _("%(name)s works here no longer since %(day)s.")


def actor_for(user: models.User, now: datetime) -> Actor:
    """Return the actor behind an account at `now`: grants and posts that hold today.

    Raises Refused: left, from the day on which the person no longer works here.
    """
    person = org.get_person(user.person_id)
    unit = org.get_unit(person.unit_code)
    day = local_day(now, unit.zone)
    if person.has_left(day):
        raise Refused("left", LEFT, name=person.name, day=person.until_date)
    running = Q(from_date__lte=day) & (Q(until_date__isnull=True) | Q(until_date__gt=day))
    rows = models.RoleGrant.objects.filter(running, person_id=person.id).select_related("unit")
    grants = tuple(
        Grant(role=Role(row.role), unit_path=row.unit.path, unit_code=row.unit.code)
        for row in rows.order_by("role", "unit__path")
    )
    return Actor(
        user_id=user.id,
        person_id=person.id,
        name=person.name,
        email=person.email,
        unit_code=unit.code,
        unit_path=unit.path,
        locale=user.locale,
        grants=grants,
        posts=org.posts_held(person.id, now),
    )


@asked_once
def actor_by_email(email: str, now: datetime) -> Actor:
    """Return the actor with this address, for commands. Raises Refused: no_account."""
    user = models.User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise Refused("no_account", _("Nobody signs in with the address %(email)s."), email=email)
    return actor_for(user, now)


def users_of(person_ids: set[UUID]) -> dict[UUID, models.User]:
    """Return the active accounts of people."""
    rows = models.User.objects.filter(person_id__in=person_ids, is_active=True)
    return {row.person_id: row for row in rows}


def people_with(role: Role, unit_path: str, now: datetime) -> list[UUID]:
    """Return who has `role` for the unit at `unit_path` at `now`."""
    day = now.date()
    running = Q(from_date__lte=day) & (Q(until_date__isnull=True) | Q(until_date__gt=day))
    rows = models.RoleGrant.objects.filter(running, role=role).select_related("unit")
    return [row.person_id for row in rows if unit_path.startswith(row.unit.path)]


def roles_of(person_id: UUID) -> list[RoleRow]:
    """Return the roles of a person, past ones too, the newest first."""
    rows = models.RoleGrant.objects.filter(person_id=person_id).select_related("unit")
    return [
        RoleRow(row.id, row.person_id, Role(row.role), row.unit.code, row.from_date, row.until_date)
        for row in rows.order_by("-from_date", "role", "unit__code")
    ]


def find_role(grant_id: UUID) -> RoleRow | None:
    """Return a role by its id, or None."""
    row = models.RoleGrant.objects.filter(id=grant_id).select_related("unit").first()
    if row is None:
        return None
    role, unit = Role(row.role), row.unit.code
    return RoleRow(row.id, row.person_id, role, unit, row.from_date, row.until_date)


def people_with_roles_in(unit_codes: Collection[str]) -> set[UUID]:
    """Return who has, had or will have any role in these units themselves."""
    rows = models.RoleGrant.objects.filter(unit__code__in=unit_codes)
    return set(rows.values_list("person_id", flat=True))
