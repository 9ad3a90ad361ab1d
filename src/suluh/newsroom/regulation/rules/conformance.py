"""Whether a stored chain is one that a stored regulation version asks for.

Asked again before publication and by `suluh ledger verify`, from stored rows alone: who holds
which post today does not matter, which signatures the rule asks for does.
"""

from collections.abc import Collection

from suluh.newsroom.regulation.rules.cases import AbstractCase, rule_for
from suluh.newsroom.regulation.rules.chains import Chain, ChainStep, PartKey
from suluh.newsroom.regulation.rules.regulation import Regulation, StepRule


def deviation(
    chain: Chain, regulation: Regulation, unit_kind: str, parts: Collection[PartKey]
) -> str:
    """Return where a chain asks for less than its rule, or '' where it asks for all of it.

    Steps that a supplement added are allowed beside the rule's own; a missing, altered or
    displaced step, another rule, or fewer persons are not.
    """
    case = chain.case
    abstract = AbstractCase(case.kind, unit_kind, case.sensitivity, case.locales, case.channels)
    rule = rule_for(regulation, abstract)
    if rule is None or rule.key != chain.rule:
        return "rule"
    if chain.sha256 != regulation.sha256 or chain.distinct_persons < rule.distinct_persons:
        return "version"
    stage_of = {step.key: at for at, stage in enumerate(chain.stages) for step in stage}
    last = -1
    for stage in rule.stages:
        asked = [step for step in stage if _has_work(step, parts)]
        missing = next((one.key for one in asked if not _kept(one, chain.step(one.key))), "")
        if missing:
            return missing
        places = [stage_of[one.key] for one in asked]
        if places and min(places) <= last:
            return asked[0].key
        last = max(places, default=last)
    return ""


def _has_work(step: StepRule, parts: Collection[PartKey]) -> bool:
    return any(step.covers(locale, part) for locale, part in parts)


def _kept(rule: StepRule, frozen: ChainStep | None) -> bool:
    return frozen is not None and (frozen.post, frozen.clause, frozen.parts) == (
        rule.post,
        rule.clause,
        rule.parts,
    )
