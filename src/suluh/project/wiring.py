"""The whole loop on one page: who listens to which fact, which gateway carries which effect."""

from collections.abc import Mapping, Sequence
from typing import Final

from suluh.foundation.outbox.operations import Subscription
from suluh.publishing.ledger import handlers as ledger

SUBSCRIPTIONS: Final[Mapping[str, Sequence[Subscription]]] = {
    "CopyCleared": (Subscription("ledger.insert_due", ledger.on_copy_cleared),),
    "CopyRescheduled": (Subscription("ledger.move_due", ledger.on_copy_rescheduled),),
    "CopyTakenBack": (Subscription("ledger.drop_due", ledger.on_copy_taken_back),),
}
