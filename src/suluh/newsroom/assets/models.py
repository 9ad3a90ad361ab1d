"""Pictures, their history, and uploads under way."""

from django.db import models
from django.db.models import Q

from suluh.kernel.ids import new_row_key
from suluh.newsroom.assets import rules


class Picture(models.Model):
    """A picture of one unit. The same bytes handed in by two units are two pictures."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    original_digest = models.CharField(max_length=64)
    original_format = models.CharField(max_length=10)
    filename = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    caption_id = models.CharField(max_length=500, blank=True)
    caption_en = models.CharField(max_length=500, blank=True)
    alt_id = models.CharField(max_length=300, blank=True)
    alt_en = models.CharField(max_length=300, blank=True)
    credit = models.CharField(max_length=200, blank=True)
    taken_date = models.DateField(null=True, blank=True)
    uploaded_by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    consent = models.CharField(
        max_length=30, choices=rules.consent_choices, default=rules.Consent.UNANSWERED.value
    )
    consent_by = models.CharField(max_length=200, blank=True)
    consent_date = models.DateField(null=True, blank=True)
    guardian = models.CharField(max_length=200, blank=True)
    guardian_date = models.DateField(null=True, blank=True)
    focal_x = models.PositiveSmallIntegerField(default=50)
    focal_y = models.PositiveSmallIntegerField(default=50)
    rights_note = models.CharField(max_length=500, blank=True)
    rights_until_date = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(focal_x__lte=100, focal_y__lte=100), name="assets_focal_point_inside"
            ),
        ]
        indexes = [
            models.Index(fields=["digest"], name="assets_by_digest"),
            models.Index(fields=["unit", "-uploaded_at"], name="assets_by_unit"),
        ]

    def __str__(self) -> str:
        return self.title or self.filename or self.digest[:10]


class Document(models.Model):
    """A document of one unit, kept byte for byte as it was handed in."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField(default=0)
    filename = models.CharField(max_length=200)
    said_by = models.CharField(max_length=200, blank=True)
    is_signed = models.BooleanField(default=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["digest"], name="assets_document_by_digest")]

    def __str__(self) -> str:
        return self.filename


class Upload(models.Model):
    """A file that is still arriving, piece by piece, from one person."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    person = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    filename = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    picture = models.ForeignKey(Picture, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(received__lte=models.F("size")), name="assets_upload_within_size"
            )
        ]
        indexes = [models.Index(fields=["touched_at"], name="assets_upload_by_time")]

    def __str__(self) -> str:
        return f"{self.filename} {self.received}/{self.size}"
