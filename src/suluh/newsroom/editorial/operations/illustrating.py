"""Pictures of a story that come from outside: upload, hang, describe."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from suluh.foundation.accounts.rules import Action, Actor
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused, Stale
from suluh.newsroom.assets import operations as assets
from suluh.newsroom.editorial import models
from suluh.newsroom.editorial.operations import writing
from suluh.newsroom.editorial.permissions import require, require_unlocked
from suluh.newsroom.editorial.rules.marks import CHANGED, mark_of


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


def mark_of_words(figure: models.StoryFigure) -> str:
    """Return the mark of a picture's words as they stand."""
    return mark_of(*figure.texts.order_by("locale").values_list("locale", "caption", "alt"))


@transaction.atomic
def describe_in_all(  # noqa: PLR0913 because these six are what a form of a picture says
    *,
    actor: Actor,
    content_id: str,
    number: int,
    words: Mapping[str, tuple[str, str]],
    now: datetime,
    seen: str = "",
) -> None:
    """Write (caption, description) in each language; `seen` is the mark of what the form showed.

    Raises Refused: as describe_figure; Stale where somebody else described it since.
    """
    models.Story.objects.select_for_update(of=("self",)).filter(content_id=content_id).first()
    figure = models.StoryFigure.objects.filter(story__content_id=content_id, number=number).first()
    if figure is not None and seen and seen != mark_of_words(figure):
        there = (f"{one.caption}; {one.alt}" for one in figure.texts.order_by("locale"))
        raise Stale(CHANGED, now=" | ".join(there))
    for locale, (caption, alt) in words.items():
        writing.describe_figure(
            actor=actor,
            content_id=content_id,
            number=number,
            words=writing.FigureWords(locale, caption, alt),
            now=now,
        )
