"""The saved versions of one language of a story, for whoever may read the story."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models
from suluh.newsroom.editorial.rules.versions import is_whole

NO_VERSION = _("There is no such version of this text.")
ERASED = _("Words of version %(number)s have been erased; it cannot be taken back.")


@dataclass(frozen=True, slots=True)
class SavedVersion:
    """Who saved which version, and when."""

    number: int
    person: str
    at: datetime


def list_versions(story: models.Story, locale: str) -> list[SavedVersion]:
    """Return every saved version, newest first, without its words."""
    rows = story.edits.filter(locale=locale, version__gt=0).order_by("-version", "-at")
    found = rows.values_list("version", "person__name", "at")
    return [SavedVersion(*row) for row in found]


def find_words(story: models.Story, locale: str, number: int) -> Mapping[str, Any] | None:
    """Return title, lead, body and credits as they were saved; None for no such version.

    What has been erased since is not in it.
    """
    rows = story.edits.filter(locale=locale, version=number).exclude(version=0)
    return rows.order_by("at").values_list("text", flat=True).first()


def whole_words(story: models.Story, locale: str, number: int) -> Mapping[str, Any]:
    """Return the words of a version with nothing erased. Raises Refused: no_version, erased."""
    words = find_words(story, locale, number)
    if words is None:
        raise Refused("no_version", NO_VERSION)
    if not is_whole(words):
        raise Refused("erased", ERASED, number=number)
    return words
