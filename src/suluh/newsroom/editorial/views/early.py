from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import operations, queries
from suluh.newsroom.editorial.forms import EarlyForm, refuse
from suluh.newsroom.editorial.operations.early import EarlyReading
from suluh.newsroom.editorial.pages import early as pages
from suluh.newsroom.editorial.pages.review import early_rows
from suluh.newsroom.editorial.queries.titles import copy_titles


def grant(request: OfficeRequest, copy_id: UUID) -> HttpResponse:
    """Let a named person read one approved Copy before publication; the link is shown once."""
    copy = queries.get_copy(request.actor, copy_id)
    initial = {"expires_at": copy.due_at}
    form = EarlyForm(request.POST or None, initial=initial, zone=copy.unit.zone)
    link = ""
    if request.method == "POST" and form.is_valid():
        try:
            secret = operations.grant_early_reading(
                actor=request.actor,
                copy_id=copy_id,
                reading=EarlyReading(**form.cleaned_data),
                now=clock.now(),
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            link = pages.link_of(secret)
    shown = {
        "copy": copy,
        "title": copy_titles([copy])[copy_id],
        "form": form,
        "link": link,
        "readers": early_rows(copy, request.actor),
    }
    status = 422 if form.errors else 200
    return render(request, "editorial/early_readers.html", shown, status=status)


def revoke(request: OfficeRequest, copy_id: UUID, reader_id: UUID) -> HttpResponse:
    """End a personal link at once."""
    copy = queries.get_copy(request.actor, copy_id)
    pages.require_reader(copy, reader_id)
    operations.revoke_early_reading(actor=request.actor, reader_id=reader_id, now=clock.now())
    messages.success(request, gettext("This link no longer opens anything."))
    return redirect("early_grant", copy_id)
