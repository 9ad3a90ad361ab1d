"""The root's list of keys that no longer count.

A signature of a revoked key counts only for Editions in the tree that the revocation names; a
time inside a record never proves a position.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from suluh.kernel import canonical, clock
from suluh.kernel.bilingual import gettext_noop
from suluh.kernel.refusals import Refused
from suluh.publishing.ledger.rules import jws, strict
from suluh.publishing.ledger.rules.keys import by_root
from suluh.publishing.ledger.rules.record import Position
from suluh.publishing.ledger.rules.strict import Fields, malformed

REVOKED_BEFORE: Final = gettext_noop("The key %(kid)s is revoked already.")


@dataclass(frozen=True, slots=True)
class Good:
    """What a revoked key signed while it was good: up to `head`, all of it in `tree`."""

    head: Position
    tree: str

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"head": self.head.to_json(), "tree": self.tree}

    @classmethod
    def of_json(cls, value: object) -> "Good":
        """Read the JSON form. Raises Refused: malformed."""
        fields = Fields(value, "revocation", ("head", "tree"))
        return cls(fields.object("head", Position.of_json), fields.text("tree", strict.HASH))


@dataclass(frozen=True, slots=True)
class Revocation:
    """A key that no longer counts, from when and why, and what of its work still does."""

    kid: str
    revoked_from: datetime
    reason: str
    good: Good | None

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "kid": self.kid,
            "revoked_from": clock.iso(self.revoked_from),
            "reason": self.reason,
            "good": self.good.to_json() if self.good else None,
        }

    @classmethod
    def of_json(cls, value: object) -> "Revocation":
        """Read the JSON form. Raises Refused: malformed."""
        fields = Fields(value, "revocation", ("kid", "revoked_from", "reason", "good"))
        return cls(
            kid=fields.text("kid", strict.KID),
            revoked_from=fields.instant("revoked_from"),
            reason=fields.sentence("reason"),
            good=fields.maybe("good", Good.of_json),
        )


@dataclass(frozen=True, slots=True)
class RevocationList:
    """All revocations so far; a list with a higher number replaces one with a lower."""

    institution: str
    number: int
    issued_at: datetime
    entries: tuple[Revocation, ...]

    def to_bytes(self) -> bytes:
        """Return the bytes that the root signs."""
        return canonical.dumps(
            {
                "v": 1,
                "institution": self.institution,
                "number": self.number,
                "issued_at": clock.iso(self.issued_at),
                "entries": [each.to_json() for each in self.entries],
            }
        )

    @classmethod
    def parse(cls, data: bytes) -> "RevocationList":
        """Read the signed bytes. Raises Refused: malformed."""
        names = ("v", "institution", "number", "issued_at", "entries")
        what = "revocation list"
        fields = Fields(strict.load_canonical(data, what), what, names)
        fields.version()
        entries = fields.items("entries", Revocation.of_json)
        if len({each.kid for each in entries}) != len(entries):
            raise malformed(what, "a key stands twice")
        return cls(
            institution=fields.text("institution", strict.CODE),
            number=fields.whole("number"),
            issued_at=fields.instant("issued_at"),
            entries=entries,
        )

    def of(self, kid: str) -> Revocation | None:
        """Return the revocation of a key, or None."""
        return next((each for each in self.entries if each.kid == kid), None)

    def with_revoked(self, entry: Revocation, now: datetime) -> "RevocationList":
        """Return the next list. Raises Refused: revoked_before."""
        if self.of(entry.kid):
            raise Refused("revoked_before", REVOKED_BEFORE, kid=entry.kid)
        return RevocationList(self.institution, self.number + 1, now, (*self.entries, entry))


def sign_revocations(root_key: Ed25519PrivateKey, listed: RevocationList, *, demo: bool) -> str:
    """Return the revocation list signed by the root."""
    return by_root(root_key, jws.Typ.REVOCATIONS, listed.to_bytes(), demo=demo)
