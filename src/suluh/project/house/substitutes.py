"""`suluh substitute add|end|list`: who stands in for whom, by an administrator's hand."""

import argparse
import sys
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from suluh.foundation.accounts import queries as accounts
from suluh.foundation.org import queries
from suluh.foundation.org.rules import TenureRow, local_day
from suluh.kernel import clock
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.workspace.house import operations as house


def add(given: argparse.Namespace) -> int:
    """Let somebody stand in for a post; the same beginning again changes end and decree."""
    now = clock.now()
    zone = ZoneInfo(queries.get_institution().zone)
    begins, ends = (_day(text) for text in (given.begins, given.ends))
    house.substitute(
        actor=accounts.actor_by_email(given.email, now),
        given={
            "post_code": given.post,
            "email": given.person,
            "kind": given.kind,
            "period": (
                datetime.combine(begins, time(), zone),
                datetime.combine(ends, time(), zone),
            ),
            "decree": given.decree,
        },
        now=now,
    )
    sys.stdout.write(
        f"suluh: {given.person} stands in for {given.post} from {begins} to before {ends}\n"
    )
    return 0


def end(given: argparse.Namespace) -> int:
    """End what runs or is to come of a person's standing in for a post."""
    now = clock.now()
    today = local_day(now, queries.get_institution().zone)
    day = _day(given.day) if given.day else today
    actor = accounts.actor_by_email(given.email, now)
    rows = [row for row in _of(given.post, given.person) if not row.has_ended(day)]
    if not rows:
        reason = _("%(person)s stands in for %(post)s on no day from %(day)s on.")
        raise Refused("no_substitution", reason, person=given.person, post=given.post, day=day)
    for row in rows:
        house.end_substitution(actor=actor, thing_id=row.id, day=day, now=now)
    sys.stdout.write(f"suluh: {given.person} stands in for {given.post} no longer from {day}\n")
    return 0


def listed(given: argparse.Namespace) -> int:
    """Print who stands in now and later, one line each."""
    today = local_day(clock.now(), queries.get_institution().zone)
    for unit in queries.list_units():
        for row in queries.list_tenures(unit_code=unit.code):
            if row.via and (given.all or not row.has_ended(today)):
                sys.stdout.write(
                    f"{row.post_code} {row.via} {row.begins} {row.ends} {row.person_name}"
                    f" {row.decree}".rstrip()
                    + "\n"
                )
    return 0


def _of(post_code: str, email: str) -> list[TenureRow]:
    person = queries.find_person(email)
    if person is None:
        reason = _("There is no person with the address %(email)s.")
        raise Refused("no_person", reason, email=email)
    rows = queries.list_tenures(person_id=person.id)
    return [row for row in rows if row.via and row.post_code == post_code]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Refused(
            "no_date", _("“%(text)s” is no date; write 2026-11-21."), text=text
        ) from wrong
