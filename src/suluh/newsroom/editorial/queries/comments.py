"""Reads of comments. Whoever reads the story reads them; `threads_of` needs no other question
because its caller has resolved the story through `get_story` or the Copy through `get_copy`."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Count, QuerySet

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.org import queries as org
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models, queries
from suluh.newsroom.regulation.rules.frozen import chain_from_json

NO_COMMENT = _("There is no such comment.")


def threads_of(content_id: str) -> list[models.Comment]:
    """Return the threads of a content with their replies, oldest first."""
    rows = models.Comment.objects.filter(content_id=content_id)
    rows = rows.select_related("person", "resolved_by", "copy")
    return list(rows.prefetch_related("replies__person").order_by("at", "id"))


def get_comment(actor: Actor, content_id: str, comment_id: UUID) -> models.Comment:
    """Return a thread of a story the actor may read. Raises Refused: no_story, no_comment."""
    queries.get_story(actor, content_id)
    found = models.Comment.objects.filter(content_id=content_id, id=comment_id)
    comment = found.select_related("person", "resolved_by", "copy").first()
    if comment is None:
        raise Refused("no_comment", NO_COMMENT)
    return comment


def waiting_comments(actor: Actor) -> QuerySet[models.Comment]:
    """Return the open threads that concern a person and in which somebody else spoke last."""
    mine = models.Comment.objects.filter(people=actor.person_id, resolved_at__isnull=True)
    return mine.exclude(last_by_id=actor.person_id).order_by("last_at", "id")


def list_waiting_comments(actor: Actor, limit: int = 20) -> list[models.Comment]:
    """Return the threads that wait for a person's word, in stories they may still read."""
    rows = waiting_comments(actor).select_related("last_by").prefetch_related("replies")
    readable = queries.visible_to(actor).order_by().values("content_id")
    return list(rows.filter(content_id__in=readable)[:limit])


def count_open(content_ids: list[str]) -> dict[str, int]:
    """Return how many threads of each content are not resolved."""
    rows = models.Comment.objects.filter(content_id__in=content_ids, resolved_at__isnull=True)
    return dict(rows.values_list("content_id").annotate(n=Count("id")).order_by())


def writers_of(content_id: str) -> set[UUID]:
    """Return who opened, wrote or submitted a text: whoever a comment concerns."""
    stories = models.Story.objects.filter(content_id=content_id)
    edits = models.TextEdit.objects.filter(story__content_id=content_id)
    copies = models.Copy.objects.filter(content_id=content_id)
    found = set(stories.values_list("created_by_id", flat=True))
    found |= set(edits.values_list("person_id", flat=True))
    return found | set(copies.values_list("submitted_by_id", flat=True))


def people_to_tell(content_id: str) -> Mapping[str, str]:
    """Return (id, name) of the people who can be called: writers, signers, those who spoke."""
    found = writers_of(content_id)
    last = queries.last_copy_of(content_id)
    if last is not None:
        steps = chain_from_json(last.chain).steps()
        found |= {UUID(one.person) for step in steps for one in step.signers}
    threads = models.Comment.objects.filter(content_id=content_id)
    found |= set(threads.values_list("people", flat=True)) - {None}
    names = org.names_of(found)
    return {str(key): names[key] for key in sorted(names, key=lambda one: names[one])}
