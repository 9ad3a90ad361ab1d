"""The effect machine's rules: states, answers, retries, breakers. Plain Python."""

from suluh.foundation.outbox.rules.breaker import BreakerState, after_failure, after_success
from suluh.foundation.outbox.rules.effects import (
    DECISIONS,
    FINISHED,
    IN_FLIGHT,
    OPEN,
    STATE_LABELS,
    STUCK,
    TRANSITIONS,
    UNDECIDED,
    ChannelClass,
    Decision,
    Priority,
    State,
    Verb,
)
from suluh.foundation.outbox.rules.outcomes import (
    Answer,
    Capability,
    Draft,
    EffectRow,
    Gateway,
    Outcome,
    StillWanted,
)
from suluh.foundation.outbox.rules.reading import Reading, read_outcome
from suluh.foundation.outbox.rules.retry import GIVE_UP_AFTER, MOST_CRASHES, next_try, poll_again

__all__ = [
    "DECISIONS",
    "FINISHED",
    "GIVE_UP_AFTER",
    "IN_FLIGHT",
    "MOST_CRASHES",
    "OPEN",
    "STATE_LABELS",
    "STUCK",
    "TRANSITIONS",
    "UNDECIDED",
    "Answer",
    "BreakerState",
    "Capability",
    "ChannelClass",
    "Decision",
    "Draft",
    "EffectRow",
    "Gateway",
    "Outcome",
    "Priority",
    "Reading",
    "State",
    "StillWanted",
    "Verb",
    "after_failure",
    "after_success",
    "next_try",
    "poll_again",
    "read_outcome",
]
