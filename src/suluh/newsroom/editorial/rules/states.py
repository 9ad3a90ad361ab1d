"""The life of a Copy, and the kinds of content that this room owns."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.states import Step


class Kind(StrEnum):
    """Kinds of content that are written here; other rooms register theirs in wiring."""

    NEWS = "news"
    PRESS_RELEASE = "press_release"
    ANNOUNCEMENT = "announcement"
    PAGE = "page"
    MENU = "menu"
    SETTING = "setting"


KIND_LABELS: Final[Mapping[Kind, str]] = {
    Kind.NEWS: _("News"),
    Kind.PRESS_RELEASE: _("Press release"),
    Kind.ANNOUNCEMENT: _("Announcement"),
    Kind.PAGE: _("Standing page"),
    Kind.MENU: _("Menu"),
    Kind.SETTING: _("Site setting"),
}


def kind_choices() -> list[tuple[str, str]]:
    """Return the stored values with their labels."""
    return [(kind.value, label) for kind, label in KIND_LABELS.items()]


class Purpose(StrEnum):
    """What the Edition of a Copy will do; the values are the ledger's actions."""

    PUBLISH = "publish"
    UPDATE = "update"
    CORRECT = "correct"
    WITHDRAW = "withdraw"


def signed_for_the_same(
    purpose: str, reason: str, *, before_purpose: str, before_reason: str
) -> bool:
    """Say whether a signature under the same words may stand for what they are now handed in for.

    The reason of a change is public and in no part, so a signature counts for the reason that
    its signer read only; a withdrawal's sentence is no lead, and a lead no withdrawal.
    """
    if (purpose == Purpose.WITHDRAW) is not (before_purpose == Purpose.WITHDRAW):
        return False
    says_nothing = purpose in {Purpose.PUBLISH, Purpose.UPDATE} and not reason
    return says_nothing or (purpose, reason) == (before_purpose, before_reason)


def purpose_choices() -> list[tuple[str, str]]:
    """Return the stored values with their labels."""
    return [
        (Purpose.PUBLISH.value, _("First publication")),
        (Purpose.UPDATE.value, _("Update")),
        (Purpose.CORRECT.value, _("Correction")),
        (Purpose.WITHDRAW.value, _("Withdrawal")),
    ]


class CopyState(StrEnum):
    """Where a Copy stands."""

    IN_REVIEW = "in_review"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"
    CLEARED = "cleared"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


STATE_LABELS: Final[Mapping[CopyState, str]] = {
    CopyState.IN_REVIEW: _("In review"),
    CopyState.RETURNED: _("Returned"),
    CopyState.TAKEN_BACK: _("Taken back"),
    CopyState.CLEARED: _("Approved"),
    CopyState.PUBLISHED: _("Published"),
    CopyState.SUPERSEDED: _("Replaced"),
}


def state_choices() -> list[tuple[str, str]]:
    """Return the stored values with their labels."""
    return [(state.value, label) for state, label in STATE_LABELS.items()]


class Verb(StrEnum):
    """What can be done with a Copy."""

    SIGN = "sign"
    CLEAR = "clear"
    RETURN = "return"
    TAKE_BACK = "take_back"
    PUBLISH = "publish"
    SUPERSEDE = "supersede"


# While a Copy is in one of these states its text is locked for everybody.
LOCKING: Final = frozenset({CopyState.IN_REVIEW, CopyState.CLEARED})

NEEDS_NOTE: Final = _("Say what has to change, so that the writer can act on it.")


def _has_note(facts: Mapping[str, object]) -> str:
    return "" if str(facts.get("note") or "").strip() else NEEDS_NOTE


TRANSITIONS: Final[Mapping[tuple[CopyState, Verb], Step[CopyState]]] = {
    (CopyState.IN_REVIEW, Verb.SIGN): Step(CopyState.IN_REVIEW),
    (CopyState.IN_REVIEW, Verb.CLEAR): Step(CopyState.CLEARED),
    (CopyState.IN_REVIEW, Verb.RETURN): Step(CopyState.RETURNED, _has_note),
    (CopyState.IN_REVIEW, Verb.TAKE_BACK): Step(CopyState.TAKEN_BACK),
    (CopyState.CLEARED, Verb.TAKE_BACK): Step(CopyState.TAKEN_BACK),
    (CopyState.CLEARED, Verb.PUBLISH): Step(CopyState.PUBLISHED),
    (CopyState.PUBLISHED, Verb.SUPERSEDE): Step(CopyState.SUPERSEDED),
}
