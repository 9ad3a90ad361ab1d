"""States of an effect, the verbs between them, and what a person may decide.

Source: docs/decisions/0009-effects.md.
"""

from enum import IntEnum, StrEnum
from typing import Final

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.states import Step


class ChannelClass(StrEnum):
    """What a destination can do about an answer that was lost."""

    KEYED = "keyed"  # it recognises our key and does the same thing once
    LOOKUP = "lookup"  # it can be asked whether it has the thing
    BLIND = "blind"  # neither: a person decides


class Priority(IntEnum):
    """Withdrawals and corrections go first, bulk last."""

    URGENT = 0
    NORMAL = 1
    BULK = 2


class State(StrEnum):
    """Where an effect stands."""

    PLANNED = "planned"
    DUE = "due"
    CLAIMED = "claimed"
    SENDING = "sending"
    PENDING = "pending"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    EXPIRED = "expired"
    UNCONFIRMED = "unconfirmed"
    HELD = "held"
    ABANDONED = "abandoned"


class Verb(StrEnum):
    """What moves an effect on."""

    FALL_DUE = "fall_due"
    CLAIM = "claim"
    FREE = "free"
    BEGIN = "begin"
    ACCEPT = "accept"
    CONFIRM = "confirm"
    WAIT = "wait"
    REFUSE = "refuse"
    RETRY = "retry"
    LOSE = "lose"
    EXPIRE = "expire"
    DROP = "drop"
    PARK = "park"
    HOLD = "hold"
    RELEASE = "release"
    TRY_AGAIN = "try_again"
    ABANDON = "abandon"


def _table(
    rows: dict[Verb, tuple[tuple[State, ...], State]],
) -> dict[tuple[State, Verb], Step[State]]:
    return {(at, verb): Step(to) for verb, (froms, to) in rows.items() for at in froms}


_ASKED: Final = (State.SENDING, State.PENDING, State.UNCONFIRMED, State.CLAIMED)
_BEFORE: Final = (State.PLANNED, State.DUE)
# It stands still until a person says something, if anybody needs to.
STUCK: Final = (State.UNCONFIRMED, State.REFUSED, State.EXPIRED, State.HELD)

TRANSITIONS: Final[dict[tuple[State, Verb], Step[State]]] = _table(
    {
        Verb.FALL_DUE: ((State.PLANNED,), State.DUE),
        Verb.CLAIM: ((State.DUE,), State.CLAIMED),
        Verb.FREE: ((State.CLAIMED,), State.DUE),
        # Committed before the call: from here on nobody knows until an answer is settled.
        Verb.BEGIN: ((State.CLAIMED,), State.SENDING),
        # From `claimed` by a look-up; from `unconfirmed` by an answer that came late.
        Verb.ACCEPT: (_ASKED, State.ACCEPTED),
        Verb.CONFIRM: ((*_ASKED, State.ACCEPTED), State.CONFIRMED),
        Verb.WAIT: ((State.SENDING, State.UNCONFIRMED, State.CLAIMED), State.PENDING),
        Verb.REFUSE: ((*_ASKED, State.ACCEPTED), State.REFUSED),
        Verb.RETRY: ((State.SENDING, State.UNCONFIRMED), State.DUE),
        Verb.LOSE: ((State.SENDING, State.PENDING, State.DUE, State.HELD), State.UNCONFIRMED),
        Verb.EXPIRE: ((State.DUE,), State.EXPIRED),
        Verb.DROP: ((*_BEFORE, State.CLAIMED, State.HELD), State.EXPIRED),
        Verb.PARK: ((State.CLAIMED, State.SENDING), State.HELD),
        Verb.HOLD: (_BEFORE, State.HELD),
        Verb.RELEASE: ((State.HELD,), State.DUE),
        Verb.TRY_AGAIN: (STUCK, State.DUE),
        Verb.ABANDON: (STUCK, State.ABANDONED),
    }
)

# In one of these an effect occupies its destination's serial lane.
IN_FLIGHT: Final = (State.CLAIMED, State.SENDING)
# The machine still has something to do.
OPEN: Final = (State.PLANNED, State.DUE, State.CLAIMED, State.SENDING, State.PENDING)
# A person has to decide.
UNDECIDED: Final = (State.UNCONFIRMED, State.HELD)
FINISHED: Final = (
    State.ACCEPTED, State.CONFIRMED, State.REFUSED, State.EXPIRED, State.ABANDONED,
)  # fmt: skip


class Decision(StrEnum):
    """What a person may say about an effect that stands still."""

    CONFIRM = "confirm"
    TRY_AGAIN = "try_again"
    ABANDON = "abandon"


DECISIONS: Final[dict[State, tuple[Decision, ...]]] = {
    State.UNCONFIRMED: (Decision.CONFIRM, Decision.TRY_AGAIN, Decision.ABANDON),
    State.HELD: (Decision.TRY_AGAIN, Decision.ABANDON),
    State.REFUSED: (Decision.TRY_AGAIN, Decision.ABANDON),
    State.EXPIRED: (Decision.TRY_AGAIN, Decision.ABANDON),
}

STATE_LABELS: Final[dict[State, str]] = {
    State.PLANNED: _("planned"),
    State.DUE: _("waiting to be sent"),
    State.CLAIMED: _("being prepared"),
    State.SENDING: _("being sent"),
    State.PENDING: _("taken, not shown yet"),
    State.ACCEPTED: _("taken by the destination"),
    State.CONFIRMED: _("seen at the destination"),
    State.REFUSED: _("refused by the destination"),
    State.EXPIRED: _("not sent"),
    State.UNCONFIRMED: _("unconfirmed"),
    State.HELD: _("held"),
    State.ABANDONED: _("given up"),
}
