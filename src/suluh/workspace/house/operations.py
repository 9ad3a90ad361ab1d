"""What administrators change: asked whether they may, done by the room that owns it, audited."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from suluh.foundation.accounts import operations as accounts
from suluh.foundation.accounts.rules import Action, Actor, decide
from suluh.foundation.audit import operations as audit
from suluh.foundation.org import operations as org
from suluh.foundation.org import queries
from suluh.kernel.refusals import Refused


def _authorise(actor: Actor, unit_code: str = "") -> None:
    path = queries.get_unit(unit_code).path if unit_code else ""
    may = decide(actor, Action.MANAGE_HOUSE, path)
    if not may.allowed:
        raise Refused(may.code, may.reason)


def _record(action: str, subject: str, actor: Actor, now: datetime, **data: Any) -> None:
    entry = audit.Entry(action, subject, actor.person_id, data=data)
    audit.record(entry, now=now)


@transaction.atomic
def save_unit(*, actor: Actor, draft: org.UnitDraft, now: datetime) -> None:
    """Make or change a unit below one's own. Raises Refused: no_role, other_unit, …"""
    _authorise(actor, draft.parent_code or draft.code)
    row = org.save_unit(draft)
    _authorise(actor, row.code)
    _record("unit.save", f"unit:{row.code}", actor, now, kind=draft.kind, parent=draft.parent_code)


@transaction.atomic
def close_unit(*, actor: Actor, code: str, now: datetime) -> None:
    """Close a unit. Raises Refused: no_role, other_unit, no_unit, has_units, has_holders."""
    _authorise(actor, code)
    org.close_unit(code=code, now=now)
    _record("unit.close", f"unit:{code}", actor, now)


@transaction.atomic
def save_person(*, actor: Actor, given: Mapping[str, Any], now: datetime) -> None:
    """Make or change a person; with an account they set a password by mail."""
    _authorise(actor, given["unit_code"])
    person = org.save_person(
        email=given["email"],
        name=given["name"],
        unit_code=given["unit_code"],
        phone=given["phone"],
        until_date=given["until_date"],
    )
    if given["account"]:
        accounts.open_account(email=person.email)
    _record("person.save", f"person:{person.id}", actor, now, unit=given["unit_code"])


@transaction.atomic
def save_post(*, actor: Actor, draft: org.PostDraft, now: datetime) -> None:
    """Make or change a post. Raises Refused: no_role, other_unit, bad_post, no_unit."""
    _authorise(actor, draft.unit_code)
    org.save_post(draft)
    data = {name: value for name, value in asdict(draft).items() if name in {"kind", "unit_code"}}
    _record("post.save", f"post:{draft.code}", actor, now, **data)


@transaction.atomic
def assign_post(*, actor: Actor, given: Mapping[str, Any], now: datetime) -> None:
    """Let a person hold a post from a day on. Raises Refused: no_role, other_unit, no_post, …"""
    _authorise(actor, queries.unit_of_post(given["post_code"]))
    held = org.assign_post(**given)
    period = {"from": _day(given["from_date"]), "until": _day(given["until_date"])}
    _record("post.assign", f"post:{given['post_code']}", actor, now,
            person=str(held.person_id), **period)  # fmt: skip


@transaction.atomic
def substitute(*, actor: Actor, given: Mapping[str, Any], now: datetime) -> None:
    """Let a person stand in for a post. Raises Refused: no_role, own_substitute, …"""
    _authorise(actor, queries.unit_of_post(given["post_code"]))
    made = org.substitute(**given)
    _record("post.substitute", f"post:{given['post_code']}", actor, now,
            person=str(made.person_id), kind=str(made.kind),
            until=made.until_at.isoformat())  # fmt: skip


@transaction.atomic
def grant_role(*, actor: Actor, draft: accounts.GrantDraft, now: datetime) -> None:
    """Give a role in a unit and below. Raises Refused: no_role, other_unit, no_person, …"""
    _authorise(actor, draft.unit_code)
    grant = accounts.grant_role(draft, granted_by=actor.person_id)
    _record("role.grant", f"person:{grant.person_id}", actor, now,
            role=draft.role, unit=draft.unit_code, until=_day(draft.until_date))  # fmt: skip


@transaction.atomic
def propose_calendar(*, actor: Actor, unit_code: str, year: int, now: datetime) -> tuple[str, int]:
    """Propose a unit's calendar for a year; returns its code and number."""
    _authorise(actor, unit_code)
    unit = queries.get_unit(unit_code)
    draft = org.CalendarDraft(unit.code, unit.name.id, unit.zone, unit.code)
    made = org.propose_calendar(draft, year=year)
    _record("calendar.propose", f"calendar:{unit.code}", actor, now, version=made.number)
    return unit.code, made.number


@transaction.atomic
def decide_calendar(
    *, actor: Actor, version_id: UUID, unit_code: str, kept: list[str], now: datetime
) -> None:
    """Publish a proposal with the days that the officer kept: looking at each confirms it.

    Raises Refused: no_role, other_unit, no_calendar, published.
    """
    _authorise(actor, unit_code)
    row = next(one for one in queries.list_calendar_versions() if one.id == version_id)
    days = {day: {**one, "estimate": False} for day, one in row.days.items() if day in kept}
    org.review_days(version_id=version_id, days=days)
    org.publish_calendar_version(version_id=version_id, person_id=actor.person_id, now=now)
    _record("calendar.publish", f"calendar:{unit_code}", actor, now,
            version=row.number, days=len(days), struck=len(row.days) - len(days))  # fmt: skip


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
