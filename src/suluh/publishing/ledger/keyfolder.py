"""The key folder of one deployment: public statements of the root, and private signing keys.

`root.json` (public half), `certificates/KID.jws`, `revocations.jws`, `signing/KID.pem` (0600),
`current` (the KID that signs). The private half of the root is never in it.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from suluh.kernel.bilingual import gettext_noop
from suluh.kernel.refusals import Refused
from suluh.publishing.ledger.rules import keys, strict
from suluh.publishing.ledger.rules.keys import Root
from suluh.publishing.ledger.rules.trust import Trust

NO_KEYS: Final = gettext_noop("There are no keys in %(folder)s; make them with “suluh keys init”.")
KEPT_ALREADY: Final = gettext_noop("%(path)s exists already; it is never written over.")
TOO_OPEN: Final = gettext_noop("Others can read the private key %(path)s; set its mode to 0600.")
PRIVATE: Final = 0o600


@dataclass(frozen=True, slots=True)
class KeyFolder:
    """The files below one path; they are read each time, so a revocation counts at once."""

    path: Path

    def root(self) -> Root:
        """Return the public half of the root. Raises Refused: no_keys, malformed."""
        return Root.of_json(strict.load(self._read("root.json"), "root"))

    def certificates(self) -> tuple[str, ...]:
        """Return all certificates, older keys too: their Editions are still verified."""
        found = sorted((self.path / "certificates").glob("*.jws"))
        return tuple(each.read_text("ascii").strip() for each in found)

    def revocations(self) -> str:
        """Return the newest revocation list. Raises Refused: no_keys."""
        return self._read("revocations.jws").decode("ascii").strip()

    def trust(self) -> Trust:
        """Return what the root said, checked. Raises Refused as `Trust.build`."""
        return _checked(self.root(), self.certificates(), self.revocations())

    def current(self) -> str:
        """Return the name of the key that signs now. Raises Refused: no_keys."""
        return self._read("current").decode("ascii").strip()

    def signing_key(self) -> Ed25519PrivateKey:
        """Return the private key that signs now; only the publishing process calls this.

        Raises Refused: no_keys, no_key, too_open.
        """
        path = self.path / "signing" / f"{self.current()}.pem"
        if path.exists() and path.stat().st_mode & 0o077:
            raise Refused("too_open", TOO_OPEN, path=path)
        return keys.of_pem(self._read(f"signing/{path.name}"))

    def write_root(self, root: Root) -> None:
        """Keep the public half of a new root. Raises Refused: kept_already."""
        write_new(self.path / "root.json", json.dumps(root.to_json()).encode("ascii"))

    def write_certificate(self, kid: str, number: int, certificate: str) -> None:
        """Keep a certificate; a key certified again keeps the older one too."""
        write_new(self.path / "certificates" / f"{kid}.{number}.jws", certificate.encode("ascii"))

    def write_revocations(self, listed: str) -> None:
        """Replace the revocation list."""
        replace(self.path / "revocations.jws", listed.encode("ascii"))

    def learn(self, certificates: Iterable[str], revocations: str) -> int:
        """Keep statements of this root that are not here yet; returns how many were new.

        What another root signed is left alone. A list of revocations only gives way to a newer.
        """
        root, kept, new = self.root(), set(self.certificates()), 0
        for text in certificates:
            if text in kept or not _is_of(root, (text,), self.revocations()):
                continue
            kid = next(iter(Trust.build(root, (text,), self.revocations()).certificates))
            number = len(list((self.path / "certificates").glob(f"{kid}.*.jws"))) + 1
            self.write_certificate(kid, number, text)
            kept.add(text)
            new += 1
        if _is_of(root, (), revocations):
            offered = Trust.build(root, (), revocations).revocations
            if offered.number > self.trust().revocations.number:
                self.write_revocations(revocations)
                new += 1
        return new

    def write_signing_key(self, kid: str, key: Ed25519PrivateKey) -> None:
        """Keep a private signing key, readable by its owner alone."""
        write_new(self.path / "signing" / f"{kid}.pem", keys.to_pem(key))

    def use(self, kid: str) -> None:
        """Let a key sign from now on."""
        replace(self.path / "current", kid.encode("ascii"))

    def destroy(self, kid: str) -> None:
        """Delete a private signing key that is no longer needed or trusted."""
        (self.path / "signing" / f"{kid}.pem").unlink(missing_ok=True)

    def _read(self, name: str) -> bytes:
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError as wrong:
            raise Refused("no_keys", NO_KEYS, folder=self.path) from wrong


@lru_cache(maxsize=4)
def _checked(root: Root, certificates: tuple[str, ...], revocations: str) -> Trust:
    """Check the signatures on these very statements once; every exported Edition asks again."""
    return Trust.build(root, certificates, revocations)


def _is_of(root: Root, certificates: tuple[str, ...], revocations: str) -> bool:
    try:
        Trust.build(root, certificates, revocations)
    except Refused:
        return False
    return True


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not exist, 0600 from its first byte, on disk when this returns.

    Raises Refused: kept_already.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    except FileExistsError as wrong:
        raise Refused("kept_already", KEPT_ALREADY, path=path) from wrong
    _fill(number, data)
    _sync(path.parent)


def replace(path: Path, data: bytes) -> None:
    """Write a file in one step: a reader sees the old bytes or the new ones."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    _fill(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE), data)
    beside.replace(path)
    _sync(path.parent)


def _fill(number: int, data: bytes) -> None:
    with os.fdopen(number, "wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
