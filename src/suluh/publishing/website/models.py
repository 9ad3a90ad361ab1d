"""What the public site keeps: its list of items, and what visitors sent."""

from django.db import models

from suluh.kernel.ids import new_row_key
from suluh.publishing.website.rules.messages import LONGEST_NOTE, State, state_choices


class SiteItem(models.Model):
    """One content in one language as lists show it; derived from its Editions, for queries."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    content_id = models.CharField(max_length=26)
    locale = models.CharField(max_length=8)
    kind = models.CharField(max_length=40)
    unit_code = models.CharField(max_length=20)
    month = models.CharField(max_length=7)
    first_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    row = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_id", "locale"], name="website_one_item")
        ]
        indexes = [
            models.Index(fields=["locale", "kind", "-first_at"], name="website_heads"),
            models.Index(fields=["locale", "kind", "-changed_at"], name="website_changes"),
            models.Index(fields=["locale", "month"], name="website_months"),
        ]

    def __str__(self) -> str:
        return f"{self.content_id} {self.locale}"


class ContactMessage(models.Model):
    """A message from the contact form, kept for a stated time after somebody dealt with it."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    token = models.CharField(max_length=64, unique=True)
    locale = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    message = models.TextField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=state_choices, default=State.OPEN)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by_id = models.UUIDField(null=True, blank=True)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-id"], name="website_messages")]

    def __str__(self) -> str:
        return str(self.id)


class Tally(models.Model):
    """How often something was asked in one window of time; old windows are swept."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    name = models.CharField(max_length=80)
    window_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "window_at"], name="website_one_tally")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.count}"
