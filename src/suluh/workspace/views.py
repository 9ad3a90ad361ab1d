from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from suluh.foundation.accounts import operations as accounts
from suluh.foundation.accounts.routes import OfficeRequest
from suluh.foundation.notify import operations as notify
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.workspace import operations
from suluh.workspace.forms import DayForm, ProfileForm
from suluh.workspace.pages.desk import desk_page
from suluh.workspace.pages.notices import notices_page
from suluh.workspace.pages.palette import palette_page
from suluh.workspace.pages.profile import account_of
from suluh.workspace.pages.today import today_page
from suluh.workspace.rules import clean_query


def desk(request: OfficeRequest) -> HttpResponse:
    """Meja: what waits for this person."""
    return render(request, "workspace/desk.html", {"page": desk_page(request.actor, clock.now())})


def published_today(request: OfficeRequest) -> HttpResponse:
    """What was published on a day, per unit."""
    form = DayForm(request.GET)
    is_understood = form.is_valid()
    asked = form.cleaned_data  # whatever of it was understood
    page = today_page(request.actor, asked.get("hari"), asked.get("unit", ""), clock.now())
    shown = {"page": page, "is_understood": is_understood}
    return render(request, "workspace/today.html", shown, status=200 if is_understood else 422)


def palette(request: OfficeRequest) -> HttpResponse:
    """Find a place, an act or a story; works without script."""
    page = palette_page(request.actor, request.GET.get("q", "")[:100], clock.now())
    return render(request, "workspace/palette.html", {"page": page})


def notices(request: OfficeRequest) -> HttpResponse:
    """What a person should know; a POST marks all of it as read."""
    now = clock.now()
    if request.method == "POST":
        notify.mark_read(person_id=request.actor.person_id, now=now)
        return redirect("notices")
    return render(request, "workspace/notices.html", {"page": notices_page(request.actor, now)})


def save_view(request: OfficeRequest) -> HttpResponse:
    """Keep a list's filters under a name."""
    said = request.POST
    try:
        row = operations.save_view(
            actor=request.actor,
            place=said.get("place", ""),
            name=said.get("name", ""),
            query=said.get("query", ""),
            now=clock.now(),
        )
    except Refused as refusal:
        if refusal.code == "no_view":
            raise
        return _not_kept(request, gettext(refusal.reason) % refusal.params)
    messages.success(request, gettext("“%(name)s” is kept among your views.") % {"name": row.name})
    return redirect(f"{reverse(row.place)}?{row.query}")


def _not_kept(request: OfficeRequest, sentence: str) -> HttpResponse:
    """The refusal, with the way back to the list as it was narrowed."""
    place, query = request.POST.get("place", ""), request.POST.get("query", "")
    refusal = {
        "reason": sentence,
        "back_url": f"{reverse(place)}?{clean_query(place, query)}",
        "back_label": gettext("Back to the list"),
    }
    return render(request, "ui/refused.html", {"refusal": refusal}, status=422)


def remove_view(request: OfficeRequest, view_id: UUID) -> HttpResponse:
    """Let go of a view of one's own."""
    place = operations.remove_view(actor=request.actor, view_id=view_id)
    messages.success(request, gettext("The view is removed; the list is as it was."))
    return redirect(place)


def profile(request: OfficeRequest) -> HttpResponse:
    """Language, theme, density and letters of one person."""
    page = account_of(request.actor)
    form = ProfileForm(request.POST or None, initial=page["choices"])
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        wanted = {"morning": said.pop("reminders"), "day": said.pop("day_letter")}
        operations.choose_letters(actor=request.actor, **wanted)
        accounts.save_profile(user_id=request.actor.user_id, **said)
        with translation.override(said["locale"]):
            messages.success(request, gettext("Saved."))
        return redirect("profile")
    status = 422 if form.errors else 200
    shown = {"form": form, "page": page}
    return render(request, "workspace/profile.html", shown, status=status)
