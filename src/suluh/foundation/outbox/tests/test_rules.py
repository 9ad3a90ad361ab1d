from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suluh.foundation.outbox import rules
from suluh.foundation.outbox.rules import BreakerState, ChannelClass, Outcome, State, Verb
from suluh.foundation.outbox.rules.retry import SCHEDULE, jitter
from suluh.foundation.outbox.tests.makers import NOW


def test_every_state_can_be_reached_and_only_finished_ones_have_no_way_on() -> None:
    reached = {step.to for step in rules.TRANSITIONS.values()} | {State.PLANNED}
    leaving = {state for state, _verb in rules.TRANSITIONS}

    assert reached == set(State)
    assert set(State) - leaving <= set(rules.FINISHED)


def test_nothing_that_had_begun_goes_back_without_an_answer_or_a_person() -> None:
    ways_to_due = {(at, verb) for (at, verb), step in rules.TRANSITIONS.items() if step.to == "due"}

    assert {verb for at, verb in ways_to_due if at is State.SENDING} == {Verb.RETRY}
    assert (State.UNCONFIRMED, Verb.FREE) not in ways_to_due


def test_decisions_lead_through_the_table() -> None:
    verbs = {"confirm": Verb.CONFIRM, "try_again": Verb.TRY_AGAIN, "abandon": Verb.ABANDON}

    for state, decisions in rules.DECISIONS.items():
        assert all((state, verbs[decision]) in rules.TRANSITIONS for decision in decisions)


def test_every_state_has_a_label() -> None:
    assert set(rules.STATE_LABELS) == set(State)


@pytest.mark.parametrize(
    ("channel_class", "verb"),
    [
        (ChannelClass.KEYED, Verb.RETRY),
        (ChannelClass.LOOKUP, Verb.RETRY),
        (ChannelClass.BLIND, Verb.LOSE),
    ],
)
def test_a_lost_answer_goes_back_by_itself_only_where_the_peer_can_tell(
    channel_class: ChannelClass, verb: Verb
) -> None:
    reading = rules.read_outcome(channel_class, Outcome.unknown("timeout"))

    assert reading.verb is verb
    assert reading.uncertain


@pytest.mark.parametrize("channel_class", list(ChannelClass))
def test_a_certain_no_is_tried_again_everywhere(channel_class: ChannelClass) -> None:
    reading = rules.read_outcome(channel_class, Outcome.retry("busy"))

    assert reading.verb is Verb.RETRY
    assert not reading.uncertain


@given(st.text(max_size=30), st.integers(1, 200))
def test_retries_follow_the_schedule_within_a_fifth(key: str, attempt: int) -> None:
    base = SCHEDULE[attempt - 1] if attempt <= len(SCHEDULE) else 3600
    wait = (rules.next_try(key, attempt, NOW) - NOW).total_seconds()

    assert base * 0.8 <= wait <= base * 1.2
    assert rules.next_try(key, attempt, NOW) == rules.next_try(key, attempt, NOW)


def test_jitter_differs_between_keys() -> None:
    assert len({jitter(f"key-{number}", 1) for number in range(50)}) == 50


def test_the_destinations_wish_wins_within_bounds() -> None:
    assert rules.next_try("k", 1, NOW, 90) == NOW + timedelta(seconds=90)
    assert rules.next_try("k", 1, NOW, 0) == NOW + timedelta(seconds=1)
    assert rules.next_try("k", 1, NOW, 10**9) == NOW + timedelta(hours=6)


def test_a_breaker_opens_after_five_failures_and_doubles_its_pause() -> None:
    breaker = BreakerState()
    for _ in range(4):
        breaker = rules.after_failure(breaker, NOW)
    assert breaker.lets_pass(NOW)

    fifth = rules.after_failure(breaker, NOW)
    sixth = rules.after_failure(fifth, NOW)

    assert fifth.open_until == NOW + timedelta(seconds=30)
    assert sixth.open_until == NOW + timedelta(seconds=60)
    assert not fifth.lets_pass(NOW)
    assert fifth.lets_pass(NOW + timedelta(seconds=30))
    assert fifth.on_trial


def test_a_wish_opens_the_breaker_at_once_and_a_success_closes_it() -> None:
    breaker = rules.after_failure(BreakerState(), NOW, 120)

    assert breaker.open_until == NOW + timedelta(seconds=120)
    assert rules.after_success() == BreakerState()


@given(st.integers(0, 100_000))
def test_a_breakers_pause_is_bounded(failures: int) -> None:
    breaker = rules.after_failure(BreakerState(failures), NOW)

    assert breaker.open_until is None or breaker.open_until <= NOW + timedelta(minutes=30)
