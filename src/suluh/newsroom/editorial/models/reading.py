"""Who has opened a Copy, and who may read before publication."""

from django.db import models

from suluh.kernel.ids import new_row_key


class EarlyReader(models.Model):
    """A personal link to one Copy; the link's secret is kept as a digest only."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    copy = models.ForeignKey("editorial.Copy", models.CASCADE, related_name="early_readers")
    name = models.CharField(max_length=200)
    email = models.EmailField()
    token_digest = models.CharField(max_length=64, unique=True)
    granted_by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    reads = models.PositiveIntegerField(default=0)
    last_read_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.copy_id} {self.email}"


class CopySeen(models.Model):
    """A person opened a Copy's review page, for the first time then; no part of any decision."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    copy = models.ForeignKey("editorial.Copy", models.CASCADE, related_name="seen")
    person = models.ForeignKey("org.Person", models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "copy"], name="editorial_seen_once")
        ]

    def __str__(self) -> str:
        return f"{self.copy_id} {self.person_id}"
