from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.foundation.org import queries as org
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.kernel.uploads import read_upload
from suluh.newsroom.assets.rules.documents import MOST_BYTES
from suluh.newsroom.editorial import models, operations, queries
from suluh.newsroom.editorial.forms import AttachmentForm, FileTitleForm, refuse
from suluh.newsroom.editorial.pages import files as pages


def of_copy(request: OfficeRequest, copy_id: UUID, file_digest: str) -> HttpResponse:
    """An attachment of a frozen Copy, for whoever may read the Copy."""
    return pages.response(pages.of_copy(queries.get_copy(request.actor, copy_id), file_digest))


def of_story(request: OfficeRequest, content_id: str, file_digest: str) -> HttpResponse:
    """An attachment of a story, for whoever may read the story."""
    story = queries.get_story(request.actor, content_id)
    return pages.response(pages.of_story(story, file_digest))


def attach(request: OfficeRequest, content_id: str) -> HttpResponse:
    """Attach a document to a story, then name it."""
    story = queries.get_story(request.actor, content_id)
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = operations.attach_upload(
                actor=request.actor,
                content_id=content_id,
                data=read_upload(file, MOST_BYTES),
                filename=file.name,
                now=clock.now(),
            )
        except Refused as refusal:
            refuse(form, refusal, "file")
        else:
            return redirect("story_file", content_id, made.number)
    return _form(request, story, form, gettext("Attach a file"))


def name(request: OfficeRequest, content_id: str, number: int) -> HttpResponse:
    """The title of an attachment, in every language at once."""
    story = queries.get_story(request.actor, content_id)
    languages = org.get_institution().languages
    file = pages.file_of(story, number)
    initial = {f"title_{one.locale}": one.title for one in file.titles.all()}
    form = FileTitleForm(request.POST or None, initial=initial, languages=languages)
    if request.method == "POST" and form.is_valid():
        titles = {one: form.cleaned_data[f"title_{one}"] for one in languages}
        try:
            operations.name_file(
                actor=request.actor,
                content_id=content_id,
                number=number,
                titles=titles,
                now=clock.now(),
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("story", content_id)
    rows = pages.story_rows(story, request.actor.locale)
    row = next((one for one in rows if one["draft"].number == number), None)
    title = gettext("Attachment %(number)s") % {"number": number}
    return _form(request, story, form, title, row)


def remove(request: OfficeRequest, content_id: str, number: int) -> HttpResponse:
    """Take an attachment off a story."""
    queries.get_story(request.actor, content_id)
    try:
        operations.remove_file(
            actor=request.actor, content_id=content_id, number=number, now=clock.now()
        )
    except Refused as refusal:
        if refusal.code != "file_in_text":
            raise
        messages.error(request, gettext(refusal.reason))
        return redirect("story_file", content_id, number)
    messages.success(request, gettext("The attachment is off this story."))
    return redirect("story", content_id)


def _form(
    request: OfficeRequest,
    story: models.Story,
    form: AttachmentForm | FileTitleForm,
    title: str,
    file: object = None,
) -> HttpResponse:
    shown = {"story": story, "form": form, "title": title, "file": file}
    status = 422 if form.errors else 200
    return render(request, "editorial/file.html", shown, status=status)
