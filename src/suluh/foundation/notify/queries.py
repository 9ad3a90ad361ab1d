"""Read notices."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Min

from suluh.foundation.notify import models


def list_notices(person_id: UUID, *, limit: int = 50) -> list[models.Notice]:
    """Return a person's notices, newest first."""
    return list(models.Notice.objects.filter(person_id=person_id).order_by("-at", "-id")[:limit])


def count_unread(person_id: UUID) -> int:
    """Return how many notices a person has not seen."""
    return models.Notice.objects.filter(person_id=person_id, read_at__isnull=True).count()


def oldest_unread(kinds: Iterable[str]) -> dict[UUID, datetime]:
    """Return who has not seen notices of these kinds, with the time of the oldest."""
    rows = models.Notice.objects.filter(read_at__isnull=True, kind__in=list(kinds))
    return dict(rows.order_by().values_list("person_id").annotate(Min("at")))
