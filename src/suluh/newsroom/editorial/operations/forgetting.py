"""What the newsroom itself knew of a text that is erased: drafts, their history, comments on it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models
from suluh.newsroom.editorial.operations.commenting import forget_comments
from suluh.newsroom.editorial.rules import LOCKING
from suluh.newsroom.editorial.rules.versions import FIELDS, without

IN_REVIEW = _(
    "A new version of this text is in review. Let it end or take it back first, then ask again."
)


@transaction.atomic
def erase_text(*, content_id: str, locale: str, now: datetime) -> None:
    """Empty every row that still says what a text said; called by the ledger's erasure alone.

    Bytes and salts of every part, also of Copies that never became public, the working text and
    its history, captions, comments and the lines set aside at its import. Who did what and when
    stays. Raises Refused: locked, while a Copy of it is open.
    """
    copies = models.Copy.objects.filter(content_id=content_id)
    if copies.filter(state__in=[one.value for one in LOCKING], parts__locale=locale).exists():
        raise Refused("locked", IN_REVIEW)
    models.PartBytes.objects.filter(
        content_id=content_id, locale=locale, erased_at__isnull=True
    ).update(data=None, salt=None, erased_at=now)
    empty = {"v": 1, "blocks": []}
    story = models.Story.objects.filter(content_id=content_id)
    models.StoryText.objects.filter(story__in=story, locale=locale).update(
        title="", lead="", body=empty, credits=[]
    )
    models.TextEdit.objects.filter(story__in=story, locale__in=["", locale]).update(text={})
    models.UnsavedText.objects.filter(story__in=story, locale=locale).delete()
    models.StoryFigureText.objects.filter(figure__story__in=story, locale=locale).update(
        caption="", alt=""
    )
    forget_comments(content_id=content_id, locale=locale)
    models.CopyTransition.objects.filter(copy__in=copies).update(note="")
    story.update(slug="", set_aside=[], mapped=[])


def forget_wordings(*, content_id: str, locale: str, parts: Collection[str]) -> None:
    """Erase older wordings of single parts from the history of the working text.

    What the present text says stays. Unsaved words that rest on an older version go.
    """
    text = models.StoryText.objects.filter(story__content_id=content_id, locale=locale).first()
    present = {field: getattr(text, field) for field in FIELDS} if text else {}
    edits = models.TextEdit.objects.filter(story__content_id=content_id, locale__in=["", locale])
    for edit in edits.select_for_update():
        left = without(edit.text, parts, present)
        if left != edit.text:
            models.TextEdit.objects.filter(id=edit.id).update(text=left)
    unsaved = models.UnsavedText.objects.filter(story__content_id=content_id, locale=locale)
    unsaved.exclude(based_on=text.version if text else 0).delete()
