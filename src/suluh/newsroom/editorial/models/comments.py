"""Comments on a text: never part of it, never frozen with it, never public."""

from django.db import models

from suluh.kernel.ids import new_row_key


class Comment(models.Model):
    """The first word of a thread; the passage is quoted, so that it is found by its own words.

    It belongs to the content: one written on a Copy stands beside the working text as well.
    """

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    content_id = models.CharField(max_length=26, db_index=True)
    copy = models.ForeignKey("editorial.Copy", models.CASCADE, null=True, related_name="comments")
    returned = models.BooleanField(default=False)
    locale = models.CharField(max_length=5, blank=True)
    part = models.CharField(max_length=20, blank=True)
    passage = models.TextField(blank=True)
    place = models.PositiveIntegerField(default=0)
    text = models.TextField()
    person = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    last_by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    last_at = models.DateTimeField()
    resolved_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    people = models.ManyToManyField("org.Person", related_name="+")

    def __str__(self) -> str:
        return f"{self.content_id} {self.locale} {self.part}"

    def last_text(self) -> str:
        """Return what was said last in the thread."""
        replies = sorted(self.replies.all(), key=lambda one: (one.at, one.id))
        return replies[-1].text if replies else self.text


class CommentReply(models.Model):
    """A further word of a thread."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="replies")
    text = models.TextField()
    person = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.comment_id} {self.at:%Y-%m-%d %H:%M}"
