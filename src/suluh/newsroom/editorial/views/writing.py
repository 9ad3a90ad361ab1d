from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.foundation.org import queries as org
from suluh.kernel import clock
from suluh.kernel.canonical import Part
from suluh.kernel.refusals import Refused, Stale
from suluh.newsroom.editorial import models, operations, queries
from suluh.newsroom.editorial.forms import TextForm, refuse, say
from suluh.newsroom.editorial.pages import writing
from suluh.newsroom.editorial.rules.plainform import to_body


def text(request: OfficeRequest, content_id: str, locale: str) -> HttpResponse:
    """Write one language of a story in the plain form."""
    story = queries.get_story(request.actor, content_id)
    if locale not in org.get_institution().languages:
        raise Http404
    if request.method == "POST":
        return _write(request, story, locale)
    source = writing.source_of(story, locale)
    form = TextForm(initial=writing.initial(story.texts.filter(locale=locale).first(), source))
    return _show(request, story, locale, form)


def _show(
    request: OfficeRequest, story: models.Story, locale: str, form: TextForm, **more: Any
) -> HttpResponse:
    page = writing.text_page(story, locale, request.actor)
    status = 422 if form.errors else 200
    shown = {"page": page, "form": form, **more}
    if page["text"] and not page["may_write"]:
        shown["reading"] = writing.reading_of(story, page["text"])
    return render(request, "editorial/text.html", shown, status=status)


def _write(request: OfficeRequest, story: models.Story, locale: str) -> HttpResponse:
    form = TextForm(request.POST)
    body = _typed_body(form) if form.is_valid() else None
    if body is None:
        return _show(request, story, locale, form)
    draft = draft_of(form, story, locale, body)
    if "preview" in request.POST:
        typed = {"title": draft.title, "lead": draft.lead, "body": body, "people": draft.credits}
        return _show(request, story, locale, form, preview=writing.preview(story, locale, typed))
    try:
        saved = operations.save_text(
            actor=request.actor, content_id=story.content_id, draft=draft, now=clock.now()
        )
    except Stale as stale:
        return conflict(request, story, locale, form, say(stale))
    except Refused as refusal:
        refuse(form, refusal)
        return _show(request, story, locale, form)
    return after_save(request, saved, draft, "story_text")


def after_save(
    request: OfficeRequest, saved: models.StoryText, draft: operations.TextDraft, name: str
) -> HttpResponse:
    """Say what was saved, and go on at the address `name`, or at the story where one is done."""
    if saved.version == draft.based_on:
        messages.info(request, gettext("Nothing was changed, so nothing was saved."))
    else:
        messages.success(request, gettext("Saved as version %(n)s.") % {"n": saved.version})
    content_id = saved.story.content_id
    if "done" in request.POST:
        return redirect("story", content_id)
    return redirect(name, content_id, saved.locale)


def _typed_body(form: TextForm) -> Part | None:
    try:
        return to_body(form.cleaned_data["body"])
    except Refused as refusal:
        form.add_error("body", say(refusal))
        return None


def draft_of(form: TextForm, story: models.Story, locale: str, body: Part) -> operations.TextDraft:
    """Return what a valid form says, with the body that was read from it."""
    data = form.cleaned_data
    stored = story.texts.filter(locale=locale).first()
    return operations.TextDraft(
        locale=locale,
        title=data["title"],
        lead=data["lead"],
        body=body,
        credits=form.people(stored.credits if stored else ()),
        based_on=data["based_on"],
        translated_from=data["source_version"] if data["follows"] else None,
    )


def conflict(
    request: OfficeRequest, story: models.Story, locale: str, form: TextForm, sentence: str
) -> HttpResponse:
    """Both texts side by side; the typed one stays in a form that now rests on the other."""
    theirs = story.texts.select_related("changed_by").get(locale=locale)
    typed = request.POST.copy()
    typed["based_on"] = str(theirs.version)
    mine = TextForm(typed)
    page = writing.text_page(story, locale, request.actor)
    shown = {
        "page": page,
        "form": mine,
        "sentence": sentence,
        "theirs": theirs,
        "theirs_typed": writing.initial(theirs, None),
        "reading": writing.reading_of(story, theirs),
    }
    return render(request, "editorial/conflict.html", shown, status=409)
