"""`suluh bake`, and the bake at start-up."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.conf import settings

from suluh.foundation.org import queries as org
from suluh.kernel import clock
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.publishing.ledger import queries as ledger
from suluh.publishing.ledger.rules import jws
from suluh.publishing.ledger.rules.keys import Purpose
from suluh.publishing.ledger.signing import Signer
from suluh.publishing.website import operations

SMALL: Final = 100  # texts; their bake takes a few seconds
PAUSED = _("The house is paused after a restore; release it first (suluh release).")


def bake_if_set_up() -> None:
    """Bake everything once there is an institution to show, and never while the house is paused.

    A restored ledger may miss the newest withdrawals; its pages wait for the release.
    """
    if org.has_institution() and not ledger.is_paused():
        operations.bake_if_needed(now=clock.now(), sign=manifest_sign())


def make_ready() -> None:
    """Before anything is served: bake a small site, make a large one safe for the worker to bake.

    What a large site may still show it shows meanwhile; nothing that it must not.
    """
    if len(ledger.texts()) <= SMALL:
        bake_if_set_up()
    elif not ledger.is_paused():
        operations.clear_if_needed()


def manifest_sign() -> Callable[[bytes], str] | None:
    """Return what signs the manifest of public files, or None in a house without keys."""
    try:
        signer = Signer.open(Path(settings.SULUH_HOME) / "keys")
    except Refused:
        return None

    def sign(payload: bytes) -> str:
        return signer.sign(jws.Typ.MANIFEST, Purpose.HEAD, payload, clock.now())

    return sign


def bake(given: argparse.Namespace) -> int:
    """Render the public site, into its folder or another one."""
    if given.check:
        from suluh.publishing.website import commands  # noqa: PLC0415 only for the check

        return commands.check()
    into = Path(given.into) if given.into else None
    if into is None and ledger.is_paused():
        raise Refused("paused", PAUSED)
    outcome = operations.bake(now=clock.now(), root=into, sign=manifest_sign())
    sys.stdout.write(f"suluh: {outcome.changed} files written\n")
    return 0
