"""The official keys as the site shows them: public statements of the root in the key folder."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings

from suluh.kernel.refusals import Refused
from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.publishing.ledger.rules import keys
from suluh.publishing.ledger.rules.trust import Trust
from suluh.publishing.website.rules.rows import KeyRing, KeyRow

# A wheel brings the program along, beside this file; a checkout has it beside the product.
_HERE: Final = Path(__file__).resolve()
PLACES: Final = (
    _HERE.with_name("verify_edition.py"),
    _HERE.parents[4] / "tools" / "verify_edition.py",
)
VERIFIER: Final = next((place for place in PLACES if place.exists()), PLACES[0])


def key_ring() -> KeyRing | None:
    """Return root, certified keys (newest first) and revocations; None without keys."""
    folder = KeyFolder(Path(settings.SULUH_HOME) / "keys")
    try:
        trust, current = folder.trust(), folder.current()
    except Refused:
        return None
    rows = sorted(_rows(trust, current), key=lambda row: (row.not_before, row.name), reverse=True)
    return KeyRing(
        root=keys.fingerprint(trust.root.public),
        is_demo=trust.root.demo,
        keys=tuple(rows),
        listed_at=trust.revocations.issued_at,
        verifier=hashlib.sha256(VERIFIER.read_bytes()).hexdigest() if VERIFIER.exists() else "",
    )


def _rows(trust: Trust, current: str) -> Iterator[KeyRow]:
    for kid, certificates in trust.certificates.items():
        gone = trust.revocations.of(kid)
        yield KeyRow(
            name=kid,
            not_before=min(one.not_before for one in certificates),
            not_after=max(one.not_after for one in certificates),
            state="revoked" if gone else "signs" if kid == current else "earlier",
            revoked_from=gone.revoked_from if gone else None,
            reason=gone.reason if gone else "",
        )
