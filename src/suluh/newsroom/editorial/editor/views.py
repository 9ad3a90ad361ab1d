"""The editor's page: show, keep what is typed, save. Wagtail is loaded when it is opened."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.foundation.org import queries as org
from suluh.kernel import clock
from suluh.kernel.refusals import Refused, Stale
from suluh.newsroom.editorial import models, operations, queries
from suluh.newsroom.editorial.editor import page as around
from suluh.newsroom.editorial.editor import words
from suluh.newsroom.editorial.forms import TextForm, refuse, say
from suluh.newsroom.editorial.pages import writing
from suluh.newsroom.editorial.queries.unsaved import others_writing, unsaved_of
from suluh.newsroom.editorial.rules.plainform import to_text
from suluh.newsroom.editorial.rules.stream import UNREADABLE, to_stream
from suluh.newsroom.editorial.views.writing import after_save, conflict, draft_of

if TYPE_CHECKING:
    from suluh.newsroom.editorial.editor.form import EditorForm

# What Wagtail's script calls the reasons for which it stops keeping words by itself.
REASONS = {"stale": "invalid_revision", "locked": "locked"}


def write(request: OfficeRequest, content_id: str, locale: str) -> HttpResponse:
    """Write one language of a story in the rich editor."""
    story = _story(request, content_id, locale)
    if not queries.can_write(request.actor, story):
        return redirect("story_text", content_id, locale)
    if request.method == "POST":
        return (
            _keep(request, story, locale) if _by_script(request) else _save(request, story, locale)
        )
    if queries.open_copy_of(content_id) is not None:
        return _locked(request, story, locale)
    unsaved = unsaved_of(request.actor, story, locale)
    text = story.texts.filter(locale=locale).first()
    if unsaved is None or (text is not None and around.is_saved(unsaved, text)):
        seen = unsaved.version if unsaved else 0
        return _show(request, story, locale, _form(story, locale), seen=seen)
    if unsaved.based_on != _version(story, locale):
        return _two_versions(request, story, locale, unsaved)
    form = _form(story, locale, unsaved)
    return _show(request, story, locale, form, seen=unsaved.version, unsaved=unsaved)


def settle(request: OfficeRequest, content_id: str, locale: str) -> HttpResponse:
    """Go on with one's own unsaved words upon the present text, or forget them."""
    story = _story(request, content_id, locale)
    actor = request.actor
    if request.POST.get("take") == "mine":
        version = _number(request.POST.get("version", ""))
        operations.rest_unsaved_on(
            actor=actor, content_id=content_id, locale=locale, version=version, now=clock.now()
        )
    else:
        operations.drop_unsaved(actor=actor, content_id=content_id, locale=locale)
        messages.info(request, gettext("Your unsaved words are gone; this is the saved text."))
    return redirect("story_editor", story.content_id, locale)


def _story(request: OfficeRequest, content_id: str, locale: str) -> models.Story:
    story = queries.get_story(request.actor, content_id)
    if locale not in org.get_institution().languages:
        raise Http404
    return story


def _by_script(request: OfficeRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _version(story: models.Story, locale: str) -> int:
    text = story.texts.filter(locale=locale).first()
    return text.version if text else 0


def _form(
    story: models.Story,
    locale: str,
    unsaved: models.UnsavedText | None = None,
    data: Any = None,
) -> "EditorForm":
    from suluh.newsroom.editorial.editor import form as editor  # noqa: PLC0415 loads Wagtail

    text = story.texts.filter(locale=locale).first()
    plain = writing.initial(text, writing.source_of(story, locale))
    initial = editor.saved_initial(plain, text.body if text else None)
    if unsaved is not None:
        initial = editor.unsaved_initial(initial, unsaved.words)
    named = around.figures_named(initial["body"])
    if text is not None:
        named |= around.figures_named(to_stream(text.body))
    figures = around.figure_choices(writing.figure_rows(story, locale), named)
    form = editor.EditorForm(data, initial=initial, figures=figures)
    if data is not None and not form.is_whole():
        raise Refused("unreadable", UNREADABLE)
    return form


def _show(
    request: OfficeRequest, story: models.Story, locale: str, form: "EditorForm", **more: Any
) -> HttpResponse:
    shown = {
        "page": writing.text_page(story, locale, request.actor),
        "form": form,
        "body": form.rendered_body(),
        "media": form["body"].field.widget.media,
        "icons": around.icons(),
        "script_settings": around.settings_of_scripts(request),
        "script_words": words.script_words(),
        "others": others_writing(request.actor, story, locale),
        "seen": _seen(request),
        **more,
    }
    status = 422 if form.errors else 200
    return render(request, "editorial/editor.html", shown, status=status)


def _seen(request: OfficeRequest) -> int:
    """Return the version of the unsaved words that the browser kept last, or 0."""
    given = (request.POST.get("overwrite_revision_id"), request.POST.get("loaded_revision_id"))
    return next((_number(one) for one in given if one), 0)


def _number(given: str) -> int:
    return int(given) if given.isdecimal() and len(given) < 10 else 0


def _keep(request: OfficeRequest, story: models.Story, locale: str) -> HttpResponse:
    """Keep what the script sends while somebody types; the text itself does not change."""
    form = _form(story, locale, data=request.POST)
    typed = operations.Words(
        locale=locale,
        fields=form.words(),
        based_on=_number(request.POST.get("based_on", "")),
        seen=_seen(request),
    )
    try:
        kept = operations.keep_unsaved(
            actor=request.actor, content_id=story.content_id, words=typed, now=clock.now()
        )
    except Refused as refusal:
        return _not_kept(refusal.code, say(refusal))
    if kept.based_on != _version(story, locale):
        moved = gettext("Somebody saved this text meanwhile. Your words are kept: load the page.")
        return _not_kept("stale", moved)
    return JsonResponse(
        {"success": True, "pk": str(story.id), "revision_id": kept.version,
         "revision_created_at": kept.changed_at.isoformat(), "html": "",
         "field_updates": {"loaded_revision_id": kept.version}}
    )  # fmt: skip


def _not_kept(code: str, sentence: str) -> JsonResponse:
    reason = REASONS.get(code, "validation_error")
    status = 409 if code == "stale" else 422
    return JsonResponse(
        {"success": False, "error_code": reason, "error_message": sentence}, status=status
    )


def _save(request: OfficeRequest, story: models.Story, locale: str) -> HttpResponse:
    form = _form(story, locale, data=request.POST)
    draft = _draft(form, story, locale)
    if draft is None:
        return _show(request, story, locale, form)
    if "preview" in request.POST:
        return _preview(request, story, draft)
    try:
        saved = operations.save_written(
            actor=request.actor, content_id=story.content_id, draft=draft, seen=_seen(request),
            now=clock.now(),
        )  # fmt: skip
    except Stale as stale:
        return _stale(request, story, form, draft, say(stale))
    except Refused as refusal:
        refuse(form, refusal)
        return _show(request, story, locale, form)
    return after_save(request, saved, draft, "story_editor")


def _draft(form: "EditorForm", story: models.Story, locale: str) -> operations.TextDraft | None:
    if not form.is_valid():
        return None
    try:
        body = form.canonical_body()
    except Refused as refusal:
        form.add_error("body", say(refusal))
        return None
    return draft_of(form, story, locale, body)


def _preview(
    request: OfficeRequest, story: models.Story, draft: operations.TextDraft
) -> HttpResponse:
    typed = {"title": draft.title, "lead": draft.lead, "body": draft.body, "people": draft.credits}
    shown = {
        "story": story,
        "locale": draft.locale,
        "reading": writing.preview(story, draft.locale, typed),
    }
    return render(request, "editorial/preview.html", shown)


def _locked(request: OfficeRequest, story: models.Story, locale: str) -> HttpResponse:
    """The text as it is read, with the reason why nobody can write it now."""
    page = writing.text_page(story, locale, request.actor)
    reading = writing.reading_of(story, page["text"]) if page["text"] else None
    shown = {"page": page, "form": TextForm(), "reading": reading}
    return render(request, "editorial/text.html", shown)


def _two_versions(
    request: OfficeRequest, story: models.Story, locale: str, unsaved: models.UnsavedText,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Somebody else saved while words of this person were unsaved: both side by side."""
    page = writing.text_page(story, locale, request.actor)
    shown = {
        "page": page,
        "mine": around.unsaved_reading(story, unsaved),
        "theirs": writing.reading_of(story, page["text"]) if page["text"] else None,
    }
    return render(request, "editorial/unsaved.html", shown, status=status)


def _stale(
    request: OfficeRequest,
    story: models.Story,
    form: "EditorForm",
    draft: operations.TextDraft,
    sentence: str,
) -> HttpResponse:
    """Refuse an old version, keep what was typed, and show both."""
    typed = operations.Words(draft.locale, form.words(), draft.based_on, _seen(request))
    try:
        kept = operations.keep_unsaved(
            actor=request.actor, content_id=story.content_id, words=typed, now=clock.now()
        )
    except Stale:  # another window of the same person kept other words: this one goes on here
        return _in_plain_form(request, story, draft, sentence)
    return _two_versions(request, story, draft.locale, kept, status=409)


def _in_plain_form(
    request: OfficeRequest, story: models.Story, draft: operations.TextDraft, sentence: str
) -> HttpResponse:
    typed = request.POST.copy()
    typed["body"] = to_text(draft.body)
    return conflict(request, story, draft.locale, TextForm(typed), sentence)
