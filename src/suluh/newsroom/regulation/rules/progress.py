"""How far a chain has come: which steps are open, and whether everything is signed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from suluh.newsroom.regulation.rules.chains import Chain, ChainStep, PartKey


class StepStatus(StrEnum):
    """Whether a step's turn has come."""

    WAITING = "waiting"
    OPEN = "open"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class SignOff:
    """One stored sign-off; `for_person` is whom a substitute signed for, '' otherwise."""

    step: str
    locale: str
    part: str
    commitment: str
    person: str
    for_person: str = ""


@dataclass(frozen=True, slots=True)
class StepState:
    """One step now; `missing` are the parts it has still to sign."""

    key: str
    stage: int
    status: StepStatus
    missing: tuple[PartKey, ...]


@dataclass(frozen=True, slots=True)
class ChainState:
    """The chain now; `persons` have signed something that counts, `uncovered` nobody signs."""

    steps: tuple[StepState, ...]
    persons: frozenset[str]
    uncovered: tuple[PartKey, ...]
    satisfied: bool

    def step(self, key: str) -> StepState | None:
        """Give one step's state."""
        return next((step for step in self.steps if step.key == key), None)

    def open_steps(self) -> tuple[str, ...]:
        """Give the keys of the steps whose turn it is."""
        return tuple(step.key for step in self.steps if step.status is StepStatus.OPEN)


Parts = Mapping[PartKey, str]


def chain_state(
    chain: Chain,
    parts: Parts,
    signoffs: Iterable[SignOff],
    writers: Collection[str] = frozenset(),
) -> ChainState:
    """Say how far the chain is for these parts, (locale, part) -> commitment.

    A sign-off counts only for exactly the commitment it names, for a step that covers its part,
    and never if a writer gave it or it was given for a writer. The chain is satisfied when every
    step has signed every part it covers, every part is covered, and enough different persons
    have signed.
    """
    counted = [one for one in signoffs if counts(one, chain, parts, writers)]
    signed = {(one.step, one.locale, one.part) for one in counted}
    steps: list[StepState] = []
    earlier_signed = True
    for at, stage in enumerate(chain.stages):
        states = [_step_state(step, at, parts, signed, earlier_signed) for step in stage]
        earlier_signed = earlier_signed and not any(state.missing for state in states)
        steps += states
    covering = chain.steps()
    uncovered = tuple(
        key for key in sorted(parts) if not any(step.covers(*key) for step in covering)
    )
    persons = frozenset(one.person for one in counted)
    enough = len(persons) >= max(1, chain.distinct_persons)
    satisfied = bool(parts) and earlier_signed and not uncovered and enough
    return ChainState(tuple(steps), persons, uncovered, satisfied)


def counts(signoff: SignOff, chain: Chain, parts: Parts, writers: Collection[str]) -> bool:
    """Say whether a sign-off counts for these parts."""
    step = chain.step(signoff.step)
    return (
        step is not None
        and step.covers(signoff.locale, signoff.part)
        and parts.get((signoff.locale, signoff.part)) == signoff.commitment
        and signoff.person not in writers
        and (not signoff.for_person or signoff.for_person not in writers)
    )


def _step_state(
    step: ChainStep,
    stage: int,
    parts: Parts,
    signed: Collection[tuple[str, str, str]],
    earlier_signed: bool,
) -> StepState:
    missing = tuple(
        key for key in sorted(parts) if step.covers(*key) and (step.key, *key) not in signed
    )
    if not missing:
        status = StepStatus.SIGNED
    else:
        status = StepStatus.OPEN if earlier_signed else StepStatus.WAITING
    return StepState(step.key, stage, status, missing)
