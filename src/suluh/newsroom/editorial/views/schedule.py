from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import operations, queries
from suluh.newsroom.editorial.forms import ScheduleForm, refuse
from suluh.newsroom.editorial.pages.words import when
from suluh.newsroom.editorial.queries.titles import copy_titles


def schedule(request: OfficeRequest, copy_id: UUID) -> HttpResponse:
    """Set the second at which a text goes out, in the time of its unit."""
    copy = queries.get_copy(request.actor, copy_id)
    zone = copy.unit.zone
    initial = {"due_at": copy.due_at or copy.not_before}
    form = ScheduleForm(request.POST or None, initial=initial, zone=zone)
    if request.method == "POST" and form.is_valid():
        due_at = form.cleaned_data["due_at"]
        try:
            operations.reschedule(
                actor=request.actor, copy_id=copy_id, due_at=due_at, now=clock.now()
            )
        except Refused as refusal:
            refuse(form, refusal, "due_at")
        else:
            said = {"when": when(due_at, zone, seconds=True)["text"]}
            messages.success(request, gettext("It goes out on %(when)s.") % said)
            return redirect("review", copy_id)
    shown = {
        "copy": copy,
        "title": copy_titles([copy])[copy_id],
        "form": form,
        "embargo": when(copy.not_before, zone, seconds=True),
        "now": when(clock.now(), zone),
    }
    status = 422 if form.errors else 200
    return render(request, "editorial/schedule.html", shown, status=status)
