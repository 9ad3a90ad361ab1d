from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.foundation.accounts.rules import Action
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.kernel.uploads import read_upload
from suluh.newsroom.editorial.forms import ImportForm, refuse
from suluh.newsroom.editorial.operations.importing import import_story
from suluh.newsroom.editorial.pages.importing import question_words
from suluh.newsroom.editorial.pages.stories import unit_choices
from suluh.newsroom.editorial.reading.limits import FILE_BYTES


def upload(request: OfficeRequest) -> HttpResponse:
    """Take a file in; the story opens with what was set aside and what is asked."""
    units = unit_choices(request.actor, Action.WRITE_STORY)
    form = ImportForm(request.POST or None, request.FILES or None, units=units)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            result = import_story(
                actor=request.actor,
                unit_code=form.cleaned_data["unit"],
                filename=file.name,
                data=read_upload(file, FILE_BYTES),
                now=clock.now(),
            )
        except Refused as refusal:
            refuse(form, refusal, "file")
        else:
            said = gettext("The file is now the story %(number)s.") % {"number": result.number}
            messages.success(request, said)
            for question in result.questions:
                messages.warning(request, question_words(question))
            return redirect("story", result.content_id)
    status = 422 if form.errors else 200
    return render(request, "editorial/import.html", {"form": form}, status=status)
