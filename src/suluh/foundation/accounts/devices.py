"""A browser that somebody has signed in with is counted apart when passwords fail.

Failed passwords are counted per address, so anybody could keep a signer out by guessing wrong on
purpose. A browser with this cookie has a count of its own: guesses from elsewhere do not touch it,
and it may guess no more often than they. Source: OWASP, Blocking Brute Force Attacks, device
cookies.
"""

import hashlib
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

COOKIE: Final = "suluh_known"
KEPT: Final = timedelta(days=180)
SALT: Final = "suluh.accounts.devices"


def remember(response: HttpResponse, email: str) -> None:
    """Let this browser be known as one that `email` has signed in with."""
    value = signing.dumps([_name(email), get_random_string(22)], salt=SALT)
    response.set_cookie(
        COOKIE, value, max_age=KEPT, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def known_as(request: HttpRequest, email: str) -> str:
    """Return the sign of this browser if `email` has signed in with it, else nothing."""
    try:
        name, sign = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(sign) if name == _name(email) else ""


def _name(email: str) -> str:
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()[:32]
