"""Letters to staff: in the morning what waits for one person, in the evening what is public.

The morning's holds no title and no word of a text: a letter leaves the house, and a draft, least
of all one under embargo, does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Self

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.notify.operations import Letter
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import PersonRow, UnitRow, zone_label
from suluh.newsroom.editorial.queries.desk import StepRow, list_returned, list_waiting
from suluh.newsroom.editorial.queries.listing import StoryRow
from suluh.ui.marks import mark_of
from suluh.ui.moments import clock_row, moment
from suluh.workspace import rules
from suluh.workspace.queries import Day, Published

MOST_ROWS: Final = 50


def letter_of_the_morning(actor: Actor, now: datetime) -> Letter | None:
    """Return the letter with what waits for a person; None where nothing does."""
    steps, returned = list_waiting(actor, now), list_returned(actor, now=now)
    count = len(steps) + len(returned)
    if not count:
        return None
    with translation.override(actor.locale):
        context = {
            "name": actor.name,
            "rows": _rows(actor, steps, returned, now),
            "desk_url": f"{settings.SULUH_OFFICE_URL}/",
            "profile_url": f"{settings.SULUH_OFFICE_URL}/profil/",
            "institution_name": org.get_institution().name.in_(actor.locale),
            "locale": actor.locale,
        }
        subject = ngettext("%(n)s text waits for you", "%(n)s texts wait for you", count)
        return Letter(
            to=actor.email,
            subject=subject % {"n": count},
            text=render_to_string("workspace/mail/morning.txt", context),
            html=render_to_string("workspace/mail/morning.html", context),
        )


def _rows(
    actor: Actor, steps: Sequence[StepRow], returned: Sequence[StoryRow], now: datetime
) -> list[dict[str, Any]]:
    asked = [
        {
            "what": row.step_title.in_(actor.locale),
            "unit": row.unit_name.in_(actor.locale),
            "clause": row.clause,
            "clock": _clock(row, now),
            "url": f"{settings.SULUH_OFFICE_URL}/telaah/{row.copy_id}/",
        }
        for row in steps
    ]
    back = [
        {
            "what": gettext("Returned with notes: %(number)s") % {"number": row.number},
            "unit": row.unit_name.in_(actor.locale),
            "url": f"{settings.SULUH_OFFICE_URL}/naskah/{row.content_id}/",
        }
        for row in returned
    ]
    return asked + back


def _clock(row: StepRow, now: datetime) -> str:
    if row.due_at is None:
        return ""
    label = clock_row(row.due_at, row.opened_at, now)["label"]
    pattern = gettext("late by %(time)s") if row.due_at < now else gettext("%(time)s left")
    return pattern % {"time": label}


@dataclass(frozen=True, slots=True)
class UnitDay:
    """What a unit and those below it published on a day, as its letter lists it."""

    unit: UnitRow
    day: date
    rows: tuple[Published, ...]
    names: dict[str, UnitRow]

    @classmethod
    def of(cls, unit: UnitRow, day: date, found: Day) -> Self:
        """Take what has a page and words: no menu, and nothing that is erased."""
        rows = tuple(
            one
            for one in reversed(found.rows)
            if one.title and one.edition.address and one.edition.action != "erase"
        )
        names = {one.code: one for one in org.list_units(closed=True)}
        return cls(unit, day, rows, names)


def letter_of_the_day(published: UnitDay, person: PersonRow, locale: str) -> Letter:
    """Return the letter of what a person's unit published on a day."""
    unit, count = published.unit, len(published.rows)
    with translation.override(locale):
        since, until = rules.span_of(published.day, unit.zone)
        label = zone_label(unit.zone)
        page = f"{settings.SULUH_OFFICE_URL}/terbit-hari-ini/"
        context = {
            "name": person.name,
            "unit": unit.name.in_(locale),
            "since": moment(since, unit.zone, label),
            "until": moment(until, unit.zone, label),
            "rows": [_published(one, published, locale) for one in published.rows[:MOST_ROWS]],
            "left": max(0, count - MOST_ROWS),
            "page_url": f"{page}?hari={published.day}&unit={unit.code}",
            "profile_url": f"{settings.SULUH_OFFICE_URL}/profil/",
            "institution_name": org.get_institution().name.in_(locale),
            "locale": locale,
        }
        subject = ngettext(
            "Published today, %(day)s: %(n)s edition",
            "Published today, %(day)s: %(n)s editions",
            count,
        )
        return Letter(
            to=person.email,
            subject=subject % {"day": date_format(published.day, "j F Y"), "n": count},
            text=render_to_string("workspace/mail/day.txt", context),
            html=render_to_string("workspace/mail/day.html", context),
        )


def _published(one: Published, published: UnitDay, locale: str) -> dict[str, Any]:
    edition, unit = one.edition, published.unit
    of = published.names.get(edition.unit_code)
    return {
        "title": one.title,
        "locale": edition.locale,
        "what": str(mark_of(rules.STATES[edition.action]).label),
        "unit": of.name.in_(locale) if of else edition.unit_code,
        "time": moment(edition.published_at, unit.zone, zone_label(unit.zone)),
        "url": f"{str(settings.SULUH_PUBLIC_URL).rstrip('/')}{edition.address}",
    }
