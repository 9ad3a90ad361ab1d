"""Take an older version of a text back, as a new one."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from suluh.foundation.accounts.rules import Actor
from suluh.newsroom.editorial import models
from suluh.newsroom.editorial.operations.writing import TextDraft, lock_story, record, save_text
from suluh.newsroom.editorial.queries.versions import whole_words


@dataclass(frozen=True, slots=True)
class OlderVersion:
    """Which version of which language; `based_on` is the newest one that the person saw."""

    locale: str
    number: int
    based_on: int


@transaction.atomic
def take_version(
    *, actor: Actor, content_id: str, older: OlderVersion, now: datetime
) -> models.StoryText:
    """Save the words of an older version as the next one, by the person who takes them.

    Nothing is overwritten, and whoever takes it counts among the writers (four eyes). The words of
    a translation follow again the source that they followed. A version that says what the present
    text says changes nothing.
    Raises Refused: no_story, locked, no_version, erased; Stale where somebody saved since.
    """
    story = lock_story(actor, content_id)
    words = whole_words(story, older.locale, older.number)
    draft = TextDraft(
        locale=older.locale,
        title=words["title"],
        lead=words["lead"],
        body=words["body"],
        credits=words["credits"],
        based_on=older.based_on,
        translated_from=words.get("translated_from"),
    )
    text = save_text(actor=actor, content_id=content_id, draft=draft, now=now)
    if text.version != older.based_on:
        record(
            "story.version_taken", story, actor, now,
            locale=older.locale, taken=older.number, version=text.version,
        )  # fmt: skip
    return text
