"""A text by which nothing else can be taken for it, and the search for it in any bytes."""

import base64
import gzip
import hashlib
import html
import re
import urllib.parse
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from proofs.house import plain_text
from proofs.planting import Unit

HEX = re.compile(rb"[0-9a-f]{64}")


@dataclass
class Text:
    """One text: its words, and everything by which it could be recognised."""

    unit: Unit
    story: str = ""
    copy: str = ""
    title: str = ""
    slug: str = ""
    needles: dict[bytes, str] = field(default_factory=dict)
    ids: dict[str, list[str]] = field(default_factory=dict)
    address: str = ""
    due: float = 0.0

    def learn(self, word: str, what: str) -> None:
        """Search for a word from now on, as it is and in other codings."""
        raw = word.encode()
        self.needles[raw] = what
        for shift in range(3):
            coded = base64.b64encode(b"\x00" * shift + raw)
            self.needles[coded[4 if shift else 0 : -4]] = f"{what}, base64"
        self.needles[hashlib.sha256(raw).hexdigest().encode()] = f"{what}, digest"

    def found(self, data: bytes, asked: str = "") -> str:
        """Return what of the text is in some bytes, except what the asker said himself."""
        for shape in shapes(data):
            for needle, what in self.needles.items():
                if needle in shape and needle.decode("latin-1") not in asked:
                    return what
        return ""


def shapes(data: bytes) -> Iterator[bytes]:
    """Yield bytes as they are, unescaped, percent-decoded, and unpacked where they are packed."""
    yield data
    yield html.unescape(data.decode("utf-8", "replace")).encode()
    if b"%" in data:
        yield urllib.parse.unquote_to_bytes(data)
    if data[:2] == b"\x1f\x8b":
        try:
            yield gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            return


def letter_of(letter: dict[str, Any]) -> bytes:
    """Return a letter with its text decoded."""
    return (plain_text(letter["data"]) + repr(letter)).encode()


def asked_for(log: bytes) -> bytes:
    """Return a log without the paths of requests that it names as refused or not found."""
    return re.sub(rb"(Not Found|Unprocessable Entity|Forbidden|Method Not Allowed)[^\n]*", b"", log)
