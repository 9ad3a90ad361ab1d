"""Pictures of stories and Copies: whose digests they hold, and their words."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.newsroom.assets import queries as assets
from suluh.newsroom.assets.rules import may_be_published, serving_width
from suluh.newsroom.editorial import models, queries

OFFICE_WIDTH = 960


def digests_of_copy(copy: models.Copy) -> set[str]:
    """Return the digests of the pictures that a Copy names."""
    return {
        str(part["image"])
        for named in queries.parts_of(copy).values()
        for name, part in named.items()
        if name.startswith("figure/")
    }


def digests_of_story(story: models.Story) -> set[str]:
    """Return the digests of the pictures that hang at a story."""
    ids = story.figures.values_list("picture_id", flat=True)
    return {picture.digest for picture in assets.get_pictures(ids).values()}


def office_bytes(digest: str) -> bytes:
    """Return a JPEG of office size; the master where it is smaller than that."""
    widths = assets.rendition_widths(digest)
    if OFFICE_WIDTH in widths:
        return assets.rendition(digest, OFFICE_WIDTH, "jpeg")
    return assets.public_master(digest)


def figure_of(story: models.Story, number: int) -> models.StoryFigure:
    """Return a picture of a story by its number. Raises Refused: no_figure."""
    figure = story.figures.filter(number=number).first()
    if figure is None:
        raise Refused("no_figure", _("There is no such picture in this story."))
    return figure


def words_of(figure: models.StoryFigure) -> dict[str, str]:
    """Return caption and description of each language as the form's fields."""
    found: dict[str, str] = {}
    for one in figure.texts.all():
        found |= {f"caption_{one.locale}": one.caption, f"alt_{one.locale}": one.alt}
    return found


def figure_row(story: models.Story, figure: models.StoryFigure) -> dict[str, Any]:
    """Return a picture as it is shown above its form, with what keeps it from publication."""
    picture = assets.get_picture(figure.picture_id)
    reason = may_be_published(picture, picture.uploaded_at.date())
    return {
        "number": figure.number,
        "src": reverse("story_picture", args=[story.content_id, picture.digest]),
        "width": serving_width(OFFICE_WIDTH, picture.width),
        "height": picture.height * serving_width(OFFICE_WIDTH, picture.width) // picture.width,
        "credit": figure.credit or picture.credit,
        "missing": gettext(reason) if reason else "",
        "picture": picture,
    }
