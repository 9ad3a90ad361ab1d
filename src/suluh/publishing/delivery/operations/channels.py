"""Channels are opened and closed here."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from suluh.foundation.accounts.rules import Action, Actor, decide
from suluh.foundation.audit import operations as audit
from suluh.foundation.org import queries as org
from suluh.foundation.outbox.gateways.http import check_url
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.publishing.delivery import models, queries, rules

BAD_ALLOWED = _("“%(text)s” is not of the form host:port.")
BAD_CLASS = _("Say how the other system treats a repeated request.")
NO_LOOK_UP = _("The look-up address must contain {key}, where our key is put in.")
BUILT_IN = _("The website and the mail are part of the house and cannot be closed.")


@dataclass(frozen=True, slots=True)
class WebhookDraft:
    """Another system that wants to be told.

    `channel_class`: 'keyed' where it recognises our Idempotency-Key, 'lookup' where it answers a
    look-up at `look_up_url`. `allowed`: host:port inside a private network, vouched for here.
    """

    name: str
    url: str
    channel_class: str
    look_up_url: str = ""
    unit_code: str = ""
    locales: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()


def built_in(now: datetime) -> None:
    """Make sure that the two channels every house has are there."""
    for kind in rules.BUILT_IN:
        models.Channel.objects.get_or_create(
            kind=kind, defaults={"name": rules.CHANNEL_LABELS[kind], "opened_at": now}
        )


@transaction.atomic
def open_webhook(*, actor: Actor, draft: WebhookDraft, now: datetime) -> rules.ChannelRow:
    """Open a channel to another system.

    Raises Refused: no_role, bad_class, bad_look_up, bad_allowed, bad_url, not_public, not_found.
    """
    _may_manage(actor)
    if draft.channel_class not in {"keyed", "lookup"}:
        raise Refused("bad_class", BAD_CLASS)
    if (draft.channel_class == "lookup" or draft.look_up_url) and "{key}" not in draft.look_up_url:
        raise Refused("bad_look_up", NO_LOOK_UP)
    allowed = frozenset(draft.allowed)
    for place in allowed:
        if not re.fullmatch(r"[A-Za-z0-9.:-]+:\d{1,5}", place):
            raise Refused("bad_allowed", BAD_ALLOWED, text=place[:80])
    check_url(draft.url, allowed=allowed)
    if draft.look_up_url:
        check_url(draft.look_up_url.replace("{key}", "x"), allowed=allowed)
    row = models.Channel.objects.create(
        kind=rules.ChannelKind.WEBHOOK,
        name=draft.name,
        unit_id=org.get_unit(draft.unit_code).id if draft.unit_code else None,
        settings={
            "url": draft.url,
            "class": draft.channel_class,
            "look_up_url": draft.look_up_url,
            "locales": list(draft.locales),
            "kinds": list(draft.kinds),
            "allowed": sorted(allowed),
        },
        opened_at=now,
    )
    _record("channel.open", row, actor, now)
    return queries.channel_row(row)


@transaction.atomic
def close_channel(*, actor: Actor, channel_id: UUID, now: datetime) -> None:
    """Close a channel for new texts; corrections and withdrawals still go where texts went.

    Raises Refused: no_role, no_channel, built_in.
    """
    _may_manage(actor)
    row = models.Channel.objects.filter(id=channel_id).first()
    if row is None:
        raise Refused("no_channel", _("There is no such channel."))
    if row.kind != rules.ChannelKind.WEBHOOK:
        raise Refused("built_in", BUILT_IN)
    if models.Channel.objects.filter(id=row.id, is_open=True).update(is_open=False):
        _record("channel.close", row, actor, now)


def _may_manage(actor: Actor) -> None:
    decision = decide(actor, Action.MANAGE_HOUSE)
    if not decision.allowed:
        raise Refused(decision.code, decision.reason)


def _record(action: str, row: models.Channel, actor: Actor, now: datetime) -> None:
    entry = audit.Entry(action=action, subject=f"channel:{row.id}", actor_id=actor.person_id)
    audit.record(entry, now=now)
