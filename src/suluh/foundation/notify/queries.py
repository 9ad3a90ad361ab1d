"""Read notices."""

from uuid import UUID

from suluh.foundation.notify import models


def list_notices(person_id: UUID, *, limit: int = 50) -> list[models.Notice]:
    """Return a person's notices, newest first."""
    return list(models.Notice.objects.filter(person_id=person_id).order_by("-at", "-id")[:limit])


def count_unread(person_id: UUID) -> int:
    """Return how many notices a person has not seen."""
    return models.Notice.objects.filter(person_id=person_id, read_at__isnull=True).count()
