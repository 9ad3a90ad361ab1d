"""Take in what visitors send: counted, and once however often it is sent."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from suluh.foundation.audit import operations as audit
from suluh.kernel.refusals import Refused
from suluh.publishing.website import models
from suluh.publishing.website.rules.limits import (
    TOO_MANY,
    WINDOW,
    Limit,
    tally_name,
    window_of,
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
