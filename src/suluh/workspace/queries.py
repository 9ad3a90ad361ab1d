"""Reads of this room."""

from suluh.foundation.accounts.rules import Actor
from suluh.workspace import models


def views_of(actor: Actor, place: str) -> list[models.SavedView]:
    """Return a person's own views of a list, by name."""
    return list(
        models.SavedView.objects.filter(person_id=actor.person_id, place=place).order_by("name")
    )
