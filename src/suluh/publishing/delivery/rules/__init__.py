"""Channels, deliveries and subscribers: what goes where, in plain Python."""

from suluh.publishing.delivery.rules.channels import (
    BUILT_IN,
    CHANNEL_LABELS,
    MAILED_KINDS,
    PURPOSE_LABELS,
    ChannelKind,
    ChannelRow,
    channel_choices,
    fits,
    priority_of,
    takes,
    words_of,
)
from suluh.publishing.delivery.rules.subscribers import (
    ERASE_AFTER,
    TRANSITIONS,
    State,
    Verb,
    confirm_path,
    leave_path,
    wants,
)
from suluh.publishing.delivery.rules.sums import Sum, advice, sum_up

__all__ = [
    "BUILT_IN",
    "CHANNEL_LABELS",
    "ERASE_AFTER",
    "MAILED_KINDS",
    "PURPOSE_LABELS",
    "TRANSITIONS",
    "ChannelKind",
    "ChannelRow",
    "State",
    "Sum",
    "Verb",
    "advice",
    "channel_choices",
    "confirm_path",
    "fits",
    "leave_path",
    "priority_of",
    "sum_up",
    "takes",
    "wants",
    "words_of",
]
