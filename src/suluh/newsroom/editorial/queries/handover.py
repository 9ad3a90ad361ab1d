"""What waits for a person who leaves, who can do it then, and what nobody can do now."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from suluh.foundation.org import queries as org
from suluh.kernel.bilingual import Bilingual
from suluh.kernel.house import House
from suluh.newsroom.editorial import models, rules
from suluh.newsroom.editorial.queries.chains import state_of
from suluh.newsroom.regulation.rules.chains import ChainStep, barred_persons
from suluh.newsroom.regulation.rules.signers import signers


@dataclass(frozen=True, slots=True)
class OpenStep:
    """An open step without the words of its text: whose unit, which post, who can sign it.

    `standing_in` is whether those who can are there because the regulation escalates.
    """

    copy_id: UUID
    unit_code: str
    unit_name: Bilingual
    step_title: Bilingual
    clause: str
    due_at: datetime | None
    people: tuple[str, ...]
    standing_in: bool


def list_handover(person_id: UUID, now: datetime) -> list[OpenStep]:
    """Return the open steps that this person can sign, with who can once they are gone."""
    house, person = org.house_snapshot(now), str(person_id)
    without = _without(house, person)
    found = []
    for copy, step in _open_steps():
        mine = signers(step.groups, house, barred_persons(house, copy.writers))
        if any(one.person == person for one in mine):
            found.append(_row(copy, step, without))
    return found


def list_stuck(now: datetime) -> list[OpenStep]:
    """Return the open steps that nobody can sign now."""
    house = org.house_snapshot(now)
    rows = (_row(copy, step, house) for copy, step in _open_steps())
    return [row for row in rows if not row.people]


def _without(house: House, person: str) -> House:
    return replace(
        house,
        holders=tuple(one for one in house.holders if one.person != person),
        substitutes=tuple(one for one in house.substitutes if one.person != person),
    )


def _open_steps() -> list[tuple[models.Copy, ChainStep]]:
    found = []
    rows = models.Copy.objects.filter(state=rules.CopyState.IN_REVIEW).select_related("unit")
    for copy in rows.order_by("step_due_at", "id"):
        chain, state = state_of(copy)
        steps = (chain.step(key) for key in state.open_steps())
        found += [(copy, step) for step in steps if step is not None]
    return found


def _row(copy: models.Copy, step: ChainStep, house: House) -> OpenStep:
    people = signers(step.groups, house, barred_persons(house, copy.writers))
    return OpenStep(
        copy_id=copy.id,
        unit_code=copy.unit.code,
        unit_name=Bilingual(copy.unit.name_id, copy.unit.name_en),
        step_title=step.title,
        clause=step.clause,
        due_at=copy.step_due_at,
        people=tuple(one.name for one in people),
        standing_in=any(one.standing_in for one in people),
    )
