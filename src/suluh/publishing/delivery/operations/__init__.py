"""What can be done with channels, deliveries and subscriptions."""

from suluh.publishing.delivery.operations.bouncing import (
    Taken,
    note_poll,
    skip_bounce,
    take_bounce,
)
from suluh.publishing.delivery.operations.channels import (
    WebhookDraft,
    close_channel,
    open_webhook,
)
from suluh.publishing.delivery.operations.deciding import Group, decide_group
from suluh.publishing.delivery.operations.mailing import expand_batch
from suluh.publishing.delivery.operations.planning import (
    channels_for,
    plan_for_editions,
    still_wanted,
)
from suluh.publishing.delivery.operations.subscribing import (
    confirm,
    end_subscription,
    erase_old,
    record_bounce,
    subscribe,
    unsubscribe,
)

__all__ = [
    "Group",
    "Taken",
    "WebhookDraft",
    "channels_for",
    "close_channel",
    "confirm",
    "decide_group",
    "end_subscription",
    "erase_old",
    "expand_batch",
    "note_poll",
    "open_webhook",
    "plan_for_editions",
    "record_bounce",
    "skip_bounce",
    "still_wanted",
    "subscribe",
    "take_bounce",
    "unsubscribe",
]
