"""`suluh ledger`: verify everything, export one Edition, sign a head."""

import argparse
import json
import sys
from pathlib import Path

from suluh.kernel import clock
from suluh.project.keys import folder
from suluh.publishing.ledger import exports, verification


def verify(given: argparse.Namespace) -> int:
    """Re-derive chain, signatures and rule versions; 1 where something is wrong."""
    report = verification.verify_all(folder().trust())
    if given.json:
        sys.stdout.write(json.dumps(report.to_json()) + "\n")
    else:
        for line in report.lines():
            sys.stdout.write(line + "\n")
    return 0 if report.sound else 1


def export(given: argparse.Namespace) -> int:
    """Write the file with which anybody can check one Edition."""
    data = exports.export_edition(folder(), given.content_id, given.locale, given.version)
    _write(data, given.out)
    return 0


def head(given: argparse.Namespace) -> int:
    """Write a signed head."""
    _write(exports.export_head(folder(), clock.now()), given.out)
    return 0


def _write(data: bytes, out: str) -> None:
    if out == "-":
        sys.stdout.buffer.write(data)
    else:
        Path(out).write_bytes(data)
