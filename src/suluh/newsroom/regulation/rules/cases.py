"""Which rule is for which case, and whether the rules divide all cases among themselves.

Rules are read from top to bottom; the first that matches is the one. A rule may be wholly inside
a later, wider one (the exception before the general), but two rules must not cross.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from suluh.newsroom.regulation.rules.regulation import ChainRule, Match, Regulation

MAX_SETS: Final = 512


@dataclass(frozen=True, slots=True)
class Case:
    """What is submitted: by which unit's code, what kind, how delicate, in what, to where.

    `unit_kind` is the unit's on the day the chain was computed; '' where nobody has looked yet.
    """

    unit: str
    kind: str
    sensitivity: str
    locales: tuple[str, ...]
    channels: tuple[str, ...] = ()
    unit_kind: str = ""


@dataclass(frozen=True, slots=True)
class AbstractCase:
    """A case without its unit: only the unit's kind counts for the choice of a rule."""

    kind: str
    unit_kind: str
    sensitivity: str
    locales: tuple[str, ...]
    channels: tuple[str, ...]

    def __str__(self) -> str:
        words = [self.kind, self.unit_kind, self.sensitivity, "+".join(self.locales)]
        return " × ".join(words + (["+".join(self.channels)] if self.channels else []))


def matches(match: Match, case: AbstractCase) -> bool:
    """Say whether the rule is for the case; of locales and channels one is enough."""
    return (
        (not match.kinds or case.kind in match.kinds)
        and (not match.unit_kinds or case.unit_kind in match.unit_kinds)
        and (not match.sensitivities or case.sensitivity in match.sensitivities)
        and (not match.locales or bool(set(match.locales) & set(case.locales)))
        and (not match.channels or bool(set(match.channels) & set(case.channels)))
    )


def rule_for(regulation: Regulation, case: AbstractCase) -> ChainRule | None:
    """Give the first rule that matches, or None."""
    return next((rule for rule in regulation.rules if matches(rule.match, case)), None)


def locale_sets(regulation: Regulation) -> list[tuple[str, ...]]:
    """Give the sets of locales that the rules can tell apart, smallest first, none empty."""
    groups = [rule.match.locales for rule in regulation.rules if rule.match.locales]
    return _distinct_sets(regulation.languages, groups, {})


def channel_sets(regulation: Regulation) -> list[tuple[str, ...]]:
    """Give the sets of channels that the rules can tell apart, the empty one first."""
    groups = [rule.match.channels for rule in regulation.rules if rule.match.channels]
    return _distinct_sets(tuple(regulation.channels), groups, {frozenset(): ()})


def _distinct_sets(
    members: Iterable[str],
    groups: Sequence[tuple[str, ...]],
    found: dict[frozenset[int], tuple[str, ...]],
) -> list[tuple[str, ...]]:
    """Give one example for each way in which a set of members can touch the groups.

    The key of a set is which groups it touches; `found` holds those to begin with.
    """
    for member in members:
        touched = frozenset(n for n, group in enumerate(groups) if member in group)
        larger = [(key | touched, (*example, member)) for key, example in found.items()]
        for key, example in [(touched, (member,)), *larger]:
            found.setdefault(key, example)
        if len(found) > MAX_SETS:
            break
    return sorted(found.values(), key=len)


def all_cases(regulation: Regulation) -> Iterator[AbstractCase]:
    """Yield one example of every case that the rules can tell apart."""
    axes = product(
        regulation.content_kinds,
        regulation.unit_kinds,
        regulation.sensitivities,
        locale_sets(regulation),
        channel_sets(regulation),
    )
    return (AbstractCase(*axis) for axis in axes)


@dataclass(frozen=True, slots=True)
class Division:
    """How the rules divide the cases; indexes are positions in `regulation.rules`."""

    uncovered: tuple[AbstractCase, ...]
    unreachable: tuple[int, ...]
    crossing: tuple[tuple[int, int, AbstractCase], ...]


def divide(regulation: Regulation) -> Division:
    """Find cases without a rule, rules that no case reaches, and rules that cross."""
    matched: list[set[int]] = [set() for _rule in regulation.rules]
    reached: set[int] = set()
    uncovered = []
    cases = list(all_cases(regulation))
    for at, case in enumerate(cases):
        hits = [n for n, rule in enumerate(regulation.rules) if matches(rule.match, case)]
        for n in hits:
            matched[n].add(at)
        reached.update(hits[:1])
        if not hits:
            uncovered.append(case)
    crossing = [
        (first, second, cases[min(matched[first] & matched[second])])
        for first in range(len(matched))
        for second in range(first + 1, len(matched))
        if _cross(matched[first], matched[second])
    ]
    unreachable = tuple(n for n in range(len(matched)) if n not in reached)
    return Division(tuple(uncovered), unreachable, tuple(crossing))


def _cross(first: set[int], second: set[int]) -> bool:
    return bool(first & second) and not first <= second and not second <= first
