"""Which adapter carries which kind of effect, made once per sending process."""

import time
from collections.abc import Callable, Mapping
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
from suluh.publishing.delivery.gateways.bounces import Mailbox
from suluh.publishing.delivery.gateways.mailing import MailingGateway
from suluh.publishing.delivery.gateways.webhook import webhook_gateway
from suluh.publishing.delivery.gateways.website import WebsiteGateway
from suluh.publishing.ledger import exports
from suluh.publishing.ledger import queries as ledger
from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.publishing.website import operations as website

DEFAULT_SMTP: Final = "smtp://127.0.0.1:25"
AT_ONCE: Final = 250
MOST_WAVES: Final = 8
PATIENCE_SECONDS: Final = 12


def registry(baker: "Baker", told: clock.Clock | None = None) -> dict[str, Gateway]:
    """Return the adapters by kind of effect."""
    now = told.now if told else clock.now
    return {
        "smtp": SmtpGateway(SmtpServer.from_url(settings.SULUH_SMTP_URL or DEFAULT_SMTP)),
        "website": WebsiteGateway(baker.bake),
        "mailing": MailingGateway(now),
        "webhook": webhook_gateway(),
    }


def bounce_mailbox() -> Mailbox:
    """Return the mailbox to which letters come back. Raises Refused: bad_imap_url."""
    return Mailbox.from_url(settings.SULUH_BOUNCE_IMAP_URL)


class Baker:
    """Bakes an Edition together with all that were appended after it; lists are drawn once.

    It remembers from where to where in the ledger it has baked: effects of Editions in between
    have nothing left to do. A new process knows nothing and bakes. Only one website effect is
    carried out at a time.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._from = self._to = (0, 0)

    def bake(self, payload: Mapping[str, object]) -> str:
        """Bake what an Edition changed; returns its public address."""
        row = ledger.latest_of(str(payload["content_id"]), str(payload["locale"]))
        if row is None:
            return ""
        # An erasure of older wordings stands behind the newest version, whose row stays the latest.
        asked = (int(str(payload["epoch"])), int(str(payload["number"])))
        place = max(asked, (row.epoch, row.number))
        self._bake_from(place)
        return settings.SULUH_PUBLIC_URL + row.address

    def _bake_from(self, place: tuple[int, int]) -> None:
        if place < self._from or self._to == (0, 0):
            self._begin_at(place)
        self._bake_new()
        if place > self._to:  # so far behind the others that they were not all taken
            self._begin_at(place)
            self._bake_new()

    def bake_rest(self) -> None:
        """Bake what was left for later: nothing, here."""

    def _begin_at(self, place: tuple[int, int]) -> None:
        self._from, self._to = place, (place[0], place[1] - 1)

    def _bake_new(self) -> None:
        """Bake what was appended since; what comes in the meantime is taken along."""
        if not ledger.texts_after(*self._to, 1):
            return
        taken = [self._to]

        def more() -> list[ledger.Text]:
            if len(taken) > MOST_WAVES:
                return []
            rows = ledger.texts_after(*taken[-1], AT_ONCE)
            taken.extend((row.epoch, row.number) for row in rows[-1:])
            return rows

        website.bake_for_editions(more, now=self._now(), sign=site.manifest_sign())
        self._to = taken[-1]


class PatientBaker(Baker):
    """Bakes every few seconds only: for a told clock, whose days pass in less than one.

    `bake_rest` bakes what it left; until it ends, a full bake is owed after an interruption.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self._left: tuple[int, int] | None = None
        self._baked_at = time.monotonic()

    def bake_rest(self) -> None:
        """Bake everything that was left."""
        if self._left is not None:
            self._begin_at(self._left)
            self._bake_new()
            self._left = None
        self._baked_at = time.monotonic()

    def _bake_from(self, place: tuple[int, int]) -> None:
        self._left = min(self._left or place, place)
        if time.monotonic() - self._baked_at >= PATIENCE_SECONDS:
            self.bake_rest()


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


def put_head_outside(now: datetime) -> None:
    """Leave the newest signed head beside the checkpoints, once for each end of the ledger.

    Its name holds position and digest: an older head, or another one of the same position, is
    never written over.
    """
    place, head = settings.SULUH_CHECKPOINTS, ledger.head_position()
    if not place or head is None:
        return
    name = f"head-{head.epoch}.{head.number:09d}-{head.sha256[:12]}"
    if "@" in place:
        subject = f"Suluh: head of the ledger {head.epoch}.{head.number}"
        text = _signed_head(now).decode("utf-8")
        notify.plan_mail(notify.Letter(place, subject, text), key=name, now=now)
        return
    file = Path(place) / f"{name}.json"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f".{name}.new")
        beside.write_bytes(_signed_head(now))
        beside.replace(file)


def _signed_head(now: datetime) -> bytes:
    return exports.current_head(KeyFolder(Path(settings.SULUH_HOME) / "keys"), now)
