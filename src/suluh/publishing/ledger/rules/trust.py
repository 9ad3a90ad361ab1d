"""The only ground on which a signature counts: a root known from outside, and what it said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from suluh.kernel.bilingual import gettext_noop
from suluh.kernel.refusals import Refused
from suluh.publishing.ledger.rules import jws, tree
from suluh.publishing.ledger.rules.keys import Certificate, Purpose, Root
from suluh.publishing.ledger.rules.revocations import RevocationList

UNKNOWN_KEY: Final = gettext_noop("The root has not certified the key %(kid)s.")
OTHER_ROOT: Final = gettext_noop("This was not signed by the institution's root key.")
NOT_VALID_THEN: Final = gettext_noop("The key %(kid)s was not certified for this at that time.")
REVOKED: Final = gettext_noop("The key %(kid)s was revoked, and no proof says it signed before.")


@dataclass(frozen=True, slots=True)
class Trust:
    """A root, and what it said: the only ground on which a signature counts."""

    root: Root
    certificates: Mapping[str, tuple[Certificate, ...]]
    revocations: RevocationList

    @classmethod
    def build(cls, root: Root, certificates: Iterable[str], revocations: str) -> "Trust":
        """Read statements of the root; one that it did not sign is refused.

        Raises Refused: malformed, other_type, bad_signature, other_root.
        """
        found: dict[str, tuple[Certificate, ...]] = {}
        for text in certificates:
            certificate = Certificate.parse(_said_by(root, text, jws.Typ.KEY))
            if (certificate.institution, certificate.demo) != (root.institution, root.demo):
                raise Refused("other_root", OTHER_ROOT)
            found[certificate.kid] = (*found.get(certificate.kid, ()), certificate)
        listed = RevocationList.parse(_said_by(root, revocations, jws.Typ.REVOCATIONS))
        if listed.institution != root.institution:
            raise Refused("other_root", OTHER_ROOT)
        return cls(root, found, listed)

    def joined(self, certificates: Iterable[str], revocations: str) -> "Trust":
        """Return this trust with more that the same root said; the newer list of two counts.

        Raises Refused as `build`.
        """
        more = Trust.build(self.root, certificates, revocations)
        newest = max(self.revocations, more.revocations, key=lambda each: each.number)
        known = {kid: (*self.certificates.get(kid, ()), *more.certificates.get(kid, ()))
                 for kid in {*self.certificates, *more.certificates}}  # fmt: skip
        return Trust(self.root, known, newest)

    def check(self, text: str, typ: jws.Typ, purpose: Purpose) -> bytes:
        """Return the payload of a JWS that a certified key signed; revocation is not asked.

        Raises Refused: malformed, unknown_key, other_type, bad_signature.
        """
        parsed = jws.parse(text)
        known = [each for each in self.certificates.get(parsed.kid, ()) if purpose in each.purposes]
        if not known:
            raise Refused("unknown_key", UNKNOWN_KEY, kid=parsed.kid)
        return jws.check(parsed, typ, Ed25519PublicKey.from_public_bytes(known[0].public))

    def check_time(self, kid: str, purpose: Purpose, at: datetime) -> None:
        """Refuse a statement whose own time lies outside its key's certificate.

        Raises Refused: not_valid_then.
        """
        if not any(each.allows(purpose, at) for each in self.certificates.get(kid, ())):
            raise Refused("not_valid_then", NOT_VALID_THEN, kid=kid)

    def check_revoked(self, kid: str, text: str, steps: tree.Path | None = None) -> None:
        """Refuse a statement of a revoked key unless `steps` lead to the tree of its good work.

        Raises Refused: revoked.
        """
        entry = self.revocations.of(kid)
        if entry is None:
            return
        good = entry.good
        if good and steps is not None and tree.leads_to(jws.fingerprint(text), steps, good.tree):
            return
        raise Refused("revoked", REVOKED, kid=kid)


def _said_by(root: Root, text: str, typ: jws.Typ) -> bytes:
    parsed = jws.parse(text)
    if parsed.kid != root.kid:
        raise Refused("other_root", OTHER_ROOT)
    return jws.check(parsed, typ, Ed25519PublicKey.from_public_bytes(root.public))
