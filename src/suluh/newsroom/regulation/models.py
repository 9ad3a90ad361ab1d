"""Versions of the regulation and its supplements, who read them, and the registers' counters."""

from django.db import models
from django.db.models import Q

from suluh.kernel.ids import new_row_key
from suluh.newsroom.regulation.rules import versions


class RegulationVersion(models.Model):
    """One version as it was handed in; the text is the truth, the columns are read from it."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    title_id = models.CharField(max_length=2000)
    title_en = models.CharField(max_length=2000)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    is_example = models.BooleanField()
    effective_from = models.DateField()
    effective_until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=versions.state_choices, default="draft")
    loaded_by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="regulation_one_version"),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="in_force"), name="regulation_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class SupplementVersion(models.Model):
    """One version of a unit's supplement to one version of the regulation."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    regulation = models.ForeignKey(
        RegulationVersion, models.PROTECT, related_name="supplements", db_index=False
    )
    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    unit_code = models.CharField(max_length=60)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    effective_from = models.DateField()
    state = models.CharField(max_length=12, choices=versions.state_choices, default="draft")
    loaded_by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["regulation", "code", "version"], name="regulation_one_supplement"
            ),
            models.UniqueConstraint(
                fields=["regulation", "code"],
                condition=Q(state="in_force"),
                name="regulation_one_supplement_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class ReadingConfirmation(models.Model):
    """A post holder says that they have read a version."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    person = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    regulation = models.ForeignKey(
        RegulationVersion, models.PROTECT, related_name="readings", db_index=False
    )
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regulation", "person"], name="regulation_one_reading")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.regulation_id}"


class SupplementReading(models.Model):
    """A post holder says that they have read a supplement."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    person = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    supplement = models.ForeignKey(
        SupplementVersion, models.PROTECT, related_name="readings", db_index=False
    )
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplement", "person"], name="regulation_one_supplement_reading"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.supplement_id}"


class RegisterCounter(models.Model):
    """The last number given in one series of one unit in one year."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    unit_code = models.CharField(max_length=60)
    year = models.PositiveIntegerField()
    series = models.CharField(max_length=20)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_code", "year", "series"], name="regulation_one_counter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.series}/{self.unit_code}/{self.year}"
