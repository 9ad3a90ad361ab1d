"""`suluh bake`, and the bake at start-up."""

import argparse
import sys
from pathlib import Path

from suluh.foundation.org import queries as org
from suluh.kernel import clock
from suluh.publishing.website import operations


def bake_if_set_up() -> None:
    """Bake everything once there is an institution to show."""
    if org.has_institution():
        operations.bake(now=clock.now())


def bake(given: argparse.Namespace) -> int:
    """Render the public site, into its folder or another one."""
    if given.check:
        from suluh.publishing.website import commands  # noqa: PLC0415 only for the check

        return commands.check()
    into = Path(given.into) if given.into else None
    outcome = operations.bake(now=clock.now(), root=into)
    sys.stdout.write(f"suluh: {outcome.changed} files written\n")
    return 0
