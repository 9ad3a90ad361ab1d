"""`suluh calendar propose|publish`: `holidays` proposes, an officer publishes."""

import argparse
import sys
from datetime import datetime

from django.db import transaction

from suluh.foundation.accounts import queries as accounts
from suluh.foundation.accounts.rules import Action, Actor, decide
from suluh.foundation.audit import operations as audit
from suluh.foundation.org import operations as org
from suluh.foundation.org import queries
from suluh.foundation.org.rules import (
    WEEKDAYS,
    CalendarVersionRow,
    Hours,
    parse_openings,
    write_openings,
)
from suluh.kernel import clock
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused

BAD_DAYS = _("“%(text)s” names no weekdays; write for example fri=07:30-11:30,13:00-16:30.")


def propose(given: argparse.Namespace) -> int:
    """Propose a calendar for a year and print its days, estimates marked."""
    now = clock.now()
    actor = _officer(given.email, now)
    with transaction.atomic():
        if given.unit:
            unit = queries.get_unit(given.unit)
            draft = org.CalendarDraft(given.unit, unit.name.id, given.zone or unit.zone, given.unit)
        else:
            top = queries.list_units()[0]
            zone = given.zone or queries.get_institution().zone
            draft = org.CalendarDraft(top.code, top.name.id, zone, top.code)
        year = given.year or queries.year_to_propose(draft.code, now)
        org.propose_calendar(draft, year=year, hours=_hours(given.hours, draft.code))
        row = queries.find_calendar_version(draft.code)
        _record("calendar.propose", row, actor, now)
    for day, one in row.days.items():
        mark = "estimate" if one["estimate"] else ""
        sys.stdout.write(f"{day} {one['kind']:<10} {one['name']} {mark}".rstrip() + "\n")
    for day in WEEKDAYS:
        sys.stdout.write(f"{day} {write_openings(row.hours.get(day, [])) or 'closed'}\n")
    sys.stdout.write(
        f"suluh: {row.code}-{row.number} is proposed until {row.until_date}, {len(row.days)} days, "
        f"{row.estimates} of them estimates; compare with the decree, then: "
        "suluh calendar publish\n"
    )
    return 0


def _hours(said: list[str], code: str) -> Hours | None:
    """Return the week of the newest version with what was said on top; None for nothing said.

    Raises Refused: bad_hours, never_open.
    """
    if not said:
        return None
    known = [one for one in queries.list_calendar_versions() if one.code == code]
    week = dict(known[0].hours if known else queries.usual_hours())
    for text in said:
        days, _equals, openings = text.partition("=")
        first, _dash, last = days.strip().lower().partition("-")
        named = {first, last or first} <= set(WEEKDAYS) and openings.strip()
        begins, ends = (WEEKDAYS.index(one) if named else -1 for one in (first, last or first))
        if not named or ends < begins:
            raise Refused("bad_hours", BAD_DAYS, text=text)
        stretches = parse_openings("" if openings.strip() == "closed" else openings)
        week |= dict.fromkeys(WEEKDAYS[begins : ends + 1], stretches)
    return week


def publish(given: argparse.Namespace) -> int:
    """Publish the newest proposal of a calendar."""
    now = clock.now()
    actor = _officer(given.email, now)
    with transaction.atomic():
        row = queries.find_calendar_version(given.code)
        org.publish_calendar_version(
            version_id=row.id, person_id=actor.person_id, now=now,
            accept_estimates=given.accept_estimates,
        )  # fmt: skip
        _record("calendar.publish", row, actor, now)
    sys.stdout.write(f"suluh: {row.code}-{row.number} holds until {row.until_date}\n")
    return 0


def _officer(email: str, now: datetime) -> Actor:
    actor = accounts.actor_by_email(email, now)
    may = decide(actor, Action.MANAGE_HOUSE)
    if not may.allowed:
        raise Refused(may.code, may.reason)
    return actor


def _record(action: str, row: CalendarVersionRow, actor: Actor, now: datetime) -> None:
    data = {"version": row.number, "until": row.until_date.isoformat(), "days": len(row.days)}
    entry = audit.Entry(action, f"calendar:{row.code}", actor.person_id, data=data)
    audit.record(entry, now=now)
