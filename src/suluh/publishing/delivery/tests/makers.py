"""Editions in the ledger, subscribers and a sender, for the tests."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from suluh.foundation.org.tests.makers import NOON, make_house
from suluh.foundation.outbox.rules import Capability, Outcome
from suluh.foundation.outbox.tasks import Sender, work_once
from suluh.kernel import ids
from suluh.kernel.clock import FixedClock
from suluh.newsroom.editorial.models import PartBytes
from suluh.publishing.delivery import models, operations, rules
from suluh.publishing.delivery.gateways.mailing import MailingGateway
from suluh.publishing.delivery.gateways.website import WebsiteGateway
from suluh.publishing.ledger import models as ledger_models
from suluh.publishing.ledger import queries as ledger
from suluh.publishing.ledger.rules import jws, record
from suluh.publishing.ledger.rules.rows import EditionRow
from suluh.publishing.ledger.tests.makers import House


@dataclass
class Post:
    """A mail server that takes everything, or answers as told by address."""

    answers: dict[str, Outcome] = field(default_factory=dict)
    taken: list[tuple[str, str]] = field(default_factory=list)
    capability: Capability = field(default_factory=lambda: Capability(5))

    def send(self, payload: Mapping[str, object], key: str) -> Outcome:
        to = str(payload["to"])
        if to not in self.answers:
            self.taken.append((to, str(payload["message"])))
        return self.answers.get(to, Outcome.accepted("250"))

    def look_up(self, payload: Mapping[str, object], key: str) -> Outcome | None:
        return Outcome.unknown("blind")


@dataclass
class Office:
    """A house with a ledger, a bakery that counts, and a post that keeps letters."""

    now: datetime = NOON

    def __post_init__(self) -> None:
        self.cast = make_house()
        self.house = House(now=self.now)
        self.clock = FixedClock(self.now)
        self.post = Post()
        self.baked: list[Mapping[str, object]] = []
        self.gateways: dict[str, Any] = {
            "website": WebsiteGateway(self.bake),
            "mailing": MailingGateway(self.clock.now),
            "smtp": self.post,
        }

    def bake(self, payload: Mapping[str, object]) -> str:
        self.baked.append(payload)
        return f"https://lc.example{payload['address']}"

    def publish(
        self, title: str = "Pasang naik", action: str = "publish", **changes: Any
    ) -> EditionRow:
        self.clock.advance(minutes=1)
        self.house.now = self.clock.now()
        if action in {"withdraw", "erase"}:
            at = self.house.append(self.house.draft(record.Action(action), **changes))
        else:
            at = self.house.publish(title, record.Action(action), **changes)
        row = self._store(at)
        operations.plan_for_editions([row], self.clock.now())
        return row

    def _store(self, at: int) -> EditionRow:
        text = self.house.rows[at]
        read = record.parse(jws.parse(text).payload)
        same = ledger_models.Edition.objects.filter(content_id=read.content_id, locale=read.locale)
        same.update(is_latest=False)
        edition = ledger_models.Edition.objects.create(
            epoch=read.epoch, number=read.number, jws=text, sha256=jws.fingerprint(text),
            short_code=ids.short_code(text), content_id=read.content_id, locale=read.locale,
            version=read.version, kind=read.kind, action=read.action, unit_code="BH",
            address=read.assigned.address, reason=read.reason, due_at=self.clock.now(),
            published_at=self.clock.now(), first_published_at=self.clock.now(),
        )  # fmt: skip
        for name, part in self.house.opened[at].items():
            commitment = read.parts[name]
            ledger_models.EditionPart.objects.create(
                edition=edition, name=name, commitment=commitment
            )
            PartBytes.objects.get_or_create(
                content_id=read.content_id, locale=read.locale, name=name,
                digest=hashlib.sha256(part.data).hexdigest(),
                defaults={"commitment": commitment, "salt": part.salt, "data": part.data},
            )  # fmt: skip
        return ledger.row_of(edition)

    def sender(self) -> Sender:
        return Sender(
            gateways=self.gateways,
            still_wanted=operations.still_wanted,
            now=self.clock.now,
            slots=0,
        )

    def work(self, rounds: int = 6) -> None:
        for _ in range(rounds):
            work_once(self.sender())

    def reader(self, address: str, **changes: Any) -> models.Subscriber:
        values = {
            "address": address,
            "locale": "id",
            "state": rules.State.CONFIRMED,
            "consent_text": "Saya setuju.",
            "asked_at": self.now - timedelta(days=1),
        }
        return models.Subscriber.objects.create(**(values | changes))

    def addressed(self) -> list[str]:
        return sorted(to for to, _message in self.post.taken)
