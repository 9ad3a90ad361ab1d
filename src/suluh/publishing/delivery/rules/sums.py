"""Many effects of one delivery as one state in words, and what a person can do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from suluh.foundation.outbox.rules import State
from suluh.kernel.bilingual import gettext_noop as _

# The mark that is shown for each state, worst first: what needs a person, then what is on its way.
ORDER: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    ("unconfirmed", frozenset({State.UNCONFIRMED})),
    ("failed", frozenset({State.REFUSED, State.EXPIRED})),
    ("held", frozenset({State.HELD})),
    ("sending", frozenset({State.CLAIMED, State.SENDING, State.PENDING})),
    ("due", frozenset({State.DUE})),
    ("waiting", frozenset({State.PLANNED})),
    ("delivered", frozenset({State.CONFIRMED, State.ACCEPTED})),
    ("skipped", frozenset({State.ABANDONED})),
)
NOT_NEEDED: Final = frozenset({"superseded", "dropped", "forgotten"})

ADVICE: Final[dict[str, str]] = {
    "unconfirmed": _(
        "It left, and the answer was lost. It may have arrived, so the machine does not send it"
        " again. Look at the destination, then decide."
    ),
    "failed": _("It did not arrive and is not tried again. Correct the cause, then send again."),
    "held": _("It is held and waits for a decision."),
    "due": _("Nothing to do: it is tried again by itself for three days."),
    "waiting": _("Nothing to do: its time has not come."),
    "sending": _("Nothing to do: it is on its way."),
    "delivered": _("Nothing to do."),
    "skipped": _("Nothing to do: it is no longer needed."),
}


@dataclass(frozen=True, slots=True)
class Sum:
    """The mark of a delivery and its numbers. `needs_person`: somebody must decide."""

    mark: str
    total: int
    arrived: int
    counts: Mapping[str, int]

    @property
    def needs_person(self) -> bool:
        """Say whether the machine waits for somebody."""
        return self.mark in {"unconfirmed", "failed", "held"}


def mark_for(state: str, error: str) -> str:
    """Return the mark of one effect; what became needless is not a failure."""
    if state == State.EXPIRED and error in NOT_NEEDED:
        return "skipped"
    return next(mark for mark, states in ORDER if state in states)


def sum_up(counts: Mapping[tuple[str, str], int]) -> Sum:
    """Return one state for many: the one that most needs a person."""
    marks: dict[str, int] = {}
    for (state, error), count in counts.items():
        mark = mark_for(state, error)
        marks[mark] = marks.get(mark, 0) + count
    worst = next((mark for mark, _states in ORDER if mark in marks), "skipped")
    return Sum(worst, sum(marks.values()), marks.get("delivered", 0), marks)


def advice(mark: str) -> str:
    """Return what to do about a state, as a msgid."""
    return ADVICE[mark]
