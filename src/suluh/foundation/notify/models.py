"""Notices to staff."""

from django.db import models

from suluh.kernel.ids import new_row_key


class Notice(models.Model):
    """One line on one person's desk, with the page it leads to."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    person = models.ForeignKey("org.Person", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "url", "at"], name="notify_said_once")
        ]
        indexes = [models.Index(fields=["person", "read_at", "-at"], name="notify_of_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
