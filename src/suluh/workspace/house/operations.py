"""What administrators change: asked whether they may, done by the room that owns it, audited."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from suluh.foundation.accounts import operations as accounts
from suluh.foundation.accounts import queries as accounts_queries
from suluh.foundation.accounts.rules import Action, Actor, Role, decide
from suluh.foundation.audit import operations as audit
from suluh.foundation.org import operations as org
from suluh.foundation.org import queries
from suluh.foundation.org.rules import Hours, UnitRow, local_day
from suluh.kernel.bilingual import gettext_noop as _
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
    """Make, change or move a unit below one's own. Raises Refused: no_role, other_unit, …"""
    known = {unit.code: unit for unit in queries.list_units(closed=True)}.get(draft.code)
    _authorise(actor, draft.parent_code or draft.code)
    row = org.save_unit(draft)
    _authorise(actor, row.code)
    _record("unit.save", f"unit:{row.code}", actor, now, kind=draft.kind, parent=draft.parent_code,
            changes=changes_of_unit(known, draft))  # fmt: skip


def changes_of_unit(before: UnitRow | None, draft: org.UnitDraft) -> list[str]:
    """Say what of a unit is another now: names, kind, place in the tree and clock."""
    if before is None:
        return ["+"]
    pairs = (
        (before.name.id, draft.name_id), (before.name.en, draft.name_en),
        (before.kind, draft.kind), (before.parent_code, draft.parent_code),
        (before.zone, draft.zone),
    )  # fmt: skip
    return [f"{old or '-'} → {new or '-'}" for old, new in pairs if old != new]


@transaction.atomic
def close_unit(*, actor: Actor, code: str, day: date, now: datetime) -> None:
    """Close a unit from the beginning of a day, or at once if it has begun.

    Raises Refused: no_role, other_unit, no_unit, closed, top_unit, has_units, has_holders.
    """
    _authorise(actor, code)
    org.close_unit(code=code, at=max(now, _begins(day)))
    _record("unit.close", f"unit:{code}", actor, now, day=day.isoformat())


@transaction.atomic
def end_role(*, actor: Actor, thing_id: UUID, day: date, now: datetime) -> None:
    """End a role before a day; not before today, nor one's own hold over the house.

    Raises Refused: no_role, no_grant, past_day, last_administrator, ended.
    """
    row = accounts_queries.find_role(thing_id)
    if row is None:
        raise Refused("no_grant", _("There is no such role."))
    _authorise(actor, row.unit_code)
    _not_past(day, now)
    accounts.end_role(grant_id=thing_id, day=day)
    _keep_an_administrator(now, day)
    _record("role.end", f"person:{row.person_id}", actor, now,
            role=row.role.value, unit=row.unit_code, day=day.isoformat())  # fmt: skip


@transaction.atomic
def end_holding(*, actor: Actor, thing_id: UUID, day: date, now: datetime) -> None:
    """End the holding of a post before a day. Raises Refused: no_role, past_day, ended, …"""
    row = queries.find_tenure(thing_id, substitution=False)
    if row is None:
        raise Refused("no_holding", _("There is no such holding."))
    _authorise(actor, row.unit_code)
    _not_past(day, now)
    org.end_holding(holding_id=thing_id, until_date=day)
    _record("post.release", f"post:{row.post_code}", actor, now,
            person=str(row.person_id), day=day.isoformat())  # fmt: skip


@transaction.atomic
def end_substitution(*, actor: Actor, thing_id: UUID, day: date, now: datetime) -> None:
    """End a substitution at the beginning of a day, or at once if it has begun.

    Raises Refused: no_role, past_day, no_substitution, ended.
    """
    row = queries.find_tenure(thing_id, substitution=True)
    if row is None:
        raise Refused("no_substitution", _("There is no such substitution."))
    _authorise(actor, row.unit_code)
    _not_past(day, now)
    org.end_substitution(substitution_id=thing_id, until_at=max(now, _begins(day)))
    _record("post.substitute_end", f"post:{row.post_code}", actor, now,
            person=str(row.person_id), day=day.isoformat())  # fmt: skip


@transaction.atomic
def leave(*, actor: Actor, person_id: UUID, day: date, now: datetime) -> None:
    """Let a person work here no longer from a day: posts, substitutions and roles end with it.

    Steps that waited for them are anybody's whom the regulation names next; nothing is signed or
    skipped. Raises Refused: no_role, past_day, no_person, left, last_administrator.
    """
    person = queries.get_person(person_id)
    _authorise(actor, person.unit_code)
    _not_past(day, now)
    org.leave(person_id=person_id, day=day, at=max(now, _begins(day)))
    accounts.close_account(person_id=person_id, day=day, now_closed=day <= _today(now))
    _keep_an_administrator(now, day)
    _record("person.leave", f"person:{person_id}", actor, now, day=day.isoformat())


@transaction.atomic
def take_back(*, actor: Actor, person_id: UUID, now: datetime) -> None:
    """Let an employee who left, or was to leave, work here; posts and roles are given anew.

    Raises Refused: no_role, no_person, outsider.
    """
    person = queries.get_person(person_id)
    _authorise(actor, person.unit_code)
    org.take_back(person_id=person_id)
    accounts.open_account(email=person.email)
    _record("person.take_back", f"person:{person_id}", actor, now)


def _today(now: datetime) -> date:
    return local_day(now, queries.get_institution().zone)


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(queries.get_institution().zone))


def _not_past(day: date, now: datetime) -> None:
    if day < _today(now):
        raise Refused("past_day", _("What was done under it stands; it can end today or later."))


def _keep_an_administrator(now: datetime, day: date) -> None:
    """Refuse what would leave nobody to manage the house, now or from `day` on."""
    top = queries.list_units()[0].path
    for at in (now, max(now, _begins(day))):
        people = accounts_queries.people_with(Role.ADMINISTRATOR, top, at)
        if not accounts_queries.users_of(set(people)):
            reason = _(
                "Nobody would be left to manage the house; name another administrator first."
            )
            raise Refused("last_administrator", reason)


@transaction.atomic
def save_person(*, actor: Actor, given: Mapping[str, Any], now: datetime) -> None:
    """Make or change a person; with an account they set a password by mail."""
    _authorise(actor, given["unit_code"])
    known = queries.find_person(given["email"])
    if known is not None:
        _authorise(actor, known.unit_code)
    person = org.save_person(
        email=given["email"],
        name=given["name"],
        unit_code=given["unit_code"],
        phone=given["phone"],
        until_date=given["until_date"],
    )
    if given["account"] and not queries.get_person(person.id).has_left(_today(now)):
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


@dataclass(frozen=True, slots=True)
class Decided:
    """What an officer says of a proposal: days kept, estimates made sure, days added by name.

    A day struck before is kept by naming it; without `hours` those of the proposal stay.
    """

    kept: Collection[str]
    sure: Collection[str] = ()
    added: Mapping[str, str] = field(default_factory=dict)
    hours: Hours | None = None


@transaction.atomic
def decide_calendar(
    *, actor: Actor, version_id: UUID, unit_code: str, decided: Decided, now: datetime
) -> None:
    """Publish a proposal as the officer decided; estimates that are not sure stay marked.

    Raises Refused: no_role, other_unit, no_calendar, published, bad_hours, never_open.
    """
    _authorise(actor, unit_code)
    row = next(one for one in queries.list_calendar_versions() if one.id == version_id)
    days = {
        day: {
            "name": one["name"],
            "kind": one["kind"],
            "estimate": bool(one.get("estimate")) and day not in decided.sure,
        }
        for day, one in org.days_offered(row).items()
        if day in decided.kept
    }
    struck = len(set(row.days) - set(days))
    for day, name in decided.added.items():
        days[day] = {"name": name, "kind": "public", "estimate": False}
    org.review_days(version_id=version_id, days=days, hours=decided.hours)
    org.publish_calendar_version(
        version_id=version_id, person_id=actor.person_id, now=now, accept_estimates=True
    )
    _record("calendar.publish", f"calendar:{unit_code}", actor, now, version=row.number,
            days=len(days), struck=struck, added=len(decided.added),
            estimates=sum(one["estimate"] for one in days.values()),
            hours=decided.hours or row.hours)  # fmt: skip


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
