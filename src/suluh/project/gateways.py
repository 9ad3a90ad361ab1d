"""Which adapter carries which kind of effect, made once per sending process."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from suluh.foundation.audit import operations as audit
from suluh.foundation.notify import operations as notify
from suluh.foundation.outbox.gateways.smtp import SmtpGateway, SmtpServer
from suluh.foundation.outbox.rules import EffectRow, Gateway
from suluh.kernel import clock
from suluh.project import site
from suluh.publishing.delivery import operations as delivery
from suluh.publishing.delivery.gateways.mailing import MailingGateway
from suluh.publishing.delivery.gateways.webhook import webhook_gateway
from suluh.publishing.delivery.gateways.website import WebsiteGateway
from suluh.publishing.ledger import queries as ledger
from suluh.publishing.website import operations as website

DEFAULT_SMTP: Final = "smtp://127.0.0.1:25"


def registry(told: clock.Clock | None = None) -> dict[str, Gateway]:
    """Return the adapters by kind of effect."""
    now = told.now if told else clock.now
    return {
        "smtp": SmtpGateway(SmtpServer.from_url(settings.SULUH_SMTP_URL or DEFAULT_SMTP)),
        "website": WebsiteGateway(lambda payload: bake(payload, now())),
        "mailing": MailingGateway(now),
        "webhook": webhook_gateway(),
    }


def bake(payload: Mapping[str, object], now: datetime) -> str:
    """Bake what an Edition changed; returns its public address."""
    content_id, locale = str(payload["content_id"]), str(payload["locale"])
    row = ledger.latest_edition(content_id, locale)
    if row is None:
        return ""
    website.bake_for_edition(row, now=now, sign=site.manifest_sign())
    return settings.SULUH_PUBLIC_URL + row.address


def still_wanted(effect: EffectRow) -> bool:
    """Say whether an effect may still leave."""
    return delivery.still_wanted(effect)


def put_checkpoint_outside(number: int, jws: str, now: datetime) -> None:
    """Leave a checkpoint where SULUH_CHECKPOINTS says: a folder, or a mail address."""
    place = settings.SULUH_CHECKPOINTS
    if not place:
        return
    if "@" in place:
        letter = notify.Letter(place, f"Suluh: audit checkpoint {number}", jws)
        notify.plan_mail(letter, key=f"checkpoint:{number}", now=now)
    else:
        folder = Path(place)
        folder.mkdir(parents=True, exist_ok=True)
        beside = folder / f".{number:012d}.new"
        beside.write_text(jws + "\n", encoding="ascii")
        beside.replace(folder / f"{number:012d}.jws")
    audit.mark_sent(number, now=now)
