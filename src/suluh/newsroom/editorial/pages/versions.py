"""What changed between two saved versions of a text, and the way back to the older one."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from suluh.foundation.accounts.rules import Actor
from suluh.newsroom.editorial import models, queries
from suluh.newsroom.editorial.pages.words import language_word, when
from suluh.newsroom.editorial.pages.writing import reading_between
from suluh.newsroom.editorial.queries.versions import SavedVersion, find_words
from suluh.newsroom.editorial.rules.versions import is_whole

Row = dict[str, Any]


def choices(saved: list[SavedVersion], zone: str) -> list[tuple[int, str]]:
    """Return the versions as a form offers them, newest first."""
    return [(one.number, _said(one, zone)) for one in saved]


def _said(one: SavedVersion, zone: str) -> str:
    return gettext("Version %(n)s · %(when)s · %(who)s") % {
        "n": one.number, "when": when(one.at, zone)["text"], "who": one.person,
    }  # fmt: skip


def versions_page(
    story: models.Story, locale: str, saved: list[SavedVersion], chosen: tuple[int, int]
) -> Row:
    """Return the list of versions and the comparison of two, the older one first."""
    newest, (older, newer) = saved[0].number, chosen
    words = {number: find_words(story, locale, number) or {} for number in chosen}
    return {
        "story": story,
        "locale": locale,
        "language": language_word(locale),
        "rows": [_row(story, locale, one, chosen) for one in saved],
        "older": older,
        "newer": newer,
        "newest": newest,
        "next": newest + 1,
        "reading": reading_between(story, locale, words[newer], words[older]),
        "erased": [number for number, said in words.items() if not is_whole(said)],
        "open_copy": queries.open_copy_of(story.content_id),
    }


def may_take(page: Mapping[str, Any], actor: Actor) -> bool:
    """Say whether the older of the two versions can be taken back by this reader now."""
    free = page["open_copy"] is None and page["older"] not in page["erased"]
    older = page["older"] != page["newest"]
    return free and older and queries.can_write(actor, page["story"])


def _row(story: models.Story, locale: str, one: SavedVersion, chosen: tuple[int, int]) -> Row:
    address = reverse("story_versions", args=[story.content_id, locale])
    at = when(one.at, story.unit.zone)
    return {
        "number": one.number,
        "person": one.person,
        "time": at["text"],
        "iso": at["iso"],
        "url": f"{address}?sampai={one.number}",
        "chosen": one.number in chosen,
    }
