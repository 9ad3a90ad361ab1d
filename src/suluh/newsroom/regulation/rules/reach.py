"""Whose posts a supplement may ask: those of its own unit and of the units below it, no others.

A region may ask more of itself. It can give nobody outside its branch anything to do: not by
naming their post, and not by naming one that does not exist, so that the step would escalate.
"""

from __future__ import annotations

from collections.abc import Iterator

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.house import House, HouseUnit
from suluh.newsroom.regulation.rules.places import unit_of
from suluh.newsroom.regulation.rules.regulation import (
    AddedStep,
    Escalate,
    NamedPost,
    Place,
    Regulation,
    Supplement,
)
from suluh.newsroom.regulation.rules.source import Problem, problem


def check_reach(supplement: Supplement, parent: Regulation, house: House) -> list[Problem]:
    """Check that every step falls to posts of the supplement's own branch of the house."""
    own = house.unit_by_code.get(supplement.unit)
    if own is None:
        reason = _("There is no unit '%(unit)s' in this house.")
        return [problem(supplement.line or 1, "no_unit", reason, unit=supplement.unit)]
    rules = {rule.key: rule for rule in parent.rules}
    found: dict[Problem, None] = {}
    for added in supplement.added:
        rule = rules.get(added.rule)
        if rule is None:
            continue
        for unit in _branch(house, own):
            if not rule.match.unit_kinds or unit.kind in rule.match.unit_kinds:
                found |= dict.fromkeys(_outside(added, unit, own, house))
    return list(found)


def _branch(house: House, own: HouseUnit) -> list[HouseUnit]:
    return [unit for unit in house.units if unit.path.startswith(own.path)]


def _outside(added: AddedStep, unit: HouseUnit, own: HouseUnit, house: House) -> Iterator[Problem]:
    step = added.step
    asked: list[tuple[str, Place]] = [(step.post, step.place)]
    if isinstance(step.when_nobody, NamedPost):
        asked.append((step.when_nobody.post, step.when_nobody.place))
    for post, place in asked:
        at = unit_of(place, house, unit.code)
        said = {"step": step.key, "post": post, "unit": unit.code, "own": own.code}
        if at is None:
            reason = _(
                "The step '%(step)s' finds no unit for '%(post)s' when %(unit)s submits; "
                "a supplement asks only posts of %(own)s and below."
            )
            yield problem(step.line, "no_place", reason, **said)
        elif not at.path.startswith(own.path):
            reason = _(
                "The step '%(step)s' asks '%(post)s' of %(other)s, another unit; "
                "a supplement asks only posts of %(own)s and below."
            )
            said.pop("unit")
            yield problem(step.line, "other_unit", reason, other=at.code, **said)
        elif isinstance(step.when_nobody, Escalate) and not _has(post, at, own, house):
            reason = _(
                "The step '%(step)s' would escalate beyond %(own)s: "
                "neither %(other)s nor a unit between them has the post '%(post)s'."
            )
            said.pop("unit")
            yield problem(step.line, "no_post", reason, other=at.code, **said)


def _has(post: str, at: HouseUnit, own: HouseUnit, house: House) -> bool:
    """Say whether a unit from `at` up to `own` has such a post."""
    return any(
        one.kind == post
        for unit in house.lineage(at.code)
        if unit.path.startswith(own.path)
        for one in house.posts_by_unit.get(unit.code, ())
    )
