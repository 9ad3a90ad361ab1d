"""The institution as rows: units of any depth, posts, who holds them and who stands in."""

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from suluh.foundation.org import rules
from suluh.kernel.ids import new_row_key


class Institution(models.Model):
    """The one institution of this deployment."""

    key = models.CharField(max_length=8, primary_key=True, default="self", editable=False)
    name_id = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    short_name = models.CharField(max_length=40)
    zone = models.CharField(max_length=40, default="Asia/Jakarta")
    languages = models.CharField(max_length=20, default="id,en")
    address = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(key="self"), name="org_one_institution")]

    def __str__(self) -> str:
        return self.short_name


class Unit(models.Model):
    """A unit of the tree; `path` is the codes from the root, `/KP/BH/`."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    code = models.CharField(max_length=20, unique=True)
    name_id = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=40)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=400, unique=True)
    zone = models.CharField(max_length=40, default="Asia/Jakarta")
    address = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    province = models.CharField(max_length=2, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """The name in Indonesian, the official one."""
        return self.name_id


class Person(models.Model):
    """Somebody who works for the institution, with or without an account."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    name = models.CharField(max_length=200)
    email = models.EmailField(unique=True)
    phone = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="people")
    is_employee = models.BooleanField(default=True)
    until_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_employee=True) | Q(until_date__isnull=False),
                name="org_outsiders_have_an_end",
            )
        ]

    def __str__(self) -> str:
        return self.email


class Post(models.Model):
    """A post (jabatan) of a unit; its kind is a word of the regulation."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=40)
    title_id = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")

    def __str__(self) -> str:
        return self.code


class Holding(models.Model):
    """A person holds a post from one date to before another."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "person", "from_date"], name="org_one_holding"),
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gt=F("from_date")),
                name="org_holding_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.person_id} {self.from_date}"


class Substitution(models.Model):
    """A person stands in for a post: acting (Plt) or daily acting (Plh)."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="substitutions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="substitutions")
    for_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="substituted_by"
    )
    kind = models.CharField(max_length=3, choices=rules.substitution_choices)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    decree = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at__gt=F("from_at")), name="org_substitution_runs_forward"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.post_id} {self.from_at:%Y-%m-%d}"


class Calendar(models.Model):
    """The working calendar of an office; its versions hold the days."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=40)
    unit = models.OneToOneField(
        Unit, models.PROTECT, null=True, blank=True, related_name="calendar"
    )

    def __str__(self) -> str:
        return self.code


class CalendarVersion(models.Model):
    """One version: a proposal until an officer publishes it, immutable from then on.

    `hours`: {"mon": [["08:00", "16:00"]], …}. `days`: {"2026-08-17": {"name", "kind", "estimate"}}.
    """

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    hours = models.JSONField()
    days = models.JSONField()
    from_date = models.DateField()
    until_date = models.DateField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "number"], name="org_calendar_version")
        ]

    def __str__(self) -> str:
        return f"{self.calendar_id} v{self.number}"


def works_here_on(day: date) -> Q:
    """Return the filter for rows whose person works here on `day`."""
    return Q(person__until_date__isnull=True) | Q(person__until_date__gt=day)


def holding_on(day: date) -> Q:
    """Return the filter for holdings that run on `day`, by people who work here then."""
    runs = Q(from_date__lte=day) & (Q(until_date__isnull=True) | Q(until_date__gt=day))
    return runs & works_here_on(day)


def substituting_at(now: datetime, day: date) -> Q:
    """Return the filter for substitutions that run at `now`, `day` in the institution's zone."""
    return Q(from_at__lte=now, until_at__gt=now) & works_here_on(day)


def open_at(now: datetime | Now) -> Q:
    """Return the filter for units that are not closed at `now`."""
    return Q(closed_at__isnull=True) | Q(closed_at__gt=now)
