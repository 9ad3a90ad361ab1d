import pytest
from django.db import OperationalError

from suluh.foundation.outbox import models, operations, rules, tasks
from suluh.foundation.outbox.rules import ChannelClass, Outcome
from suluh.foundation.outbox.tasks import work_once
from suluh.foundation.outbox.tests.makers import NOW, Peer, plan, sender, state_of
from suluh.kernel.clock import FixedClock

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


def test_due_effects_are_carried_out_with_the_same_bytes(clock: FixedClock) -> None:
    peer = Peer(answers=[Outcome.unknown("timeout"), Outcome.accepted("42")])
    plan("a")
    working = sender(peer, clock)

    work_once(working)
    assert state_of("a") == "due"
    clock.advance(seconds=7)
    work_once(working)

    assert state_of("a") == "accepted"
    assert peer.calls[0] == peer.calls[1]
    assert work_once(working) == 0


def test_a_destination_that_can_be_asked_is_asked_before_it_is_sent_again(clock) -> None:
    peer = Peer(answers=[Outcome.unknown("timeout")], found=[Outcome.confirmed("url")])
    plan("a", channel_class=ChannelClass.LOOKUP)
    working = sender(peer, clock)

    work_once(working)
    clock.advance(seconds=7)
    work_once(working)

    assert (peer.asked, len(peer.calls), state_of("a")) == (["a"], 1, "confirmed")


def test_a_blind_destination_is_never_sent_to_again_by_itself(clock: FixedClock) -> None:
    peer = Peer(answers=[Outcome.unknown("timeout")])
    plan("a", channel_class=ChannelClass.BLIND)
    working = sender(peer, clock)

    for _ in range(5):
        work_once(working)
        clock.advance(hours=20)

    assert (len(peer.calls), state_of("a")) == (1, "unconfirmed")


def test_what_is_no_longer_wanted_does_not_leave(clock: FixedClock) -> None:
    peer = Peer()
    plan("a")

    work_once(sender(peer, clock, still_wanted=lambda _row: False))

    assert (peer.calls, state_of("a")) == ([], "expired")


def test_a_fault_in_an_adapter_is_an_unknown_answer(clock: FixedClock) -> None:
    class Faulty(Peer):
        def send(self, payload: object, key: str) -> rules.Outcome:
            raise RuntimeError("broken")

    plan("a", channel_class=ChannelClass.BLIND)

    work_once(sender(Faulty(), clock))

    assert state_of("a") == "unconfirmed"


def test_an_effect_without_an_adapter_waits_and_is_not_lost(clock: FixedClock) -> None:
    plan("a", kind="unheard")
    working = sender(Peer(), clock)

    assert work_once(working) == 1
    assert work_once(working) == 0
    assert models.Effect.objects.get(key="a").error == "no_gateway"


def test_what_is_pending_is_asked_about(clock: FixedClock) -> None:
    peer = Peer(answers=[Outcome.pending("job")], found=[None, Outcome.confirmed("url")])
    plan("a")
    working = sender(peer, clock)

    work_once(working)
    for _ in range(2):
        clock.advance(seconds=30)
        work_once(working)

    assert (len(peer.calls), state_of("a")) == (1, "confirmed")


@pytest.mark.django_db(transaction=True)
def test_an_answer_outlives_a_database_that_is_away_for_a_moment(clock, monkeypatch) -> None:
    settle, failures = operations.settle, [OperationalError("away"), OperationalError("away")]

    def away(*args: object, **kwargs: object) -> bool:
        if failures:
            raise failures.pop()
        return settle(*args, **kwargs)

    monkeypatch.setattr(operations, "settle", away)
    monkeypatch.setattr(tasks, "SETTLE_AGAIN_SECONDS", (0, 0, 0))
    plan("a", channel_class=ChannelClass.BLIND)

    work_once(sender(Peer(), clock))

    assert state_of("a") == "accepted"
