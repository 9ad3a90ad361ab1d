"""Who must sign a text: computed once at submission, then frozen with version and clauses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from suluh.kernel.bilingual import Bilingual
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.house import House
from suluh.kernel.refusals import Refused
from suluh.kernel.worktime import Amount, Calendar, add
from suluh.newsroom.regulation.rules.cases import AbstractCase, Case, rule_for
from suluh.newsroom.regulation.rules.places import post_groups, unit_of
from suluh.newsroom.regulation.rules.regulation import ChainRule, Regulation, StepRule, Supplement
from suluh.newsroom.regulation.rules.signers import Signer, signers, widest
from suluh.newsroom.regulation.rules.source import Params
from suluh.newsroom.regulation.rules.supplements import in_scope, supplemented

PartKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One signature of a frozen chain.

    `groups` are codes of posts: the first is the regulation's own, the others stand in, in this
    order, when nobody in the earlier ones can sign. `locales` are those of the text that the step
    covers; empty `parts` cover all. `signers` are the people at the time of computing.
    """

    key: str
    post: str
    title: Bilingual
    unit: str
    clause: str
    text: Bilingual
    limit: Amount
    locales: tuple[str, ...]
    parts: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    signers: tuple[Signer, ...] = ()

    def covers(self, locale: str, part: str) -> bool:
        """Say whether the step signs this part ('figure/2') of this locale."""
        family = part.partition("/")[0]
        return locale in self.locales and (not self.parts or family in self.parts)

    def due_at(self, opened_at: datetime, calendar: Calendar) -> datetime:
        """Say until when the step should be signed, in UTC."""
        return add(opened_at, self.limit, calendar)


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain of one text; it never changes when the regulation or the house does.

    `register_unit` keeps the register of the text's kind, if that has one.
    """

    regulation: str
    version: int
    sha256: str
    supplements: tuple[tuple[str, int], ...]
    rule: str
    title: Bilingual
    clause: str
    case: Case
    distinct_persons: int
    stages: tuple[tuple[ChainStep, ...], ...]
    register_unit: str = ""

    def steps(self) -> tuple[ChainStep, ...]:
        """Give all steps in order."""
        return tuple(step for stage in self.stages for step in stage)

    def step(self, key: str) -> ChainStep | None:
        """Give one step."""
        return next((step for step in self.steps() if step.key == key), None)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a chain is impossible: a code, a sentence (msgid and values), the rule's line.

    `about` is the text of the step that the sentence names by its key.
    """

    code: str
    reason: str
    params: Mapping[str, str | int]
    step: str = ""
    line: int = 0
    about: Bilingual | None = None

    def __str__(self) -> str:
        return self.reason % self.params

    def named(self, regulation: Regulation, house: House, locale: str) -> Params:
        """Return the values of the sentence with names of posts, units and steps for codes."""
        unit = house.unit_by_code.get(str(self.params.get("unit")))
        post = regulation.posts.get(str(self.params.get("post")))
        words = {"unit": unit.name if unit else None, "post": post, "step": self.about}
        named = {key: word.in_(locale) for key, word in words.items() if word is not None}
        return {key: named.get(key, value) for key, value in self.params.items()}


class ImpossibleChain(Refused):
    """Nobody could satisfy the chain; the first obstacle is the reason, all are attached."""

    def __init__(self, obstacles: tuple[Obstacle, ...]) -> None:
        first = obstacles[0]
        super().__init__(first.code, first.reason, **first.params)
        self.obstacles = obstacles


@dataclass(frozen=True)
class Circumstances:
    """What a chain is computed with beside regulation, house and case.

    `writers` are the submitter and those who edited: they cannot sign. `parts` are the parts of
    the text if they are known; steps that would sign none of them are left out.
    """

    supplements: tuple[Supplement, ...] = ()
    writers: frozenset[str] = frozenset()
    parts: Collection[PartKey] | None = None


_PLAIN = Circumstances()


def compute_chain(
    regulation: Regulation, house: House, case: Case, given: Circumstances = _PLAIN
) -> Chain:
    """Compute the chain of a text; raises ImpossibleChain with every obstacle."""
    chain, obstacles = draft_chain(regulation, house, case, given)
    if chain is None or obstacles:
        raise ImpossibleChain(obstacles)
    return chain


def draft_chain(
    regulation: Regulation, house: House, case: Case, given: Circumstances = _PLAIN
) -> tuple[Chain | None, tuple[Obstacle, ...]]:
    """Compute as much of the chain as can be, and what stands in its way."""
    unknown = _unknown(regulation, house, case)
    if unknown is not None:
        return None, (unknown,)
    case = replace(case, unit_kind=house.unit_by_code[case.unit].kind)
    abstract = AbstractCase(
        case.kind, case.unit_kind, case.sensitivity, case.locales, case.channels
    )
    rule = rule_for(regulation, abstract)
    if rule is None:
        reason = _("No rule is for %(case)s.")
        return None, (Obstacle("without_rule", reason, {"case": str(abstract)}),)
    added = in_scope(given.supplements, regulation, house, case.unit)
    rule = supplemented(rule, added)
    chain = _freeze(regulation, house, case, rule, given)
    used = tuple((one.code, one.version) for one in added if rule.supplement_allowed)
    chain = replace(chain, supplements=used)
    return chain, tuple(_obstacles(chain, rule, house, given))


def _unknown(regulation: Regulation, house: House, case: Case) -> Obstacle | None:
    if case.unit not in house.unit_by_code:
        return Obstacle("unknown_unit", _("There is no unit '%(unit)s'."), {"unit": case.unit})
    kind = house.unit_by_code[case.unit].kind
    if kind not in regulation.unit_kinds:
        reason = _("The regulation does not know the unit kind '%(kind)s' of '%(unit)s'.")
        return Obstacle("unknown_unit_kind", reason, {"kind": kind, "unit": case.unit})
    asked = [
        (case.kind, regulation.content_kinds),
        (case.sensitivity, regulation.sensitivities),
        *((locale, regulation.languages) for locale in case.locales or ("",)),
        *((channel, regulation.channels) for channel in case.channels),
    ]
    for name, known in asked:
        if name not in known:
            reason = _("The regulation does not know '%(name)s'.")
            return Obstacle("unknown_name", reason, {"name": name})
    return None


def _freeze(
    regulation: Regulation, house: House, case: Case, rule: ChainRule, given: Circumstances
) -> Chain:
    barred = barred_persons(house, given.writers)
    stages = []
    for stage in rule.stages:
        steps = [_step(step, regulation, house, case) for step in stage]
        asked = [step for step in steps if _has_work(step, given.parts)]
        frozen = [replace(step, signers=signers(step.groups, house, barred)) for step in asked]
        if frozen:
            stages.append(tuple(frozen))
    return Chain(
        regulation=regulation.code,
        version=regulation.version,
        sha256=regulation.sha256,
        supplements=(),
        rule=rule.key,
        title=rule.title,
        clause=rule.clause,
        case=case,
        distinct_persons=rule.distinct_persons,
        stages=tuple(stages),
        register_unit=_register_unit(regulation, house, case),
    )


def _register_unit(regulation: Regulation, house: House, case: Case) -> str:
    register = regulation.registers.get(case.kind)
    unit = unit_of(register.place, house, case.unit) if register else None
    return unit.code if unit else ""


def _step(step: StepRule, regulation: Regulation, house: House, case: Case) -> ChainStep:
    unit = unit_of(step.place, house, case.unit)
    return ChainStep(
        key=step.key,
        post=step.post,
        title=regulation.posts[step.post],
        unit=unit.code if unit else "",
        clause=step.clause,
        text=step.text,
        limit=step.limit,
        locales=tuple(one for one in case.locales if not step.locales or one in step.locales),
        parts=step.parts,
        groups=post_groups(step, house, case.unit),
    )


def _has_work(step: ChainStep, parts: Collection[PartKey] | None) -> bool:
    if parts is None:
        return bool(step.locales)
    return any(step.covers(locale, part) for locale, part in parts)


def barred_persons(house: House, writers: Iterable[str]) -> frozenset[str]:
    """Give the writers and those bound to them by substitution now, in either direction."""
    writers = frozenset(writers)
    return writers.union(*(house.bound_to(person) for person in writers))


def _obstacles(
    chain: Chain, rule: ChainRule, house: House, given: Circumstances
) -> Iterable[Obstacle]:
    lines = {step.key: step.line for step in rule.steps()}
    if len(lines) != len(rule.steps()):
        reason = _("Two supplements give the rule '%(rule)s' a step of the same name.")
        yield Obstacle("duplicate_step", reason, {"rule": rule.key}, line=rule.line)
    for step in chain.steps():
        if not step.signers:
            yield _nobody(step, house, given, lines.get(step.key, rule.line))
    if given.parts is not None:
        yield from _unsigned(chain, given.parts)
    reachable = widest([{one.person for one in step.signers} for step in chain.steps()])
    if reachable < chain.distinct_persons and all(step.signers for step in chain.steps()):
        reason = _(
            "The rule '%(rule)s' asks for %(persons)s different persons; its posts are held by "
            "people who make only %(reachable)s."
        )
        params: Params = {
            "rule": rule.key,
            "persons": rule.distinct_persons,
            "reachable": reachable,
        }
        yield Obstacle("too_few_persons", reason, params, line=rule.line)


def _unsigned(chain: Chain, parts: Collection[PartKey]) -> Iterable[Obstacle]:
    for locale, part in sorted(parts):
        if not any(step.covers(locale, part) for step in chain.steps()):
            reason = _("Nobody signs the part '%(part)s' in '%(locale)s'.")
            yield Obstacle("unsigned_part", reason, {"part": part, "locale": locale})


def _nobody(step: ChainStep, house: House, given: Circumstances, line: int) -> Obstacle:
    params: Params = {"step": step.key, "post": step.post, "unit": step.unit}
    if not step.unit:
        reason = _("The step '%(step)s' names a unit that is not there, or more than one.")
    elif not any(step.groups):
        reason = _("The unit '%(unit)s' has no post '%(post)s' for the step '%(step)s'.")
    elif given.writers and signers(step.groups, house, frozenset()):
        reason = _("Who holds '%(post)s' of '%(unit)s' wrote the text, or stands in for a writer.")
    else:
        reason = _("Nobody holds '%(post)s' of '%(unit)s' for the step '%(step)s'.")
    return Obstacle("nobody", reason, params, step.key, line, step.text)
