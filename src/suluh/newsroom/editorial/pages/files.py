"""Attachments of stories and Copies: whose digests they hold, their words, their bytes."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, ngettext

from suluh.kernel.canonical import Part
from suluh.kernel.refusals import Refused
from suluh.newsroom.assets import queries as assets
from suluh.newsroom.assets.rules.documents import DocumentRow
from suluh.newsroom.editorial import models, queries, rules
from suluh.newsroom.editorial.operations.attaching import file_drafts

Locales = Mapping[str, Mapping[str, Part]]


def copy_address(copy: models.Copy) -> Callable[[str], str]:
    """Return where the office hands out an attachment of a Copy, by digest."""
    return lambda digest: reverse("review_file", args=[copy.id, digest])


def story_address(story: models.Story) -> Callable[[str], str]:
    """Return where the office hands out an attachment of a story, by digest."""
    return lambda digest: reverse("story_file_bytes", args=[story.content_id, digest])


def of_copy(copy: models.Copy, digest: str) -> rules.FileDraft:
    """Return the attachment of a Copy with these bytes. Raises Refused: no_file."""
    for named in queries.parts_of(copy).values():
        for name, part in named.items():
            if name.startswith("file/") and part["file"] == digest:
                words = {key: part[key] for key in ("file", "name", "type", "size", "title")}
                return rules.FileDraft(number=int(name[5:]), **words)
    raise Refused("no_file", assets.NO_FILE)


def of_story(story: models.Story, digest: str) -> rules.FileDraft:
    """Return the attachment of a story with these bytes. Raises Refused: no_file."""
    for one in file_drafts(story, ""):
        if one.file == digest:
            return one
    raise Refused("no_file", assets.NO_FILE)


def file_of(story: models.Story, number: int) -> models.StoryFile:
    """Return an attachment of a story by its number. Raises Refused: no_file."""
    file = story.files.filter(number=number).first()
    if file is None:
        raise Refused("no_file", assets.NO_FILE)
    return file


def response(file: rules.FileDraft) -> HttpResponse:
    """Return exactly the bytes of an attachment, to be saved: never shown inside our pages."""
    answer = HttpResponse(assets.public_master(file.file), content_type=file.type)
    answer["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer


def story_parts(story: models.Story, locale: str) -> dict[str, Part]:
    """Return the attachments of a story as the parts they would be."""
    return {
        f"file/{one.number}": {
            "v": 1, "file": one.file, "name": one.name, "type": one.type, "size": one.size,
            "title": one.title,
        }
        for one in file_drafts(story, locale)
    }  # fmt: skip


def story_rows(story: models.Story, locale: str) -> list[dict[str, Any]]:
    """Return the attachments of a story as its overview lists them."""
    drafts = file_drafts(story, locale)
    known = assets.documents_by_digest([one.file for one in drafts])
    return [
        {"draft": one, "digest": one.file[:12], "url": story_address(story)(one.file),
         "kind": one.name.rpartition(".")[2].upper(), "about": about(known.get(one.file))}
        for one in drafts
    ]  # fmt: skip


def about(document: DocumentRow | None) -> str:
    """Return what the file tells of itself: pages, maker, a signature inside."""
    if document is None:
        return ""
    told = []
    if document.pages:
        told.append(ngettext("%(n)s page", "%(n)s pages", document.pages) % {"n": document.pages})
    if document.said_by:
        told.append(gettext("the file names: %(who)s") % {"who": document.said_by})
    if document.is_signed:
        told.append(gettext("carries an electronic signature"))
    return " · ".join(told)


def checks(parts: Locales) -> list[dict[str, str]]:
    """Return what is known of each attachment of a Copy, for its reviewers."""
    named = {
        (int(name[5:]), str(part["file"]))
        for one in parts.values()
        for name, part in one.items()
        if name.startswith("file/")
    }
    known = assets.documents_by_digest([digest for _number, digest in named])
    lost = set(assets.unreadable([digest for _number, digest in named]))
    rows = []
    for number, digest in sorted(named):
        words = {"number": number, "about": about(known.get(digest)) or digest[:12]}
        if digest in lost:
            text = gettext("Attachment %(number)s: its bytes are not here any more") % words
            rows.append({"state": "bad", "text": text})
        else:
            text = gettext("Attachment %(number)s: %(about)s") % words
            rows.append({"state": "ok", "text": text})
    return rows
