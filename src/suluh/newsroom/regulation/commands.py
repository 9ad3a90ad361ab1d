"""What `suluh regulation check` and `explain` do; the launcher parses the arguments.

`check` needs no Django unless a house is asked for: Django is imported only then.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from suluh.kernel.house import House
from suluh.newsroom.regulation.rules.cases import Case
from suluh.newsroom.regulation.rules.channels import check_channels
from suluh.newsroom.regulation.rules.reach import check_reach
from suluh.newsroom.regulation.rules.reading import format_of, parse_regulation, parse_supplement
from suluh.newsroom.regulation.rules.regulation import Regulation, Supplement
from suluh.newsroom.regulation.rules.shape import SUPPLEMENT
from suluh.newsroom.regulation.rules.simulation import Impossible, simulate, simulate_supplement
from suluh.newsroom.regulation.rules.simulation import explain as explain_case
from suluh.newsroom.regulation.rules.source import MAX_BYTES, Unreadable


@dataclass(frozen=True)
class Checked:
    """What a check found: `FILE:LINE: reason`, and chains that nobody could sign today."""

    problems: tuple[str, ...]
    impossible: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        return [*self.problems, *self.impossible]

    @property
    def sound(self) -> bool:
        return not self.lines


@dataclass(frozen=True)
class Surroundings:
    """What a file is tried on: a house, the supplements in force, and where parents are kept.

    `parent` gives the regulation that a supplement is written for, or None where it is unknown.
    """

    house: House | None = None
    supplements: Sequence[Supplement] = ()
    parent: Callable[[str, int], Regulation | None] = lambda _code, _version: None


ALONE: Final = Surroundings()


def check(file: Path, given: Surroundings = ALONE) -> Checked:
    """Check a regulation or supplement; with a house, try every unit, kind and language too."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(MAX_BYTES + 1)
        if format_of(raw) == SUPPLEMENT:
            return Checked((), tuple(_supplement(file, raw, given)))
        regulation = parse_regulation(raw)
        beyond = list(check_channels(regulation))
        if beyond:
            raise Unreadable(beyond)
    except OSError as error:
        return Checked((f"{file}:1: {error.strerror}",))
    except Unreadable as error:
        return Checked(tuple(f"{file}:{one.line}: {one}" for one in error.problems))
    if given.house is None:
        return Checked(())
    found = simulate(regulation, given.house, given.supplements)
    return Checked((), tuple(_impossible(file, found)))


def _supplement(file: Path, raw: bytes, given: Surroundings) -> list[str]:
    plain = parse_supplement(raw)
    parent = given.parent(plain.supplement_of, plain.parent_version)
    supplement = parse_supplement(raw, parent)
    if parent is None or given.house is None:
        return []
    beyond = check_reach(supplement, parent, given.house)
    if beyond:
        raise Unreadable(beyond)
    found = simulate_supplement(supplement, parent, given.house, given.supplements)
    return _impossible(file, found)


def _impossible(file: Path, impossible: Iterable[Impossible]) -> list[str]:
    found: dict[str, None] = {}
    for one in impossible:
        case = one.case
        words = [case.unit, case.kind, case.sensitivity, "+".join(case.locales)]
        where = " × ".join(words + (["+".join(case.channels)] if case.channels else []))
        for obstacle in one.obstacles:
            found[f"{file}:{obstacle.line or 1}: impossible chain, {where}: {obstacle}"] = None
    return list(found)


def explain(
    regulation: Regulation, house: House, case: Case, supplements: Sequence[Supplement] = ()
) -> dict[str, Any]:
    """Say who must sign this, as JSON values; `possible` false makes the command exit 1."""
    return explain_case(regulation, house, case, supplements)


def explain_lines(found: dict[str, Any], locale: str) -> list[str]:
    """Give the same as lines for people."""
    chain = found["chain"]
    lines = [f"{found['regulation']['code']} {found['regulation']['version']}"]
    if chain is not None:
        lines[0] += f" · {chain['title'][locale]} · {chain['clause']}"
        for at, stage in enumerate(chain["stages"], start=1):
            lines += [_step_line(at, step, locale) for step in stage]
    if found["case"]["channels"]:
        lines.append(f"→ {', '.join(found['case']['channels'])}")
    lines += [f"! {one['reason']}" for one in found["obstacles"]]
    return lines


def _step_line(at: int, step: dict[str, Any], locale: str) -> str:
    limit = step["limit"]
    days, minutes = limit.get("working_days"), limit.get("working_minutes", 0)
    amount = f"{days} d" if days else f"{minutes // 60} h"
    names = ", ".join(one["name"] for one in step["signers"]) or "-"
    who = f"{at}. {step['title'][locale]} ({step['unit']})"
    return " · ".join([who, names, amount, "+".join(step["locales"]), step["clause"]])
