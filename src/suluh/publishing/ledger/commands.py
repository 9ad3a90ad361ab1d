"""`suluh keys init|certify|rotate|revoke`: what the key officer does, without Django.

The private root key lies where the officer says, on a medium that is not in this machine for
the rest of the year. Every step that needs it reads it, uses it once and forgets it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from suluh.kernel.bilingual import gettext_noop
from suluh.kernel.refusals import Refused
from suluh.publishing.ledger.keyfolder import KEPT_ALREADY, KeyFolder, write_new
from suluh.publishing.ledger.rules import keys, tree
from suluh.publishing.ledger.rules.keys import Certificate, Purpose, Root
from suluh.publishing.ledger.rules.record import Position
from suluh.publishing.ledger.rules.revocations import (
    REVOKED_BEFORE,
    Good,
    Revocation,
    RevocationList,
    sign_revocations,
)

PURPOSES: Final = (Purpose.CHECKPOINT, Purpose.EDITION, Purpose.HEAD)
YEAR: Final = timedelta(days=366)
# A key is valid a little before it is made: two clocks in one office differ.
EARLIER: Final = timedelta(hours=1)

INSIDE: Final = gettext_noop("The root key must not lie in the key folder; name another place.")
OTHER_KEY: Final = gettext_noop("This is not the root key whose public half is in %(folder)s.")
UNKNOWN: Final = gettext_noop("There is no certified key %(kid)s.")
NO_REASON: Final = gettext_noop("A revocation says why.")
NOT_SIGNED: Final = gettext_noop("The key %(kid)s signed no Edition up to that head.")


@dataclass(frozen=True, slots=True)
class RootFile:
    """Where the officer keeps the private root key, and its pass phrase ('' for none)."""

    path: Path
    passphrase: str = ""

    def read(self, folder: KeyFolder) -> tuple[Root, Ed25519PrivateKey]:
        """Return root and private key. Raises Refused: no_key, other_key, no_keys."""
        root = folder.root()
        try:
            key = keys.of_pem(self.path.read_bytes(), self.passphrase)
        except OSError as wrong:
            raise Refused("no_key", keys.NO_ED25519) from wrong
        if keys.public_bytes(key) != root.public:
            raise Refused("other_key", OTHER_KEY, folder=folder.path)
        return root, key


def init(
    folder: KeyFolder, root_file: RootFile, *, institution: str, now: datetime, demo: bool = False
) -> Root:
    """Make a root, an empty revocation list and a first signing key; returns the public root.

    Raises Refused: inside, kept_already.
    """
    if root_file.path.resolve().is_relative_to(folder.path.resolve()):
        raise Refused("inside", INSIDE)
    if (folder.path / "root.json").exists():
        raise Refused("kept_already", KEPT_ALREADY, path=folder.path / "root.json")
    key = keys.new_key()
    root = Root(institution, keys.public_bytes(key), demo)
    Root.of_json(root.to_json())
    write_new(root_file.path, keys.to_pem(key, root_file.passphrase))
    folder.write_root(root)
    empty = RevocationList(institution, 1, now, ())
    folder.write_revocations(sign_revocations(key, empty, demo=demo))
    rotate(folder, root_file, now=now)
    return root


def certify(
    folder: KeyFolder,
    root_file: RootFile,
    *,
    public: bytes,
    now: datetime,
    valid: timedelta = YEAR,
) -> Certificate:
    """Certify a public key, for instance one made on another machine.

    Raises Refused: no_key, other_key, wrong_period, revoked_before.
    """
    root, key = root_file.read(folder)
    certificate = Certificate(
        institution=root.institution,
        public=public,
        not_before=now - EARLIER,
        not_after=now + valid,
        purposes=PURPOSES,
        demo=root.demo,
    )
    trust = folder.trust()
    if trust.revocations.of(certificate.kid):
        raise Refused("revoked_before", REVOKED_BEFORE, kid=certificate.kid)
    number = len(trust.certificates.get(certificate.kid, ())) + 1
    folder.write_certificate(certificate.kid, number, keys.certify(key, certificate))
    return certificate


def rotate(
    folder: KeyFolder, root_file: RootFile, *, now: datetime, valid: timedelta = YEAR
) -> Certificate:
    """Make and certify a new signing key that signs from now on.

    The key before it stays good for what it signed; its private half is deleted.
    """
    key = keys.new_key()
    public = keys.public_bytes(key)
    folder.write_signing_key(keys.kid_of(public, demo=folder.root().demo), key)
    certificate = certify(folder, root_file, public=public, now=now, valid=valid)
    before = folder.current() if (folder.path / "current").exists() else ""
    folder.use(certificate.kid)
    if before:
        folder.destroy(before)
    return certificate


@dataclass(frozen=True, slots=True)
class GoodWork:
    """The last head before a key was lost, and what the key had signed up to there.

    `fingerprints` are of its Editions in the order of the ledger (`suluh ledger` prints them).
    """

    head: Position
    fingerprints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """A key that shall no longer count: since when, why, and what of its work still does."""

    kid: str
    revoked_from: datetime
    reason: str
    good: GoodWork | None = None

    def entry(self) -> Revocation:
        """Return the entry of the list. Raises Refused: no_reason, not_signed."""
        if not self.reason.strip():
            raise Refused("no_reason", NO_REASON)
        if self.good is None:
            return Revocation(self.kid, self.revoked_from, self.reason, None)
        if not self.good.fingerprints:
            raise Refused("not_signed", NOT_SIGNED, kid=self.kid)
        good = Good(self.good.head, tree.root(self.good.fingerprints))
        return Revocation(self.kid, self.revoked_from, self.reason, good)


def revoke(folder: KeyFolder, root_file: RootFile, *, loss: Loss, now: datetime) -> RevocationList:
    """Revoke a key; of its Editions only those named in `loss.good` still count, none without.

    The private half is deleted, so nothing is published until `rotate`.
    Raises Refused: unknown_key, no_reason, not_signed, revoked_before, no_key, other_key.
    """
    root, key = root_file.read(folder)
    trust = folder.trust()
    if loss.kid not in trust.certificates:
        raise Refused("unknown_key", UNKNOWN, kid=loss.kid)
    listed = trust.revocations.with_revoked(loss.entry(), now)
    RevocationList.parse(listed.to_bytes())
    folder.write_revocations(sign_revocations(key, listed, demo=root.demo))
    folder.destroy(loss.kid)
    return listed
