"""Subscriptions: asked for, confirmed by the address itself, ended with one press, erased."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.audit import operations as audit
from suluh.foundation.notify import operations as notify
from suluh.foundation.notify.rules import clean_address
from suluh.foundation.outbox import operations as outbox
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.canonical import clean_text
from suluh.kernel.refusals import Refused
from suluh.kernel.states import step
from suluh.publishing.delivery import letters, models, queries, rules, tokens
from suluh.publishing.delivery.rules.subscribers import ANSWER_WITHIN, ASK_AGAIN_AFTER

NO_REASON = _("Say why the office ends this subscription.")


@transaction.atomic
def subscribe(
    *, address: str, locale: str, consent_text: str, units: Sequence[str] = (), now: datetime
) -> None:
    """Ask an address whether it is really its reader's; the same answer whoever asks.

    `consent_text` is what was ticked, word by word; `units` the units whose news is wanted, none
    for everything. An address gets at most one such letter in ten minutes; one that is confirmed
    gets none. Raises Refused: bad_address.
    """
    address = clean_address(address).lower()
    row = models.Subscriber.objects.select_for_update().filter(address=address).first()
    if row is None:
        row = models.Subscriber(address=address, state=rules.State.PENDING)
    elif row.state == rules.State.CONFIRMED or _asked_lately(row, now):
        return
    step(rules.TRANSITIONS, rules.State(row.state), rules.Verb.ASK)
    token = tokens.make(tokens.CONFIRM, f"{row.id}:{token_urlsafe(12)}")
    row.state = rules.State.PENDING
    row.locale = locale
    row.units = sorted(units)
    row.consent_text = consent_text
    row.asked_at, row.asked_count = now, row.asked_count + 1
    row.confirm_digest = tokens.digest(token)
    row.confirmed_at = row.ended_at = row.ended_by_id = row.bounced_at = None
    row.ended_why, row.bounce_text, row.soft_bounces = "", "", 0
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # the same form twice in one moment: the other one asks
        return
    letter = letters.compose_confirmation(
        address=address, locale=row.locale, token=token, consent=row.consent_text
    )
    notify.plan_mail(letter, key=f"confirm:{row.id}:{row.asked_count}", now=now)


def _asked_lately(row: models.Subscriber, now: datetime) -> bool:
    return row.state == rules.State.PENDING and now < row.asked_at + ASK_AGAIN_AFTER


@transaction.atomic
def confirm(*, token: str, now: datetime) -> str:
    """Confirm a subscription; returns its language. Repeating it changes nothing.

    Raises Refused: bad_token, also for a link that a newer one replaced.
    """
    number = tokens.read(tokens.CONFIRM, token, within=ANSWER_WITHIN).partition(":")[0]
    row = models.Subscriber.objects.filter(id=number, confirm_digest=tokens.digest(token)).first()
    if row is None or row.state not in {rules.State.PENDING, rules.State.CONFIRMED}:
        raise Refused("bad_token", tokens.BAD_TOKEN)
    if row.state == rules.State.PENDING:
        _move(row, rules.Verb.CONFIRM, now, confirmed_at=now)
    return row.locale


@transaction.atomic
def unsubscribe(*, token: str, now: datetime) -> None:
    """End mail to an address. Repeating it, and a link of somebody erased, change nothing.

    Raises Refused: bad_token.
    """
    number = tokens.read(tokens.LEAVE, token)
    row = models.Subscriber.objects.filter(id=number).exclude(state=rules.State.LEFT).first()
    if row is not None:
        _move(row, rules.Verb.LEAVE, now, ended_at=now)


@transaction.atomic
def record_bounce(*, effect_key: str, sentence: str, now: datetime) -> bool:
    """Stop an address whose server refuses it for good; says whether it was one of ours."""
    row = models.Subscriber.objects.filter(received__effect_key=effect_key).first()
    if row is None:
        number = effect_key.split(":")[1] if effect_key.startswith("confirm:") else None
        row = models.Subscriber.objects.filter(id=number).first() if number else None
    if row is None or row.state not in {rules.State.PENDING, rules.State.CONFIRMED}:
        return False
    _move(row, rules.Verb.BOUNCE, now, ended_at=now, bounced_at=now, bounce_text=sentence[:300])
    return True


@transaction.atomic
def end_subscription(*, actor: Actor, subscriber_id: UUID, reason: str, now: datetime) -> None:
    """End mail to an address from the office; the address is erased 30 days later.

    Raises Refused: no_subscriber, no_reason, wrong_state.
    """
    row = queries.get_subscriber(actor, subscriber_id)
    why = clean_text(reason)[:300]
    if not why:
        raise Refused("no_reason", NO_REASON)
    _move(row, rules.Verb.LEAVE, now, ended_at=now, ended_why=why, ended_by_id=actor.person_id)


@transaction.atomic
def erase_old(*, now: datetime, limit: int = 500) -> int:
    """Erase addresses 30 days after they left or bounced, and requests nobody confirmed.

    The letters that went there are forgotten too; counts and states of deliveries stay.
    """
    ended = Q(ended_at__lt=now - rules.ERASE_AFTER)
    never = Q(state=rules.State.PENDING, asked_at__lt=now - ANSWER_WITHIN)
    rows = list(models.Subscriber.objects.filter(ended | never)[:limit])
    for row in rows:
        outbox.forget(now=now, destination=f"mail:{row.address}")
        row.delete()
    if rows:
        audit.record(
            audit.Entry("subscriber.erase", "subscribers", data={"count": len(rows)}), now=now
        )
    return len(rows)


def _move(row: models.Subscriber, verb: rules.Verb, now: datetime, **changes: Any) -> None:
    to = step(rules.TRANSITIONS, rules.State(row.state), verb).to
    models.Subscriber.objects.filter(id=row.id, state=row.state).update(state=to, **changes)
    audit.record(audit.Entry(f"subscriber.{verb.value}", f"subscriber:{row.id}"), now=now)
