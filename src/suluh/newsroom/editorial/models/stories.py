"""The editable side. Nothing here is ever read by publication."""

from django.db import models

from suluh.kernel.ids import new_content_id, new_row_key
from suluh.newsroom.editorial import rules


class Story(models.Model):
    """One content with its facts; the text of each locale is a row of its own."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    content_id = models.CharField(max_length=26, unique=True, default=new_content_id)
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20, choices=rules.kind_choices)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    sensitivity = models.CharField(max_length=40, default="ordinary")
    slug = models.CharField(max_length=80, blank=True)
    activity_id = models.UUIDField(null=True, db_index=True)
    event_date = models.DateField(null=True)
    place = models.CharField(max_length=120, blank=True)
    topics = models.JSONField(default=list)
    audience = models.CharField(max_length=40, blank=True)
    not_before = models.DateTimeField(null=True)
    rights = models.CharField(max_length=300, blank=True)
    foreign_outlet = models.CharField(max_length=120, blank=True)
    source_sha256 = models.CharField(max_length=64, blank=True)
    set_aside = models.JSONField(default=list)
    mapped = models.JSONField(default=list)
    created_by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.number


class StoryText(models.Model):
    """The working text of one locale in canonical form; `version` is the optimistic lock."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    story = models.ForeignKey(Story, models.CASCADE, related_name="texts")
    locale = models.CharField(max_length=5)
    title = models.CharField(max_length=300, blank=True)
    lead = models.TextField(blank=True)
    body = models.JSONField()
    credits = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    translated_from = models.PositiveIntegerField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "locale"], name="editorial_one_text")
        ]

    def __str__(self) -> str:
        return f"{self.story_id} {self.locale} v{self.version}"


class TextEdit(models.Model):
    """One saved version: who wrote what when. It is the memory that four eyes rest on."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    story = models.ForeignKey(Story, models.CASCADE, related_name="edits")
    locale = models.CharField(max_length=5)
    version = models.PositiveIntegerField()
    person = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    for_person = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    text = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["story", "at"], name="editorial_edits_by_time")]

    def __str__(self) -> str:
        return f"{self.story_id} {self.locale} v{self.version}"


class UnsavedText(models.Model):
    """What one person typed in the rich editor and did not save yet.

    It is theirs alone: no other person's editor, no reviewer and no Copy ever reads it, so nobody
    saves another's words under their own name. `words` are the fields as typed, canonical or not;
    `based_on` is the version of the text they rest on; `version` is the optimistic lock.
    """

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    story = models.ForeignKey(Story, models.CASCADE, related_name="unsaved")
    locale = models.CharField(max_length=5)
    person = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    words = models.JSONField()
    based_on = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["story", "locale", "person"], name="editorial_one_unsaved"
            )
        ]

    def __str__(self) -> str:
        return f"{self.story_id} {self.locale} {self.person_id}"


class StoryFigure(models.Model):
    """A picture of the story, under the number by which the body names it."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    story = models.ForeignKey(Story, models.CASCADE, related_name="figures")
    number = models.PositiveIntegerField()
    picture_id = models.UUIDField()
    credit = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "number"], name="editorial_one_figure")
        ]

    def __str__(self) -> str:
        return f"{self.story_id} figure/{self.number}"


class StoryFigureText(models.Model):
    """Caption and description of a picture in one locale."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    figure = models.ForeignKey(StoryFigure, models.CASCADE, related_name="texts")
    locale = models.CharField(max_length=5)
    caption = models.CharField(max_length=500, blank=True)
    alt = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["figure", "locale"], name="editorial_one_caption")
        ]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.locale}"


class StoryFile(models.Model):
    """A document attached to the story, under the number by which links name it."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    story = models.ForeignKey(Story, models.CASCADE, related_name="files")
    number = models.PositiveIntegerField()
    document_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "number"], name="editorial_one_file")
        ]

    def __str__(self) -> str:
        return f"{self.story_id} file/{self.number}"


class StoryFileTitle(models.Model):
    """The title of an attached document in one locale."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    file = models.ForeignKey(StoryFile, models.CASCADE, related_name="titles")
    locale = models.CharField(max_length=5)
    title = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "locale"], name="editorial_one_file_title")
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.locale}"
