"""Take in what visitors send: counted, and once however often it is sent."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.audit import operations as audit
from suluh.kernel import canonical
from suluh.kernel.refusals import Refused
from suluh.kernel.states import WRONG_STATE, step
from suluh.publishing.website import models, queries
from suluh.publishing.website.rules.limits import (
    TOO_MANY,
    WINDOW,
    Limit,
    tally_name,
    window_of,
)
from suluh.publishing.website.rules.messages import (
    KEEP_HANDLED,
    KEEP_SPAM,
    LONGEST_NOTE,
    TRANSITIONS,
    State,
    Verb,
)


@transaction.atomic
def count_ask(limit: Limit, network: str, *, now: datetime) -> None:
    """Count a request. Raises Refused: too_many, for this network or for all together."""
    window = window_of(now)
    models.Tally.objects.filter(window_at__lt=window - WINDOW).delete()
    own = tally_name(limit, network, settings.SECRET_KEY, window)
    for name, most in ((own, limit.per_network), (f"{limit.name}:all", limit.overall)):
        models.Tally.objects.get_or_create(name=name, window_at=window)
        rows = models.Tally.objects.filter(name=name, window_at=window, count__lt=most)
        if not rows.update(count=F("count") + 1):
            raise Refused("too_many", TOO_MANY)


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody wrote; `token` is drawn with the form, '' where the form was baked."""

    locale: str
    name: str
    email: str
    message: str
    token: str = ""


@transaction.atomic
def receive_message(sent: Sent, *, now: datetime) -> models.ContactMessage:
    """Keep a message of the contact form; the same form or the same words of a day count once."""
    said = f"{now:%Y-%m-%d}\0{sent.email.lower()}\0{sent.message}"
    once = hashlib.sha256((sent.token or said).encode()).hexdigest()
    words = {"name": sent.name, "email": sent.email, "message": sent.message}
    kept, is_new = models.ContactMessage.objects.get_or_create(
        token=once, defaults={"locale": sent.locale, "received_at": now, **words}
    )
    if is_new:
        audit.record(audit.Entry("website.message.received", f"message:{kept.id}"), now=now)
    return kept


@transaction.atomic
def sort_message(
    *, actor: Actor, message_id: UUID, verb: Verb, now: datetime, note: str = ""
) -> models.ContactMessage:
    """Mark a message as handled (with a note), as spam, or open it again.

    Raises Refused: no_message, wrong_state.
    """
    row = queries.get_message(actor, message_id)
    to = step(TRANSITIONS, State(row.state), verb).to
    done = verb is not Verb.REOPEN
    changed = models.ContactMessage.objects.filter(id=row.id, state=row.state).update(
        state=to,
        handled_at=now if done else None,
        handled_by_id=actor.person_id if done else None,
        note=canonical.clean_text(note)[:LONGEST_NOTE],
    )
    if changed != 1:
        raise Refused("wrong_state", WRONG_STATE, state=row.state)
    entry = audit.Entry(
        f"website.message.{verb.value}", f"message:{row.id}", actor_id=actor.person_id
    )
    audit.record(entry, now=now)
    row.refresh_from_db()
    return row


@transaction.atomic
def erase_old_messages(*, now: datetime, limit: int = 500) -> int:
    """Erase messages whose time is over: handled ones after half a year, spam after 30 days."""
    kept = {State.HANDLED: KEEP_HANDLED, State.SPAM: KEEP_SPAM}
    over = [Q(state=state, handled_at__lt=now - time) for state, time in kept.items()]
    ids = list(
        models.ContactMessage.objects.filter(over[0] | over[1]).values_list("id", flat=True)[:limit]
    )
    models.ContactMessage.objects.filter(id__in=ids).delete()
    if ids:
        audit.record(
            audit.Entry("website.message.erase", "messages", data={"count": len(ids)}), now=now
        )
    return len(ids)
