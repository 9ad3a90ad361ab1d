"""Trying a regulation on the house as it is today: which chains nobody could satisfy."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from suluh.kernel.house import House
from suluh.newsroom.regulation.rules.cases import Case, channel_sets
from suluh.newsroom.regulation.rules.chains import Circumstances, Obstacle, draft_chain
from suluh.newsroom.regulation.rules.frozen import case_to_json, chain_to_json
from suluh.newsroom.regulation.rules.places import unit_of
from suluh.newsroom.regulation.rules.regulation import Regulation, Supplement


@dataclass(frozen=True, slots=True)
class Impossible:
    """A case whose chain nobody could satisfy today, and why."""

    case: Case
    obstacles: tuple[Obstacle, ...]


def simulate(
    regulation: Regulation,
    house: House,
    supplements: Sequence[Supplement] = (),
    *,
    units: Collection[str] | None = None,
) -> tuple[Impossible, ...]:
    """Compute every unit × kind × sensitivity × language today; give the impossible ones.

    Languages: each alone and all together; channels: every set that the rules can tell apart.
    With `units` only these submit.
    """
    given = Circumstances(supplements=tuple(supplements))
    found = []
    for case in _every_case(regulation, house):
        if units is not None and case.unit not in units:
            continue
        _chain, obstacles = draft_chain(regulation, house, case, given)
        if obstacles:
            found.append(Impossible(case, obstacles))
    return tuple(found)


def simulate_supplement(
    supplement: Supplement,
    regulation: Regulation,
    house: House,
    supplements: Sequence[Supplement] = (),
) -> tuple[Impossible, ...]:
    """Give the chains of a supplement's branch that it would make impossible today.

    `supplements` are those in force; an earlier version of this one gives way.
    """
    own = house.unit_by_code.get(supplement.unit)
    branch = {one.code for one in house.units if own and one.path.startswith(own.path)}
    others = [one for one in supplements if one.code != supplement.code]
    before = simulate(regulation, house, others, units=branch)
    known = {one.case for one in before}
    after = simulate(regulation, house, [*others, supplement], units=branch)
    return tuple(one for one in after if one.case not in known)


def _every_case(regulation: Regulation, house: House) -> Iterator[Case]:
    locales: list[tuple[str, ...]] = [(one,) for one in regulation.languages]
    if len(locales) > 1:
        locales.append(regulation.languages)
    units = sorted(unit.code for unit in house.units)
    kinds, sensitivities = regulation.content_kinds, regulation.sensitivities
    axes = product(units, kinds, sensitivities, locales, channel_sets(regulation))
    return (Case(*axis) for axis in axes)


def explain(
    regulation: Regulation, house: House, case: Case, supplements: Sequence[Supplement] = ()
) -> dict[str, Any]:
    """Say who must sign this, as plain values for people and programs.

    Keys: possible, obstacles, chain (as stored, null if no rule applies), register.
    """
    given = Circumstances(supplements=tuple(supplements))
    chain, obstacles = draft_chain(regulation, house, case, given)
    return {
        "regulation": {"code": regulation.code, "version": regulation.version},
        "case": case_to_json(chain.case if chain else case),
        "possible": chain is not None and not obstacles,
        "obstacles": [
            {"code": one.code, "step": one.step, "line": one.line, "reason": str(one)}
            for one in obstacles
        ],
        "chain": chain_to_json(chain) if chain is not None else None,
        "register": _register(regulation, house, case),
    }


def _register(regulation: Regulation, house: House, case: Case) -> dict[str, Any] | None:
    register = regulation.registers.get(case.kind)
    if register is None:
        return None
    unit = unit_of(register.place, house, case.unit)
    return {
        "series": register.series,
        "pattern": register.pattern,
        "unit": unit.code if unit else "",
        "clause": register.clause,
    }
