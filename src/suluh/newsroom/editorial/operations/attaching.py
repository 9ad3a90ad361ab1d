"""Documents of a story: take in, hang, name, take away."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from suluh.foundation.accounts.rules import Action, Actor
from suluh.foundation.org import queries as org
from suluh.kernel import canonical
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.newsroom.assets import operations as assets
from suluh.newsroom.assets import queries as asset_queries
from suluh.newsroom.assets.rules.documents import title_of
from suluh.newsroom.editorial import models, rules
from suluh.newsroom.editorial.operations import writing
from suluh.newsroom.editorial.permissions import require, require_unlocked

NO_FILE = asset_queries.NO_FILE
LONGEST_TITLE = 200
MOST_FILES = 20


def attach_upload(
    *, actor: Actor, content_id: str, data: bytes, filename: str, now: datetime
) -> models.StoryFile:
    """Take a document in for the story's unit and hang it; reading runs outside the transaction.

    Its title in every language is first the name of the file. Raises Refused: no_story, locked,
    no_role, other_unit, too_many_files, and assets.upload_document's codes.
    """
    story = models.Story.objects.select_related("unit").filter(content_id=content_id).first()
    if story is None:
        raise Refused("no_story", _("There is no such story."))
    require(actor, Action.WRITE_STORY, story.unit.path)
    require_unlocked(story)
    if story.files.count() >= MOST_FILES:
        raise Refused("too_many_files", _("A story has at most 20 attachments."))
    document = assets.upload_document(
        actor=actor, unit_code=story.unit.code, data=data, filename=filename, now=now
    )
    return _hang(
        actor=actor, content_id=content_id, document_id=document.id, title=title_of(filename),
        now=now,
    )  # fmt: skip


@transaction.atomic
def _hang(
    *, actor: Actor, content_id: str, document_id: UUID, title: str, now: datetime
) -> models.StoryFile:
    story = writing.lock_story(actor, content_id)
    last = story.files.aggregate(last=Max("number"))["last"] or 0
    file = models.StoryFile.objects.create(story=story, number=last + 1, document_id=document_id)
    for locale in org.get_institution().languages:
        models.StoryFileTitle.objects.create(
            file=file, locale=locale, title=canonical.clean_text(title)[:LONGEST_TITLE]
        )
    writing.remember(story, ("", 0), (actor, now), {"file": file.number})
    writing.record("story.file", story, actor, now, file=file.number)
    return file


@transaction.atomic
def name_file(
    *, actor: Actor, content_id: str, number: int, titles: Mapping[str, str], now: datetime
) -> None:
    """Write the title of an attachment in each language. Raises Refused: no_file, locked, …"""
    story = writing.lock_story(actor, content_id)
    file = story.files.filter(number=number).first()
    if file is None:
        raise Refused("no_file", NO_FILE)
    for locale, title in titles.items():
        words = canonical.clean_text(title)[:LONGEST_TITLE]
        models.StoryFileTitle.objects.update_or_create(
            file=file, locale=locale, defaults={"title": words}
        )
        writing.remember(story, (locale, 0), (actor, now), {"file": number, "title": words})
    writing.record("story.file", story, actor, now, file=number)


@transaction.atomic
def remove_file(*, actor: Actor, content_id: str, number: int, now: datetime) -> None:
    """Take an attachment off a story; where there is none, nobody has edited anything.

    Raises Refused: file_in_text while a text links to it.
    """
    story = writing.lock_story(actor, content_id)
    if any(number in rules.linked_files(text.body) for text in story.texts.all()):
        raise Refused("file_in_text", _("The text still links to this attachment."))
    deleted, _rows = story.files.filter(number=number).delete()
    if not deleted:
        return
    writing.remember(story, ("", 0), (actor, now), {"file_removed": number})
    writing.record("story.file_removed", story, actor, now, file=number)


def file_drafts(story: models.Story, locale: str) -> tuple[rules.FileDraft, ...]:
    """Return the attachments of a story as a manuscript of one language holds them."""
    files = list(story.files.order_by("number").prefetch_related("titles"))
    known = asset_queries.get_documents([file.document_id for file in files])
    return tuple(
        rules.FileDraft(
            number=file.number,
            file=known[file.document_id].digest,
            name=known[file.document_id].filename,
            type=known[file.document_id].media_type,
            size=known[file.document_id].size,
            title=next((one.title for one in file.titles.all() if one.locale == locale), ""),
        )
        for file in files
        if file.document_id in known
    )
