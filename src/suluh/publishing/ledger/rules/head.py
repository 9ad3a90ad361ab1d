"""The state of every content, folded from the ledger, and the signed head that states it.

A head is what tells an old export that it is no longer the last word.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from suluh.kernel import canonical, clock
from suluh.kernel.bilingual import gettext_noop
from suluh.kernel.refusals import Refused
from suluh.publishing.ledger.rules import strict
from suluh.publishing.ledger.rules.record import SHOWS, Action, EditionRecord, Erased, Position
from suluh.publishing.ledger.rules.strict import Fields, malformed

WHAT: Final = "head"
MOST_ENTRIES: Final = 1_000_000
NOT_NEXT: Final = gettext_noop("Version %(found)s does not follow version %(last)s.")
NOT_NOW: Final = gettext_noop("“%(action)s” is not possible: the state is “%(state)s”.")
NOTHING_TO_ERASE: Final = gettext_noop("The erasure names version %(version)s, which is not there.")


class Shown(StrEnum):
    """What the public sees of a content in one language."""

    NONE = "none"
    LIVE = "live"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


# Where an action leads. A withdrawn or erased text comes back by any Edition with text, since each
# has a full chain; an erasure of older versions alone leaves what is shown (see `_erased`).
STEPS: Final[Mapping[tuple[Shown, Action], Shown]] = {
    (Shown.NONE, Action.PUBLISH): Shown.LIVE,
    (Shown.LIVE, Action.UPDATE): Shown.LIVE,
    (Shown.LIVE, Action.CORRECT): Shown.LIVE,
    (Shown.LIVE, Action.WITHDRAW): Shown.WITHDRAWN,
    (Shown.LIVE, Action.ERASE): Shown.ERASED,
    **{(Shown.WITHDRAWN, each): Shown.LIVE for each in SHOWS},
    (Shown.WITHDRAWN, Action.ERASE): Shown.ERASED,
    **{(Shown.ERASED, each): Shown.LIVE for each in SHOWS},
    (Shown.ERASED, Action.ERASE): Shown.ERASED,
}


@dataclass(frozen=True, slots=True)
class ContentState:
    """One content in one language: its last Edition, and the version whose text is shown.

    `version` and `sha256` are of the last Edition of any action, `shown` of the last with text.
    """

    content_id: str
    locale: str
    version: int
    sha256: str
    shown: int
    state: Shown
    at: datetime

    KEYS = ("content_id", "locale", "version", "sha256", "shown", "state", "at")

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "content_id": self.content_id,
            "locale": self.locale,
            "version": self.version,
            "sha256": self.sha256,
            "shown": self.shown,
            "state": str(self.state),
            "at": clock.iso(self.at),
        }

    @classmethod
    def of_json(cls, value: object) -> "ContentState":
        """Read the JSON form. Raises Refused: malformed."""
        fields = Fields(value, WHAT, cls.KEYS)
        state = fields.text("state", strict.SLUG)
        if state not in set(Shown) - {Shown.NONE}:
            raise malformed(WHAT, "unknown state")
        return cls(
            content_id=fields.text("content_id", strict.CONTENT_ID),
            locale=fields.text("locale", strict.LOCALE),
            version=fields.whole("version"),
            sha256=fields.text("sha256", strict.HASH),
            shown=fields.whole("shown"),
            state=Shown(state),
            at=fields.instant("at"),
        )


@dataclass(frozen=True, slots=True)
class Move:
    """What of a record moves the state of its content."""

    content_id: str
    locale: str
    version: int
    action: Action
    at: datetime
    erases: tuple[Erased, ...] = ()

    @classmethod
    def of(cls, record: EditionRecord) -> "Move":
        """Return what `record` moves."""
        return cls(record.content_id, record.locale, record.version, record.action,
                   record.assigned.published_at, record.erases)  # fmt: skip


def advance(last: ContentState | None, record: EditionRecord, sha256: str) -> ContentState:
    """Return the state after `record`, whose JWS has the fingerprint `sha256`.

    Raises Refused as `moved`.
    """
    return moved(last, Move.of(record), sha256)


def moved(last: ContentState | None, record: Move, sha256: str) -> ContentState:
    """Return the state after a move, whose JWS has the fingerprint `sha256`.

    Raises Refused: not_next (a version left out or used twice), not_now (an action that the
    state does not allow), nothing_to_erase.
    """
    version = last.version if last else 0
    if record.version != version + 1:
        raise Refused("not_next", NOT_NEXT, found=record.version, last=version)
    state = last.state if last else Shown.NONE
    to = STEPS.get((state, record.action))
    if to is None:
        raise Refused("not_now", NOT_NOW, action=str(record.action), state=str(state))
    if record.action is Action.ERASE and last:
        to = _erased(last, record)
    shown = record.version if record.action in SHOWS else (last.shown if last else 0)
    # An erasure of older versions changes nothing that is shown.
    unchanged = last is not None and to == last.state and record.action not in SHOWS
    return ContentState(
        content_id=record.content_id,
        locale=record.locale,
        version=record.version,
        sha256=sha256,
        shown=shown,
        state=to,
        at=last.at if last and unchanged else record.at,
    )


def _erased(last: ContentState, record: Move) -> Shown:
    versions = {each.version for each in record.erases}
    missing = [version for version in sorted(versions) if version > last.shown]
    if missing:
        raise Refused("nothing_to_erase", NOTHING_TO_ERASE, version=missing[0])
    return Shown.ERASED if last.shown in versions else last.state


@dataclass(frozen=True, slots=True)
class HeadStatement:
    """The signing key's word about the end of the ledger, and some or all contents there.

    It speaks of the contents it lists and of no other.
    """

    institution: str
    head: Position
    at: datetime
    entries: tuple[ContentState, ...]

    def to_bytes(self) -> bytes:
        """Return the bytes that are signed, entries in order of content id and locale."""
        entries = sorted(self.entries, key=lambda each: (each.content_id, each.locale))
        return canonical.dumps(
            {
                "v": 1,
                "institution": self.institution,
                "head": self.head.to_json(),
                "at": clock.iso(self.at),
                "entries": [each.to_json() for each in entries],
            }
        )

    @classmethod
    def parse(cls, data: bytes) -> "HeadStatement":
        """Read the signed bytes. Raises Refused: malformed."""
        names = ("v", "institution", "head", "at", "entries")
        fields = Fields(strict.load_canonical(data, WHAT), WHAT, names)
        fields.version()
        entries = fields.items("entries", ContentState.of_json, MOST_ENTRIES)
        subjects = [(each.content_id, each.locale) for each in entries]
        if subjects != sorted(set(subjects)):
            raise malformed(WHAT, "entries are not in order")
        return cls(
            institution=fields.text("institution", strict.CODE),
            head=fields.object("head", Position.of_json),
            at=fields.instant("at"),
            entries=entries,
        )
