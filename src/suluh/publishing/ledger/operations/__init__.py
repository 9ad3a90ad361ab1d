"""Append Editions. `publish` is the only code that does."""

from suluh.publishing.ledger.operations.ahead import addresses_ahead, due_soon
from suluh.publishing.ledger.operations.due import (
    drop_due,
    insert_due,
    move_due,
    next_due,
    publish_due,
)
from suluh.publishing.ledger.operations.epochs import release_epoch
from suluh.publishing.ledger.operations.erasure import (
    ErasureDraft,
    ask_erasure,
    confirm_erasure,
    drop_erasure,
    erase_due,
)
from suluh.publishing.ledger.operations.lost import Found, TakenIn, judge, replay_erasures, take_in
from suluh.publishing.ledger.operations.publication import AfterAppend, publish

__all__ = [
    "AfterAppend",
    "ErasureDraft",
    "Found",
    "TakenIn",
    "addresses_ahead",
    "ask_erasure",
    "confirm_erasure",
    "drop_due",
    "drop_erasure",
    "due_soon",
    "erase_due",
    "insert_due",
    "judge",
    "move_due",
    "next_due",
    "publish",
    "publish_due",
    "release_epoch",
    "replay_erasures",
    "take_in",
]
