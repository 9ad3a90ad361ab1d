"""Comment on a text, answer, settle. Nothing here touches the text or what is frozen of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.audit import operations as audit
from suluh.foundation.outbox import operations as outbox
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.canonical import clean_text
from suluh.kernel.refusals import Refused, Stale
from suluh.newsroom.editorial import events, models, queries
from suluh.newsroom.editorial.queries import comments as read
from suluh.newsroom.editorial.rules.passages import LONGEST_PASSAGE, named_in

LONGEST = 4000
EMPTY = _("Write your comment first.")
TOO_LONG = _("A comment has at most %(limit)s characters.")
LONG_PASSAGE = _("Quote less: a passage has at most %(limit)s characters.")
NOT_YOURS = _("Only whoever began this thread or may change the text settles it.")
ALREADY = _("Somebody else has settled or opened this thread in the meantime.")


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on a part, or on the whole where `part` is ''; `passage` is quoted from it."""

    text: str
    locale: str = ""
    part: str = ""
    passage: str = ""
    place: int = 0
    returned: bool = False


@transaction.atomic
def write_comment(  # noqa: PLR0913 because these six are what a comment says
    *,
    actor: Actor,
    content_id: str,
    remark: Remark,
    now: datetime,
    copy_id: UUID | None = None,
    call: Collection[str] = (),
) -> models.Comment:
    """Begin a thread and tell the people concerned; `call` are ids of others to be told.

    Raises Refused: no_story, no_copy, no_text, long_text, long_passage.
    """
    story = queries.get_story(actor, content_id)
    copy = queries.get_copy(actor, copy_id) if copy_id else None
    if copy is not None and copy.content_id != content_id:
        raise Refused("no_copy", queries.NO_COPY)
    comment = begin(actor, (story.content_id, copy), remark, now)
    _tell(actor, comment, comment.text, call, now)
    _record("comment.write", actor, comment, now)
    return comment


def begin(
    actor: Actor, on: tuple[str, models.Copy | None], remark: Remark, now: datetime
) -> models.Comment:
    """Write the row of a thread; the caller has authorised it and tells people.

    Raises Refused: no_text, long_text, long_passage.
    """
    content_id, copy = on
    passage = clean_text(remark.passage)
    if len(passage) > LONGEST_PASSAGE:
        raise Refused("long_passage", LONG_PASSAGE, limit=LONGEST_PASSAGE)
    return models.Comment.objects.create(
        content_id=content_id,
        copy=copy,
        returned=remark.returned,
        locale=remark.locale,
        part=remark.part,
        passage=passage,
        place=remark.place,
        text=checked(remark.text),
        person_id=actor.person_id,
        at=now,
        last_by_id=actor.person_id,
        last_at=now,
    )


def checked(text: str) -> str:
    """Return the words of a comment, its line breaks kept. Raises Refused: no_text, long_text."""
    lines = (clean_text(line) for line in text.replace("\r\n", "\n").split("\n"))
    words = "\n".join(lines).strip()
    if not words:
        raise Refused("no_text", EMPTY)
    if len(words) > LONGEST:
        raise Refused("long_text", TOO_LONG, limit=LONGEST)
    return words


@transaction.atomic
def reply(
    *, actor: Actor, content_id: str, comment_id: UUID, text: str, now: datetime
) -> models.CommentReply:
    """Answer in a thread; a settled one is open again. Tells everybody who took part.

    Raises Refused: no_story, no_comment, no_text, long_text.
    """
    comment = read.get_comment(actor, content_id, comment_id)
    row = models.CommentReply.objects.create(
        comment=comment, text=checked(text), person_id=actor.person_id, at=now
    )
    models.Comment.objects.filter(id=comment.id).update(
        last_by_id=actor.person_id, last_at=now, resolved_at=None, resolved_by_id=None
    )
    _tell(actor, comment, row.text, (), now)
    return row


@transaction.atomic
def settle(
    *, actor: Actor, content_id: str, comment_id: UUID, now: datetime, settled: bool = True
) -> models.Comment:
    """Mark a thread as settled, or open it again.

    Raises Refused: no_story, no_comment, not_yours; Stale where it stands so already.
    """
    comment = read.get_comment(actor, content_id, comment_id)
    if not may_settle(actor, comment):
        raise Refused("not_yours", NOT_YOURS)
    changed = models.Comment.objects.filter(
        id=comment.id, resolved_at__isnull=settled
    ).update(
        resolved_at=now if settled else None,
        resolved_by_id=actor.person_id if settled else None,
    )  # fmt: skip
    if changed != 1:
        raise Stale(ALREADY)
    _record("comment.settle" if settled else "comment.reopen", actor, comment, now)
    comment.refresh_from_db()
    return comment


def may_settle(actor: Actor, comment: models.Comment) -> bool:
    """Say whether a person may settle a thread: who began it, or who may change the text."""
    if comment.person_id == actor.person_id:
        return True
    story = models.Story.objects.select_related("unit").filter(content_id=comment.content_id)
    return any(queries.can_write(actor, one) for one in story)


def _tell(
    actor: Actor, comment: models.Comment, text: str, call: Iterable[str], now: datetime
) -> None:
    names = read.people_to_tell(comment.content_id)
    told = {UUID(one) for one in (set(call) & set(names)) | named_in(text, names)}
    concern(comment, told | {actor.person_id})
    everybody = set(comment.people.values_list("id", flat=True)) - {actor.person_id}
    outbox.announce(
        events.CommentWritten(
            str(comment.id),
            comment.content_id,
            str(actor.person_id),
            tuple(sorted(str(one) for one in everybody)),
        ),
        subject=f"content:{comment.content_id}",
        now=now,
    )


def concern(comment: models.Comment, more: Iterable[UUID]) -> None:
    """Remember whom a thread concerns: the writers of the text, and `more`."""
    everybody = read.writers_of(comment.content_id) | set(more)
    comment.people.add(*everybody)  # type: ignore[arg-type]  # keys will do


def _record(action: str, actor: Actor, comment: models.Comment, now: datetime) -> None:
    story = models.Story.objects.select_related("unit").get(content_id=comment.content_id)
    audit.record(
        audit.Entry(
            action=action,
            subject=f"content:{comment.content_id}",
            actor_id=actor.person_id,
            unit_code=story.unit.code,
            data={"comment": str(comment.id), "locale": comment.locale, "part": comment.part},
        ),
        now=now,
    )


@transaction.atomic
def forget_comments(*, content_id: str, locale: str) -> None:
    """Empty the comments on a language of a text, and on the whole of it; called by its erasure."""
    rows = models.Comment.objects.filter(content_id=content_id, locale__in=(locale, ""))
    models.CommentReply.objects.filter(comment__in=rows).update(text="–")
    rows.update(text="–", passage="")
