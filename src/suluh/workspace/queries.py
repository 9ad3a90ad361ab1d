"""Reads of this room."""

from uuid import UUID

from suluh.foundation.accounts.rules import Actor
from suluh.workspace import models


def views_of(actor: Actor, place: str) -> list[models.SavedView]:
    """Return a person's own views of a list, by name."""
    return list(
        models.SavedView.objects.filter(person_id=actor.person_id, place=place).order_by("name")
    )


def is_reminded(person_id: UUID) -> bool:
    """Say whether a person gets the morning's letter; so does who never chose."""
    row = models.Reminding.objects.filter(person_id=person_id).first()
    return row is None or row.is_wanted
