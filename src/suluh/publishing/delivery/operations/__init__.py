"""What can be done with channels, deliveries and subscriptions."""

from suluh.publishing.delivery.operations.channels import (
    WebhookDraft,
    close_channel,
    open_webhook,
)
from suluh.publishing.delivery.operations.deciding import Group, decide_group
from suluh.publishing.delivery.operations.mailing import expand_batch
from suluh.publishing.delivery.operations.planning import plan_for_edition, still_wanted
from suluh.publishing.delivery.operations.subscribing import (
    confirm,
    erase_old,
    record_bounce,
    subscribe,
    unsubscribe,
)

__all__ = [
    "Group",
    "WebhookDraft",
    "close_channel",
    "confirm",
    "decide_group",
    "erase_old",
    "expand_batch",
    "open_webhook",
    "plan_for_edition",
    "record_bounce",
    "still_wanted",
    "subscribe",
    "unsubscribe",
]
