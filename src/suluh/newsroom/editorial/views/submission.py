from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import operations, queries
from suluh.newsroom.editorial.forms import ReasonForm, WithdrawForm, refuse
from suluh.newsroom.editorial.pages import submitting


def submit(request: OfficeRequest, content_id: str) -> HttpResponse:
    """Show who will be asked, then freeze the text as a Copy and start its chain."""
    story = queries.get_story(request.actor, content_id)
    locales, purposes = submitting.offered(story)
    asked = request.POST or request.GET or None
    form = ReasonForm(asked, locales=locales, purposes=purposes)
    now = clock.now()
    if request.method == "POST" and "submit" in request.POST and form.is_valid():
        try:
            copy = operations.submit_story(
                actor=request.actor, content_id=content_id, now=now, **form.chosen()
            )
        except Refused as refusal:
            refuse(form, submitting.named(refusal, now)[0])
        else:
            messages.success(request, gettext("Submitted. The text is locked while it is read."))
            return redirect("review", copy.id)
    page = submitting.submit_page(story, request.actor, _chosen(form, purposes), now)
    status = 422 if form.errors else 200
    return render(request, "editorial/submit.html", {"page": page, "form": form}, status=status)


def _chosen(form: ReasonForm, purposes: Sequence[tuple[str, str]]) -> dict[str, Any]:
    if form.is_bound and form.is_valid():
        return form.chosen()
    return {"locales": form.locales, "purpose": purposes[0][0] if purposes else "publish"}


def withdraw(request: OfficeRequest, content_id: str) -> HttpResponse:
    """Ask for the withdrawal of a published text, with a public reason in each language."""
    story = queries.get_story(request.actor, content_id)
    locales = submitting.public_locales(content_id)
    form = WithdrawForm(request.POST or None, locales=locales)
    now = clock.now()
    if request.method == "POST" and form.is_valid():
        reason = {one: form.cleaned_data[f"reason_{one}"] for one in locales}
        try:
            copy = operations.withdraw_story(
                actor=request.actor, content_id=content_id, reason=reason, now=now
            )
        except Refused as refusal:
            refuse(form, submitting.named(refusal, now)[0])
        else:
            messages.success(request, gettext("The withdrawal waits for its signatures."))
            return redirect("review", copy.id)
    status = 422 if form.errors else 200
    shown = {"story": story, "form": form, "locales": locales}
    return render(request, "editorial/withdraw.html", shown, status=status)
