"""From when to when a row of a table lets somebody hold a post or stand in for one.

A table says again what it said before, in whichever year it is read; what somebody ended since,
here or on a screen, stays ended.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from suluh.foundation.audit import queries as audit
from suluh.foundation.org import queries
from suluh.foundation.org.rules import TenureRow, local_day
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused

Period = tuple[date, date | None]
HOLDS: Final = _(
    "%(email)s has %(post)s from %(day)s already; write that day, or leave the beginning empty."
)


def new_year(today: date) -> date:
    """Return 1 January: when begins what begins nowhere in the file."""
    return today.replace(month=1, day=1)


def term_of(post: str, email: str, said: tuple[date | None, date | None], today: date) -> Period:
    """Return the period of a row that says `said`; without a beginning it is that of before.

    An end that has passed, or that somebody set on a screen, stays. Raises Refused: holds (the
    row begins on another day within a time in which they hold the post).
    """
    begins, ends = said
    held = _held(post, email)
    if begins is None:
        begins = held[0].begins if held else new_year(today)
    own = next((one for one in held if one.begins == begins), None)
    if own is None:
        _not_twice(held, (begins, ends), email)
        return begins, ends
    if own.ends is not None and (own.ends <= today or _is_by_hand(own, "post.release")):
        return begins, own.ends
    return begins, ends or own.ends


def is_ended_lending(post: str, email: str, kind: str, period: tuple[datetime, ...]) -> bool:
    """Say whether somebody ended on a screen, or by command, what a row of substitutes says."""
    zone = queries.get_institution().zone
    begins, *ends = (local_day(one, zone) for one in period)
    return any(
        one.begins == begins and one.ends is not None and [one.ends] < ends
        and _is_by_hand(one, "post.substitute_end")
        for one in _held(post, email, kind)
    )  # fmt: skip


def _held(post: str, email: str, via: str = "") -> list[TenureRow]:
    """Return how somebody holds and held a post, the newest first."""
    person = queries.find_person(email)
    rows = queries.list_tenures(person_id=person.id) if person else []
    return [one for one in rows if (one.post_code, one.via) == (post, via)]


def _is_by_hand(one: TenureRow, action: str) -> bool:
    """Say whether the audit knows of somebody who set this end; what never began ends at once."""
    released = audit.list_done(action, [f"post:{one.post_code}"])
    days = {row.data["day"] for row in released if row.data.get("person") == str(one.person_id)}
    days |= {
        row.data["day"] for row in audit.list_done("person.leave", [f"person:{one.person_id}"])
    }
    return one.ends is not None and (one.ends.isoformat() in days or one.ends == one.begins)


def _not_twice(held: Iterable[TenureRow], period: Period, email: str) -> None:
    begins, ends = period
    for one in held:
        after = one.ends is not None and one.ends <= begins
        before = ends is not None and ends <= one.begins
        if not after and not before:
            day = one.begins.isoformat()
            raise Refused("holds", HOLDS, email=email, post=one.post_code, day=day)
