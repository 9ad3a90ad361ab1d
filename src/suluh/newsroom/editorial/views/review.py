from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models, operations, queries
from suluh.newsroom.editorial.forms import MISSING, ReturnForm, refuse, say
from suluh.newsroom.editorial.operations.review import Note
from suluh.newsroom.editorial.pages import review as pages
from suluh.newsroom.editorial.pages.chain import answers, code_of, post_word
from suluh.newsroom.editorial.pages.words import when
from suluh.newsroom.editorial.queries.chains import commitments_of
from suluh.newsroom.editorial.queries.titles import copy_titles


def review(request: OfficeRequest, copy_id: UUID) -> HttpResponse:
    """A frozen Copy, what changed in it, and the decision of the reader.

    A GET leaves one mark, the first: that this person has seen this Copy.
    """
    copy, now = queries.get_copy(request.actor, copy_id), clock.now()
    page = pages.review_page(copy, request.actor, now)
    if request.method == "GET":
        operations.note_seen(actor=request.actor, copy=copy, now=now)
    return render(request, "editorial/review.html", {"page": page})


def sign(request: OfficeRequest, copy_id: UUID, step: str) -> HttpResponse:
    """Ask once more, then sign every part the step covers."""
    copy = queries.get_copy(request.actor, copy_id)
    if request.method == "POST":
        try:
            operations.sign_off(
                actor=request.actor,
                copy_id=copy_id,
                step=step,
                seen=request.POST.get("seen", "").split(),
                now=clock.now(),
            )
        except Refused as refusal:
            if refusal.code in MISSING:
                raise
            return _not_done(request, copy, say(refusal))
        messages.success(request, gettext("Signed. Thank you."))
        return redirect("review", copy_id)
    if request.GET.get("kode") != code_of(copy):
        messages.warning(request, gettext("Please read the text once more before you sign it."))
        return redirect("review", copy_id)
    return render(request, "editorial/sign.html", _confirm(request, copy, step))


def _not_done(request: OfficeRequest, copy: models.Copy, sentence: str) -> HttpResponse:
    refusal = {
        "reason": sentence,
        "back_url": reverse("review", args=[copy.id]),
        "back_label": gettext("Back to the text"),
    }
    return render(request, "ui/refused.html", {"refusal": refusal}, status=422)


def _confirm(request: OfficeRequest, copy: models.Copy, step: str) -> dict[str, Any]:
    found = [one for one in answers(copy, request.actor, clock.now()) if one.step.key == step]
    answer = found[0] if found and found[0].allowed else None
    title = copy_titles([copy])[copy.id]
    facts: list[dict[str, Any]] = [{"label": gettext("Text"), "value": title}]
    if answer is not None:
        facts.append(
            {
                "label": gettext("You sign as"),
                "value": post_word(answer, request.actor),
                "clause": {"label": answer.step.clause},
            }
        )
        facts.append(
            {"label": gettext("You vouch"), "value": answer.step.text.in_(request.actor.locale)}
        )
    return {
        "copy": copy,
        "seen": " ".join(sorted(commitments_of(copy).values())),
        "reason": found[0].reason if found and not found[0].allowed else "",
        "confirm": {
            "question": gettext("Sign this text?"),
            "facts": facts,
            "code": code_of(copy),
            "action": reverse("review_sign", args=[copy.id, step]),  # no query: it is replayed
            "button": gettext("Sign"),
            "cancel": {"url": reverse("review", args=[copy.id]), "label": gettext("Read again")},
            "note": gettext("You may be asked for your one-time code."),
        },
        "answer": answer,
    }


def send_back(request: OfficeRequest, copy_id: UUID, step: str) -> HttpResponse:
    """Return a text with notes on its parts."""
    copy = queries.get_copy(request.actor, copy_id)
    form = ReturnForm(request.POST or None, parts=sorted(commitments_of(copy)))
    if request.method == "POST" and form.is_valid():
        notes = [Note(text, locale, part) for text, locale, part in form.notes()]
        try:
            operations.return_copy(
                actor=request.actor, copy_id=copy_id, step=step, notes=notes, now=clock.now()
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("Returned with your notes."))
            return redirect("review", copy_id)
    shown = {"copy": copy, "title": copy_titles([copy])[copy.id], "form": form,
             "submitted": when(copy.submitted_at, copy.unit.zone)}  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "editorial/return.html", shown, status=status)


def take_back(request: OfficeRequest, copy_id: UUID) -> HttpResponse:
    """Unlock a text that is under review or approved."""
    copy = queries.get_copy(request.actor, copy_id)
    if request.method == "POST":
        operations.take_back(actor=request.actor, copy_id=copy_id, now=clock.now())
        messages.success(request, gettext("Taken back. The text can be changed again."))
        return redirect("story", copy.content_id)
    confirm = {
        "question": gettext("Take this text back?"),
        "warning": gettext(
            "The review ends here. Signatures on parts that stay the same carry over when the "
            "text is submitted again."
        ),
        "facts": [{"label": gettext("Text"), "value": copy_titles([copy])[copy.id]}],
        "button": gettext("Take back"),
        "bad": copy.state == "cleared",
        "cancel": {"url": reverse("review", args=[copy_id]), "label": gettext("Cancel")},
    }
    return render(request, "ui/confirm.html", {"confirm": confirm})
