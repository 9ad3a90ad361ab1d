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
from suluh.newsroom.assets import queries as assets
from suluh.newsroom.assets.rules import MOST_BYTES
from suluh.newsroom.editorial import models, operations, queries
from suluh.newsroom.editorial.forms import FigureForm, PictureForm, refuse
from suluh.newsroom.editorial.operations import illustrating
from suluh.newsroom.editorial.pages import figures as pages

NO_PICTURE = assets.NO_PICTURE


def of_copy(request: OfficeRequest, copy_id: UUID, digest: str) -> HttpResponse:
    """A picture of a frozen Copy, for whoever may read the Copy."""
    copy = queries.get_copy(request.actor, copy_id)
    if digest not in pages.digests_of_copy(copy):
        raise Refused("no_picture", NO_PICTURE)
    return _jpeg(digest)


def of_story(request: OfficeRequest, content_id: str, digest: str) -> HttpResponse:
    """A picture of a story, for whoever may read the story."""
    story = queries.get_story(request.actor, content_id)
    if digest not in pages.digests_of_story(story):
        raise Refused("no_picture", NO_PICTURE)
    return _jpeg(digest)


def _jpeg(digest: str) -> HttpResponse:
    response = HttpResponse(pages.office_bytes(digest), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    return response


def add(request: OfficeRequest, content_id: str) -> HttpResponse:
    """Add a picture to a story: upload it, then describe it."""
    story = queries.get_story(request.actor, content_id)
    form = PictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["picture"]
        try:
            figure = illustrating.add_upload(
                actor=request.actor,
                content_id=content_id,
                data=read_upload(file, MOST_BYTES),
                filename=file.name,
                now=clock.now(),
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return redirect("story_figure", content_id, figure.number)
    return _form(request, story, form, gettext("Add a picture"))


def describe(request: OfficeRequest, content_id: str, number: int) -> HttpResponse:
    """Caption and description of a picture, in every language at once."""
    story = queries.get_story(request.actor, content_id)
    languages = org.get_institution().languages
    figure = pages.figure_of(story, number)
    shown = pages.words_of(figure) | {"seen": illustrating.mark_of_words(figure)}
    form = FigureForm(request.POST or None, initial=shown, languages=languages)
    if request.method == "POST" and form.is_valid():
        try:
            illustrating.describe_in_all(
                actor=request.actor,
                content_id=content_id,
                number=number,
                words={
                    one: (form.cleaned_data[f"caption_{one}"], form.cleaned_data[f"alt_{one}"])
                    for one in languages
                },
                now=clock.now(),
                seen=form.cleaned_data["seen"],
            )
        except Refused as refusal:
            form.refuse_stale(refusal, illustrating.mark_of_words(figure))
        else:
            messages.success(request, gettext("Saved."))
            return redirect("story", content_id)
    title = gettext("Picture %(number)s") % {"number": number}
    return _form(request, story, form, title, pages.figure_row(story, figure))


def remove(request: OfficeRequest, content_id: str, number: int) -> HttpResponse:
    """Take a picture out of a story."""
    queries.get_story(request.actor, content_id)
    operations.remove_figure(
        actor=request.actor, content_id=content_id, number=number, now=clock.now()
    )
    messages.success(request, gettext("The picture is out of this story; it stays in the library."))
    return redirect("story", content_id)


def _form(
    request: OfficeRequest,
    story: models.Story,
    form: PictureForm | FigureForm,
    title: str,
    figure: object = None,
) -> HttpResponse:
    shown = {"story": story, "form": form, "title": title, "figure": figure}
    status = 422 if form.errors else 200
    return render(request, "editorial/figure.html", shown, status=status)
