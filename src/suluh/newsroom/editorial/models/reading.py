"""Who may read before publication: named, counted, expiring, revocable."""

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
