"""Channels, what was delivered through them, and who receives mail."""

from django.db import models
from django.db.models import Q

from suluh.kernel.ids import new_row_key
from suluh.publishing.delivery import rules
from suluh.publishing.delivery.rules.subscribers import STATE_LABELS


class Channel(models.Model):
    """A way outside. Website and mail exist once; a closed channel still gets corrections."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    kind = models.CharField(max_length=20, choices=rules.channel_choices)
    name = models.CharField(max_length=120)
    unit = models.ForeignKey("org.Unit", models.PROTECT, null=True, related_name="+")
    settings = models.JSONField(default=dict)
    is_open = models.BooleanField(default=True)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind__in=("website", "mail")), name="delivery_built_in"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One Edition through one channel; its effects bear the origin `delivery:ID`."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="deliveries")
    epoch = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    content_id = models.CharField(max_length=26)
    locale = models.CharField(max_length=5)
    version = models.PositiveIntegerField()
    purpose = models.CharField(max_length=10)
    unit_code = models.CharField(max_length=20)
    unit_path = models.CharField(max_length=400)
    audience = models.PositiveIntegerField(default=1)
    planned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_id", "locale", "version", "channel"], name="delivery_once"
            )
        ]
        indexes = [
            models.Index(fields=["-epoch", "-number", "id"], name="delivery_newest"),
            models.Index(fields=["channel", "content_id", "locale"], name="delivery_of_text"),
        ]

    def __str__(self) -> str:
        return f"{self.content_id} {self.locale} {self.version}"

    @property
    def origin(self) -> str:
        """The origin its effects bear."""
        return f"delivery:{self.id}"


def _states() -> list[tuple[str, str]]:
    return [(state.value, label) for state, label in STATE_LABELS.items()]


class Subscriber(models.Model):
    """An address, what it agreed to and when. Nothing else is known about the person."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    address = models.CharField(max_length=254, unique=True)
    locale = models.CharField(max_length=5)
    units = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=_states)
    consent_text = models.TextField()
    asked_at = models.DateTimeField()
    asked_count = models.PositiveIntegerField(default=0)
    confirm_digest = models.CharField(max_length=64, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    bounce_text = models.CharField(max_length=300, blank=True)
    bounced_at = models.DateTimeField(null=True)
    soft_bounces = models.PositiveIntegerField(default=0)
    ended_why = models.CharField(max_length=300, blank=True)
    ended_by_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "locale"], name="delivery_receivers")]

    def __str__(self) -> str:
        return str(self.id)


class Recipient(models.Model):
    """The frozen audience: who is to get one delivery, under which effect's key."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="recipients")
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="received")
    effect_key = models.CharField(max_length=200, unique=True)
    batch = models.PositiveIntegerField(default=0)
    is_news = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["delivery", "batch"], name="delivery_batches")]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "subscriber"], name="delivery_counted_once")
        ]

    def __str__(self) -> str:
        return self.effect_key


class BounceBox(models.Model):
    """How far the bounce mailbox was read, and when it was asked last; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    validity = models.BigIntegerField(default=0)
    uid = models.BigIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="delivery_one_bounce_box")]

    def __str__(self) -> str:
        return f"{self.validity}.{self.uid}"
