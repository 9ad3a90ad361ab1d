"""Doors of the outbox: announce facts, plan effects, carry both out."""

from suluh.foundation.outbox.operations.facts import (
    MOST_ATTEMPTS,
    Handler,
    Payload,
    Subscription,
    announce,
    announce_all,
    deliver_facts,
)
from suluh.foundation.outbox.operations.leases import Claim, claim_due, fall_due, free, reap
from suluh.foundation.outbox.operations.people import decide_by_person, hold_all, release_held
from suluh.foundation.outbox.operations.planning import (
    drop_planned,
    forget,
    plan_effect,
    plan_effects,
)
from suluh.foundation.outbox.operations.settling import (
    begin_sending,
    drop_unwanted,
    put_off_poll,
    settle,
    settle_look_up,
    settle_receipt,
)

__all__ = [
    "MOST_ATTEMPTS",
    "Claim",
    "Handler",
    "Payload",
    "Subscription",
    "announce",
    "announce_all",
    "begin_sending",
    "claim_due",
    "decide_by_person",
    "deliver_facts",
    "drop_planned",
    "drop_unwanted",
    "fall_due",
    "forget",
    "free",
    "hold_all",
    "plan_effect",
    "plan_effects",
    "put_off_poll",
    "reap",
    "release_held",
    "settle",
    "settle_look_up",
    "settle_receipt",
]
