"""What goes to a gateway, what comes back, and what a gateway is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from suluh.foundation.outbox.rules.effects import ChannelClass, Priority, State


class Answer(StrEnum):
    """The classes of an answer."""

    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    PENDING = "pending"
    REFUSED = "refused"
    RETRY = "retry"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call ended, as certain as it can be known.

    `remote` is the destination's id or address of the thing; `error` a stable code and `sentence`
    what was said, for people. `after_seconds` is the destination's own wish (Retry-After).
    `whole_account`: the trouble is the destination's, not this one effect's.
    """

    answer: Answer
    remote: str = ""
    error: str = ""
    sentence: str = ""
    after_seconds: int | None = None
    whole_account: bool = False

    @classmethod
    def accepted(cls, remote: str = "", sentence: str = "") -> "Outcome":
        """The destination took it."""
        return cls(Answer.ACCEPTED, remote=remote, sentence=sentence)

    @classmethod
    def confirmed(cls, remote: str = "") -> "Outcome":
        """It was seen where it should be."""
        return cls(Answer.CONFIRMED, remote=remote)

    @classmethod
    def pending(cls, remote: str, after_seconds: int | None = None) -> "Outcome":
        """The destination took it and still works on it; `remote` is what to ask with."""
        return cls(Answer.PENDING, remote=remote, after_seconds=after_seconds)

    @classmethod
    def refused(cls, error: str, sentence: str = "") -> "Outcome":
        """The destination will never take this."""
        return cls(Answer.REFUSED, error=error, sentence=sentence)

    @classmethod
    def retry(
        cls,
        error: str,
        sentence: str = "",
        *,
        after: int | None = None,
        whole_account: bool = False,
    ) -> "Outcome":
        """It certainly did not happen; try again, after `after` seconds if the peer says so."""
        return cls(Answer.RETRY, "", error, sentence, after, whole_account)

    @classmethod
    def unknown(
        cls, error: str, sentence: str = "", *, after: int | None = None, whole_account: bool = True
    ) -> "Outcome":
        """It may have happened."""
        return cls(Answer.UNKNOWN, "", error, sentence, after, whole_account)


@dataclass(frozen=True, slots=True)
class Capability:
    """What the machine must know about an adapter before it calls it.

    `timeout_seconds` bounds the whole call. A lease is ten of them, so that a look-up can never
    run beside the call it asks about.
    """

    timeout_seconds: int
    poll_seconds: int = 20
    pending_for_seconds: int = 1800

    @property
    def lease_seconds(self) -> int:
        """How long a claim holds."""
        return 10 * self.timeout_seconds


class Gateway(Protocol):
    """One kind of destination. Both calls end within the time-out and never raise."""

    capability: Capability

    def send(self, payload: Mapping[str, object], key: str) -> Outcome:
        """Do it, with the key as the mark of this one effect."""
        ...

    def look_up(self, payload: Mapping[str, object], key: str) -> Outcome | None:
        """Ask whether it was done; None: certainly not. Changes nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Draft:
    """An effect as the caller decides it.

    `key` is deterministic and unique: planning the same key twice plans once. `destination` is
    the serial lane (one call at a time); `account` shares a breaker and defaults to it.
    `subject` keeps order: of two effects to one destination about one subject the older goes first.
    """

    key: str
    kind: str
    destination: str
    channel_class: ChannelClass
    payload: Mapping[str, object]
    lane: str = "general"
    account: str = ""
    subject: str = ""
    origin: str = ""
    priority: Priority = Priority.NORMAL
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EffectRow:
    """An effect as other rooms and gateways see it."""

    id: UUID
    key: str
    kind: str
    lane: str
    destination: str
    account: str
    channel_class: ChannelClass
    priority: int
    subject: str
    origin: str
    state: State
    due_at: datetime
    retry_at: datetime
    attempts: int
    uncertain: bool
    remote: str
    error: str
    sentence: str
    settled_at: datetime | None
    token: UUID | None = None
    payload: Mapping[str, object] = field(default_factory=dict)


StillWanted = Callable[[EffectRow], bool]
