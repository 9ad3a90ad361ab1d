"""Messages of the contact form: where one stands, and how long it is kept.

Source: UU 27/2022, Pasal 16 ayat (2) huruf g: personal data is erased when its purpose is served.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.states import Step

KEEP_HANDLED: Final = timedelta(days=180)
KEEP_SPAM: Final = timedelta(days=30)
LONGEST_NOTE: Final = 500


class State(StrEnum):
    """Where a message stands."""

    OPEN = "open"
    HANDLED = "handled"
    SPAM = "spam"


class Verb(StrEnum):
    """What a person does with it."""

    HANDLE = "handle"
    REFUSE = "refuse"
    REOPEN = "reopen"


TRANSITIONS: Final[Mapping[tuple[State, Verb], Step[State]]] = {
    (State.OPEN, Verb.HANDLE): Step(State.HANDLED),
    (State.OPEN, Verb.REFUSE): Step(State.SPAM),
    (State.HANDLED, Verb.REOPEN): Step(State.OPEN),
    (State.SPAM, Verb.REOPEN): Step(State.OPEN),
}

STATE_LABELS: Final[Mapping[State, str]] = {
    State.OPEN: _("waits for an answer"),
    State.HANDLED: _("handled"),
    State.SPAM: _("spam"),
}


def state_choices() -> list[tuple[str, str]]:
    """Return the stored values with their labels."""
    return [(state.value, label) for state, label in STATE_LABELS.items()]
