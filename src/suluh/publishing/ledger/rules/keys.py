"""Who may sign: an offline root and the signing keys it certifies.

A key is named by the first 32 hex characters of SHA-256 of its raw public key, with `demo-`
before it where it can sign no official statement.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from suluh.kernel import canonical, clock
from suluh.kernel.bilingual import gettext_noop
from suluh.kernel.refusals import Refused
from suluh.publishing.ledger.rules import jws, strict
from suluh.publishing.ledger.rules.strict import Fields, malformed, matching

RAW: Final = serialization.Encoding.Raw
NO_ED25519: Final = gettext_noop(
    "This file holds no Ed25519 private key, or the pass phrase is wrong."
)
WRONG_PERIOD: Final = gettext_noop("A key's last day comes after its first.")


class Purpose(StrEnum):
    """What a certified key may sign."""

    EDITION = "edition"
    HEAD = "head"
    CHECKPOINT = "checkpoint"


def new_key() -> Ed25519PrivateKey:
    """Return a new private key from the system's randomness."""
    return Ed25519PrivateKey.generate()


def public_bytes(key: Ed25519PrivateKey | Ed25519PublicKey) -> bytes:
    """Return the 32 raw bytes of the public key."""
    public = key.public_key() if isinstance(key, Ed25519PrivateKey) else key
    return public.public_bytes(RAW, serialization.PublicFormat.Raw)


def kid_of(public: bytes, *, demo: bool) -> str:
    """Return the name of a key."""
    return ("demo-" if demo else "") + hashlib.sha256(public).hexdigest()[:32]


def fingerprint(public: bytes) -> str:
    """Return SHA-256 of the raw public key, in sixteen groups of four for people to compare."""
    digits = hashlib.sha256(public).hexdigest()
    return " ".join(digits[at : at + 4] for at in range(0, 64, 4))


def same_fingerprint(given: str, public: bytes) -> bool:
    """Whether a fingerprint as somebody typed it names this key; all 64 digits count."""
    digits = re.sub(r"[\s:-]", "", given).lower()
    return digits == hashlib.sha256(public).hexdigest()


def to_pem(key: Ed25519PrivateKey, passphrase: str = "") -> bytes:
    """Return the private key as PEM (PKCS #8), encrypted where a pass phrase is given."""
    protection: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        protection = serialization.BestAvailableEncryption(passphrase.encode("utf-8"))
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, protection)


def of_pem(data: bytes, passphrase: str = "") -> Ed25519PrivateKey:
    """Read what `to_pem` wrote. Raises Refused: no_key."""
    try:
        key = serialization.load_pem_private_key(data, passphrase.encode("utf-8") or None)
    except (ValueError, TypeError) as wrong:
        raise Refused("no_key", NO_ED25519) from wrong
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused("no_key", NO_ED25519)
    return key


@dataclass(frozen=True, slots=True)
class Root:
    """What the office knows of its root: the public half."""

    institution: str
    public: bytes
    demo: bool

    @property
    def kid(self) -> str:
        """The name of the root key."""
        return kid_of(self.public, demo=self.demo)

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form, kept in the key folder."""
        public = jws.b64url(self.public)
        return {"v": 1, "institution": self.institution, "public_key": public, "demo": self.demo}

    @classmethod
    def of_json(cls, value: object) -> "Root":
        """Read the JSON form. Raises Refused: malformed."""
        fields = Fields(value, "root", ("v", "institution", "public_key", "demo"))
        fields.version()
        return cls(
            institution=fields.text("institution", strict.CODE),
            public=raw_key(fields.text("public_key", jws.BASE64URL)),
            demo=fields.flag("demo"),
        )


def raw_key(text: str) -> bytes:
    """Read a raw public key in base64url. Raises Refused: malformed."""
    data = jws.from_b64url(text, "key")
    if len(data) != 32:
        raise malformed("key", "a public key has 32 bytes")
    return data


@dataclass(frozen=True, slots=True)
class Certificate:
    """The root's word that a key signs for the institution in a period."""

    institution: str
    public: bytes
    not_before: datetime
    not_after: datetime
    purposes: tuple[str, ...]
    demo: bool

    KEYS = (
        "v", "institution", "kid", "public_key", "not_before", "not_after", "purposes", "demo",
    )  # fmt: skip

    @property
    def kid(self) -> str:
        """The name of the certified key."""
        return kid_of(self.public, demo=self.demo)

    def allows(self, purpose: Purpose, at: datetime) -> bool:
        """Whether the key may sign for `purpose` at a time its statement gives."""
        return purpose in self.purposes and self.not_before <= at < self.not_after

    def to_bytes(self) -> bytes:
        """Return the bytes that the root signs."""
        return canonical.dumps(
            {
                "v": 1,
                "institution": self.institution,
                "kid": self.kid,
                "public_key": jws.b64url(self.public),
                "not_before": clock.iso(self.not_before),
                "not_after": clock.iso(self.not_after),
                "purposes": sorted(self.purposes),
                "demo": self.demo,
            }
        )

    @classmethod
    def parse(cls, data: bytes) -> "Certificate":
        """Read the signed bytes. Raises Refused: malformed."""
        fields = Fields(strict.load_canonical(data, "certificate"), "certificate", cls.KEYS)
        fields.version()
        certificate = cls(
            institution=fields.text("institution", strict.CODE),
            public=raw_key(fields.text("public_key", jws.BASE64URL)),
            not_before=fields.instant("not_before"),
            not_after=fields.instant("not_after"),
            purposes=fields.items("purposes", matching(strict.SLUG, "certificate")),
            demo=fields.flag("demo"),
        )
        if fields.text("kid", strict.KID) != certificate.kid:
            raise malformed("certificate", "kid is not the name of the key")
        return certificate


def certify(root_key: Ed25519PrivateKey, certificate: Certificate) -> str:
    """Return the certificate signed by the root. Raises Refused: wrong_period."""
    if certificate.not_after <= certificate.not_before:
        raise Refused("wrong_period", WRONG_PERIOD)
    return by_root(root_key, jws.Typ.KEY, certificate.to_bytes(), demo=certificate.demo)


def by_root(root_key: Ed25519PrivateKey, typ: jws.Typ, payload: bytes, *, demo: bool) -> str:
    """Return a statement of the root."""
    kid = kid_of(public_bytes(root_key), demo=demo)
    return jws.sign(typ=typ, kid=kid, payload=payload, key=root_key)
