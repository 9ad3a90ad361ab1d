from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.newsroom.regulation import operations, pages, queries
from suluh.newsroom.regulation.forms import RegulationFile, SupplementForm
from suluh.newsroom.regulation.rules.source import Unreadable

Load = Callable[..., object]


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


def versions(request: OfficeRequest) -> HttpResponse:
    """The versions, and a form for the next one."""
    form = RegulationFile(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        raw = form.cleaned_data["file"]
        load = partial(operations.load_regulation, actor=request.actor, text=raw)
        if _take(request, form, load, "file"):
            return redirect("regulation_versions")
    rows = pages.version_rows(request.actor, now=clock.now())
    status = 422 if form.errors else 200
    page = {"form": form, "versions": rows}
    return render(request, "regulation/versions.html", page, status=status)


def _take(
    request: OfficeRequest, form: RegulationFile | SupplementForm, load: Load, field: str
) -> bool:
    """Store a draft of what the form brought; its problems are said at the form's `field`."""
    try:
        row = load(now=clock.now())
    except Unreadable as refusal:
        form.add_problems(refusal)
        return False
    except Refused as refusal:
        form.add_error(field, gettext(refusal.reason) % refusal.params)
        return False
    messages.success(request, gettext("%(name)s is stored as a draft.") % {"name": row})
    return True


def bring_into_force(request: OfficeRequest, version_id: UUID) -> HttpResponse:
    """Ask once more, with the chains that nobody could sign today; then do it."""
    now = clock.now()
    if request.method == "POST":
        row = operations.bring_into_force(
            actor=request.actor,
            version_id=version_id,
            now=now,
            accept_gaps="accept_gaps" in request.POST,
        )
        messages.success(request, gettext("%(name)s is in force from now on.") % {"name": row})
        return redirect("regulation_versions")
    page = pages.force_page(request.actor, version_id, now=now)
    shown = {"page": page, "back": "regulation_versions"}
    return render(request, "regulation/force.html", shown)


def confirm_supplement_reading(request: OfficeRequest, supplement_id: UUID) -> HttpResponse:
    """Somebody who holds a post of the branch has read its supplement."""
    operations.confirm_supplement_reading(
        actor=request.actor, supplement_id=supplement_id, now=clock.now()
    )
    messages.success(request, gettext("Thank you. It is noted that you read this supplement."))
    return redirect("regulation_workflow")


def supplements(request: OfficeRequest) -> HttpResponse:
    """The supplements, and a form with which a unit's officer proposes one."""
    now = clock.now()
    try:
        begun, closed = pages.supplement_start(request.actor, now=now), ""
    except Refused as refusal:
        begun, closed = "", gettext(refusal.reason) % refusal.params
    form = SupplementForm(request.POST or None, request.FILES or None, initial={"text": begun})
    if request.method == "POST" and form.is_valid():
        load = partial(operations.load_supplement, actor=request.actor, text=form.raw())
        if _take(request, form, load, "text"):
            return redirect("regulation_supplements")
    page = {
        "form": form,
        "rows": pages.supplement_rows(request.actor, now=now),
        "closed": closed,
        "open": bool(begun),
    }
    status = 422 if form.errors else 200
    return render(request, "regulation/supplements.html", page, status=status)


def begin_supplement(request: OfficeRequest, supplement_id: UUID) -> HttpResponse:
    """Ask once more, with the chains that it would make impossible; then let it hold."""
    now = clock.now()
    if request.method == "POST":
        row = operations.bring_supplement_into_force(
            actor=request.actor,
            supplement_id=supplement_id,
            now=now,
            accept_gaps="accept_gaps" in request.POST,
        )
        messages.success(request, gettext("%(name)s is in force from now on.") % {"name": row})
        return redirect("regulation_supplements")
    page = pages.supplement_force_page(request.actor, supplement_id, now=now)
    shown = {"page": page, "back": "regulation_supplements", "supplement": True}
    return render(request, "regulation/force.html", shown)


def end_supplement(request: OfficeRequest, supplement_id: UUID) -> HttpResponse:
    """Ask, then let a supplement hold no longer."""
    if request.method == "POST":
        row = operations.end_supplement(
            actor=request.actor, supplement_id=supplement_id, now=clock.now()
        )
        messages.success(request, gettext("%(name)s holds no longer.") % {"name": row})
        return redirect("regulation_supplements")
    shown, _text = queries.get_supplement(request.actor, supplement_id)
    return render(request, "regulation/end_supplement.html", {"name": shown.name})


def supplement_text(request: OfficeRequest, supplement_id: UUID) -> HttpResponse:
    """A supplement as it was handed in."""
    _row, yaml = queries.get_supplement(request.actor, supplement_id)
    return HttpResponse(yaml, content_type="text/plain; charset=utf-8")


def text(request: OfficeRequest, version_id: UUID) -> HttpResponse:
    """A version as it was handed in."""
    yaml = queries.visible_text(request.actor, version_id)
    return HttpResponse(yaml, content_type="text/plain; charset=utf-8")
