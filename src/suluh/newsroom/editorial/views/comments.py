from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models, queries
from suluh.newsroom.editorial.forms import CommentForm, refuse, say
from suluh.newsroom.editorial.operations import commenting
from suluh.newsroom.editorial.pages import comments as pages
from suluh.newsroom.editorial.pages import writing
from suluh.newsroom.editorial.pages.words import PARTS, part_word
from suluh.newsroom.editorial.queries import comments as read
from suluh.newsroom.editorial.queries.titles import story_titles
from suluh.newsroom.editorial.rules.passages import LONGEST_PASSAGE, part_texts, place_of


def reading(request: OfficeRequest, content_id: str, locale: str) -> HttpResponse:
    """The working text of one language as it reads, with its comments."""
    story = queries.get_story(request.actor, content_id)
    text = story.texts.filter(locale=locale).first()
    if text is None:
        raise Http404
    back = reverse("story_reading", args=[content_id, locale])
    talk = pages.talk_of(content_id, request.actor, story.unit.zone, back)
    shown = pages.with_talk(
        writing.reading_of(story, text), writing.parts_of_text(story, text), talk
    )
    page = {
        "story": story, "title": text.title or story.number, "reading": shown,
        "talk": pages.whole(talk), "version": text.version,
        "may_write": queries.open_copy_of(content_id) is None
        and queries.can_write(request.actor, story),
    }  # fmt: skip
    return render(request, "editorial/reading.html", {"page": page})


def new(request: OfficeRequest, content_id: str) -> HttpResponse:
    """The small form: a passage, a comment, whom to tell."""
    story = queries.get_story(request.actor, content_id)
    people = read.people_to_tell(content_id)
    offered = [(key, name) for key, name in people.items() if key != str(request.actor.person_id)]
    if request.method == "POST":
        form = CommentForm(request.POST, people=offered)
        if form.is_valid():
            return _write(request, story, form)
        return _form(request, story, form)
    asked = CommentForm({**request.GET.dict(), "text": "-"}, people=offered)
    asked.is_valid()
    place = {key: asked.cleaned_data.get(key) for key in ("salinan", "bahasa", "bagian", "letak")}
    texts = _texts(request, story, place)
    at = place["letak"] or 0
    passage = texts[at][:LONGEST_PASSAGE] if at < len(texts) else ""
    return _form(request, story, CommentForm(initial=place | {"passage": passage}, people=offered))


def _texts(request: OfficeRequest, story: models.Story, place: dict[str, Any]) -> list[str]:
    """What can be quoted of the part, in the Copy or in the working text."""
    locale, part = place["bahasa"] or "", place["bagian"] or ""
    if not part:
        return []
    if place["salinan"]:
        copy = queries.get_copy(request.actor, place["salinan"])
        parts = (
            queries.parts_of(copy).get(locale, {}) if copy.content_id == story.content_id else {}
        )
    else:
        text = story.texts.filter(locale=locale).first()
        parts = dict(writing.parts_of_text(story, text)) if text else {}
    if part not in parts or part.partition("/")[0] not in PARTS:
        raise Http404
    return part_texts(part, parts[part])


def _write(request: OfficeRequest, story: models.Story, form: CommentForm) -> HttpResponse:
    data = form.cleaned_data
    texts = _texts(request, story, data)
    found = place_of(data["passage"], texts, data["letak"] or 0)
    if data["passage"] and found is None:
        form.add_error("passage", gettext("These words are not in the text. Quote them exactly."))
        return _form(request, story, form)
    remark = commenting.Remark(
        data["text"], data["bahasa"] if data["bagian"] else "", data["bagian"], data["passage"],
        found or 0,
    )  # fmt: skip
    try:
        comment = commenting.write_comment(
            actor=request.actor,
            content_id=story.content_id,
            remark=remark,
            now=clock.now(),
            copy_id=data["salinan"],
            call=data.get("call", ()),
        )
    except Refused as refusal:
        refuse(form, refusal)
        return _form(request, story, form)
    messages.success(request, gettext("Your comment is there; the people concerned are told."))
    return redirect(f"{_back(story, data)}#k-{comment.id}")


def _back(story: models.Story, place: Mapping[str, Any]) -> str:
    if place.get("salinan"):
        return reverse("review", args=[place["salinan"]])
    if place.get("bagian"):
        return reverse("story_reading", args=[story.content_id, place["bahasa"]])
    return reverse("story", args=[story.content_id])


def _form(request: OfficeRequest, story: models.Story, form: CommentForm) -> HttpResponse:
    place = form.cleaned_data if form.is_bound else form.initial
    part = place.get("bagian") or ""
    where = f"{part_word(part)}, {(place.get('bahasa') or '').upper()}" if part else ""
    page = {
        "story": story,
        "title": story_titles([story.content_id]).get(story.content_id, story.number),
        "where": where,
        "back": _back(story, place),
        "texts": bool(part) and part.partition("/")[0] not in {"credits", "facts"},
    }
    status = 422 if form.errors else 200
    return render(
        request, "editorial/comment_new.html", {"page": page, "form": form}, status=status
    )


def thread(request: OfficeRequest, content_id: str, comment_id: UUID) -> HttpResponse:
    """One thread: answer in it, settle it, open it again."""
    comment = read.get_comment(request.actor, content_id, comment_id)
    here = reverse("comment", args=[content_id, comment_id])
    problem = _act(request, comment) if request.method == "POST" else ""
    if request.method == "POST" and not problem:
        asked = request.POST.get("kembali", "")
        safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
        back = (
            asked
            if safe and asked.startswith("/")
            else reverse("comment", args=[content_id, comment_id])
        )
        return redirect(f"{back}#k-{comment_id}")
    story = queries.get_story(request.actor, content_id)
    comment = read.get_comment(request.actor, content_id, comment_id)
    row = pages.thread_row(comment, pages.talk_of(content_id, request.actor, story.unit.zone, here))
    page = {
        "story": story, "threads": [row | {"typed": request.POST.get("text", ""), "open": True}],
        "title": story_titles([content_id]).get(content_id, story.number), "problem": problem,
    }  # fmt: skip
    return render(request, "editorial/comment.html", {"page": page}, status=422 if problem else 200)


def _asked_back(request: OfficeRequest, here: str) -> str:
    """Return the page of ours that the form came from; anything else is the thread itself."""
    asked = request.POST.get("kembali", "")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if safe and asked.startswith("/") and "#" not in asked else here


def _act(request: OfficeRequest, comment: models.Comment) -> str:
    """Do what the form asks; returns the sentence of a refusal, or ''."""
    act, now = request.POST.get("act", "reply"), clock.now()
    said: dict[str, Any] = {
        "actor": request.actor, "content_id": comment.content_id, "comment_id": comment.id,
    }  # fmt: skip
    typed = request.POST.get("text", "")
    try:
        if act == "reply" or typed.strip():
            commenting.reply(**said, text=typed, now=now)
        if act in {"settle", "reopen"}:
            commenting.settle(**said, settled=act == "settle", now=now)
    except Refused as refusal:
        return say(refusal)
    return ""
