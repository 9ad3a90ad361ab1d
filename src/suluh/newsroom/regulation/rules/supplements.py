"""Regional supplements: steps that a unit adds for itself and below, never takes away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.house import House
from suluh.newsroom.regulation.rules.checks import check_step
from suluh.newsroom.regulation.rules.regulation import (
    AddedStep,
    ChainRule,
    Position,
    Regulation,
    Stage,
    Supplement,
)
from suluh.newsroom.regulation.rules.source import Problem, problem


def check_supplement(supplement: Supplement, parent: Regulation) -> list[Problem]:
    """Check that a supplement fits its parent: the right version, and only what it allows."""
    if (supplement.supplement_of, supplement.parent_version) != (parent.code, parent.version):
        reason = _("This supplement is written for %(wanted)s, not for %(given)s.")
        wanted = f"{supplement.supplement_of} {supplement.parent_version}"
        return [problem(1, "wrong_parent", reason, wanted=wanted, given=parent.name)]
    rules = {rule.key: rule for rule in parent.rules}
    keys = {key: {step.key for step in rule.steps()} for key, rule in rules.items()}
    found: list[Problem] = []
    for added in supplement.added:
        rule = rules.get(added.rule)
        if rule is None or not rule.supplement_allowed:
            found.append(_not_open(added, rule))
            continue
        found += check_step(added.step, parent)
        if added.anchor and added.anchor not in keys[added.rule]:
            reason = _("The rule '%(rule)s' has no step '%(step)s'.")
            params = {"rule": added.rule, "step": added.anchor}
            found.append(problem(added.line, "unknown_step", reason, **params))
        if added.step.key in keys[added.rule]:
            reason = _("The rule '%(rule)s' has a step '%(step)s' already.")
            params = {"rule": added.rule, "step": added.step.key}
            found.append(problem(added.line, "duplicate", reason, **params))
        keys[added.rule].add(added.step.key)
    return found


def _not_open(added: AddedStep, rule: ChainRule | None) -> Problem:
    if rule is None:
        reason = _("The parent has no rule '%(rule)s'.")
        return problem(added.line, "unknown_rule", reason, rule=added.rule)
    reason = _("The rule '%(rule)s' does not allow supplements.")
    return problem(added.line, "not_allowed", reason, rule=added.rule)


def in_scope(
    supplements: Iterable[Supplement], regulation: Regulation, house: House, unit: str
) -> tuple[Supplement, ...]:
    """Give the supplements of this regulation for a unit, that of the highest unit first."""
    lineage = [above.code for above in reversed(house.lineage(unit))]
    mine = [
        one
        for one in supplements
        if one.unit in lineage
        and (one.supplement_of, one.parent_version) == (regulation.code, regulation.version)
    ]
    return tuple(sorted(mine, key=lambda one: (lineage.index(one.unit), one.code)))


def supplemented(rule: ChainRule, supplements: Iterable[Supplement]) -> ChainRule:
    """Give the rule with the supplements' steps; a rule that allows none comes back unchanged."""
    if not rule.supplement_allowed:
        return rule
    for supplement in supplements:
        for added in supplement.added:
            if added.rule == rule.key:
                rule = replace(rule, stages=_insert(rule.stages, added, supplement.code))
    return rule


def _insert(stages: tuple[Stage, ...], added: AddedStep, prefix: str) -> tuple[Stage, ...]:
    step = replace(added.step, key=f"{prefix}.{added.step.key}")
    anchors = {added.anchor, f"{prefix}.{added.anchor}"}
    keys = [{one.key for one in stage} for stage in stages]
    at = next((n for n, stage in enumerate(keys) if stage & anchors), None)
    if at is None or added.position is Position.LAST:
        return (*stages, (step,))
    if added.position is Position.WITH:
        return (*stages[:at], (*stages[at], step), *stages[at + 1 :])
    cut = at if added.position is Position.BEFORE else at + 1
    return (*stages[:cut], (step,), *stages[cut:])
