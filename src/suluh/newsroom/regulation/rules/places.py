"""From a step's words ('head of the parent unit') to units and posts of the house."""

from __future__ import annotations

from suluh.kernel.house import House, HouseUnit
from suluh.newsroom.regulation.rules.regulation import (
    Escalate,
    NamedPost,
    Place,
    PlaceKind,
    StepRule,
)

Group = tuple[str, ...]


def unit_of(place: Place, house: House, unit: str) -> HouseUnit | None:
    """Give the unit that a place means for a submitting unit; None if none or not only one.

    `ancestor` begins with the unit itself. `nearest` is the unit of that kind which shares the
    most units above with the submitter; two that share as many mean neither.
    """
    lineage = house.lineage(unit)
    if place.kind is PlaceKind.UNIT:
        return lineage[0] if lineage else None
    if place.kind is PlaceKind.PARENT:
        return lineage[1] if len(lineage) > 1 else None
    if place.kind is PlaceKind.ANCESTOR:
        return next((above for above in lineage if above.kind == place.unit_kind), None)
    return _nearest(place.unit_kind, house, {above.code for above in lineage})


def _nearest(kind: str, house: House, lineage: set[str]) -> HouseUnit | None:
    shared: dict[int, list[HouseUnit]] = {}
    for unit in house.units:
        if unit.kind == kind:
            above = {one.code for one in house.lineage(unit.code)}
            shared.setdefault(len(above & lineage), []).append(unit)
    best = shared[max(shared)] if shared else []
    return best[0] if len(best) == 1 else None


def post_groups(step: StepRule, house: House, unit: str) -> tuple[Group, ...]:
    """Give the posts that may sign: the step's own first, then those of `when_nobody`."""
    place = unit_of(step.place, house, unit)
    own = _posts(step.post, house, place)
    if isinstance(step.when_nobody, NamedPost):
        other = unit_of(step.when_nobody.place, house, unit)
        return (own, _posts(step.when_nobody.post, house, other))
    if isinstance(step.when_nobody, Escalate) and place is not None:
        above = (_posts(step.post, house, one) for one in house.lineage(place.code)[1:])
        return (own, *(group for group in above if group))
    return (own,)


def _posts(kind: str, house: House, unit: HouseUnit | None) -> Group:
    if unit is None:
        return ()
    posts = house.posts_by_unit.get(unit.code, ())
    return tuple(post.code for post in posts if post.kind == kind)
