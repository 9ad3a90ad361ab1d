"""Words that somebody typed and did not save: each person sees their own."""

from suluh.foundation.accounts.rules import Actor
from suluh.newsroom.editorial import models


def unsaved_of(actor: Actor, story: models.Story, locale: str) -> models.UnsavedText | None:
    """Return the actor's own unsaved words in one language of a story they may read."""
    return models.UnsavedText.objects.filter(
        story=story, locale=locale, person_id=actor.person_id
    ).first()


def others_writing(actor: Actor, story: models.Story, locale: str) -> list[models.UnsavedText]:
    """Return who else has unsaved words there, newest first; the words themselves stay unread."""
    rows = models.UnsavedText.objects.filter(story=story, locale=locale)
    others = rows.exclude(person_id=actor.person_id).defer("words").select_related("person")
    return list(others.order_by("-changed_at", "id"))
