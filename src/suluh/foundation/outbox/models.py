"""Facts announced by rooms, and effects that must happen outside.

Both are written in the transaction of the decision and carried out afterwards.
"""

from django.db import models
from django.db.models import F, Q

from suluh.foundation.outbox import rules
from suluh.kernel.ids import new_row_key


class Fact(models.Model):
    """Something that happened, for the rooms above. `subject` keeps the order per thing."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    payload = models.JSONField()
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, db_index=True)
    attempts = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["done_at", "parked_at", "id"], name="outbox_open_facts")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class FactHandled(models.Model):
    """One handler has done its work for one fact: what makes handlers idempotent."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    fact = models.ForeignKey(Fact, models.CASCADE, related_name="handled")
    handler = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fact", "handler"], name="outbox_handled_once")
        ]

    def __str__(self) -> str:
        return f"{self.handler} {self.fact_id}"


def _states() -> list[tuple[str, str]]:
    return [(state.value, label) for state, label in rules.STATE_LABELS.items()]


class Effect(models.Model):
    """One thing that must happen once at one destination.

    `payload` is the exact canonical text, the same on every attempt. `due_at` is when it was
    promised, `retry_at` when it may be tried (or asked about) next, `deadline_at` when the machine
    stops by itself.
    """

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=30)
    lane = models.CharField(max_length=20)
    destination = models.CharField(max_length=320)
    account = models.CharField(max_length=320)
    channel_class = models.CharField(max_length=10)
    priority = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=160, blank=True)
    origin = models.CharField(max_length=160, blank=True)
    payload = models.TextField()
    state = models.CharField(max_length=12, choices=_states)
    planned_at = models.DateTimeField()
    due_at = models.DateTimeField()
    retry_at = models.DateTimeField()
    deadline_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    crashes = models.PositiveIntegerField(default=0)
    uncertain = models.BooleanField(default=False)
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    leased_by = models.CharField(max_length=120, blank=True)
    remote = models.CharField(max_length=600, blank=True)
    error = models.CharField(max_length=40, blank=True)
    sentence = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # The serial lane: the database itself allows one call at a time per destination.
            models.UniqueConstraint(
                fields=["destination"],
                condition=Q(state__in=rules.IN_FLIGHT),
                name="outbox_one_in_flight",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=rules.IN_FLIGHT)
                | Q(lease_token__isnull=False, lease_until__isnull=False),
                name="outbox_in_flight_is_leased",
            ),
            models.CheckConstraint(
                condition=Q(due_at__lte=F("deadline_at")), name="outbox_due_before_deadline"
            ),
        ]
        indexes = [
            models.Index(
                fields=["lane", "priority", "retry_at", "id"],
                condition=Q(state=rules.State.DUE),
                name="outbox_due_effects",
            ),
            models.Index(fields=["destination", "subject", "due_at", "id"], name="outbox_in_order"),
            models.Index(fields=["destination", "state"], name="outbox_at_destination"),
            models.Index(fields=["state", "retry_at"], name="outbox_by_state"),
            models.Index(fields=["origin"], name="outbox_by_origin"),
        ]

    def __str__(self) -> str:
        return self.key


class EffectTransition(models.Model):
    """One step of an effect, with its reason; `actor_id` only where a person decided."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    effect = models.ForeignKey(Effect, models.CASCADE, related_name="transitions")
    from_state = models.CharField(max_length=12)
    to_state = models.CharField(max_length=12)
    verb = models.CharField(max_length=12)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["effect", "id"], name="outbox_steps_of_effect")]

    def __str__(self) -> str:
        return f"{self.from_state} {self.verb} {self.to_state}"


class Breaker(models.Model):
    """How one destination's account behaved lately."""

    account = models.CharField(max_length=320, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.account
