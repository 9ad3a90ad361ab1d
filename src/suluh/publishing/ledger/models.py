"""The ledger: rows are appended by one operation and never changed."""

from django.db import models
from django.db.models import Q

from suluh.kernel.ids import new_row_key


class Edition(models.Model):
    """One signed record at one position. The columns repeat what the record says."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    epoch = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    jws = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    short_code = models.CharField(max_length=10, db_index=True)
    content_id = models.CharField(max_length=26)
    locale = models.CharField(max_length=5)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    action = models.CharField(max_length=10)
    unit_code = models.CharField(max_length=20)
    copy_id = models.UUIDField(null=True)
    address = models.CharField(max_length=200, db_index=True)
    register_number = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    due_at = models.DateTimeField()
    published_at = models.DateTimeField()
    first_published_at = models.DateTimeField()
    is_latest = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["epoch", "number"], name="ledger_one_position"),
            models.UniqueConstraint(
                fields=["content_id", "locale", "version"], name="ledger_one_version"
            ),
            models.UniqueConstraint(
                fields=["content_id", "locale"],
                condition=Q(is_latest=True),
                name="ledger_one_latest",
            ),
        ]
        indexes = [
            models.Index(
                fields=["is_latest", "locale", "-first_published_at"], name="ledger_newest"
            ),
            models.Index(fields=["published_at"], name="ledger_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.epoch}.{self.number}"


class EditionPart(models.Model):
    """A commitment that an Edition names; the bytes are in editorial's side table."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="parts")
    name = models.CharField(max_length=20)
    commitment = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="ledger_one_part")]

    def __str__(self) -> str:
        return self.name


class SignedBy(models.Model):
    """The erasable side of a sign-off: the name behind the commitment in the record."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    commitment = models.CharField(max_length=64, unique=True)
    person_id = models.UUIDField()
    salt = models.BinaryField(null=True)
    name = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.commitment[:12]


class DueCopy(models.Model):
    """An approved Copy that waits for its instant."""

    copy_id = models.UUIDField(primary_key=True)
    content_id = models.CharField(max_length=26)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting")
    attempts = models.PositiveIntegerField(default=0)
    error_code = models.CharField(max_length=60, blank=True)
    error = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="ledger_due")]

    def __str__(self) -> str:
        return f"{self.copy_id} {self.state}"


class Epoch(models.Model):
    """A stretch of the ledger between two restores; paused until a person releases it."""

    number = models.PositiveIntegerField(primary_key=True)
    opened_at = models.DateTimeField()
    known_head = models.JSONField(null=True)
    paused_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    released_by_id = models.UUIDField(null=True)

    def __str__(self) -> str:
        return str(self.number)


class ErasureRequest(models.Model):
    """An erasure that one person asked for; another confirms it, the scheduler carries it out.

    `parts` names parts of older wordings; none means everything, in every version.
    """

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    content_id = models.CharField(max_length=26)
    locale = models.CharField(max_length=5)
    unit_code = models.CharField(max_length=20)
    reason = models.TextField()
    clause = models.CharField(max_length=200)
    parts = models.JSONField(default=list)
    names = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default="asked")
    asked_by_id = models.UUIDField()
    asked_at = models.DateTimeField()
    confirmed_by_id = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_id", "locale"],
                condition=Q(state__in=["asked", "confirmed"]),
                name="ledger_one_erasure",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by_id__isnull=True)
                | ~Q(confirmed_by_id=models.F("asked_by_id")),
                name="ledger_erasure_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content_id} {self.locale}"
