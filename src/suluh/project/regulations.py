"""`suluh regulation`: check a file, explain a chain."""

import argparse
import json
import sys
from pathlib import Path

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.newsroom.regulation import commands
from suluh.newsroom.regulation.commands import ALONE, Surroundings
from suluh.newsroom.regulation.rules.cases import Case
from suluh.newsroom.regulation.rules.channels import Outgoing
from suluh.newsroom.regulation.rules.reading import parse_regulation
from suluh.newsroom.regulation.rules.regulation import Regulation
from suluh.newsroom.regulation.rules.source import Unreadable
from suluh.project import config, start

NO_HOUSE = _(
    "The house cannot be asked (%(why)s). Run suluh migrate, or check the file alone with --alone."
)


def check(given: argparse.Namespace) -> int:
    """Print FILE:LINE: reason for everything wrong; 0 sound, 1 not, 2 could not be tried.

    Where there is no house in SULUH_HOME, the file alone is checked, and a line says so.
    """
    around = None if given.alone or not config.has_house() else _this_house()
    parent = Path(given.parent) if given.parent else None
    checked = commands.check(Path(given.file), _with_parent(around or ALONE, parent))
    for line in checked.lines:
        sys.stdout.write(line + "\n")
    if checked.sound:
        tried = "every unit, kind and language of this house" if around else "the file alone"
        sys.stdout.write(f"{given.file}: sound ({tried})\n")
    return 0 if checked.sound else 1


def _this_house() -> Surroundings | None:
    """Return the house in SULUH_HOME; None before `suluh init`. Raises Refused: no_house."""
    start.set_up()
    from django.db import DatabaseError  # noqa: PLC0415 after Django is set up

    from suluh.foundation.org import queries as org  # noqa: PLC0415 as above
    from suluh.kernel import clock  # noqa: PLC0415 as above
    from suluh.newsroom.regulation import queries  # noqa: PLC0415 as above

    now = clock.now()
    try:
        if not org.has_institution():
            return None
        return Surroundings(
            org.house_snapshot(now), queries.supplements_in_force(now), queries.find_regulation
        )
    except DatabaseError as wrong:
        raise Refused("no_house", NO_HOUSE, why=str(wrong).split("\n", 1)[0]) from wrong


def _with_parent(around: Surroundings, file: Path | None) -> Surroundings:
    """Let a file be the parent of a supplement, before the house's own versions."""
    if file is None:
        return around
    try:
        regulation = parse_regulation(file.read_bytes())
    except (OSError, Unreadable) as wrong:
        reason = _("%(file)s, the parent, cannot be read: %(why)s")
        raise Refused("unreadable", reason, file=file, why=str(wrong)) from wrong

    def parent(_code: str, _version: int) -> Regulation:
        return regulation

    return Surroundings(around.house, around.supplements, parent)


def explain(given: argparse.Namespace) -> int:
    """Say who must sign a text; 1 where nobody could.

    Without --channels it is asked for those a new text of the unit goes through today.
    """
    from suluh.foundation.org import queries as org  # noqa: PLC0415 Django is set up by now
    from suluh.kernel import clock  # noqa: PLC0415 as above
    from suluh.newsroom.regulation import queries  # noqa: PLC0415 as above

    now = clock.now()
    law, house = queries.regulation_in_force(now), org.house_snapshot(now)
    text = Outgoing(given.unit, given.kind, _listed(given.locales))
    if given.channels is not None:
        channels = _listed(given.channels)
    else:
        channels = queries.channels_of(text, law) if text.unit in house.unit_by_code else ()
    case = Case(text.unit, text.kind, given.sensitivity, text.locales, channels)
    found = commands.explain(law, house, case, queries.supplements_in_force(now))
    if given.json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(commands.explain_lines(found, "id")) + "\n")
    return 0 if found.get("possible", True) else 1


def _listed(words: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in words.split(",") if one.strip())
