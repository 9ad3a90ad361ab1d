"""Reading before publication: a personal, expiring, revocable link to one Copy."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from suluh.foundation.accounts.rules import Action, Actor
from suluh.foundation.audit import operations as audit
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.canonical import clean_text
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models, rules
from suluh.newsroom.editorial.permissions import require

UNKNOWN_LINK = _("This link does not exist, has ended or was revoked.")


@dataclass(frozen=True, slots=True)
class EarlyReading:
    """Whom a link is for, and until when it holds."""

    name: str
    email: str
    expires_at: datetime


@transaction.atomic
def grant_early_reading(
    *, actor: Actor, copy_id: UUID, reading: EarlyReading, now: datetime
) -> str:
    """Let a named person read one Copy before publication; returns the link's secret, once.

    Raises Refused: no_copy, no_role, other_unit, wrong_state, in_the_past.
    """
    copy = models.Copy.objects.select_related("unit").filter(id=copy_id).first()
    if copy is None:
        raise Refused("no_copy", _("There is no such text in review."))
    require(actor, Action.GRANT_EARLY_READING, copy.unit.path)
    if copy.state != rules.CopyState.CLEARED:
        raise Refused("wrong_state", _("Only an approved text may be read early."))
    if reading.expires_at <= now:
        raise Refused("in_the_past", _("That moment has passed."))
    secret = secrets.token_urlsafe(32)
    reader = models.EarlyReader.objects.create(
        copy=copy,
        name=clean_text(reading.name),
        email=reading.email,
        token_digest=_digest(secret),
        granted_by_id=actor.person_id,
        granted_at=now,
        expires_at=reading.expires_at,
    )
    _record("copy.early", copy, actor, now, reader)
    return secret


@transaction.atomic
def revoke_early_reading(*, actor: Actor, reader_id: UUID, now: datetime) -> None:
    """End a personal link at once. Raises Refused: no_reader, no_role, other_unit."""
    reader = models.EarlyReader.objects.select_related("copy__unit").filter(id=reader_id).first()
    if reader is None:
        raise Refused("no_reader", UNKNOWN_LINK)
    require(actor, Action.GRANT_EARLY_READING, reader.copy.unit.path)
    models.EarlyReader.objects.filter(id=reader_id, revoked_at__isnull=True).update(revoked_at=now)
    _record("copy.early_revoked", reader.copy, actor, now, reader)


@transaction.atomic
def read_early(*, secret: str, now: datetime) -> models.EarlyReader:
    """Count a reading and return whose it is; every failure gives the same answer.

    Raises Refused: no_reader.
    """
    readers = _open_links(secret, now)
    if readers.update(reads=F("reads") + 1, last_read_at=now) != 1:
        raise Refused("no_reader", UNKNOWN_LINK)
    return readers.select_related("copy").get()


def find_reader(*, secret: str, now: datetime) -> models.EarlyReader:
    """Return whose open link this is without counting: for the pictures of the page.

    Raises Refused: no_reader.
    """
    reader = _open_links(secret, now).select_related("copy").first()
    if reader is None:
        raise Refused("no_reader", UNKNOWN_LINK)
    return reader


def _open_links(secret: str, now: datetime) -> QuerySet[models.EarlyReader]:
    return models.EarlyReader.objects.filter(
        token_digest=_digest(secret),
        revoked_at__isnull=True,
        expires_at__gt=now,
        copy__state=rules.CopyState.CLEARED,
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()


def _record(
    action: str, copy: models.Copy, actor: Actor, now: datetime, reader: models.EarlyReader
) -> None:
    audit.record(
        audit.Entry(
            action=action,
            subject=f"content:{copy.content_id}",
            actor_id=actor.person_id,
            unit_code=copy.unit.code,
            data={"copy": copy.number, "reader": str(reader.id)},
        ),
        now=now,
    )
