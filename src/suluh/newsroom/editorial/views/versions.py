"""The saved versions of one language: what changed, and taking an older one back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models, operations, queries
from suluh.newsroom.editorial.forms import MISSING, CompareForm, say
from suluh.newsroom.editorial.pages import versions as pages
from suluh.newsroom.editorial.queries.versions import SavedVersion, list_versions


def compare(request: OfficeRequest, content_id: str, locale: str) -> HttpResponse:
    """Who saved what when, and two versions against each other: the newest two, or those asked."""
    story = queries.get_story(request.actor, content_id)
    return _show(request, story, locale)


def take(request: OfficeRequest, content_id: str, locale: str, number: int) -> HttpResponse:
    """Save an older version as the next one; what is there now stays in the history."""
    story = queries.get_story(request.actor, content_id)
    given = request.POST.get("based_on", "")
    seen = int(given) if given.isdecimal() and len(given) < 10 else 0
    try:
        text = operations.take_version(
            actor=request.actor,
            content_id=content_id,
            older=operations.OlderVersion(locale, number, seen),
            now=clock.now(),
        )
    except Refused as refusal:
        if refusal.code in MISSING:
            raise
        return _show(request, story, locale, problem=say(refusal))
    if text.version == seen:
        messages.info(request, gettext("Nothing was changed, so nothing was saved."))
    else:
        said = gettext("Version %(old)s was taken back as version %(n)s.")
        messages.success(request, said % {"old": number, "n": text.version})
    return redirect("story_text", content_id, locale)


def _show(
    request: OfficeRequest, story: models.Story, locale: str, problem: str = ""
) -> HttpResponse:
    saved = list_versions(story, locale)
    if not saved and story.texts.filter(locale=locale).exists():
        return redirect("story_reading", story.content_id, locale)  # taken over from the ledger
    if not saved:
        raise Http404
    older, newer = _chosen(request, saved)
    page = pages.versions_page(story, locale, saved, (older, newer))
    offered = pages.choices(saved, story.unit.zone)
    form = CompareForm(initial={"dari": older, "sampai": newer}, versions=offered)
    shown = {
        "page": page, "form": form, "problem": problem,
        "may_take": pages.may_take(page, request.actor),
    }  # fmt: skip
    return render(request, "editorial/versions.html", shown, status=409 if problem else 200)


def _chosen(request: OfficeRequest, saved: list[SavedVersion]) -> tuple[int, int]:
    """The two versions asked for, the older one first; else the newest and the one before it."""
    numbers = [one.number for one in saved]
    asked = [request.GET.get(name, "") for name in ("dari", "sampai")]
    known = [int(one) for one in asked if one.isdecimal() and len(one) < 10]
    known = [one for one in known if one in numbers]
    if len(known) == len(asked):
        return min(known), max(known)
    newer = known[0] if known else numbers[0]
    return next((one for one in numbers if one < newer), newer), newer
