"""The frozen side: bytes with their salt, Copies, sign-offs. Rows here are never changed,
but for a Copy's state and the bytes that an erasure takes away."""

from django.db import models
from django.db.models import Q

from suluh.kernel.ids import new_row_key
from suluh.newsroom.editorial import rules


class PartBytes(models.Model):
    """The side table: bytes and salt of a part, drawn once per (content, locale, part, digest)."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    content_id = models.CharField(max_length=26)
    locale = models.CharField(max_length=5)
    name = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64, db_index=True)
    salt = models.BinaryField(null=True)
    data = models.BinaryField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_id", "locale", "name", "digest"], name="editorial_one_salt"
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, salt__isnull=False, data__isnull=False)
                | Q(erased_at__isnull=False, salt__isnull=True, data__isnull=True),
                name="editorial_bytes_or_erased",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content_id} {self.locale} {self.name}"


class Copy(models.Model):
    """Numbered, immutable parts of one content with one chain."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    content_id = models.CharField(max_length=26)
    kind = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=rules.purpose_choices)
    reason = models.JSONField(default=dict)
    slug = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=12, choices=rules.state_choices)
    chain = models.JSONField()
    open_posts = models.JSONField(default=list)  # of those who can sign the steps open now
    writers = models.JSONField(default=list)
    not_before = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    step_due_at = models.DateTimeField(null=True, db_index=True)
    submitted_by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_id", "number"], name="editorial_copy_number"),
            models.UniqueConstraint(
                fields=["content_id"],
                condition=Q(state__in=["in_review", "cleared"]),
                name="editorial_one_open_copy",
            ),
        ]
        indexes = [models.Index(fields=["state", "submitted_at"], name="editorial_copies_open")]

    def __str__(self) -> str:
        return f"{self.content_id} #{self.number}"


class CopyPost(models.Model):
    """A post that the chain of a Copy names, for whoever asks which Copies concern them."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    copy = models.ForeignKey(Copy, models.CASCADE, related_name="posts")
    post_code = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post_code", "copy"], name="editorial_one_post")
        ]

    def __str__(self) -> str:
        return f"{self.copy_id} {self.post_code}"


class CopyPart(models.Model):
    """One part of a Copy, by commitment."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    copy = models.ForeignKey(Copy, models.CASCADE, related_name="parts")
    locale = models.CharField(max_length=5)
    name = models.CharField(max_length=20)
    commitment = models.CharField(max_length=64)
    stored = models.ForeignKey(PartBytes, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["copy", "locale", "name"], name="editorial_one_part")
        ]

    def __str__(self) -> str:
        return f"{self.copy_id} {self.locale} {self.name}"


class SignOff(models.Model):
    """A person's word for one part of a Copy, for one step of its chain."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    copy = models.ForeignKey(Copy, models.CASCADE, related_name="sign_offs")
    step = models.CharField(max_length=60)
    locale = models.CharField(max_length=5)
    part = models.CharField(max_length=20)
    commitment = models.CharField(max_length=64)
    person = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    for_person = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    post_code = models.CharField(max_length=40)
    via = models.CharField(max_length=3, blank=True)
    clause = models.CharField(max_length=200)
    at = models.DateTimeField()
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["copy", "step", "locale", "part"], name="editorial_signed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.copy_id} {self.step} {self.locale} {self.part}"


class CopyTransition(models.Model):
    """What happened to a Copy."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    copy = models.ForeignKey(Copy, models.CASCADE, related_name="transitions")
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12)
    verb = models.CharField(max_length=12)
    step = models.CharField(max_length=60, blank=True)
    person = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    for_person = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.copy_id} {self.verb}"
