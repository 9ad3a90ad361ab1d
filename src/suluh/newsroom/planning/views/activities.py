from calendar import monthrange
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.foundation.accounts.rules import Action, decide, scopes
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import local_day, zone_label
from suluh.kernel import clock
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused, Stale
from suluh.kernel.tabular import csv_lines
from suluh.newsroom.assets import queries as assets
from suluh.newsroom.assets import rules as assets_rules
from suluh.newsroom.planning import operations, queries
from suluh.newsroom.planning.forms import CloseForm, PhotosForm
from suluh.newsroom.planning.rules import (
    ActivityRow,
    Verb,
    blocks_of,
    forms_of_work,
    possible_verbs,
)
from suluh.newsroom.planning.rules.activities import STATE_LABELS, State
from suluh.newsroom.planning.views.intake import Sent, receive_photos, upload_box

PAGE = 40
VIEWS = (
    ("all", _("All")),
    ("open", _("Not yet voiced")),
    ("story", _("Being written")),
    ("voiced", _("Voiced")),
    ("closed", _("Closed")),
)
VERB_LABELS = {
    "hand_in": _("Handed in"),
    "take": _("Taken on"),
    "link": _("A story was begun"),
    "close": _("Closed"),
    "take_back": _("Taken back"),
    "reopen": _("Opened again"),
    "voiced": _("Published"),
}


def activities(request: OfficeRequest) -> HttpResponse:
    """What the units one reads have done, and what became of each."""
    wanted = _asked(request)
    before = _cursor(request.GET.get("sebelum", ""))
    rows = queries.list_activities(request.actor, wanted, before=before, limit=PAGE + 1)
    kept = _kept(wanted)
    last = f"{rows[PAGE - 1].event_date}_{rows[PAGE - 1].id}" if len(rows) > PAGE else ""
    context = {
        "activities": rows[:PAGE],
        "views": _views(request, wanted),
        "query": {"name": "q", "value": wanted.words, "label": gettext("Find in what was done")},
        "hidden": [{"name": key, "value": one} for key, one in kept.items() if key != "q"],
        "chosen": _chosen(request, kept),
        "offers": _offers(request, kept),
        "narrowed": bool(kept),
        "count": _this_month(request),
        "older_url": f"?{urlencode({**kept, 'sebelum': last})}" if last else "",
        "many_units": len({row.unit_code for row in rows}) > 1,
        "may_hand_in": decide(request.actor, Action.SUBMIT_ACTIVITY).allowed,
        "locale": request.actor.locale,
    }
    return render(request, "planning/activities.html", context)


def _asked(request: OfficeRequest) -> queries.ActivityFilter:
    asked = request.GET
    state = asked.get("keadaan", "")
    known = {key for key, _label in VIEWS} - {"all"}
    return queries.ActivityFilter(
        state=state if state in known else "",
        words=asked.get("q", "")[:80].strip(),
        unit=asked.get("unit", "")[:20],
        mine=asked.get("milik") == "saya",
    )


def _kept(wanted: queries.ActivityFilter) -> dict[str, str]:
    """Return the filters as the address says them."""
    said = {
        "keadaan": wanted.state, "q": wanted.words, "unit": wanted.unit,
        "milik": "saya" if wanted.mine else "",
    }  # fmt: skip
    return {key: value for key, value in said.items() if value}


def _choices(request: OfficeRequest) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    units = org.list_units(within=scopes(request.actor, Action.READ_ACTIVITY))
    named = [(unit.code, unit.name.in_(request.actor.locale)) for unit in units]
    return {
        "unit": (gettext("Unit"), named),
        "milik": (gettext("Handed in by anyone"), [("saya", gettext("Handed in by me"))]),
    }


def _chosen(request: OfficeRequest, kept: dict[str, str]) -> list[dict[str, str]]:
    return [
        {
            "label": gettext("Unit") if key == "unit" else "",
            "value": dict(choices).get(kept[key], kept[key]),
            "remove_url": f"?{urlencode({k: v for k, v in kept.items() if k != key})}",
        }
        for key, (_label, choices) in _choices(request).items()
        if key in kept
    ]


def _offers(request: OfficeRequest, kept: dict[str, str]) -> list[dict[str, object]]:
    return [
        {"name": key, "label": label, "choices": choices}
        for key, (label, choices) in _choices(request).items()
        if key not in kept and (key == "milik" or len(choices) > 1)
    ]


def _cursor(text: str) -> tuple[date, UUID] | None:
    day, _sep, last = text.partition("_")
    try:
        return date.fromisoformat(day), UUID(last)
    except ValueError:
        return None


def _views(request: OfficeRequest, wanted: queries.ActivityFilter) -> list[dict[str, object]]:
    counts = queries.count_states(request.actor)
    others = {key: value for key, value in _kept(wanted).items() if key != "keadaan"}
    return [
        {
            "label": gettext(label),
            "url": f"?{urlencode(({} if key == 'all' else {'keadaan': key}) | others)}",
            "count": counts[key],
            "current": key == (wanted.state or "all"),
        }
        for key, label in VIEWS
    ]


def _this_month(request: OfficeRequest) -> dict[str, int]:
    today = local_day(clock.now(), org.get_unit(request.actor.unit_code).zone)
    first = today.replace(day=1)
    after = first + timedelta(days=monthrange(first.year, first.month)[1])
    rows = queries.count_work(request.actor, first, after)
    return {"done": sum(row.done for row in rows), "voiced": sum(row.voiced for row in rows)}


def export(request: OfficeRequest) -> StreamingHttpResponse:
    """The list as CSV, with the filters of the page, however long it is."""
    rows = queries.every_activity(request.actor, _asked(request))
    names: dict[UUID, str] = {}
    forms = dict(forms_of_work())
    locale = request.actor.locale
    header = ["number", "unit", "event_date", "form", "what", "place", "people", "handed_in_by",
              "handed_in_at", "state", "closed_reason", "voiced_at"]  # fmt: skip
    table = (
        [row.label, row.unit_code, row.event_date, forms[row.form].in_(locale), row.what, row.place,
         row.people, _name(names, row.handed_in_by_id), row.handed_in_at, row.shown_state,
         row.closed_reason, row.voiced_at]
        for row in rows
    )  # fmt: skip
    answer = StreamingHttpResponse(csv_lines(header, table), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="kegiatan.csv"'
    return answer


def _name(known: dict[UUID, str], person_id: UUID) -> str:
    """Return a person's name; each is asked for once."""
    if person_id not in known:
        known[person_id] = org.names_of({person_id}).get(person_id, "")
    return known[person_id]


def activity(request: OfficeRequest, activity_id: UUID) -> HttpResponse:
    """One activity: what was said, photos, what became of it, what can be done."""
    row = queries.find_visible(request.actor, activity_id)
    return _detail(request, row)


def _detail(request: OfficeRequest, row: ActivityRow, problem: str = "") -> HttpResponse:
    pictures = assets.get_pictures(row.pictures)
    today = local_day(clock.now(), row.zone)
    shots = [pictures[one] for one in row.pictures if one in pictures]
    label = dict(forms_of_work())[row.form]
    context = {
        "activity": row,
        "problem": problem,
        "form_label": label.in_(request.actor.locale),
        "unit_name": row.unit_name.in_(request.actor.locale),
        "by": org.names_of({row.handed_in_by_id}).get(row.handed_in_by_id, ""),
        "blocks": blocks_of(row.description),
        "pictures": [
            (shot, gettext(assets_rules.may_be_published(shot, today) or "")) for shot in shots
        ],
        "steps": _steps(row),
        "zone_label": zone_label(row.zone),
        "can": _buttons(request, row),
        "state_label": gettext(STATE_LABELS[row.state]) if row.voiced_at is None else "",
    }
    return render(request, "planning/activity.html", context, status=422 if problem else 200)


def _steps(row: ActivityRow) -> list[dict[str, object]]:
    steps = queries.steps_of(row.id)
    names = org.names_of({step.by_id for step in steps if step.by_id})
    return [
        {
            "state": "done",
            "person": gettext(VERB_LABELS[step.verb]),
            "note": " · ".join(
                part for part in (names.get(step.by_id) if step.by_id else "", step.note) if part
            ),
            "at": step.at,
        }
        for step in steps
    ]


def _buttons(request: OfficeRequest, row: ActivityRow) -> dict[str, bool]:
    verbs = possible_verbs(row)
    closes = decide(request.actor, Action.CLOSE_ACTIVITY, row.unit_path).allowed
    writes = decide(request.actor, Action.WRITE_STORY, row.unit_path).allowed
    hands_in = decide(request.actor, Action.SUBMIT_ACTIVITY, row.unit_path).allowed
    return {
        "read": bool(row.content_id)
        and decide(request.actor, Action.READ_STORY, row.unit_path).allowed,
        "take": closes and Verb.TAKE in verbs,
        "story": writes and Verb.LINK in verbs,
        "close": closes and Verb.CLOSE in verbs,
        "reopen": closes and Verb.REOPEN in verbs,
        "take_back": row.handed_in_by_id == request.actor.person_id and Verb.TAKE_BACK in verbs,
        "photos": hands_in and row.state is not State.CLOSED,
    }


def take(request: OfficeRequest, activity_id: UUID) -> HttpResponse:
    row = queries.find_visible(request.actor, activity_id)
    operations.take_activity(actor=request.actor, activity_id=row.id, now=clock.now())
    return redirect("activity", activity_id)


def take_back(request: OfficeRequest, activity_id: UUID) -> HttpResponse:
    row = queries.find_visible(request.actor, activity_id)
    operations.take_back_activity(actor=request.actor, activity_id=row.id, now=clock.now())
    return redirect("activity", activity_id)


def reopen(request: OfficeRequest, activity_id: UUID) -> HttpResponse:
    row = queries.find_visible(request.actor, activity_id)
    operations.reopen_activity(actor=request.actor, activity_id=row.id, now=clock.now())
    return redirect("activity", activity_id)


def close(request: OfficeRequest, activity_id: UUID) -> HttpResponse:
    """Close with a reason that the contributor reads."""
    row = queries.find_visible(request.actor, activity_id)
    form = CloseForm(request.POST or None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            operations.close_activity(
                actor=request.actor,
                activity_id=activity_id,
                reason=form.cleaned_data["reason"],
                now=clock.now(),
            )
            return redirect("activity", activity_id)
        except Refused as refused:
            form.add_error(None, gettext(refused.reason) % refused.params)
            status = 409 if isinstance(refused, Stale) else 422
    return render(request, "planning/close.html", {"activity": row, "form": form}, status=status)


def photos(request: OfficeRequest, activity_id: UUID) -> HttpResponse:
    """More photos for an activity."""
    row = queries.find_visible(request.actor, activity_id)
    sent, status = Sent(()), 200
    if request.method == "POST":
        sent = receive_photos(request, row.unit_code)
        operations.add_pictures(
            actor=request.actor, activity_id=row.id, picture_ids=sent.kept, now=clock.now()
        )
        if not sent.problems:
            return redirect("activity", activity_id)
        sent, status = Sent((), sent.problems), 422
    context = {
        "activity": row,
        "form": PhotosForm(initial={"unit": row.unit_code}),
        "upload": upload_box(sent),
    }
    return render(request, "planning/photos.html", context, status=status)
