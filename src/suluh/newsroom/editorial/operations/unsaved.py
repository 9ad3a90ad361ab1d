"""Keep what somebody types before it is saved. It changes no text and enters no history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from suluh.foundation.accounts.rules import Actor
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused, Stale
from suluh.newsroom.editorial import models
from suluh.newsroom.editorial.operations.writing import TextDraft, lock_story, save_text

OTHER_TAB = _(
    "This text is open in another window of yours, which kept newer words. "
    "Go on writing there, or reload this page."
)
TOO_LARGE = _("A text of this size cannot be kept. Please save it in parts.")
MOST_CHARACTERS = 2_000_000


@dataclass(frozen=True, slots=True)
class Words:
    """The fields of one language as typed; `seen` is the version of the words last kept, or 0."""

    locale: str
    fields: Mapping[str, Any]
    based_on: int
    seen: int = 0


@transaction.atomic
def keep_unsaved(
    *, actor: Actor, content_id: str, words: Words, now: datetime
) -> models.UnsavedText:
    """Keep a person's unsaved words; not audited, because nothing of the house has changed.

    Raises Refused: no_story, locked, too_large; Stale where another window kept newer words.
    """
    story = lock_story(actor, content_id)
    if len(repr(words.fields)) > MOST_CHARACTERS:
        raise Refused("too_large", TOO_LARGE)
    mine = models.UnsavedText.objects.filter(
        story=story, locale=words.locale, person_id=actor.person_id
    )
    fields = {"words": dict(words.fields), "based_on": words.based_on, "changed_at": now}
    if words.seen == 0 and not mine.exists():
        return models.UnsavedText.objects.create(
            story=story, locale=words.locale, person_id=actor.person_id, **fields
        )
    if not mine.filter(version=words.seen).update(version=F("version") + 1, **fields):
        raise Stale(OTHER_TAB)
    return mine.get()


@transaction.atomic
def drop_unsaved(*, actor: Actor, content_id: str, locale: str) -> None:
    """Forget a person's own unsaved words. Raises Refused: no_story, locked."""
    story = lock_story(actor, content_id)
    models.UnsavedText.objects.filter(
        story=story, locale=locale, person_id=actor.person_id
    ).delete()


@transaction.atomic
def rest_unsaved_on(
    *, actor: Actor, content_id: str, locale: str, version: int, now: datetime
) -> None:
    """Let a person's unsaved words rest on a later version that they have seen.

    Raises Refused: no_story, locked.
    """
    story = lock_story(actor, content_id)
    models.UnsavedText.objects.filter(story=story, locale=locale, person_id=actor.person_id).update(
        based_on=version, version=F("version") + 1, changed_at=now
    )


@transaction.atomic
def save_written(
    *, actor: Actor, content_id: str, draft: TextDraft, seen: int, now: datetime
) -> models.StoryText:
    """Save a text as `save_text` does, and forget the unsaved words that became it.

    Words that another window of the same person kept since stay. Raises as `save_text`.
    """
    text = save_text(actor=actor, content_id=content_id, draft=draft, now=now)
    models.UnsavedText.objects.filter(
        story_id=text.story_id, locale=draft.locale, person_id=actor.person_id, version=seen
    ).delete()
    return text
