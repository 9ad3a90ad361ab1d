"""Before the call, and after it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from suluh.foundation.outbox import events, models, rules
from suluh.foundation.outbox.operations.facts import announce
from suluh.foundation.outbox.operations.leases import NO_LEASE
from suluh.foundation.outbox.operations.steps import Why, take


def begin_sending(row: rules.EffectRow, *, now: datetime, timeout_seconds: int) -> bool:
    """Commit that the call starts. False: the claim is no longer ours, or too short to finish.

    Must be called outside any transaction: the row has to stand before the first byte leaves.
    """
    with transaction.atomic(durable=True):
        effect = _held_by(row, rules.State.CLAIMED)
        if effect is None or effect.lease_until is None:
            return False
        if effect.lease_until <= now + timedelta(seconds=timeout_seconds):
            return False
        take(effect, rules.Verb.BEGIN, Why(now))
    return True


@transaction.atomic
def drop_unwanted(row: rules.EffectRow, *, now: datetime, note: str) -> bool:
    """End a claimed effect that is no longer wanted, before anything left."""
    effect = _held_by(row, rules.State.CLAIMED)
    if effect is None:
        return False
    take(effect, rules.Verb.DROP, Why(now, note), error="superseded", **NO_LEASE)
    return True


@transaction.atomic
def settle(
    row: rules.EffectRow, outcome: rules.Outcome, *, now: datetime, poll: rules.Capability
) -> bool:
    """Write down how a call ended, where the claim is still ours.

    An answer that comes after the lease was reaped still settles an unconfirmed effect. Returns
    False where somebody else has taken the effect on since.
    """
    effect = _held_by(row, rules.State.SENDING, rules.State.UNCONFIRMED)
    if effect is None:
        return False
    reading = rules.read_outcome(row.channel_class, outcome)
    if effect.state == rules.State.UNCONFIRMED and reading.verb is rules.Verb.LOSE:
        return True
    _write(effect, reading, outcome, now, poll)
    return True


@transaction.atomic
def settle_look_up(
    row: rules.EffectRow, outcome: rules.Outcome | None, *, now: datetime, poll: rules.Capability
) -> bool:
    """Write down what a destination said when asked about a claimed or pending effect.

    None (certainly not there) clears the doubt and returns True: a claimed effect may be sent.
    Every other answer ends the claim and returns False.
    """
    effect = _held_by(row, rules.State.CLAIMED, rules.State.PENDING)
    if effect is None:
        return False
    if outcome is None:
        return _absent(effect, now)
    certain = {rules.Answer.ACCEPTED, rules.Answer.CONFIRMED, rules.Answer.PENDING}
    if outcome.answer in certain | {rules.Answer.REFUSED}:
        reading = rules.read_outcome(row.channel_class, outcome)
        if effect.state == rules.State.PENDING and outcome.answer is rules.Answer.PENDING:
            _keep_pending(effect, now)
        else:
            _write(effect, reading, outcome, now, poll)
    elif effect.state == rules.State.CLAIMED:
        retry_at = rules.next_try(effect.key, effect.attempts, now, outcome.after_seconds)
        note = f"asked: {outcome.error}"
        take(effect, rules.Verb.FREE, Why(now, note), retry_at=retry_at, **NO_LEASE)
        _count(effect.account, rules.Reading(rules.Verb.FREE, failed=True), outcome, now)
    else:
        _keep_pending(effect, now)
    return False


@transaction.atomic
def put_off_poll(row: rules.EffectRow, *, now: datetime, poll: rules.Capability) -> bool:
    """Take the next question about a pending effect; False where somebody else has it."""
    same = models.Effect.objects.filter(id=row.id, state=rules.State.PENDING, retry_at=row.retry_at)
    next_at = rules.poll_again(now, poll.poll_seconds + poll.timeout_seconds)
    return same.update(retry_at=next_at) == 1


@transaction.atomic
def settle_receipt(*, key: str, outcome: rules.Outcome, now: datetime) -> bool:
    """Take a receipt or a bounce that came by itself; repeating it changes nothing.

    Only confirms or refuses what had been taken or is unconfirmed.
    """
    verbs = {rules.Answer.CONFIRMED: rules.Verb.CONFIRM, rules.Answer.REFUSED: rules.Verb.REFUSE}
    states = (rules.State.ACCEPTED, rules.State.PENDING, rules.State.UNCONFIRMED)
    effect = models.Effect.objects.filter(key=key, state__in=states).first()
    if effect is None or outcome.answer not in verbs:
        return False
    take(effect, verbs[outcome.answer], Why(now, "receipt"), **_said(outcome), **NO_LEASE)
    _tell(effect, now)
    return True


def _held_by(row: rules.EffectRow, *states: rules.State) -> models.Effect | None:
    """Return the effect, locked, where the claim behind `row` still holds."""
    ours = models.Effect.objects.filter(id=row.id, lease_token=row.token, state__in=states)
    return ours.select_for_update().first()


def _absent(effect: models.Effect, now: datetime) -> bool:
    if effect.state == rules.State.PENDING:
        _keep_pending(effect, now)
        return False
    models.Effect.objects.filter(id=effect.id).update(uncertain=False)
    return True


def _keep_pending(effect: models.Effect, now: datetime) -> None:
    if effect.deadline_at <= now:
        take(effect, rules.Verb.LOSE, Why(now, "never shown"), error="never_shown")


def _write(
    effect: models.Effect,
    reading: rules.Reading,
    outcome: rules.Outcome,
    now: datetime,
    poll: rules.Capability,
) -> None:
    changes: dict[str, Any] = {**_said(outcome), "uncertain": reading.uncertain or effect.uncertain}
    if reading.verb is rules.Verb.RETRY:
        changes["retry_at"] = rules.next_try(
            effect.key, effect.attempts, now, outcome.after_seconds
        )
    if reading.verb is rules.Verb.WAIT:
        changes["retry_at"] = rules.poll_again(now, poll.poll_seconds, outcome.after_seconds)
        changes["deadline_at"] = max(
            effect.due_at, now + timedelta(seconds=poll.pending_for_seconds)
        )
    if reading.verb is not rules.Verb.LOSE:
        changes |= NO_LEASE
    take(effect, reading.verb, Why(now, outcome.sentence or outcome.error), **changes)
    _tell(effect, now)
    _count(effect.account, reading, outcome, now)


def _tell(effect: models.Effect, now: datetime) -> None:
    """Announce what ended badly or waits for a person; what went well is only counted."""
    if effect.state in {rules.State.REFUSED, rules.State.UNCONFIRMED}:
        fact = events.EffectStopped(
            key=effect.key,
            kind=effect.kind,
            origin=effect.origin,
            state=str(effect.state),
            error=effect.error,
            sentence=effect.sentence,
        )
        announce(fact, subject=f"effect:{effect.id}", now=now)


def _said(outcome: rules.Outcome) -> dict[str, Any]:
    said: dict[str, Any] = {"error": outcome.error[:40], "sentence": outcome.sentence[:300]}
    if outcome.remote:
        said["remote"] = outcome.remote[:600]
    return said


def _count(account: str, reading: rules.Reading, outcome: rules.Outcome, now: datetime) -> None:
    if reading.failed is None:
        return
    if not reading.failed:
        models.Breaker.objects.filter(account=account, failures__gt=0).update(
            failures=0, open_until=None
        )
        return
    row, _created = models.Breaker.objects.get_or_create(account=account)
    breaker = rules.after_failure(
        rules.BreakerState(row.failures, row.open_until), now, outcome.after_seconds
    )
    models.Breaker.objects.filter(account=account).update(
        failures=breaker.failures, open_until=breaker.open_until
    )
