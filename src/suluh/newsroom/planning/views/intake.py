from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.foundation.accounts.rules import Action, scopes
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import UnitRow, local_day
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.kernel.uploads import read_upload
from suluh.newsroom.assets import operations as assets
from suluh.newsroom.assets import queries as pictures
from suluh.newsroom.assets.rules import MOST_BYTES
from suluh.newsroom.planning import forecast, operations, queries
from suluh.newsroom.planning.forms import OTHER, IntakeForm, choice_for
from suluh.newsroom.planning.rules import read_paste
from suluh.newsroom.planning.rules.activities import MOST_PICTURES

ACCEPT = "image/jpeg,image/png,image/webp"


@dataclass(frozen=True, slots=True)
class Sent:
    """The photos of a page: those that are here, and why others are not."""

    kept: tuple[UUID, ...]
    problems: tuple[str, ...] = ()


def hand_in(request: OfficeRequest) -> HttpResponse:
    """The form of one minute: questions or a pasted message, and photos."""
    units = _units(request)
    if not units:
        raise Refused("no_unit", queries.NO_ACTIVITY)
    more: dict[str, Any] = {
        "units": units,
        "places": queries.recent_places(units[0].code),
        "locale": request.actor.locale,
    }
    if request.method != "POST":
        return _page(request, IntakeForm(**more), Sent(()))
    unit = next((one for one in units if one.code == request.POST.get("unit")), units[0])
    sent = receive_photos(request, unit.code)
    today = local_day(clock.now(), unit.zone)
    if request.POST.get("act") == "read":
        said = _read(request.POST.dict(), today)
        return _page(request, IntakeForm(initial=said, **more), sent, was_read=True)
    if request.POST.get("remove"):
        said = request.POST.dict()
        return _page(request, IntakeForm(initial=said, **more), sent)
    return _submit(request, IntakeForm(request.POST, **more), sent, (unit, today))


def _units(request: OfficeRequest) -> list[UnitRow]:
    units = org.list_units(within=scopes(request.actor, Action.SUBMIT_ACTIVITY))
    return sorted(units, key=lambda unit: unit.code != request.actor.unit_code)


def receive_photos(request: OfficeRequest, unit_code: str) -> Sent:
    """Take in the files that came with a form; those that came before are named in `picture`."""
    named = (_uuid(text) for text in request.POST.getlist("picture"))
    removed = _uuid(request.POST.get("remove", ""))
    kept = [one for one in dict.fromkeys(named) if one is not None and one != removed]
    seen = pictures.visible_ids(request.actor, kept)
    kept = [one for one in kept if one in seen]
    files = request.FILES.getlist("photos")
    fits = max(0, MOST_PICTURES - len(kept))
    too_many = gettext(operations.TOO_MANY) % {"limit": MOST_PICTURES}
    problems = [too_many] if len(files) > fits else []
    for file in files[:fits]:
        try:
            row = assets.upload_picture(
                actor=request.actor,
                unit_code=unit_code,
                data=read_upload(file, MOST_BYTES),
                filename=file.name or "",
                now=clock.now(),
            )
            kept.append(row.id)
        except Refused as refused:
            problems.append(f"{file.name}: {gettext(refused.reason) % refused.params}")
    return Sent(tuple(dict.fromkeys(kept)), tuple(problems))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _read(said: dict[str, str], today: date) -> dict[str, Any]:
    """Fill in what a pasted message answers; what the person wrote already stays."""
    found = read_paste(said.get("pasted", ""), today)
    told: dict[str, Any] = dict(said)
    if said.get("what", "").strip():
        found_text = "\n".join(text for text in (found.what, found.description) if text)
    else:
        told["what"], found_text = found.what, found.description
    kept = said.get("description", "").strip()
    told["description"] = "\n\n".join(text for text in (kept, found_text) if text)
    told["people"] = said.get("people", "").strip() or found.people
    told["event_time"] = said.get("event_time") or found.event_time
    if found.event_date is not None:
        told["when"] = choice_for(found.event_date, today)
        told["event_date"] = found.event_date
    if found.place and not said.get("place", "").strip():
        told["where"], told["place"] = OTHER, found.place
    told["pasted"] = ""
    return told


def _submit(
    request: OfficeRequest, form: IntakeForm, sent: Sent, at: tuple[UnitRow, date]
) -> HttpResponse:
    unit, today = at
    for problem in sent.problems:
        form.add_error(None, problem)
    if not form.is_valid():
        return _page(request, form, sent, status=422)
    try:
        row = operations.hand_in_activity(
            actor=request.actor,
            unit_code=unit.code,
            draft=form.draft(unit, today, sent.kept),
            token=form.cleaned_data["token"],
            now=clock.now(),
        )
    except Refused as refused:
        form.add_error(None, gettext(refused.reason) % refused.params)
        return _page(request, form, sent, status=422)
    return redirect("activity-received", row.id)


def _page(
    request: OfficeRequest,
    form: IntakeForm,
    sent: Sent,
    *,
    was_read: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "kept": [{"id": one} for one in sent.kept],
        "upload": upload_box(sent),
        "was_read": was_read,
        "unit_name": org.get_unit(request.actor.unit_code).name.in_(request.actor.locale),
        "draft_key": f"kegiatan-{request.actor.person_id}",
    }
    return render(request, "planning/hand_in.html", context, status=status)


def upload_box(sent: Sent) -> dict[str, object]:
    """What the upload component shows: the photos that are here, and a place for more."""
    files = [
        {
            "name": gettext("Photo %(number)s") % {"number": number},
            "thumb": reverse("picture-media", args=[one, 320]),
            "alt": gettext("Photo %(number)s") % {"number": number},
            "remove_name": "remove",
            "remove_value": one,
        }
        for number, one in enumerate(sent.kept, start=1)
    ]
    return {
        "id": "id_photos",
        "name": "photos",
        "label": gettext("Photos"),
        "hint": gettext("Two or three are enough: people, things, the place."),
        "error": " ".join(sent.problems),
        "accept": ACCEPT,
        "multiple": True,
        "files": files,
    }


def received(request: OfficeRequest, activity_id: UUID) -> HttpResponse:
    """Thank you, and what happens now, by whom, within how long."""
    activity = queries.find_visible(request.actor, activity_id)
    now = clock.now()
    rows = pictures.get_pictures(activity.pictures)
    context = {
        "activity": activity,
        "editors": forecast.editors_for(activity, now),
        "steps": forecast.steps_after(activity, now),
        "locale": request.actor.locale,
        "pictures": [rows[one] for one in activity.pictures if one in rows],
        "draft_key": f"kegiatan-{request.actor.person_id}",
    }
    return render(request, "planning/received.html", context)
