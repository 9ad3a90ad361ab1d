"""A writer's answer to a reviewer's note."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from suluh.foundation.accounts.rules import Action, Actor
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.canonical import clean_text
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models
from suluh.newsroom.editorial.permissions import require


@transaction.atomic
def answer_note(*, actor: Actor, note_id: UUID, answer: str, now: datetime) -> models.ReviewNote:
    """Answer a note; the reviewer finds it beside their words in the next Copy.

    Raises Refused: no_note, no_story, no_role, no_answer.
    """
    note = models.ReviewNote.objects.select_related("copy__unit").filter(id=note_id).first()
    if note is None:
        raise Refused("no_note", _("There is no such note."))
    require(actor, Action.WRITE_STORY, note.copy.unit.path)
    text = clean_text(answer)
    if not text:
        raise Refused("no_answer", _("Write what was done about the note."))
    models.ReviewNote.objects.filter(id=note_id).update(answer=text, answered_at=now)
    note.answer = text
    return note
