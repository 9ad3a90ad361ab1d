"""Read the audit."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import Max, Q

from suluh.foundation.audit import models, rules
from suluh.kernel.clock import iso


def sealed_content(row: models.AuditRow) -> dict[str, object]:
    """Return what the seal of a row covers: every column."""
    return {
        "id": str(row.id),
        "at": iso(row.at),
        "actor": str(row.actor_id or ""),
        "acting_for": str(row.acting_for_id or ""),
        "action": row.action,
        "subject": row.subject,
        "unit": row.unit_code,
        "data": row.data,
    }


def list_sealed() -> Iterator[rules.SealedRow]:
    """Yield the whole chain in order of position."""
    for seal in models.AuditSeal.objects.select_related("row").order_by("number").iterator(2_000):
        yield rules.SealedRow(seal.number, sealed_content(seal.row), seal.previous, seal.hash)


def oldest_unsealed() -> datetime | None:
    """Return since when a row waits for its seal, for the doctor."""
    return (
        models.AuditRow.objects.filter(seal__isnull=True)
        .order_by("at")
        .values_list("at", flat=True)
        .first()
    )


def newest_at() -> datetime | None:
    """Return the latest time that a row or a checkpoint carries, for the doctor."""
    times = [
        models.AuditRow.objects.aggregate(newest=Max("at"))["newest"],
        models.Checkpoint.objects.aggregate(newest=Max("made_at"))["newest"],
    ]
    return max((one for one in times if one is not None), default=None)


def list_checkpoints() -> list[tuple[int, str, str]]:
    """Return position, hash and JWS of each checkpoint held inside."""
    rows = models.Checkpoint.objects.order_by("number")
    return list(rows.values_list("number", "hash", "jws"))


def list_about(
    subjects: Collection[str], *, person: str = "", unit: str = "", limit: int = 100
) -> list[models.AuditRow]:
    """Return what happened to subjects, or names a person or a unit in its data; newest first."""
    about = Q(subject__in=subjects)
    if person:
        about |= Q(data__person=person)
    if unit:
        about |= Q(data__unit=unit)
    return list(models.AuditRow.objects.filter(about).order_by("-id")[:limit])


def list_done(action: str, subjects: Collection[str]) -> list[models.AuditRow]:
    """Return how often one thing was done to subjects, oldest first."""
    rows = models.AuditRow.objects.filter(action=action, subject__in=subjects)
    return list(rows.order_by("id"))


def list_entries(subject: str) -> list[models.AuditRow]:
    """Return what happened to a subject, oldest first."""
    return list(models.AuditRow.objects.filter(subject=subject).order_by("id"))
