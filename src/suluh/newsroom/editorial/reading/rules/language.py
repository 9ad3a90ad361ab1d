"""Guessing between Indonesian and English by their commonest words."""

import re
from typing import Final

_ID: Final = "yang dan di dari untuk dengan ini itu dalam pada akan oleh tidak juga ke para telah"
_EN: Final = "the of and to in for is that with on was by are this from has its at"
_COMMON: Final = {"id": frozenset(_ID.split()), "en": frozenset(_EN.split())}
_WORD: Final = re.compile(r"[a-z]+")


def guess(texts: list[str]) -> str:
    """Return `en` where English words are commoner, else `id`."""
    words = _WORD.findall(" ".join(texts).lower())
    counts = {code: sum(word in common for word in words) for code, common in _COMMON.items()}
    return "en" if counts["en"] > counts["id"] else "id"
