"""The export: one file with which a stranger checks one Edition, without us and offline.

It carries the root's public key and what the root said, but proves nothing about the root: the
fingerprint comes to the reader on another way. `docs/ledger-format.md` is written for strangers.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from suluh.kernel import canonical
from suluh.publishing.ledger.rules import jws, strict, tree
from suluh.publishing.ledger.rules.keys import raw_key
from suluh.publishing.ledger.rules.revocations import RevocationList
from suluh.publishing.ledger.rules.strict import Fields, malformed, matching

COMPACT: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
MOST_STEPS: Final = 64


@dataclass(frozen=True, slots=True)
class Opened:
    """The bytes of a part and the salt of its commitment; both go when the part is erased."""

    salt: bytes
    data: bytes

    def to_json(self) -> dict[str, str]:
        """Return the JSON form."""
        return {"salt": jws.b64url(self.salt), "bytes": jws.b64url(self.data)}

    @classmethod
    def of_json(cls, value: object) -> "Opened":
        """Read the JSON form. Raises Refused: malformed."""
        fields = Fields(value, "part", ("salt", "bytes"))
        salt = jws.from_b64url(fields.text("salt", jws.BASE64URL), "part")
        if len(salt) != 32:
            raise malformed("part", "a salt has 32 bytes")
        return cls(salt, jws.from_b64url(fields.text("bytes", jws.BASE64URL), "part"))


@dataclass(frozen=True, slots=True)
class Export:
    """One Edition with everything a verifier needs but the fingerprint of the root.

    `erasures` are the Editions that erased parts of this one; `paths` lead from a
    JWS, by its fingerprint, to the tree in the revocation of its key, if that was revoked later.
    """

    root: bytes
    edition: str
    certificates: tuple[str, ...]
    revocations: str
    parts: Mapping[str, Opened]
    erasures: tuple[str, ...] = ()
    paths: Mapping[str, tree.Path] = field(default_factory=dict)

    KEYS = ("v", "root", "edition", "certificates", "revocations", "erasures", "paths", "parts")

    def to_bytes(self) -> bytes:
        """Return the file: canonical JSON like everything signed, and one line end."""
        value = {
            "v": 1,
            "root": jws.b64url(self.root),
            "edition": self.edition,
            "certificates": list(self.certificates),
            "revocations": self.revocations,
            "erasures": list(self.erasures),
            "paths": {name: [list(step) for step in self.paths[name]] for name in self.paths},
            "parts": {name: self.parts[name].to_json() for name in sorted(self.parts)},
        }
        return _file(value)

    @classmethod
    def parse(cls, data: bytes) -> "Export":
        """Read the file. Raises Refused: malformed."""
        fields = Fields(_canonical(data, "export"), "export", cls.KEYS)
        fields.version()
        return cls(
            root=raw_key(fields.text("root", jws.BASE64URL)),
            edition=fields.text("edition", COMPACT),
            certificates=fields.items("certificates", matching(COMPACT, "export")),
            revocations=fields.text("revocations", COMPACT),
            erasures=fields.items("erasures", matching(COMPACT, "export")),
            paths=fields.mapping("paths", strict.HASH, _steps),
            parts=fields.mapping("parts", strict.PART, Opened.of_json),
        )


@dataclass(frozen=True, slots=True)
class HeadExport:
    """A signed head with what is needed to check it; it also brings the newest revocations."""

    root: bytes
    head: str
    certificates: tuple[str, ...]
    revocations: str

    KEYS = ("v", "root", "head", "certificates", "revocations")

    def to_bytes(self) -> bytes:
        """Return the file: canonical JSON like everything signed, and one line end."""
        value = {
            "v": 1,
            "root": jws.b64url(self.root),
            "head": self.head,
            "certificates": list(self.certificates),
            "revocations": self.revocations,
        }
        return _file(value)

    @classmethod
    def parse(cls, data: bytes) -> "HeadExport":
        """Read the file. Raises Refused: malformed."""
        fields = Fields(_canonical(data, "head"), "head", cls.KEYS)
        fields.version()
        return cls(
            root=raw_key(fields.text("root", jws.BASE64URL)),
            head=fields.text("head", COMPACT),
            certificates=fields.items("certificates", matching(COMPACT, "head")),
            revocations=fields.text("revocations", COMPACT),
        )


def _file(value: Mapping[str, Any]) -> bytes:
    return canonical.dumps(value) + b"\n"


def _canonical(data: bytes, what: str) -> Any:
    return strict.load_canonical(data.removesuffix(b"\n"), what)


def _steps(value: object) -> tree.Path:
    if not isinstance(value, list) or len(value) > MOST_STEPS:
        raise malformed("path", "no list of steps")
    return tuple(_step(each) for each in value)


def _step(value: object) -> tuple[str, str]:
    if not isinstance(value, list) or len(value) != 2 or value[0] not in (tree.LEFT, tree.RIGHT):
        raise malformed("path", "a step is [side, hash]")
    return (str(value[0]), matching(strict.HASH, "path")(value[1]))


def paths(
    revocations: RevocationList, good: Mapping[str, Sequence[str]], texts: Sequence[str]
) -> dict[str, tree.Path]:
    """Return the path of every JWS in `texts` that a key signed which was revoked later.

    `good` holds, per revoked key, the fingerprints of its Editions up to the head that its
    revocation names, in the order of the ledger. A JWS that is not among them gets no path.
    """
    found: dict[str, tree.Path] = {}
    for text in texts:
        mark, kid = jws.fingerprint(text), jws.parse(text).kid
        known = list(good.get(kid, ()))
        if revocations.of(kid) and mark in known:
            found[mark] = tree.path(known, known.index(mark))
    return found
