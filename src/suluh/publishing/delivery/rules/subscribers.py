"""Who gets mail: asked for, confirmed, left.

Source: double opt-in with the consent's words kept (UU 27/2022, Pasal 20 to 24); one-click
unsubscribe by RFC 8058; an address is erased 30 days after it left.
"""

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum
from typing import Final

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.states import Step

ERASE_AFTER: Final = timedelta(days=30)
ANSWER_WITHIN: Final = timedelta(days=7)
ASK_AGAIN_AFTER: Final = timedelta(minutes=10)


class State(StrEnum):
    """Where an address stands."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    LEFT = "left"
    BOUNCED = "bounced"


class Verb(StrEnum):
    """What moves it on."""

    ASK = "ask"
    CONFIRM = "confirm"
    LEAVE = "leave"
    BOUNCE = "bounce"


TRANSITIONS: Final[dict[tuple[State, Verb], Step[State]]] = {
    (State.PENDING, Verb.ASK): Step(State.PENDING),
    (State.LEFT, Verb.ASK): Step(State.PENDING),
    (State.BOUNCED, Verb.ASK): Step(State.PENDING),
    (State.PENDING, Verb.CONFIRM): Step(State.CONFIRMED),
    (State.PENDING, Verb.LEAVE): Step(State.LEFT),
    (State.CONFIRMED, Verb.LEAVE): Step(State.LEFT),
    (State.BOUNCED, Verb.LEAVE): Step(State.LEFT),
    (State.PENDING, Verb.BOUNCE): Step(State.BOUNCED),
    (State.CONFIRMED, Verb.BOUNCE): Step(State.BOUNCED),
}

STATE_LABELS: Final[dict[State, str]] = {
    State.PENDING: _("asked, not confirmed"),
    State.CONFIRMED: _("receives mail"),
    State.LEFT: _("has left"),
    State.BOUNCED: _("cannot be reached"),
}


def wants(units: Collection[str], unit_codes: Collection[str]) -> bool:
    """Say whether somebody who chose `units` (none: everything) wants news of a unit.

    `unit_codes` are the unit's own code and those above it.
    """
    return not units or bool(set(units) & set(unit_codes))


def confirm_path(locale: str, token: str) -> str:
    """Return the address under which a subscription is confirmed (GET asks, POST does)."""
    return f"/t/{locale}/langganan/{token}/"


def leave_path(locale: str, token: str) -> str:
    """Return the address under which mail is ended (GET asks, POST does, RFC 8058)."""
    return f"/t/{locale}/berhenti/{token}/"
