"""Meja: what waits for a person, what is late and with whom, what their unit has done."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from suluh.foundation.accounts.rules import Action, Actor, decide
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import local_day, zone_label
from suluh.newsroom.editorial.queries.comments import list_waiting_comments
from suluh.newsroom.editorial.queries.desk import (
    StepRow,
    list_in_progress,
    list_late,
    list_returned,
    list_waiting,
)
from suluh.newsroom.editorial.queries.listing import StoryRow
from suluh.newsroom.editorial.queries.titles import story_titles
from suluh.newsroom.planning import queries as planning
from suluh.newsroom.planning.rules.activities import ActivityRow
from suluh.publishing.website import queries as website
from suluh.ui.moments import clock_row, moment

COUNTED_DAYS = 30
Row = dict[str, Any]


def desk_page(actor: Actor, now: datetime) -> dict[str, Any]:
    """Return everything the template `desk.html` prints."""
    zone = org.get_unit(actor.unit_code).zone
    waiting = list_waiting(actor, now)
    returned = list_returned(actor, now=now)
    late = [row for row in list_late(actor, now) if not _mine(row, waiting)]
    tasks = [_step_task(row, actor, now) for row in waiting]
    tasks += [_returned_task(row, actor) for row in returned]
    tasks += _comment_tasks(actor, zone)
    overdue = sum(1 for row in waiting if row.due_at is not None and row.due_at < now)
    returned_ids = {row.content_id for row in returned}
    progress = list_in_progress(actor, now=now)
    return {
        "title": sentence(len(tasks), overdue),
        "today": _today(now, zone),
        "tasks": tasks,
        "late": [_late_row(row, actor, now) for row in late],
        "progress": [
            _story_row(row, actor) for row in progress if row.content_id not in returned_ids
        ],
        "work": _work(actor, now, zone) if decide(actor, Action.READ_ACTIVITY).allowed else None,
        "messages": website.count_messages(actor).get("open", 0),
        "may": {
            "hand_in": decide(actor, Action.SUBMIT_ACTIVITY).allowed,
            "write": decide(actor, Action.WRITE_STORY).allowed,
            "read": decide(actor, Action.READ_STORY).allowed,
        },
    }


def sentence(waiting: int, late: int) -> str:
    """Return the title of the desk, a sentence computed from what is there."""
    if not waiting:
        return gettext("Nothing waits for you")
    said = ngettext("%(count)s thing waits for you", "%(count)s things wait for you", waiting) % {
        "count": _number(waiting)
    }
    if not late:
        return said
    behind = ngettext("%(count)s is late", "%(count)s are late", late)
    return f"{said}, {behind % {'count': _number(late).lower()}}"


def _number(count: int) -> str:
    words = (
        "", gettext("One"), gettext("Two"), gettext("Three"), gettext("Four"),
        gettext("Five"), gettext("Six"), gettext("Seven"), gettext("Eight"), gettext("Nine"),
    )  # fmt: skip
    return words[count] if count < len(words) else str(count)


def _today(now: datetime, zone: str) -> str:
    day = date_format(local_day(now, zone), "l, j F Y")
    clock = moment(now, zone, zone_label(zone)).split(" ", 3)[-1]
    return f"{day}, {clock}"


def _mine(row: StepRow, waiting: Iterable[StepRow]) -> bool:
    return any((one.copy_id, one.step) == (row.copy_id, row.step) for one in waiting)


def _step_task(row: StepRow, actor: Actor, now: datetime) -> Row:
    clock = clock_row(row.due_at, row.opened_at, now)
    clock["note"] = gettext("late") if clock["kind"] == "late" else gettext("left")
    url = reverse("review", args=[row.copy_id])
    return {
        "title": row.title,
        "url": url,
        "what": f"{row.step_text.in_(actor.locale)} · {row.unit_name.in_(actor.locale)}",
        "clause": {"label": row.clause},
        "clock": clock,
        "action": {"label": gettext("Read and decide"), "url": url},
    }


def _returned_task(row: StoryRow, actor: Actor) -> Row:
    url = reverse("story", args=[row.content_id])
    return {
        "title": row.title,
        "url": url,
        "what": gettext("Returned with notes: answer and change · %(unit)s")
        % {"unit": row.unit_name.in_(actor.locale)},
        "clock": {"kind": "hold", "label": gettext("no clock"), "note": gettext("waits for you")},
        "action": {"label": gettext("Look at it"), "url": url},
    }


def _comment_tasks(actor: Actor, zone: str) -> list[Row]:
    """Threads in which somebody else spoke last."""
    rows = list_waiting_comments(actor)
    titles = story_titles({row.content_id for row in rows})
    return [
        {
            "title": titles.get(row.content_id, ""),
            "url": reverse("comment", args=[row.content_id, row.id]),
            "what": gettext("Comment by %(person)s: %(text)s")
            % {"person": row.last_by.name, "text": shortened(row.last_text())},
            "clock": {"kind": "hold", "label": moment(row.last_at, zone, zone_label(zone)),
                      "note": gettext("waits for your answer")},
            "action": {"label": gettext("Answer"),
                       "url": reverse("comment", args=[row.content_id, row.id])},
        }
        for row in rows
    ]  # fmt: skip


def shortened(text: str, most: int = 90) -> str:
    """Return the beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} …"


def _late_row(row: StepRow, actor: Actor, now: datetime) -> Row:
    return {
        "title": row.title,
        "url": reverse("review", args=[row.copy_id]),
        "step": row.step_title.in_(actor.locale),
        "people": ", ".join(row.people) or gettext("nobody holds this post now"),
        "unit": row.unit_name.in_(actor.locale),
        "clock": clock_row(row.due_at, row.opened_at, now),
        "clause": {"label": row.clause},
    }


def _story_row(row: StoryRow, actor: Actor) -> Row:
    return {
        "title": row.title,
        "url": reverse("story", args=[row.content_id]),
        "state": row.state,
        "unit": row.unit_name.in_(actor.locale),
        "languages": [{"locale": one, "state": state} for one, state in row.languages],
    }


def _work(actor: Actor, now: datetime, zone: str) -> Row:
    """Voiced of done in the last days, and what nobody has voiced yet."""
    today = local_day(now, zone)
    since = today - timedelta(days=COUNTED_DAYS)
    counts = planning.count_work(actor, since, today + timedelta(days=1))
    return {
        "done": sum(one.done for one in counts),
        "voiced": sum(one.voiced for one in counts),
        "days": COUNTED_DAYS,
        "unvoiced": [_activity(one, actor, now) for one in planning.list_unvoiced(actor, limit=6)],
    }


def _activity(row: ActivityRow, actor: Actor, now: datetime) -> Row:
    age = (local_day(now, row.zone) - row.event_date).days
    ago = ngettext("%(n)s day ago", "%(n)s days ago", age) % {"n": age}
    return {
        "title": row.what,
        "url": reverse("activity", args=[row.id]),
        "label": row.label,
        "unit": row.unit_name.in_(actor.locale),
        "age": gettext("today") if age == 0 else ago if age > 0 else date_format(row.event_date),
    }
