"""The loop's step without deliveries, until the gateways stand."""

from pathlib import Path

from django.conf import settings

from suluh.foundation.outbox import operations as outbox
from suluh.kernel.clock import FixedClock
from suluh.project import wiring
from suluh.publishing.ledger import operations as ledger
from suluh.publishing.ledger.signing import Signer
from suluh.publishing.website import operations as website


class Steps:
    def __init__(self, told: FixedClock) -> None:
        self.told = told

    def settle(self) -> None:
        now = self.told.now()
        while True:
            done = outbox.deliver_facts(wiring.SUBSCRIPTIONS, now=now)
            signer = Signer.open(Path(settings.SULUH_HOME) / "keys")
            rows = ledger.publish_due(signer=signer, after=lambda _row, _now: None, now=now)
            for row in rows:
                website.bake_for_edition(row, now=now)
            if not done and not rows:
                return
