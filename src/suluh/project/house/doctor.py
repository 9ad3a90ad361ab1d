"""`suluh doctor`: `ok|warn|bad id sentence remedy`; exit 0 well, 1 warnings, 2 bad."""

import argparse
import json
import sys

from suluh.kernel import clock
from suluh.workspace.house import doctor
from suluh.workspace.house.doctor import Level


def command(given: argparse.Namespace) -> int:
    """Print one line per check."""
    found = doctor.examine(clock.now())
    verdict = doctor.worst(found)
    if given.json:
        checks = [
            {"level": one.level, "id": one.check, "sentence": one.said(), "remedy": one.advised()}
            for one in found
        ]
        sys.stdout.write(json.dumps({"level": verdict, "checks": checks}) + "\n")
    else:
        for one in found:
            line = f"{one.level:<4} {one.check:<12} {one.said()} {one.advised()}"
            sys.stdout.write(line.rstrip() + "\n")
    return list(Level).index(verdict)
