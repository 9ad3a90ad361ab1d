"""The morning's letter: what waits for one person.

It holds no title and no word of a text: a letter leaves the house, and a draft, least of all one
under embargo, does not.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext, ngettext

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.notify.operations import Letter
from suluh.foundation.org import queries as org
from suluh.newsroom.editorial.queries.desk import StepRow, list_returned, list_waiting
from suluh.newsroom.editorial.queries.listing import StoryRow
from suluh.ui.moments import clock_row


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
