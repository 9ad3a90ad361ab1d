"""Rows of the pages about units and people: what holds, what ends, what happened."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext

from suluh.foundation.accounts import queries as accounts
from suluh.foundation.accounts.rules import ROLE_LABELS
from suluh.foundation.audit import queries as audit
from suluh.foundation.org import operations
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import (
    CalendarVersionRow,
    PersonRow,
    TenureRow,
    UnitRow,
    local_day,
    zone_label,
)
from suluh.kernel.bilingual import gettext_noop as _
from suluh.newsroom.editorial.queries.handover import OpenStep, list_handover, list_stuck

Row = dict[str, Any]
VIA: Final = {"": "", "plt": "Plt. ", "plh": "Plh. "}
# What an audit row says on these pages; `%(…)s` come from its data.
SENTENCES: Final[dict[str, str]] = {
    "unit.save": _("unit changed: %(changes)s"),
    "unit.close": _("unit closed from %(day)s"),
    "person.save": _("person written, unit %(unit)s"),
    "person.leave": _("works here no longer from %(day)s"),
    "person.take_back": _("works here again"),
    "post.save": _("post written: %(kind)s in %(unit_code)s"),
    "post.assign": _("holds %(post)s from %(from)s"),
    "post.release": _("holds %(post)s no longer from %(day)s"),
    "post.substitute": _("stands in for %(post)s as %(kind)s until %(until)s"),
    "post.substitute_end": _("stands in for %(post)s no longer from %(day)s"),
    "role.grant": _("role %(role)s in %(unit)s"),
    "role.end": _("role %(role)s in %(unit)s ends on %(day)s"),
    "calendar.propose": _("calendar proposed, version %(version)s"),
    "calendar.publish": _("calendar published, version %(version)s"),
    "house.import": _("read from a file"),
}


def today() -> date:
    """Return the day in the institution's zone."""
    from suluh.kernel import clock  # noqa: PLC0415 read anew each time

    return local_day(clock.now(), org.get_institution().zone)


def calendar_days(row: CalendarVersionRow, ticks: QueryDict | None) -> list[Row]:
    """Return the days of a version; of a proposal also those struck before, and what was ticked."""
    days = row.days if row.published_at else operations.days_offered(row)
    kept = ticks.getlist("day") if ticks is not None else row.days
    sure = ticks.getlist("sure") if ticks is not None else ()
    return [
        {"day": day, "date": date.fromisoformat(day), "ticked": day in kept, "sure": day in sure,
         **one}
        for day, one in sorted(days.items())
    ]  # fmt: skip


def unit_page(unit: UnitRow, locale: str, now: datetime) -> Row:
    """Return everything about a unit: posts with whoever holds them, its people, its history."""
    day = local_day(now, org.get_institution().zone)
    tenures = org.list_tenures(unit_code=unit.code)
    posts = org.list_posts(unit.code)
    return {
        "unit": unit,
        "zone": zone_label(unit.zone),
        "name": unit.name.in_(locale),
        "posts": [
            {
                "code": post.code,
                "title": post.title.in_(locale),
                "people": [
                    _tenure(one, locale, day)
                    for one in tenures
                    if one.post_code == post.code and not one.has_ended(day)
                ],
                "past": [
                    _tenure(one, locale, day)
                    for one in tenures
                    if one.post_code == post.code and one.has_ended(day)
                ],
            }
            for post in posts
        ],
        "people": [
            one for one in org.list_people() if one.unit_code == unit.code and not one.has_left(day)
        ],
        "history": history(
            [f"unit:{unit.code}", f"calendar:{unit.code}", *(f"post:{one.code}" for one in posts)],
            unit=unit.code,
        ),
    }


def person_page(person: PersonRow, locale: str, now: datetime) -> Row:
    """Return everything about a person: posts, roles, what waits for them, their history."""
    day = local_day(now, org.get_institution().zone)
    roles = [
        {
            "id": one.id,
            "role": gettext(ROLE_LABELS[one.role]),
            "unit": one.unit_code,
            "begins": one.from_date,
            "ends": one.until_date,
            "ended": one.has_ended(day),
        }
        for one in accounts.roles_of(person.id)
    ]
    return {
        "person": person,
        "left": person.has_left(day),
        "signs_in": person.id in accounts.users_of({person.id}),
        "tenures": [_tenure(one, locale, day) for one in org.list_tenures(person_id=person.id)],
        "roles": roles,
        "waiting": [_step(one, locale) for one in list_handover(person.id, now)],
        "history": history([f"person:{person.id}"], person=str(person.id)),
    }


def people_page(words: str) -> list[Row]:
    """Return everybody whose name, address or unit has the words; who left comes last."""
    day = today()
    asked = words.casefold().split()[:6]
    found = [
        {"person": one, "left": one.has_left(day)}
        for one in org.list_people()
        if all(word in f"{one.name} {one.email} {one.unit_code}".casefold() for word in asked)
    ]
    return sorted(found, key=lambda row: bool(row["left"]))


def stuck(locale: str, now: datetime) -> list[Row]:
    """Return the steps that wait although nobody can sign them."""
    return [_step(one, locale) for one in list_stuck(now)]


def _tenure(one: TenureRow, locale: str, day: date) -> Row:
    return {
        "id": one.id,
        "what": "pengganti" if one.via else "pemegang",
        "post": one.post_title.in_(locale),
        "unit": one.unit_code,
        "person_id": one.person_id,
        "name": VIA[one.via] + one.person_name,
        "via": VIA[one.via],
        "begins": one.begins,
        "ends": one.ends,
        "decree": one.decree,
        "ended": one.has_ended(day),
        "begun": one.begins <= day,
    }


def _step(one: OpenStep, locale: str) -> Row:
    return {
        "unit": one.unit_name.in_(locale),
        "step": one.step_title.in_(locale),
        "clause": one.clause,
        "due_at": one.due_at,
        "people": ", ".join(one.people),
        "standing_in": one.standing_in,
    }


def history(subjects: Iterable[str], *, person: str = "", unit: str = "") -> list[Row]:
    """Return what the audit says of these subjects, newest first."""
    rows = audit.list_about(list(subjects), person=person, unit=unit)
    about = {UUID(str(row.data["person"])) for row in rows if _is_id(row.data.get("person"))}
    about |= {UUID(row.subject[7:]) for row in rows if row.subject.startswith("person:")}
    names = org.names_of(about | {row.actor_id for row in rows if row.actor_id})
    return [
        {
            "at": row.at,
            "by": names.get(row.actor_id, "") if row.actor_id else "",
            "who": _about(row.subject, row.data, names) if not person else "",
            "what": _said(row.action, row.subject, row.data),
        }
        for row in rows
        if row.action in SENTENCES
    ]


def _about(subject: str, data: Row, names: dict[UUID, str]) -> str:
    named = data.get("person") or subject.removeprefix("person:")
    return names.get(UUID(str(named)), "") if _is_id(named) else ""


def _is_id(value: object) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True


def _said(action: str, subject: str, data: Row) -> str:
    known = {**data, "post": subject.removeprefix("post:")}
    known["changes"] = ", ".join(map(str, data.get("changes", ()))) or "-"
    for key, value in known.items():
        if key == "role":
            known[key] = gettext(dict(ROLE_LABELS).get(value, str(value)))
        elif key in {"until", "from", "day"}:
            known[key] = str(value)[:10] or "-"
    try:
        return gettext(SENTENCES[action]) % known
    except KeyError:  # a row of an earlier version knew less
        return action
