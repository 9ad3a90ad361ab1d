"""Activities, their pictures, their steps, and the count that gives them numbers."""

from django.db import models
from django.db.models import Q

from suluh.kernel.ids import new_row_key
from suluh.newsroom.planning.rules.activities import (
    DEFAULT_FORM,
    STATE_LABELS,
    State,
    forms_of_work,
)


def state_choices() -> list[tuple[str, str]]:
    return [(state.value, label) for state, label in STATE_LABELS.items()]


def form_choices() -> list[tuple[str, str]]:
    return [(slug, label.en) for slug, label in forms_of_work()]


class Series(models.Model):
    """The last number given to an activity of a unit in a year."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="planning_one_series")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year} {self.last}"


class Activity(models.Model):
    """What a unit did. `description` holds the words as written, WhatsApp's marks included."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=240)
    description = models.TextField(blank=True)
    form = models.CharField(max_length=40, choices=form_choices, default=DEFAULT_FORM)
    event_date = models.DateField()
    event_time = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    people = models.CharField(max_length=500, blank=True)
    handed_in_by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField()
    token = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=state_choices, default=State.NEW.value)
    taken_by = models.ForeignKey(
        "org.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=500, blank=True)
    content_id = models.CharField(max_length=26, blank=True)
    voiced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "number"], name="planning_one_number"),
            models.UniqueConstraint(
                fields=["handed_in_by", "token"], name="planning_handed_in_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="story") | ~Q(content_id=""), name="planning_story_is_named"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-event_date"], name="planning_by_unit"),
            models.Index(fields=["content_id"], name="planning_by_content"),
            models.Index(fields=["handed_in_by"], name="planning_by_person"),
        ]

    def __str__(self) -> str:
        return f"K-{self.number:04d}"


class ActivityPicture(models.Model):
    """A picture of an activity, in its place."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="picture_rows")
    picture = models.ForeignKey("assets.Picture", models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "picture"], name="planning_picture_once")
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.place}"


class ActivityStep(models.Model):
    """One step an activity took."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=20)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.verb}"
