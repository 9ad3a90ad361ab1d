"""Signed tokens in addresses we send: each for one purpose only."""

import hashlib
from datetime import timedelta
from typing import Final

from django.core import signing

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused

CONFIRM: Final = "suluh.delivery.confirm"
LEAVE: Final = "suluh.delivery.leave"
BAD_TOKEN = _("This link is not valid or is too old. Please ask for a new one.")


def make(purpose: str, value: str) -> str:
    """Return a token that carries `value` and serves `purpose` alone."""
    return signing.dumps(value, salt=purpose, compress=False)


def read(purpose: str, token: str, *, within: timedelta | None = None) -> str:
    """Return the value of a token made for this purpose. Raises Refused: bad_token."""
    try:
        value = signing.loads(token, salt=purpose, max_age=within)
    except signing.BadSignature:
        raise Refused("bad_token", BAD_TOKEN) from None
    return str(value)


def digest(token: str) -> str:
    """Return what is kept of a token, so that it serves once."""
    return hashlib.sha256(token.encode()).hexdigest()
