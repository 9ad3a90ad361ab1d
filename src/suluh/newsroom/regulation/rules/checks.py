"""What a schema cannot say: names that must be known, rules that must divide all cases."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from math import prod
from typing import Any, Final

from suluh.kernel.bilingual import gettext_noop as _
from suluh.newsroom.regulation.rules.cases import (
    MAX_SETS,
    Division,
    channel_sets,
    divide,
    locale_sets,
)
from suluh.newsroom.regulation.rules.registers import pattern_refusal
from suluh.newsroom.regulation.rules.regulation import (
    PART_FAMILIES,
    REQUIRED_KINDS,
    ChainRule,
    NamedPost,
    Place,
    Regulation,
    StepRule,
)
from suluh.newsroom.regulation.rules.source import Params, Path, Problem, Source, problem

MAX_CASES: Final = 60_000
_UNKNOWN: Final = {
    "kinds": _("The content kind '%(name)s' is not in this regulation; known: %(known)s."),
    "unit_kinds": _("The unit kind '%(name)s' is not in this regulation; known: %(known)s."),
    "sensitivities": _("The sensitivity '%(name)s' is not in this regulation; known: %(known)s."),
    "locales": _("The language '%(name)s' is not in this regulation; known: %(known)s."),
    "channels": _("The channel '%(name)s' is not in this regulation; known: %(known)s."),
    "posts": _("The post kind '%(name)s' is not in this regulation; known: %(known)s."),
}


def check_plain(source: Source) -> list[Problem]:
    """Check dates and limits, which must be sound before values can be built."""
    found = []
    for key in ("effective_from", "effective_until"):
        value = source.data.get(key)
        if value is not None and not _is_date(value):
            reason = _("There is no day '%(value)s'.")
            found.append(problem(source.line((key,)), "date", reason, value=value))
    for path, step in _raw_steps(source.data):
        if ("hours" in step) == ("days" in step):
            reason = _("The step '%(step)s' needs a limit: either hours or days.")
            found.append(problem(source.line(path), "limit", reason, step=step["key"]))
    for n, item in enumerate(source.data.get("adds", ())):
        if len({"before", "with", "after"} & set(item)) > 1:
            reason = _("A step stands before, with or after one other: name only one of them.")
            found.append(problem(source.line(("adds", n)), "position", reason))
    return found


def _raw_steps(data: Any) -> Iterator[tuple[Path, Any]]:
    for r, rule in enumerate(data.get("rules", ())):
        for s, stage in enumerate(rule["steps"]):
            path: Path = ("rules", r, "steps", s)
            if "parallel" not in stage:
                yield path, stage
                continue
            for p, step in enumerate(stage["parallel"]):
                yield (*path, "parallel", p), step
    for n, item in enumerate(data.get("adds", ())):
        yield ("adds", n, "step"), item["step"]


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def check_regulation(regulation: Regulation, source: Source) -> list[Problem]:
    """Check what the regulation says as a whole; every problem has a line."""
    found = [
        *_dates(regulation, source),
        *_kinds(regulation, source),
        *_registers(regulation),
        *_twice((rule.key, rule.line) for rule in regulation.rules),
    ]
    for rule in regulation.rules:
        found += _match_names(rule, regulation)
        found += _twice((step.key, step.line) for step in rule.steps())
        found += _persons(rule, regulation)
        found += _unsigned(rule, regulation)
        for step in rule.steps():
            found += check_step(step, regulation)
    return found or _division(regulation, source)


def _dates(regulation: Regulation, source: Source) -> Iterator[Problem]:
    until = regulation.effective_until
    if until is not None and until <= regulation.effective_from:
        reason = _("The regulation ends before it begins.")
        yield problem(source.line(("effective_until",)), "dates", reason)


def _kinds(regulation: Regulation, source: Source) -> Iterator[Problem]:
    for kind in REQUIRED_KINDS:
        if kind not in regulation.content_kinds:
            reason = _("The content kind '%(name)s' is missing: whoever publishes it must sign.")
            yield problem(source.line(("content_kinds",)), "missing_kind", reason, name=kind)


def _registers(regulation: Regulation) -> Iterator[Problem]:
    for register in regulation.registers.values():
        known = regulation.content_kinds
        yield from _unknown("kinds", (register.kind,), known, register.line)
        yield from _place(register.place, regulation, register.line)
        refusal = pattern_refusal(register.pattern)
        if refusal is not None:
            params = {key: str(value) for key, value in refusal.params.items()}
            yield problem(register.line, refusal.code, refusal.reason, **params)


def _twice(keys: Iterable[tuple[str, int]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for key, line in keys:
        if key in seen:
            yield problem(line, "duplicate", _("The key '%(key)s' is used twice."), key=key)
        seen.add(key)


def _unknown(
    what: str, names: Iterable[str], known: Collection[str], line: int
) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            yield problem(line, "unknown", _UNKNOWN[what], name=name, known=", ".join(known))


def _match_names(rule: ChainRule, regulation: Regulation) -> Iterator[Problem]:
    match, line = rule.match, rule.line
    yield from _unknown("kinds", match.kinds, regulation.content_kinds, line)
    yield from _unknown("unit_kinds", match.unit_kinds, regulation.unit_kinds, line)
    yield from _unknown("sensitivities", match.sensitivities, regulation.sensitivities, line)
    yield from _unknown("locales", match.locales, regulation.languages, line)
    yield from _unknown("channels", match.channels, regulation.channels, line)


def check_step(step: StepRule, regulation: Regulation) -> Iterator[Problem]:
    """Check the names that one step uses."""
    yield from _unknown("posts", (step.post,), regulation.posts, step.line)
    yield from _unknown("locales", step.locales, regulation.languages, step.line)
    yield from _place(step.place, regulation, step.line)
    if isinstance(step.when_nobody, NamedPost):
        yield from _unknown("posts", (step.when_nobody.post,), regulation.posts, step.line)
        yield from _place(step.when_nobody.place, regulation, step.line)


def _place(place: Place, regulation: Regulation, line: int) -> Iterator[Problem]:
    if place.unit_kind:
        yield from _unknown("unit_kinds", (place.unit_kind,), regulation.unit_kinds, line)


def _persons(rule: ChainRule, regulation: Regulation) -> Iterator[Problem]:
    for locale in regulation.languages:
        asked = [step for step in rule.steps() if not step.locales or locale in step.locales]
        if len(asked) < rule.distinct_persons:
            reason = _(
                "The rule '%(rule)s' asks for %(persons)s different persons, but a text in "
                "'%(locale)s' meets only %(steps)s steps: nobody could satisfy it."
            )
            params: Params = {
                "persons": rule.distinct_persons,
                "steps": len(asked),
                "locale": locale,
            }
            yield problem(rule.line, "four_eyes", reason, rule=rule.key, **params)
            return


def _unsigned(rule: ChainRule, regulation: Regulation) -> Iterator[Problem]:
    for locale in regulation.languages:
        for family in PART_FAMILIES:
            if not any(step.covers(locale, family) for step in rule.steps()):
                reason = _("Under '%(rule)s' nobody signs the part '%(part)s' in '%(locale)s'.")
                params: Params = {"rule": rule.key, "part": family, "locale": locale}
                yield problem(rule.line, "unsigned_part", reason, **params)


def _division(regulation: Regulation, source: Source) -> list[Problem]:
    top = source.line(("rules",))
    if _too_many(regulation):
        reason = _("The rules tell more cases apart than can be checked; merge some lists.")
        return [problem(top, "too_many_cases", reason)]
    division = divide(regulation)
    uncovered = [] if not division.uncovered else [_no_rule(division, top)]
    return [*uncovered, *_never_used(division, regulation), *_crossing(division, regulation)]


def _no_rule(division: Division, line: int) -> Problem:
    reason = _(
        "No rule is for %(case)s (%(count)s such cases): add a last rule with an empty match."
    )
    case, count = str(division.uncovered[0]), len(division.uncovered)
    return problem(line, "no_rule", reason, case=case, count=count)


def _never_used(division: Division, regulation: Regulation) -> Iterator[Problem]:
    for n in division.unreachable:
        rule = regulation.rules[n]
        reason = _("The rule '%(rule)s' is never used: earlier rules take all its cases.")
        yield problem(rule.line, "unreachable", reason, rule=rule.key)


def _crossing(division: Division, regulation: Regulation) -> Iterator[Problem]:
    for first, second, case in division.crossing:
        params: Params = {"case": str(case), "other": regulation.rules[first].key}
        rule = regulation.rules[second]
        reason = _("The rules '%(other)s' and '%(rule)s' cross at %(case)s: narrow one of them.")
        yield problem(rule.line, "overlap", reason, rule=rule.key, **params)


def _too_many(regulation: Regulation) -> bool:
    locales, channels = locale_sets(regulation), channel_sets(regulation)
    axes = (regulation.content_kinds, regulation.unit_kinds, regulation.sensitivities)
    cases = prod(map(len, axes)) * len(locales) * len(channels)
    return cases > MAX_CASES or max(len(locales), len(channels)) > MAX_SETS
