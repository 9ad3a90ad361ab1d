"""The publishing process's hand: it holds the private key, web processes never open it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.publishing.ledger.rules import jws
from suluh.publishing.ledger.rules.keys import Purpose
from suluh.publishing.ledger.rules.record import EditionRecord
from suluh.publishing.ledger.rules.trust import Trust


@dataclass(frozen=True, slots=True)
class Signer:
    """An opened signing key with what the root says of it."""

    institution: str
    kid: str
    key: Ed25519PrivateKey
    trust: Trust

    @classmethod
    def open(cls, folder: Path) -> "Signer":
        """Open the key that signs now. Raises Refused: no_keys, no_key, too_open, malformed."""
        kept = KeyFolder(folder)
        return cls(kept.root().institution, kept.current(), kept.signing_key(), kept.trust())

    @property
    def is_demo(self) -> bool:
        """Say whether this key can sign no official statement."""
        return self.trust.root.demo

    def sign_edition(self, record: EditionRecord) -> str:
        """Sign a record. Raises Refused: not_valid_then, revoked, malformed."""
        self._check(Purpose.EDITION, record.assigned.published_at)
        return jws.sign(typ=jws.Typ.EDITION, kid=self.kid, payload=record.to_bytes(), key=self.key)

    def sign(self, typ: jws.Typ, purpose: Purpose, payload: bytes, at: datetime) -> str:
        """Sign another statement: a head, a checkpoint. Raises Refused: not_valid_then, revoked."""
        self._check(purpose, at)
        return jws.sign(typ=typ, kid=self.kid, payload=payload, key=self.key)

    def _check(self, purpose: Purpose, at: datetime) -> None:
        self.trust.check_time(self.kid, purpose, at)
        self.trust.check_revoked(self.kid, "")
