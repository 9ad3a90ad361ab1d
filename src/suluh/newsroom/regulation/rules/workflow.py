"""The chains of one unit as a reader meets them: each rule once, with everything it is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from suluh.kernel.house import House
from suluh.newsroom.regulation.rules.cases import Case, channel_sets, locale_sets
from suluh.newsroom.regulation.rules.chains import Chain, Circumstances, Obstacle, draft_chain
from suluh.newsroom.regulation.rules.regulation import Regulation, Supplement


@dataclass(frozen=True, slots=True)
class Workflow:
    """One rule as it works for a unit today: its widest chain, and what it is used for.

    `channels` are those the rule is for; it is used for every one if there are none.
    """

    chain: Chain
    obstacles: tuple[Obstacle, ...]
    kinds: tuple[str, ...]
    sensitivities: tuple[str, ...]
    channels: tuple[str, ...] = ()

    def asks(self, post_kind: str) -> bool:
        """Say whether this kind of post signs in this chain."""
        return any(step.post == post_kind for step in self.chain.steps())


def workflows(
    regulation: Regulation, house: House, unit: str, supplements: Sequence[Supplement] = ()
) -> tuple[Workflow, ...]:
    """Give the chains of a unit in the order of the regulation's rules.

    The chain shown is that of a text in as many languages as the rule is for.
    """
    given = Circumstances(supplements=tuple(supplements))
    locales = sorted({regulation.languages, *locale_sets(regulation)}, key=len, reverse=True)
    axes = (regulation.content_kinds, regulation.sensitivities, locales, channel_sets(regulation))
    found: dict[str, Workflow] = {}
    for axis in product(*axes):
        case = Case(unit, *axis)
        chain, obstacles = draft_chain(regulation, house, case, given)
        if chain is not None:
            known = found.get(chain.rule, Workflow(chain, obstacles, (), ()))
            found[chain.rule] = _widened(known, case)
    return tuple(
        replace(found[rule.key], channels=rule.match.channels)
        for rule in regulation.rules
        if rule.key in found
    )


def _widened(known: Workflow, case: Case) -> Workflow:
    kinds = known.kinds if case.kind in known.kinds else (*known.kinds, case.kind)
    levels = known.sensitivities
    levels = levels if case.sensitivity in levels else (*levels, case.sensitivity)
    return Workflow(known.chain, known.obstacles, kinds, levels)
