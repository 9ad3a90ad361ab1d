"""A signed HTTP request to an address that an administrator entered (webhook)."""

from suluh.foundation.outbox.gateways.http.gateway import HttpDestination, HttpGateway
from suluh.foundation.outbox.gateways.http.guard import check_url
from suluh.foundation.outbox.gateways.http.signing import Ed25519Signer, HmacSigner, Signer

__all__ = [
    "Ed25519Signer",
    "HmacSigner",
    "HttpDestination",
    "HttpGateway",
    "Signer",
    "check_url",
]
