"""Audit rows, their seals and the checkpoints.

A row is written in the transaction it tells of; one sealer numbers and chains it after commit.
Rows hold ids and commitments, never names, addresses or text of people.
"""

from django.db import models
from django.db.models import F, Q

from suluh.kernel.ids import new_row_key


class AuditRow(models.Model):
    """Who did what to what."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    acting_for_id = models.UUIDField(null=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    unit_code = models.CharField(max_length=20, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="audit_by_subject"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


class AuditSeal(models.Model):
    """One link of the chain: position, the row it seals, and the hash over both and the past."""

    number = models.PositiveBigIntegerField(primary_key=True)
    row = models.OneToOneField(AuditRow, models.PROTECT, related_name="seal")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.number)


class Checkpoint(models.Model):
    """A signed statement of the chain's head, written outside as well."""

    number = models.PositiveBigIntegerField(primary_key=True)
    hash = models.CharField(max_length=64)
    rows = models.PositiveBigIntegerField()
    jws = models.TextField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rows=F("number")), name="audit_rows_are_numbered")
        ]

    def __str__(self) -> str:
        return str(self.number)
