"""`suluh regulation`: check a file, explain a chain."""

import argparse
import json
import sys
from pathlib import Path

from suluh.foundation.org import queries as org
from suluh.kernel import clock
from suluh.newsroom.regulation import commands, queries
from suluh.newsroom.regulation.rules.cases import Case


def check(given: argparse.Namespace) -> int:
    """Print FILE:LINE: reason for everything wrong; 0 if nothing is."""
    now = clock.now()
    alone = given.alone or not org.has_institution()
    house = None if alone else org.house_snapshot(now)
    supplements = () if alone else queries.supplements_in_force(now)
    checked = commands.check(Path(given.file), house=house, supplements=supplements)
    for line in checked.lines:
        sys.stdout.write(line + "\n")
    if checked.sound:
        tried = "the file alone" if alone else "every unit, kind and language of this house"
        sys.stdout.write(f"{given.file}: sound ({tried})\n")
    return 0 if checked.sound else 1


def explain(given: argparse.Namespace) -> int:
    """Say who must sign a text; 1 where nobody could."""
    now = clock.now()
    case = Case(
        unit=given.unit,
        kind=given.kind,
        sensitivity=given.sensitivity,
        locales=tuple(given.locales.split(",")),
    )
    found = commands.explain(
        queries.regulation_in_force(now),
        org.house_snapshot(now),
        case,
        queries.supplements_in_force(now),
    )
    if given.json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(commands.explain_lines(found, "id")) + "\n")
    return 0 if found.get("possible", True) else 1
