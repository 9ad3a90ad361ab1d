from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext

from suluh.foundation.accounts import operations as accounts
from suluh.foundation.accounts.routes import OfficeRequest
from suluh.kernel import clock
from suluh.workspace.forms import DayForm, ProfileForm
from suluh.workspace.pages.desk import desk_page
from suluh.workspace.pages.palette import palette_page
from suluh.workspace.pages.profile import account_of
from suluh.workspace.pages.today import today_page


def desk(request: OfficeRequest) -> HttpResponse:
    """Meja: what waits for this person."""
    return render(request, "workspace/desk.html", {"page": desk_page(request.actor, clock.now())})


def published_today(request: OfficeRequest) -> HttpResponse:
    """What was published on a day, per unit."""
    form = DayForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    page = today_page(request.actor, asked.get("hari"), asked.get("unit", ""), clock.now())
    return render(request, "workspace/today.html", {"page": page})


def palette(request: OfficeRequest) -> HttpResponse:
    """Find a place, an act or a story; works without script."""
    page = palette_page(request.actor, request.GET.get("q", "")[:100], clock.now())
    return render(request, "workspace/palette.html", {"page": page})


def profile(request: OfficeRequest) -> HttpResponse:
    """Language, theme and density of one person."""
    page = account_of(request.actor)
    form = ProfileForm(request.POST or None, initial=page["choices"])
    if request.method == "POST" and form.is_valid():
        accounts.save_profile(user_id=request.actor.user_id, **form.cleaned_data)
        with translation.override(form.cleaned_data["locale"]):
            messages.success(request, gettext("Saved."))
        return redirect("profile")
    status = 422 if form.errors else 200
    shown = {"form": form, "page": page}
    return render(request, "workspace/profile.html", shown, status=status)
