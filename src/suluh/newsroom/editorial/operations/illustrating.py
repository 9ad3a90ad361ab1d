"""Pictures of a story that come from outside: upload, hang, describe."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from suluh.foundation.accounts.rules import Action, Actor
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.newsroom.assets import operations as assets
from suluh.newsroom.editorial import models
from suluh.newsroom.editorial.operations import writing
from suluh.newsroom.editorial.permissions import require, require_unlocked


def add_upload(
    *, actor: Actor, content_id: str, data: bytes, filename: str, now: datetime
) -> models.StoryFigure:
    """Take a picture in for the story's unit and hang it; decoding runs outside the transaction.

    Raises Refused: no_story, locked, no_role, other_unit, and assets.upload_picture's codes.
    """
    story = models.Story.objects.select_related("unit").filter(content_id=content_id).first()
    if story is None:
        raise Refused("no_story", _("There is no such story."))
    require(actor, Action.WRITE_STORY, story.unit.path)
    require_unlocked(story)
    picture = assets.upload_picture(
        actor=actor, unit_code=story.unit.code, data=data, filename=filename, now=now
    )
    return writing.add_figure(actor=actor, content_id=content_id, picture_id=picture.id, now=now)


@transaction.atomic
def describe_in_all(
    *,
    actor: Actor,
    content_id: str,
    number: int,
    words: Mapping[str, tuple[str, str]],
    now: datetime,
) -> None:
    """Write (caption, description) in each language. Raises Refused: as describe_figure."""
    for locale, (caption, alt) in words.items():
        writing.describe_figure(
            actor=actor,
            content_id=content_id,
            number=number,
            words=writing.FigureWords(locale, caption, alt),
            now=now,
        )
