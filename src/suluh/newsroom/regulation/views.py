from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.newsroom.regulation import operations, pages, queries


def workflow(request: OfficeRequest) -> HttpResponse:
    """'Alur kerja': who signs what in a unit, by when, on which clause."""
    unit, post = request.GET.get("unit", ""), request.GET.get("post", "")
    try:
        page = pages.workflow_page(request.actor, unit, post, now=clock.now())
    except Refused as refusal:
        reason = gettext(refusal.reason) % refusal.params
        return render(request, "regulation/none.html", {"reason": reason})
    return render(request, "regulation/workflow.html", {"page": page})


def confirm_reading(request: OfficeRequest, version_id: UUID) -> HttpResponse:
    """A post holder has read the version in force."""
    operations.confirm_reading(actor=request.actor, version_id=version_id, now=clock.now())
    messages.success(request, gettext("Thank you. It is noted that you read this version."))
    return redirect("regulation_workflow")


def text(request: OfficeRequest, version_id: UUID) -> HttpResponse:
    """A version as it was handed in."""
    yaml = queries.visible_text(request.actor, version_id)
    return HttpResponse(yaml, content_type="text/plain; charset=utf-8")
