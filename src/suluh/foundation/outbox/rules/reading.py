"""From an answer and a channel class to the verb the machine takes."""

from dataclasses import dataclass
from typing import Final

from suluh.foundation.outbox.rules.effects import ChannelClass, Verb
from suluh.foundation.outbox.rules.outcomes import Answer, Outcome


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer means here.

    `uncertain`: it may have arrived, so a look-up class is asked before it is sent again.
    `failed`: counts against the destination's breaker; None says nothing about the destination.
    """

    verb: Verb
    uncertain: bool = False
    failed: bool | None = None


_CERTAIN: Final[dict[Answer, Reading]] = {
    Answer.ACCEPTED: Reading(Verb.ACCEPT, failed=False),
    Answer.CONFIRMED: Reading(Verb.CONFIRM, failed=False),
    Answer.PENDING: Reading(Verb.WAIT, failed=False),
    Answer.REFUSED: Reading(Verb.REFUSE),
}


def read_outcome(channel_class: ChannelClass, outcome: Outcome) -> Reading:
    """Return what to do with an answer to a call that had begun.

    A lost answer goes back by itself only where the peer knows our key or can be asked.
    """
    if outcome.answer in _CERTAIN:
        return _CERTAIN[outcome.answer]
    failed = True if outcome.whole_account else None
    if outcome.answer is Answer.RETRY:
        return Reading(Verb.RETRY, failed=failed)
    if channel_class is ChannelClass.BLIND:
        return Reading(Verb.LOSE, uncertain=True, failed=failed)
    return Reading(Verb.RETRY, uncertain=True, failed=failed)
