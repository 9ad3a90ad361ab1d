"""Identifiers: row keys inside the office, content ids and short codes outside it."""

import hashlib
import re
import secrets
import time
import uuid
from typing import Final

CROCKFORD: Final = "0123456789abcdefghjkmnpqrstvwxyz"
CONTENT_ID: Final = re.compile(r"[0-7][0-9a-hjkmnp-tv-z]{25}")


def new_row_key() -> uuid.UUID:
    """Return a UUIDv7: sortable by time, used inside the office only.

    Twelve bits tell the quarter of a microsecond, so that rows made together keep their order.
    Source: RFC 9562, sections 5.7 and 6.2 (method 3).
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    value = (milliseconds & (2**48 - 1)) << 80 | (rest * 4096 // 1_000_000) << 64
    value |= 0x7 << 76 | 0x2 << 62 | secrets.randbits(62)
    return uuid.UUID(int=value)


def base32(number: int, length: int) -> str:
    """Return `number` as `length` characters of Crockford base32 in lower case."""
    characters = []
    for _ in range(length):
        number, digit = divmod(number, 32)
        characters.append(CROCKFORD[digit])
    return "".join(reversed(characters))


def new_content_id() -> str:
    """Return 128 random bits as 26 characters; it reveals neither time nor order."""
    return base32(secrets.randbits(128), 26)


def short_code(jws: str) -> str:
    """Return the printed code of an Edition: ten base32 characters of SHA-256 of its JWS."""
    number = int.from_bytes(hashlib.sha256(jws.encode("ascii")).digest(), "big")
    return base32(number >> (256 - 50), 10)
