"""Which adapter carries which kind of effect, made once per sending process."""

from collections.abc import Callable, Mapping, Sequence
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
from suluh.publishing.ledger.rules.rows import EditionRow
from suluh.publishing.website import operations as website

DEFAULT_SMTP: Final = "smtp://127.0.0.1:25"
AT_ONCE: Final = 50
MOST_TAKEN: Final = 5_000


def registry(told: clock.Clock | None = None) -> dict[str, Gateway]:
    """Return the adapters by kind of effect."""
    now = told.now if told else clock.now
    return {
        "smtp": SmtpGateway(SmtpServer.from_url(settings.SULUH_SMTP_URL or DEFAULT_SMTP)),
        "website": WebsiteGateway(Baker(now).bake),
        "mailing": MailingGateway(now),
        "webhook": webhook_gateway(),
    }


class Baker:
    """Bakes an Edition together with those appended after it, so that each list is drawn once.

    What one bake has taken in, its later effects need not bake again; a new process knows
    nothing and bakes. Only one website effect is carried out at a time.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._taken: dict[tuple[str, str], tuple[int, int]] = {}

    def bake(self, payload: Mapping[str, object]) -> str:
        """Bake what an Edition changed; returns its public address."""
        content_id, locale = str(payload["content_id"]), str(payload["locale"])
        row = ledger.latest_edition(content_id, locale)
        if row is None:
            return ""
        if self._taken.get((content_id, locale), (0, 0)) < (row.epoch, row.number):
            self._bake([row, *ledger.editions_after(row.epoch, row.number, AT_ONCE)])
        return settings.SULUH_PUBLIC_URL + row.address

    def _bake(self, rows: Sequence[EditionRow]) -> None:
        website.bake_for_editions(rows, now=self._now(), sign=site.manifest_sign())
        if len(self._taken) > MOST_TAKEN:
            self._taken.clear()
        self._taken |= {(row.content_id, row.locale): (row.epoch, row.number) for row in rows}


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
