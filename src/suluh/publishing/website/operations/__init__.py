"""What the website does: bake, and take in what visitors send."""

from suluh.publishing.website.operations.baking import (
    bake,
    bake_for_edition,
    bake_for_editions,
    bake_if_needed,
    bakery,
    clear_if_needed,
    draw_ahead,
    learn,
)
from suluh.publishing.website.operations.inbox import (
    Sent,
    count_ask,
    erase_old_messages,
    receive_message,
    sort_message,
)
from suluh.publishing.website.rendering.engine import warm_up

__all__ = [
    "Sent",
    "bake",
    "bake_for_edition",
    "bake_for_editions",
    "bake_if_needed",
    "bakery",
    "clear_if_needed",
    "count_ask",
    "draw_ahead",
    "erase_old_messages",
    "learn",
    "receive_message",
    "sort_message",
    "warm_up",
]
