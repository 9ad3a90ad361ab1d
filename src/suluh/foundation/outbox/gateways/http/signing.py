"""Signatures over the exact bytes of a request.

Source: RFC 9421 (HTTP Message Signatures), RFC 9530 (Content-Digest). The covered parts never
change between attempts, so that a repeated request is the same request.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Final, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

LABEL: Final = "suluh"


class Signer(Protocol):
    """Something that signs: its key's name, the algorithm's registered name, and the act."""

    @property
    def key_id(self) -> str:
        """Return the name under which the peer knows the key."""
        ...

    @property
    def algorithm(self) -> str:
        """Return the algorithm's registered name."""
        ...

    def sign(self, data: bytes) -> bytes:
        """Return the signature of `data`."""
        ...


@dataclass(frozen=True)
class HmacSigner:
    """A secret that both sides know."""

    key_id: str
    secret: bytes
    algorithm: str = "hmac-sha256"

    def sign(self, data: bytes) -> bytes:
        """Return HMAC-SHA256."""
        return hmac.digest(self.secret, data, "sha256")


@dataclass(frozen=True)
class Ed25519Signer:
    """A private key of ours; the peer holds the public one."""

    key_id: str
    private_key: Ed25519PrivateKey
    algorithm: str = "ed25519"

    def sign(self, data: bytes) -> bytes:
        """Return the Ed25519 signature."""
        return self.private_key.sign(data)


@dataclass(frozen=True, slots=True)
class Request:
    """What is signed. `created` is when the effect was planned, in Unix seconds."""

    method: str
    url: str
    key: str
    created: int
    body: bytes = b""


def signed_headers(request: Request, signer: Signer) -> dict[str, str]:
    """Return the headers that prove who sent exactly this."""
    headers = {"Idempotency-Key": request.key}
    covered = {"@method": request.method, "@target-uri": request.url}
    covered["idempotency-key"] = request.key
    if request.method != "GET":
        digest = base64.b64encode(hashlib.sha256(request.body).digest()).decode("ascii")
        headers["Content-Digest"] = covered["content-digest"] = f"sha-256=:{digest}:"
    names = " ".join(f'"{name}"' for name in covered)
    parameters = (
        f'({names});created={request.created};keyid="{signer.key_id}";alg="{signer.algorithm}"'
    )
    lines = [f'"{name}": {value}' for name, value in covered.items()]
    base = "\n".join([*lines, f'"@signature-params": {parameters}'])
    signature = base64.b64encode(signer.sign(base.encode("ascii"))).decode("ascii")
    headers["Signature-Input"] = f"{LABEL}={parameters}"
    headers["Signature"] = f"{LABEL}=:{signature}:"
    return headers
