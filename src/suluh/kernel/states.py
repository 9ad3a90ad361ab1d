"""One declared table per state machine, and the one function that asks it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from suluh.kernel.bilingual import gettext_noop
from suluh.kernel.refusals import Refused

S = TypeVar("S", bound=StrEnum)
V = TypeVar("V", bound=StrEnum)

WRONG_STATE = gettext_noop("This cannot be done now: the state is “%(state)s”.")


@dataclass(frozen=True, slots=True)
class Step(Generic[S]):
    """Where a verb leads, and a guard that gives the reason why not, or ''."""

    to: S
    guard: Callable[[Mapping[str, object]], str] | None = None


def step(
    table: Mapping[tuple[S, V], Step[S]],
    state: S,
    verb: V,
    facts: Mapping[str, object] | None = None,
) -> Step[S]:
    """Return the step that `verb` takes from `state`.

    Raises Refused: wrong_state, or guard with the guard's own sentence.
    """
    found = table.get((state, verb))
    if found is None:
        raise Refused("wrong_state", WRONG_STATE, state=state.value)
    reason = found.guard(facts or {}) if found.guard else ""
    if reason:
        raise Refused("guard", reason)
    return found


def verbs_from(table: Mapping[tuple[S, V], Step[S]], state: S) -> Iterator[V]:
    """Yield the verbs possible from `state`, in the order of the table: the buttons."""
    return (verb for (at, verb) in table if at == state)


def diagram(table: Mapping[tuple[S, V], Step[S]]) -> str:
    """Return the table as a Mermaid state diagram for the docs."""
    lines = [
        f"    {at.value} --> {found.to.value}: {verb.value}" for (at, verb), found in table.items()
    ]
    return "\n".join(["stateDiagram-v2", *lines])
