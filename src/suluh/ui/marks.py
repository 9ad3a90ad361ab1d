"""A state is a shape, a word and a colour, in this order: shapes, tones and words of all states.

One shape has one meaning everywhere; the colour never carries it alone.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

RING = '<circle cx="6" cy="6" r="4.75"/>'
HALF = RING + '<path class="f" d="M6 1.25a4.75 4.75 0 0 0 0 9.5z"/>'
THREE_QUARTERS = RING + '<path class="f" d="M6 6V1.25a4.75 4.75 0 1 0 4.75 4.75z"/>'
FULL = '<circle class="f" cx="6" cy="6" r="5.5"/>'
CHECK = FULL + '<path class="c" d="m3.6 6.2 1.7 1.7 3.2-3.6"/>'
BACK = '<path d="M4.5 1.5 1.5 4.5l3 3M1.5 4.5h5.7a3.2 3.2 0 0 1 0 6.4H4"/>'
HANDS = RING + '<path d="M6 3.2V6l1.9 1.3"/>'
DOTTED = (
    '<circle cx="6" cy="6" r="4.75" stroke-dasharray="2.2 1.53"/>'
    '<circle class="f" cx="6" cy="6" r="1.3"/>'
)
CROSS = (
    '<path class="f" d="M3.6.6h4.8l3 3v4.8l-3 3H3.6l-3-3V3.6z"/>'
    '<path class="c" d="m4 4 4 4M8 4 4 8"/>'
)
PAUSE = (
    '<rect class="f" x="1.5" y="1" width="3.2" height="10" rx=".6"/>'
    '<rect class="f" x="7.3" y="1" width="3.2" height="10" rx=".6"/>'
)
DIAMOND = '<path class="f" d="M6 .3 11.7 6 6 11.7.3 6z"/><path class="c" d="M6 3.6v4.8"/>'
MINUS = (
    '<rect class="f" x=".75" y=".75" width="10.5" height="10.5" rx="1.5"/>'
    '<path class="c" d="M3.4 6h5.2"/>'
)
LOCK = (
    '<rect class="f" x="2" y="5.2" width="8" height="6" rx="1"/>'
    '<path d="M3.8 5.2V3.6a2.2 2.2 0 0 1 4.4 0v1.6"/>'
)
TRIANGLE = '<path class="f" d="M6 .8 11.6 11H.4z"/>'
PERSON = (
    '<circle class="f" cx="6" cy="3.3" r="2.5"/><path class="f" d="M1 11.5a5 4.7 0 0 1 10 0z"/>'
)
ARROW = '<path d="M1.5 6h8.4M6.4 2.4 10 6l-3.6 3.6"/>'


@dataclass(frozen=True)
class Mark:
    """One state as it is shown: `tone` is '', 'go', 'ok', 'warn' or 'bad'."""

    shape: str
    tone: str
    label: Promise | str


MARKS: dict[str, Mark] = {
    # a text on its way
    "draft": Mark(RING, "", _("Draft")),
    "submitted": Mark(HALF, "warn", _("In review")),
    "in_review": Mark(HALF, "warn", _("In review")),
    "returned": Mark(BACK, "bad", _("Returned")),
    "taken_back": Mark(BACK, "", _("Taken back")),
    "cleared": Mark(THREE_QUARTERS, "go", _("Approved")),
    "approved": Mark(THREE_QUARTERS, "go", _("Approved")),
    "scheduled": Mark(HANDS, "go", _("Scheduled")),
    "embargo": Mark(LOCK, "warn", _("Under embargo")),
    "published": Mark(FULL, "ok", _("Published")),
    "updated": Mark(FULL, "ok", _("Updated")),
    "corrected": Mark(DIAMOND, "warn", _("Corrected")),
    "withdrawn": Mark(MINUS, "bad", _("Withdrawn")),
    "erased": Mark(MINUS, "", _("Erased")),
    # work done
    "new": Mark(RING, "", _("Not yet voiced")),
    "voiced": Mark(FULL, "ok", _("Voiced")),
    "closed": Mark(MINUS, "", pgettext_lazy("activity", "Closed")),
    # a delivery
    "waiting": Mark(HANDS, "", _("Not due yet")),
    "due": Mark(HANDS, "", _("Waiting its turn")),
    "sending": Mark(ARROW, "go", _("Being sent")),
    "sent": Mark(CHECK, "ok", _("Delivered")),
    "delivered": Mark(CHECK, "ok", _("Delivered")),
    "unconfirmed": Mark(DOTTED, "warn", _("Unconfirmed")),
    "failed": Mark(CROSS, "bad", pgettext_lazy("delivery", "Failed")),
    "held": Mark(PAUSE, "", pgettext_lazy("delivery", "Held")),
    "skipped": Mark(MINUS, "", _("Not sent")),
    "by_person": Mark(PERSON, "go", _("Waiting for a person")),
    # a check
    "ok": Mark(CHECK, "ok", pgettext_lazy("check", "Good")),
    "warn": Mark(
        '<path d="M6 1.3 11.2 10.7H.8z"/>', "warn", pgettext_lazy("check", "Look at this")
    ),
    "bad": Mark(CROSS, "bad", pgettext_lazy("check", "Wrong")),
    "crisis": Mark(TRIANGLE, "bad", _("Crisis")),
}


def mark_of(state: str) -> Mark:
    """The mark of a state; a state without one is shown as an open ring and its own word."""
    return MARKS.get(state) or Mark(RING, "", state.replace("_", " "))


@dataclass(frozen=True)
class Verdict:
    """A state as the public sees it, on a 16 grid."""

    shape: str
    tone: str
    label: Promise | str


VERDICTS: dict[str, Verdict] = {
    "official": Verdict(
        '<circle cx="8" cy="8" r="7.5"/><path class="o" d="m4.75 8.25 2.25 2.25 4.25-4.75"/>',
        "ok",
        _("Official statement"),
    ),
    "corrected": Verdict(
        '<path d="M8 0l8 8-8 8-8-8z"/><path class="o" d="M8 5v6"/>', "warn", _("Corrected")
    ),
    "updated": Verdict(
        '<circle cx="8" cy="8" r="7.5"/><path class="o" d="M8 4.5v7M4.5 8h7"/>',
        "gray",
        _("Updated"),
    ),
    "withdrawn": Verdict(
        '<rect x=".75" y=".75" width="14.5" height="14.5" rx="2"/><path class="o" d="M4.5 8h7"/>',
        "bad",
        _("Withdrawn"),
    ),
    "erased": Verdict(
        '<rect x=".75" y=".75" width="14.5" height="14.5" rx="2"/><path class="o" d="M4.5 8h7"/>',
        "gray",
        _("Erased"),
    ),
}
