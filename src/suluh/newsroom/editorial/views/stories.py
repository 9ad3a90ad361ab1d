from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.foundation.accounts.rules import Action
from suluh.kernel import clock
from suluh.kernel.clock import from_iso
from suluh.kernel.refusals import Refused
from suluh.kernel.tabular import csv_lines
from suluh.newsroom.editorial import operations, queries
from suluh.newsroom.editorial.forms import FactsForm, NewStoryForm, refuse
from suluh.newsroom.editorial.operations.starting import start_story
from suluh.newsroom.editorial.pages import facts as fact_pages
from suluh.newsroom.editorial.pages import stories as pages
from suluh.newsroom.editorial.queries.listing import StoryFilter, every_story, list_stories


def stories(request: OfficeRequest) -> HttpResponse:
    """The list of stories."""
    now = clock.now()
    rows = list_stories(request.actor, _wanted(request), now=now)
    page = pages.list_page(request.actor, rows, request.GET.dict(), now)
    return render(request, "editorial/stories.html", {"page": page})


def stories_csv(request: OfficeRequest) -> StreamingHttpResponse:
    """The same list as a file for a spreadsheet, however long it is."""
    now = clock.now()
    rows = every_story(request.actor, _wanted(request), now=now)
    header, table = pages.csv_table(rows, request.actor, now)
    response = StreamingHttpResponse(
        csv_lines(header, table), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="naskah.csv"'
    return response


def _wanted(request: OfficeRequest) -> StoryFilter:
    asked = request.GET
    return StoryFilter(
        words=asked.get("q", "")[:200],
        state=asked.get("keadaan", ""),
        unit=asked.get("unit", ""),
        kind=asked.get("jenis", ""),
        language=asked.get("bahasa-naskah", ""),
        writer=request.actor.person_id if asked.get("milik") == "saya" else None,
        before=_before(asked.get("sesudah", "")),
    )


def _before(text: str) -> tuple[datetime, UUID] | None:
    at, _comma, last = text.partition(",")
    try:
        return from_iso(at), UUID(last)
    except ValueError:
        return None


def new(request: OfficeRequest) -> HttpResponse:
    """Open a story, perhaps from an activity."""
    offered: dict[str, Any] = {
        "kinds": pages.kind_choices(request.actor),
        "units": pages.unit_choices(request.actor, Action.WRITE_STORY),
    }
    initial = {"kind": "news", "activity": request.GET.get("kegiatan", "")}
    form = NewStoryForm(request.POST or None, initial=initial, **offered)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            story = start_story(
                actor=request.actor,
                kind=data["kind"],
                unit_code=data["unit"],
                activity_id=data["activity"],
                now=clock.now(),
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return redirect("story_text", story.content_id, fact_pages.first_language())
    status = 422 if form.errors else 200
    return render(request, "editorial/new.html", {"form": form}, status=status)


def story(request: OfficeRequest, content_id: str) -> HttpResponse:
    """Everything about one story: state, chain, notes, pictures, history."""
    found = queries.get_story(request.actor, content_id)
    page = pages.story_page(found, request.actor, clock.now())
    return render(request, "editorial/story.html", {"page": page})


def facts(request: OfficeRequest, content_id: str) -> HttpResponse:
    """Day, place, embargo, rights: what is the same in every language."""
    found = queries.get_story(request.actor, content_id)
    form = FactsForm(
        request.POST or None,
        initial=fact_pages.initial(found) | {"seen": operations.mark_of_facts(found)},
        zone=found.unit.zone,
        choices=fact_pages.choices(found, request.actor, clock.now()),
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_facts(
                actor=request.actor,
                content_id=content_id,
                facts=operations.StoryFacts(**form.facts()),
                now=clock.now(),
                seen=form.cleaned_data["seen"],
            )
        except Refused as refusal:
            found.refresh_from_db()
            form.refuse_stale(refusal, operations.mark_of_facts(found))
        else:
            messages.success(request, gettext("Saved."))
            return redirect("story", content_id)
    status = 422 if form.errors else 200
    return render(request, "editorial/facts.html", {"story": found, "form": form}, status=status)
