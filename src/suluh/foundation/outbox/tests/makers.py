"""Effects, a clock and destinations for the tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from suluh.foundation.outbox import models, operations, rules
from suluh.foundation.outbox.tasks import Sender
from suluh.kernel.clock import FixedClock

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


@dataclass
class Peer:
    """A destination that answers as told and keeps what it took, by key."""

    answers: list[rules.Outcome] = field(default_factory=list)
    found: list[rules.Outcome | None] = field(default_factory=list)
    calls: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    capability: rules.Capability = field(default_factory=lambda: rules.Capability(5))

    def send(self, payload: Mapping[str, object], key: str) -> rules.Outcome:
        self.calls.append((key, payload))
        return self.answers.pop(0) if self.answers else rules.Outcome.accepted(f"id-{key}")

    def look_up(self, payload: Mapping[str, object], key: str) -> rules.Outcome | None:
        self.asked.append(key)
        return self.found.pop(0) if self.found else None


def draft(key: str = "k1", **changes: object) -> rules.Draft:
    values: dict[str, object] = {
        "key": key,
        "kind": "peer",
        "destination": "peer:one",
        "channel_class": rules.ChannelClass.KEYED,
        "payload": {"text": "Halo", "n": 1},
    }
    return rules.Draft(**(values | changes))  # type: ignore[arg-type]


def plan(key: str = "k1", now: datetime = NOW, **changes: object) -> models.Effect:
    """Plan an effect; without a time of its own it is a little younger than the one before."""
    earlier = models.Effect.objects.count()
    changes.setdefault("due_at", now - timedelta(minutes=1) + timedelta(milliseconds=earlier))
    row = operations.plan_effect(draft(key, **changes), now=now)
    return models.Effect.objects.get(id=row.id)


def claim(now: datetime = NOW, **changes: object) -> list[rules.EffectRow]:
    values: dict[str, object] = {
        "lane": "general",
        "owner": "test",
        "lease_seconds": 50,
        "limit": 9,
    }
    return operations.claim_due(operations.Claim(**(values | changes)), now=now)  # type: ignore[arg-type]


def sender(peer: Peer, clock: FixedClock, **changes: object) -> Sender:
    values: dict[str, object] = {
        "gateways": {"peer": peer},
        "still_wanted": lambda _row: True,
        "now": clock.now,
        "slots": 0,
    }
    return Sender(**(values | changes))  # type: ignore[arg-type]


def state_of(key: str = "k1") -> str:
    return models.Effect.objects.get(key=key).state


def later(**amount: float) -> datetime:
    return NOW + timedelta(**amount)
