"""What waits for a person, and what is late and with whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from suluh.foundation.accounts.rules import Actor
from suluh.kernel.bilingual import Bilingual
from suluh.kernel.clock import from_iso
from suluh.newsroom.editorial import models, rules
from suluh.newsroom.editorial.queries.chains import state_of
from suluh.newsroom.editorial.queries.listing import (
    StoryFilter,
    StoryRow,
    count_stories,
    list_stories,
)
from suluh.newsroom.editorial.queries.titles import copy_titles
from suluh.newsroom.regulation.rules.chains import ChainStep


@dataclass(frozen=True, slots=True)
class StepRow:
    """An open step of a Copy: what to do, on which clause, by when, and who can."""

    copy_id: UUID
    content_id: str
    title: str
    purpose: str
    unit_code: str
    unit_name: Bilingual
    zone: str
    step: str
    step_title: Bilingual
    step_text: Bilingual
    clause: str
    opened_at: datetime | None
    due_at: datetime | None
    people: tuple[str, ...] = ()


def list_waiting(actor: Actor, now: datetime) -> list[StepRow]:
    """Return the steps that this person could sign now, most urgent first."""
    from suluh.newsroom.editorial import queries  # noqa: PLC0415 the package imports this module

    pairs = queries.waiting_for(actor, now)
    titles = copy_titles([copy for copy, _step in pairs])
    return _most_urgent([_row(copy, key, titles[copy.id]) for copy, key in pairs])


def count_waiting(actor: Actor) -> int:
    """Return on how many Copies a person's decision is awaited, in one query.

    By the posts that could sign when the step opened; `list_waiting` asks the house of now.
    """
    if not actor.post_codes:
        return 0
    me = {str(actor.person_id)} | {str(one.for_person_id) for one in actor.posts}
    rows = models.Copy.objects.filter(state=rules.CopyState.IN_REVIEW).order_by()
    return sum(
        1
        for posts, writers in rows.values_list("open_posts", "writers")
        if actor.post_codes & set(posts) and not me & set(writers)
    )


def count_returned(actor: Actor) -> int:
    """Return how many texts of a person's came back and wait for them."""
    return count_stories(actor, _returned(actor))


def list_late(actor: Actor, now: datetime) -> list[StepRow]:
    """Return the open steps past their time in what the actor may read, with who holds them."""
    from suluh.newsroom.editorial import queries  # noqa: PLC0415 the package imports this module

    copies = queries.late_copies(actor, now)
    titles = copy_titles(copies)
    found: list[StepRow] = []
    for copy in copies:
        for key, people in queries.who_waits(copy, now).items():
            row = _row(copy, key, titles[copy.id], [one.name for one in people])
            if row.due_at is not None and row.due_at < now:
                found.append(row)
    return _most_urgent(found)


def list_in_progress(actor: Actor, *, now: datetime, limit: int = 8) -> list[StoryRow]:
    """Return what this person wrote or edited and is not published yet."""
    wanted = StoryFilter(state="open", writer=actor.person_id)
    return list_stories(actor, wanted, limit=limit, now=now)


def list_returned(actor: Actor, *, now: datetime) -> list[StoryRow]:
    """Return what this person wrote and a reviewer sent back: it waits for them."""
    return list_stories(actor, _returned(actor), limit=20, now=now)


def _returned(actor: Actor) -> StoryFilter:
    return StoryFilter(state=rules.CopyState.RETURNED.value, writer=actor.person_id)


def _row(copy: models.Copy, key: str, title: str, people: Sequence[str] = ()) -> StepRow:
    chain, _state = state_of(copy)
    step: ChainStep | None = chain.step(key)
    opened = copy.transitions.filter(verb="open", step=key).order_by("-at").first()
    return StepRow(
        copy_id=copy.id,
        content_id=copy.content_id,
        title=title,
        purpose=copy.purpose,
        unit_code=copy.unit.code,
        unit_name=Bilingual(copy.unit.name_id, copy.unit.name_en),
        zone=copy.unit.zone,
        step=key,
        step_title=step.title if step else Bilingual(key),
        step_text=step.text if step else Bilingual(key),
        clause=step.clause if step else "",
        opened_at=opened.at if opened else None,
        due_at=from_iso(opened.note) if opened else copy.step_due_at,
        people=tuple(people),
    )


def _most_urgent(rows: list[StepRow]) -> list[StepRow]:
    far = max((row.due_at for row in rows if row.due_at), default=None)
    return sorted(rows, key=lambda row: (row.due_at or far, str(row.copy_id), row.step))
