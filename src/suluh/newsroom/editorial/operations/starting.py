"""Open a story from an activity: what was done comes first."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.org import queries as org
from suluh.kernel import canonical
from suluh.newsroom.editorial import models
from suluh.newsroom.editorial.operations import writing
from suluh.newsroom.planning import operations as planning
from suluh.newsroom.planning import queries as activities
from suluh.newsroom.planning.rules.activities import ActivityRow
from suluh.newsroom.planning.rules.marked import blocks_of


@transaction.atomic
def start_story(
    *, actor: Actor, kind: str, unit_code: str, activity_id: UUID | None, now: datetime
) -> models.Story:
    """Open a story; from an activity it takes day, place, words and pictures, and is linked.

    Raises Refused: no_activity, no_unit, no_role, other_unit, unknown_kind, wrong_state; Stale.
    """
    if activity_id is None:
        draft = writing.StoryDraft(kind=kind, unit_code=unit_code)
        return writing.create_story(actor=actor, draft=draft, now=now)
    activity = activities.find_visible(actor, activity_id)
    draft = writing.StoryDraft(
        kind=kind,
        unit_code=unit_code,
        activity_id=activity_id,
        facts=writing.StoryFacts(event_date=activity.event_date, place=activity.place),
    )
    story = writing.create_story(actor=actor, draft=draft, now=now)
    for picture_id in activity.pictures:
        writing.add_figure(actor=actor, content_id=story.content_id, picture_id=picture_id, now=now)
    writing.save_text(actor=actor, content_id=story.content_id, draft=_material(activity), now=now)
    planning.link_story(actor=actor, activity_id=activity_id, content_id=story.content_id, now=now)
    return story


def _material(activity: ActivityRow) -> writing.TextDraft:
    """What the contributor wrote, as the first text to work on."""
    return writing.TextDraft(
        locale=org.get_institution().languages[0],
        title=activity.what,
        lead="",
        body=canonical.body_part(blocks_of(activity.description)),
    )
