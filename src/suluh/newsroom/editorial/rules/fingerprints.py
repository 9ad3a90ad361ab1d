"""One short code for everything a Copy holds: what a reviewer compares on screen and on paper."""

import hashlib
from collections.abc import Mapping

from suluh.kernel.ids import base32
from suluh.newsroom.editorial.rules.parts import PartKey


def fingerprint(commitments: Mapping[PartKey, str]) -> str:
    """Return ten base32 characters of SHA-256 over every (locale, part, commitment)."""
    lines = sorted(f"{locale} {part} {digest}\n" for (locale, part), digest in commitments.items())
    number = int.from_bytes(hashlib.sha256("".join(lines).encode()).digest(), "big")
    return base32(number >> (256 - 50), 10)
