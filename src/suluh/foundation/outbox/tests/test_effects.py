from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from suluh.foundation.outbox import models, operations, queries, rules
from suluh.foundation.outbox.rules import ChannelClass, Decision, Outcome, Priority
from suluh.foundation.outbox.tests.makers import NOW, claim, draft, later, plan, state_of
from suluh.kernel.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.sql]
POLL = rules.Capability(5)


def begin(row: rules.EffectRow, now=NOW) -> bool:
    return operations.begin_sending(row, now=now, timeout_seconds=5)


def settle(row: rules.EffectRow, outcome: Outcome, now=NOW) -> bool:
    return operations.settle(row, outcome, now=now, poll=POLL)


def test_a_key_is_planned_once_and_keeps_its_bytes() -> None:
    first = plan("a", payload={"b": 1, "a": "é"})
    again = plan("a", payload={"other": True})

    assert again.id == first.id
    assert again.payload == '{"a":"é","b":1}'
    assert operations.plan_effects([draft("a"), draft("b")], now=NOW) == 1


def test_an_effect_for_later_falls_due_at_its_time() -> None:
    plan("a", due_at=later(minutes=5))

    assert claim() == []
    operations.fall_due(now=later(minutes=5))
    assert [row.key for row in claim(later(minutes=5))] == ["a"]


def test_a_claim_counts_the_attempt_before_any_work() -> None:
    plan("a")

    (row,) = claim()

    assert row.attempts == 1
    assert state_of("a") == "claimed"
    assert claim() == []


def test_one_call_at_a_time_per_destination_and_the_others_go_on() -> None:
    plan("a1", destination="a")
    plan("a2", destination="a")
    plan("b1", destination="b")

    assert {row.key for row in claim()} == {"a1", "b1"}
    assert claim() == []


def test_the_database_itself_refuses_a_second_call_to_one_destination() -> None:
    plan("a1", destination="a")
    second = plan("a2", destination="a")
    claim()

    with pytest.raises(IntegrityError), transaction.atomic():
        models.Effect.objects.filter(id=second.id).update(
            state="claimed", lease_token=uuid4(), lease_until=NOW
        )


def test_withdrawals_overtake_and_order_per_subject_is_kept() -> None:
    plan("publish", subject="content:x")
    plan("other", subject="content:y")
    plan("withdraw", subject="content:x", priority=Priority.URGENT)

    order = []
    for _ in range(3):
        (row,) = claim()
        begin(row)
        settle(row, Outcome.accepted())
        order.append(row.key)

    assert order == ["withdraw", "publish", "other"]


def test_what_waits_for_its_retry_holds_back_only_its_own_subject() -> None:
    plan("x1", subject="content:x")
    plan("x2", subject="content:x")
    plan("y1", subject="content:y")
    (row,) = claim()
    begin(row)
    settle(row, Outcome.retry("busy"))

    assert [row.key for row in claim()] == ["y1"]


def test_urgent_only_claims_nothing_else() -> None:
    plan("a", destination="a")
    plan("b", destination="b", priority=Priority.URGENT)

    assert [row.key for row in claim(urgent_only=True)] == ["b"]


def test_sending_begins_only_with_a_lease_that_outlasts_the_call() -> None:
    plan("a")
    (row,) = claim()

    assert not begin(row, later(seconds=46))
    assert begin(row, later(seconds=44))
    assert state_of("a") == "sending"


def test_an_answer_settles_only_where_the_token_is_still_ours() -> None:
    plan("a")
    (old,) = claim()
    begin(old)
    operations.reap(now=later(seconds=60))
    (new,) = claim(later(seconds=60))

    assert not settle(old, Outcome.accepted("old"))
    begin(new, later(seconds=60))
    assert settle(new, Outcome.accepted("new"))
    assert models.Effect.objects.get(key="a").remote == "new"


@pytest.mark.parametrize(
    ("channel_class", "state", "uncertain"),
    [("keyed", "due", True), ("lookup", "due", True), ("blind", "unconfirmed", True)],
)
def test_a_sender_that_dies_while_sending(channel_class, state, uncertain) -> None:
    plan("a", channel_class=ChannelClass(channel_class))
    (row,) = claim()
    begin(row)

    assert operations.reap(now=NOW) == 0
    assert operations.reap(now=NOW, is_dead=lambda owner: owner == "test") == 1

    effect = models.Effect.objects.get(key="a")
    assert (effect.state, effect.uncertain) == (state, uncertain)


@pytest.mark.parametrize("channel_class", list(ChannelClass))
def test_a_sender_that_dies_before_sending_leaves_it_due(channel_class: ChannelClass) -> None:
    plan("a", channel_class=channel_class)
    claim()

    operations.reap(now=later(seconds=50))

    effect = models.Effect.objects.get(key="a")
    assert (effect.state, effect.uncertain) == ("due", False)


def test_an_answer_that_comes_late_settles_what_was_unconfirmed() -> None:
    plan("a", channel_class=ChannelClass.BLIND)
    (row,) = claim()
    begin(row)
    operations.reap(now=later(seconds=60))

    assert settle(row, Outcome.accepted("250"), later(seconds=70))
    assert state_of("a") == "accepted"


def test_a_payload_that_kills_its_sender_again_and_again_is_put_aside() -> None:
    plan("poison", destination="a")
    plan("good", destination="a")
    for number in range(rules.MOST_CRASHES):
        now = later(minutes=number)
        assert claim(now)[0].key == "poison"
        operations.reap(now=now, is_dead=lambda _owner: True)

    assert state_of("poison") == "held"
    assert [row.key for row in claim(later(hours=1))] == ["good"]


def test_after_72_hours_it_is_over_and_doubt_stays_doubt() -> None:
    plan("never", destination="a")
    plan("perhaps", destination="b")
    models.Effect.objects.filter(key="perhaps").update(uncertain=True)

    operations.fall_due(now=later(hours=73))

    assert (state_of("never"), state_of("perhaps")) == ("expired", "unconfirmed")


def test_a_breaker_leaves_the_destination_alone_and_tries_one() -> None:
    for number in range(7):
        plan(f"k{number}", destination=f"d{number}", account="peer")
    for row in claim(limit=5):
        begin(row)
        settle(row, Outcome.retry("down", whole_account=True))

    assert claim() == []
    assert len(claim(later(seconds=31))) == 1


def test_a_look_up_that_finds_nothing_clears_the_doubt() -> None:
    plan("a", channel_class=ChannelClass.LOOKUP)
    models.Effect.objects.update(uncertain=True)
    (row,) = claim()

    assert operations.settle_look_up(row, None, now=NOW, poll=POLL)
    assert begin(row)


def test_a_look_up_that_finds_it_ends_it_and_one_without_answer_waits() -> None:
    plan("a", channel_class=ChannelClass.LOOKUP, destination="a")
    plan("b", channel_class=ChannelClass.LOOKUP, destination="b")
    a, b = claim()

    assert not operations.settle_look_up(a, Outcome.confirmed("url"), now=NOW, poll=POLL)
    assert not operations.settle_look_up(b, Outcome.unknown("timeout"), now=NOW, poll=POLL)

    assert (state_of("a"), state_of("b")) == ("confirmed", "due")


def test_a_pending_effect_is_asked_about_until_it_shows_or_its_time_is_over() -> None:
    plan("a")
    (row,) = claim()
    begin(row)
    settle(row, Outcome.pending("job-1"))

    (pending,) = queries.list_to_poll(now=later(seconds=20))
    assert operations.put_off_poll(pending, now=later(seconds=20), poll=POLL)
    assert not operations.put_off_poll(pending, now=later(seconds=20), poll=POLL)
    operations.settle_look_up(pending, Outcome.pending("job-1"), now=later(minutes=1), poll=POLL)
    assert state_of("a") == "pending"
    operations.settle_look_up(pending, None, now=later(hours=1), poll=POLL)
    assert state_of("a") == "unconfirmed"


def test_a_receipt_confirms_once_and_a_bounce_refuses() -> None:
    for key in ("seen", "bounced"):
        plan(key, destination=key)
    for row in claim():
        begin(row)
        settle(row, Outcome.accepted())

    assert operations.settle_receipt(key="seen", outcome=Outcome.confirmed("url"), now=NOW)
    assert not operations.settle_receipt(key="seen", outcome=Outcome.confirmed("url"), now=NOW)
    assert operations.settle_receipt(key="bounced", outcome=Outcome.refused("bounced"), now=NOW)
    assert (state_of("seen"), state_of("bounced")) == ("confirmed", "refused")


def test_a_person_decides_what_is_unconfirmed() -> None:
    effect = plan("a", channel_class=ChannelClass.BLIND)
    (row,) = claim()
    begin(row)
    settle(row, Outcome.unknown("timeout"))
    actor_id = uuid4()

    with pytest.raises(Refused) as refused:
        operations.decide_by_person(
            plan("b", destination="b").id, Decision.CONFIRM, actor_id=actor_id, now=NOW
        )
    assert refused.value.code == "not_decidable"
    operations.decide_by_person(effect.id, Decision.TRY_AGAIN, actor_id=actor_id, now=NOW)

    assert {row.key for row in claim(NOW)} == {"a", "b"}
    assert effect.transitions.get(verb="try_again").actor_id == actor_id


def test_after_a_restore_nothing_leaves_and_what_may_have_left_is_doubted() -> None:
    for channel_class in ChannelClass:
        plan(channel_class.value, channel_class=channel_class, destination=channel_class.value)
    claim(limit=1)

    operations.hold_all(now=NOW, note="restored")
    assert claim(later(hours=1)) == []
    operations.release_held(now=NOW, doubt=True)

    assert state_of("blind") == "unconfirmed"
    assert {row.key: row.uncertain for row in claim(later(hours=1))} == {
        "keyed": True,
        "lookup": True,
    }


def test_every_step_is_written_down() -> None:
    effect = plan("a")
    (row,) = claim()
    begin(row)
    settle(row, Outcome.accepted("42"))

    steps = effect.transitions.order_by("id").values_list("from_state", "to_state")
    assert list(steps) == [("due", "claimed"), ("claimed", "sending"), ("sending", "accepted")]


def test_planned_effects_can_be_taken_back() -> None:
    plan("a", origin="edition:1")
    plan("b", origin="edition:2", destination="b")

    assert operations.drop_planned(origin="edition:1", now=NOW, note="") == 1
    assert (state_of("a"), state_of("b")) == ("expired", "due")


def test_a_claim_given_back_does_not_count() -> None:
    plan("a")
    (row,) = claim()

    operations.free(row, now=NOW, note="no_gateway", wait_seconds=60)

    assert models.Effect.objects.get(key="a").attempts == 0
    assert claim(NOW + timedelta(seconds=59)) == []


def test_what_is_forgotten_keeps_its_state_and_nothing_else() -> None:
    plan("sent", origin="delivery:1")
    (row,) = claim()
    begin(row)
    settle(row, Outcome.accepted())
    plan("waiting", origin="delivery:2", destination="mail:a@b.example")

    assert operations.forget(now=NOW, origins=["delivery:1"]) == 1
    assert operations.forget(now=NOW, destination="mail:a@b.example") == 1

    assert set(models.Effect.objects.values_list("payload", "state")) == {
        ("{}", "accepted"),
        ("{}", "expired"),
    }
    assert not models.Effect.objects.filter(destination__contains="a@b").exists()
    with pytest.raises(Refused) as refused:
        operations.decide_by_person(
            models.Effect.objects.get(key="waiting").id,
            Decision.TRY_AGAIN,
            actor_id=uuid4(),
            now=NOW,
        )
    assert refused.value.code == "forgotten"


def test_what_stops_is_announced() -> None:
    plan("a", channel_class=ChannelClass.BLIND, origin="delivery:1")
    (row,) = claim()
    begin(row)
    settle(row, Outcome.refused("recipient_refused", "550"))

    fact = models.Fact.objects.get()
    assert (fact.kind, fact.payload["origin"]) == ("EffectStopped", "delivery:1")
    assert queries.count_by_origin(["delivery:1"]) == {
        "delivery:1": {("refused", "recipient_refused"): 1}
    }
