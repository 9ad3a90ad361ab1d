"""The sender with threads: a stuck destination holds nobody, and nothing is done twice."""

import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.db import connection

from suluh.foundation.outbox import models, operations, rules
from suluh.foundation.outbox.rules import Outcome, Priority
from suluh.foundation.outbox.tasks import Sender, work_once
from suluh.foundation.outbox.tests.makers import draft
from suluh.foundation.outbox.tests.test_kill import lasting_database
from suluh.kernel.clock import SystemClock

__all__ = ["lasting_database"]
pytestmark = [pytest.mark.sql, pytest.mark.usefixtures("lasting_database")]


class Slow:
    """Destinations that hang until they are let go, and others that answer at once."""

    capability = rules.Capability(30)

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.taken: Counter[str] = Counter()
        self.under_way: Counter[str] = Counter()
        self.overlaps = 0
        self.lock = threading.Lock()

    def send(self, payload: Mapping[str, object], key: str) -> Outcome:
        place = str(payload["to"])
        with self.lock:
            self.under_way[place] += 1
            self.overlaps += self.under_way[place] > 1
        if place.startswith("stuck"):
            self.let_go.wait(20)
        with self.lock:
            self.under_way[place] -= 1
            self.taken[key] += 1
        return Outcome.accepted(key)

    def look_up(self, payload: Mapping[str, object], key: str) -> Outcome | None:
        return None


@pytest.fixture
def peer() -> Slow:
    return Slow()


@pytest.fixture
def sender(peer: Slow) -> Iterator[Sender]:
    made = Sender({"peer": peer}, lambda _row: True, SystemClock().now, slots=3)
    yield made
    peer.let_go.set()
    made.close()


def plan(key: str, place: str, **changes: object) -> None:
    now = SystemClock().now()
    operations.plan_effect(draft(key, destination=place, payload={"to": place}, **changes), now=now)


def work_until(sender: Sender, wanted: int, peer: Slow, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while peer.taken.total() < wanted and time.monotonic() < end:
        if not work_once(sender):
            time.sleep(0.02)


def test_a_stuck_destination_holds_nobody_and_keeps_a_slot_for_what_is_urgent(
    sender: Sender, peer: Slow
) -> None:
    for number in range(2):
        plan(f"s{number}", f"stuck-{number}")
    for number in range(20):
        plan(f"k{number}", f"place-{number % 4}")

    work_until(sender, 20, peer)
    assert set(peer.taken) == {f"k{number}" for number in range(20)}

    plan("s2", "stuck-2")
    work_until(sender, 21, peer, 0.5)
    plan("ordinary", "place-5")
    plan("urgent", "place-6", priority=Priority.URGENT)
    work_until(sender, 21, peer, 10)
    assert peer.taken["urgent"] == 1
    assert peer.taken["ordinary"] == 0

    peer.let_go.set()
    work_until(sender, 25, peer)
    assert sender.wait(20)
    assert set(peer.taken.values()) == {1}
    assert peer.overlaps == 0
    assert set(models.Effect.objects.values_list("state", flat=True)) == {"accepted"}


def test_two_senders_never_do_the_same_thing(sender: Sender, peer: Slow) -> None:
    for number in range(30):
        plan(f"k{number}", f"place-{number % 5}")
    others = [threading.Thread(target=_work_alone, args=(peer, 30), daemon=True) for _ in range(2)]
    for other in others:
        other.start()

    work_until(sender, 30, peer)
    sender.wait(20)
    for other in others:
        other.join(20)

    assert peer.taken.total() == 30
    assert set(peer.taken.values()) == {1}
    assert peer.overlaps == 0


def _work_alone(peer: Slow, wanted: int) -> None:
    made = Sender({"peer": peer}, lambda _row: True, SystemClock().now, slots=2)
    try:
        work_until(made, wanted, peer)
    finally:
        made.close()
        connection.close()


def test_many_at_once_leave_quickly(sender: Sender, peer: Slow, tmp_path: Path) -> None:
    now = SystemClock().now()
    drafts = [
        draft(f"k{number}", destination="site", payload={"to": "site"}, subject=f"c{number}")
        for number in range(100)
    ]
    operations.plan_effects(drafts, now=now)

    work_until(sender, 100, peer, 60)

    assert peer.taken.total() == 100
    assert peer.overlaps == 0
