"""JWS compact with Ed25519, and nothing else that the standard would allow.

The header is exactly `{"alg":"EdDSA","kid":KID,"typ":TYP}` in canonical bytes; base64url is
without padding and has one spelling per value. The type is part of what is signed, so that no
statement can be shown as one of another type.

Source: RFC 7515, RFC 8037, RFC 8725 (the algorithm is never chosen by the message).
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from suluh.kernel import canonical
from suluh.kernel.bilingual import gettext_noop
from suluh.kernel.refusals import Refused
from suluh.publishing.ledger.rules import strict

WHAT: Final = "JWS"
BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]*")
BAD_SIGNATURE: Final = gettext_noop("The signature does not belong to these bytes and this key.")
OTHER_TYPE: Final = gettext_noop("This is a signed “%(found)s”, not a “%(wanted)s”.")


class Typ(StrEnum):
    """What a signed statement is; each has a reader of its own."""

    EDITION = "suluh-edition+jws"
    HEAD = "suluh-head+jws"
    KEY = "suluh-key+jws"
    REVOCATIONS = "suluh-revocations+jws"
    CHECKPOINT = "suluh-checkpoint+jws"
    MANIFEST = "suluh-manifest+jws"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A JWS taken apart, its signature not yet checked."""

    typ: str
    kid: str
    payload: bytes
    signed: bytes
    signature: bytes


def b64url(data: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_b64url(text: str, what: str = WHAT) -> bytes:
    """Read base64url; refuses padding, other characters and spare bits that are not zero.

    Raises Refused: malformed.
    """
    if not BASE64URL.fullmatch(text) or len(text) % 4 == 1:
        raise strict.malformed(what, "no base64url")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if b64url(data) != text:
        raise strict.malformed(what, "a second spelling of base64url")
    return data


def sign(*, typ: Typ, kid: str, payload: bytes, key: Ed25519PrivateKey) -> str:
    """Return `payload` as a signed JWS; the payload is exactly these bytes."""
    header = canonical.dumps({"alg": "EdDSA", "kid": kid, "typ": str(typ)})
    signed = f"{b64url(header)}.{b64url(payload)}"
    return f"{signed}.{b64url(key.sign(signed.encode('ascii')))}"


def parse(text: str) -> Parsed:
    """Take a JWS apart; any algorithm but EdDSA, any further header is refused.

    Raises Refused: malformed.
    """
    pieces = text.split(".") if text.isascii() else []
    if len(pieces) != 3:
        raise strict.malformed(WHAT, "not three pieces")
    header = strict.Fields(
        strict.load_canonical(from_b64url(pieces[0]), WHAT), WHAT, ("alg", "kid", "typ")
    )
    header.text("alg", re.compile("EdDSA"))
    signature = from_b64url(pieces[2])
    if len(signature) != 64:
        raise strict.malformed(WHAT, "the signature has not 64 bytes")
    return Parsed(
        typ=header.text("typ", re.compile(r"suluh-[a-z]+\+jws")),
        kid=header.text("kid", strict.KID),
        payload=from_b64url(pieces[1]),
        signed=f"{pieces[0]}.{pieces[1]}".encode("ascii"),
        signature=signature,
    )


def check(parsed: Parsed, typ: Typ, key: Ed25519PublicKey) -> bytes:
    """Return the payload of `parsed` if `key` signed it as a `typ`.

    Raises Refused: other_type, bad_signature.
    """
    if parsed.typ != typ:
        raise Refused("other_type", OTHER_TYPE, found=parsed.typ, wanted=str(typ))
    try:
        key.verify(parsed.signature, parsed.signed)
    except InvalidSignature as wrong:
        raise Refused("bad_signature", BAD_SIGNATURE) from wrong
    return parsed.payload


def fingerprint(text: str) -> str:
    """Return SHA-256 of the JWS string in hex: how the next record names this one."""
    return hashlib.sha256(text.encode("ascii")).hexdigest()
