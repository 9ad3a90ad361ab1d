"""The Edition record: the bytes that are signed, and nothing that would have to be erased.

A record holds commitments, never text; sign-offs name posts, and persons only by a commitment
whose salt and name lie in an erasable side table. What stands in a record stays for ever.
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
from suluh.publishing.ledger.rules.strict import Fields, malformed, matching

WHAT: Final = "Edition"
NEEDS_PARTS: Final = gettext_noop("An Edition that shows text needs its parts.")
NO_PARTS: Final = gettext_noop("A withdrawal or an erasure holds no parts.")
NEEDS_REASON: Final = gettext_noop("A correction, withdrawal or erasure says why.")
NEEDS_ERASES: Final = gettext_noop("An erasure, and only an erasure, names what it erases.")


class Action(StrEnum):
    """What an Edition does with its content in its language."""

    PUBLISH = "publish"
    UPDATE = "update"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    ERASE = "erase"


SHOWS: Final = frozenset({Action.PUBLISH, Action.UPDATE, Action.CORRECT})
NEEDS_A_REASON: Final = frozenset({Action.CORRECT, Action.WITHDRAW, Action.ERASE})


class Via(StrEnum):
    """How a person came to act for a post."""

    HOLDER = ""
    PLT = "plt"
    PLH = "plh"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the ledger and the JWS that stands there, named by its SHA-256."""

    epoch: int
    number: int
    sha256: str

    @property
    def place(self) -> tuple[int, int]:
        """Epoch and number, which order the ledger."""
        return (self.epoch, self.number)

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"epoch": self.epoch, "number": self.number, "sha256": self.sha256}

    @classmethod
    def of_json(cls, value: object) -> "Position":
        """Read the JSON form. Raises Refused: malformed."""
        fields = Fields(value, "position", ("epoch", "number", "sha256"))
        return cls(
            fields.whole("epoch"), fields.whole("number"), fields.text("sha256", strict.HASH)
        )


@dataclass(frozen=True, slots=True)
class SignOff:
    """One step of the chain, satisfied.

    `person` and `for_person` are commitments: SHA-256(salt‖{"name":…} in canonical bytes).
    `for_person` is filled when a substitute acted; `covers` names parts of this Edition.
    """

    step: str
    post: str
    person: str
    via: Via
    for_person: str
    at: datetime
    clause: str
    covers: tuple[str, ...]

    KEYS = ("step", "post", "person", "via", "for_person", "at", "clause", "covers")

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "step": self.step,
            "post": self.post,
            "person": self.person,
            "via": str(self.via),
            "for_person": self.for_person,
            "at": clock.iso(self.at),
            "clause": self.clause,
            "covers": sorted(self.covers),
        }

    @classmethod
    def of_json(cls, value: object) -> "SignOff":
        """Read the JSON form. Raises Refused: malformed."""
        fields = Fields(value, "sign-off", cls.KEYS)
        covers = fields.items("covers", matching(strict.PART, "sign-off"))
        if list(covers) != sorted(set(covers)):
            raise malformed("sign-off", "covers is not a sorted list")
        via = fields.optional("via", strict.SLUG)
        if via not in set(Via):
            raise malformed("sign-off", "unknown via")
        return cls(
            step=fields.text("step", strict.CODE),
            post=fields.text("post", strict.CODE),
            person=fields.text("person", strict.HASH),
            via=Via(via),
            for_person=fields.optional("for_person", strict.HASH),
            at=fields.instant("at"),
            clause=fields.sentence("clause"),
            covers=covers,
        )


@dataclass(frozen=True, slots=True)
class RuleRef:
    """The regulation version under which the chain was computed."""

    code: str
    version: str
    clause: str
    sha256: str

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "code": self.code,
            "version": self.version,
            "clause": self.clause,
            "sha256": self.sha256,
        }

    @classmethod
    def of_json(cls, value: object) -> "RuleRef":
        """Read the JSON form. Raises Refused: malformed."""
        fields = Fields(value, "regulation", ("code", "version", "clause", "sha256"))
        return cls(
            code=fields.text("code", strict.CODE),
            version=fields.text("version", strict.CODE),
            clause=fields.sentence("clause"),
            sha256=fields.text("sha256", strict.HASH),
        )


@dataclass(frozen=True, slots=True)
class Assigned:
    """What publication gives and no Copy holds."""

    register_number: str
    due_at: datetime
    published_at: datetime
    address: str

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "register_number": self.register_number,
            "due_at": clock.iso(self.due_at),
            "published_at": clock.iso(self.published_at),
            "address": self.address,
        }

    @classmethod
    def of_json(cls, value: object) -> "Assigned":
        """Read the JSON form. Raises Refused: malformed."""
        names = ("register_number", "due_at", "published_at", "address")
        fields = Fields(value, "assigned", names)
        return cls(
            register_number=fields.sentence("register_number"),
            due_at=fields.instant("due_at"),
            published_at=fields.instant("published_at"),
            address=fields.sentence("address"),
        )


@dataclass(frozen=True, slots=True)
class Erased:
    """Parts of an earlier version whose bytes and salt no longer exist."""

    version: int
    parts: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"version": self.version, "parts": sorted(self.parts)}

    @classmethod
    def of_json(cls, value: object) -> "Erased":
        """Read the JSON form. Raises Refused: malformed."""
        fields = Fields(value, "erasure", ("version", "parts"))
        parts = fields.items("parts", matching(strict.PART, "erasure"))
        if not parts or list(parts) != sorted(set(parts)):
            raise malformed("erasure", "parts are not a sorted list")
        return cls(fields.whole("version"), parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRecord:
    """One locale of one content at one version, at one position of the ledger.

    `prev` names the record before it; the first record of an epoch names the last known head,
    or None where none is known. `copy` is the number of the Copy it was made of.
    """

    institution: str
    epoch: int
    number: int
    prev: Position | None
    content_id: str
    locale: str
    version: int
    kind: str
    action: Action
    copy: int
    parts: Mapping[str, str]
    sign_offs: tuple[SignOff, ...]
    regulation: RuleRef
    assigned: Assigned
    reason: str = ""
    erases: tuple[Erased, ...] = ()

    KEYS = (
        "v", "institution", "epoch", "number", "prev", "content_id", "locale", "version", "kind",
        "action", "copy", "parts", "sign_offs", "regulation", "assigned", "reason", "erases",
    )  # fmt: skip

    @property
    def place(self) -> tuple[int, int]:
        """Epoch and number, which order the ledger."""
        return (self.epoch, self.number)

    @property
    def subject(self) -> tuple[str, str]:
        """Content id and locale: what versions are counted of."""
        return (self.content_id, self.locale)

    def to_bytes(self) -> bytes:
        """Return the exact bytes that are signed.

        Raises Refused: malformed, no_parts, no_reason, no_erases, so that nothing is ever
        signed that the strict reader would not take.
        """
        data = canonical.dumps(self.to_json())
        parse(data)
        return data

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "v": 1,
            "institution": self.institution,
            "epoch": self.epoch,
            "number": self.number,
            "prev": self.prev.to_json() if self.prev else None,
            "content_id": self.content_id,
            "locale": self.locale,
            "version": self.version,
            "kind": self.kind,
            "action": str(self.action),
            "copy": self.copy,
            "parts": dict(self.parts),
            "sign_offs": [each.to_json() for each in self.sign_offs],
            "regulation": self.regulation.to_json(),
            "assigned": self.assigned.to_json(),
            "reason": self.reason,
            "erases": [each.to_json() for each in self.erases],
        }


def parse(data: bytes) -> EditionRecord:
    """Read the signed bytes of a record, strictly.

    Raises Refused: malformed (unknown or missing fields, other types, a key that stands twice,
    bytes that are not canonical), no_parts, no_reason, no_erases.
    """
    fields = Fields(strict.load_canonical(data, WHAT), WHAT, EditionRecord.KEYS)
    fields.version()
    action = fields.text("action", strict.SLUG)
    if action not in set(Action):
        raise malformed(WHAT, "unknown action")
    record = EditionRecord(
        institution=fields.text("institution", strict.CODE),
        epoch=fields.whole("epoch"),
        number=fields.whole("number"),
        prev=fields.maybe("prev", Position.of_json),
        content_id=fields.text("content_id", strict.CONTENT_ID),
        locale=fields.text("locale", strict.LOCALE),
        version=fields.whole("version"),
        kind=fields.text("kind", strict.SLUG),
        action=Action(action),
        copy=fields.whole("copy", least=0),
        parts=fields.mapping("parts", strict.PART, matching(strict.HASH, WHAT)),
        sign_offs=fields.items("sign_offs", SignOff.of_json),
        regulation=fields.object("regulation", RuleRef.of_json),
        assigned=fields.object("assigned", Assigned.of_json),
        reason=fields.sentence("reason"),
        erases=fields.items("erases", Erased.of_json),
    )
    _whole(record)
    return record


def _whole(record: EditionRecord) -> None:
    """Refuse a record whose fields do not fit each other."""
    if record.action in SHOWS and not record.parts:
        raise Refused("no_parts", NEEDS_PARTS)
    if record.action not in SHOWS and record.parts:
        raise Refused("no_parts", NO_PARTS)
    if record.action in NEEDS_A_REASON and not record.reason:
        raise Refused("no_reason", NEEDS_REASON)
    if (record.action is Action.ERASE) != bool(record.erases):
        raise Refused("no_erases", NEEDS_ERASES)
    if not _links(record):
        raise malformed(WHAT, "prev does not come directly before it")
    if not all(set(each.covers) <= set(record.parts) for each in record.sign_offs):
        raise malformed(WHAT, "a sign-off covers a part that is not there")


def _links(record: EditionRecord) -> bool:
    """Whether `prev` is the place just before, or of an earlier epoch, or none at a start."""
    if record.prev is None:
        return record.number == 1
    if record.number == 1:
        return record.prev.epoch < record.epoch
    return record.prev.place == (record.epoch, record.number - 1)
