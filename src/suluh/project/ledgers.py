"""`suluh ledger`: verify everything, export one Edition, sign a head."""

import argparse
import json
import sys
from pathlib import Path
from typing import Final

from suluh.kernel import clock
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.project.keys import folder
from suluh.publishing.ledger import exports, verification

MOST_BYTES: Final = 256 << 20
NO_FILE = _("The file %(path)s cannot be read.")


def verify(given: argparse.Namespace) -> int:
    """Re-derive chain, signatures, sign-offs and rule versions; 1 where something is wrong."""
    heads = {name: _read(Path(name)) for name in given.head}
    report = verification.verify_all(folder().trust(), heads)
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


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES).strip()  # a letter brings line ends of its own
    except OSError as wrong:
        raise Refused("no_file", NO_FILE, path=path) from wrong


def _write(data: bytes, out: str) -> None:
    if out == "-":
        sys.stdout.buffer.write(data)
    else:
        Path(out).write_bytes(data)
