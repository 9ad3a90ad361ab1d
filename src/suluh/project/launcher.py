"""The command `suluh`. Django is imported only by the subcommands that need it."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from suluh import __version__
from suluh.project.subcommands import GROUPS, Subcommand


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; returns its exit code."""
    asked = list(sys.argv[1:] if arguments is None else arguments)
    if asked[:1] in (["prove"], ["bench"]):
        from suluh.project import checkout  # noqa: PLC0415 it knows the folders of a checkout

        return checkout.hand_over(asked)
    parser = build_parser()
    given = parser.parse_args(asked)
    found: Subcommand | None = getattr(given, "subcommand", None)
    if found is None:
        parser.print_help()
        return 0
    return run(found, given)


def run(found: Subcommand, given: argparse.Namespace) -> int:
    """Import what a subcommand needs, call it, and turn a refusal into a sentence."""
    if found.needs_django:
        from suluh.project import start  # noqa: PLC0415 only here, so that --help stays quick

        start.set_up()
    module, _, name = found.target.partition(":")
    function = getattr(importlib.import_module(module), name)
    from suluh.kernel.refusals import Refused  # noqa: PLC0415 as above

    try:
        return int(function(given) or 0)
    except Refused as refused:
        sys.stderr.write(f"suluh: {refused}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    except Exception as fault:
        if not _no_house(fault):
            raise
        home = os.environ.get("SULUH_HOME") or ".suluh"
        sys.stderr.write(
            f"suluh: no house in {home} (SULUH_HOME): suluh init makes one, suluh migrate brings "
            "an older one to this version\n"
        )
        return 2


def _no_house(fault: Exception) -> bool:
    """Say whether the database lacks the tables that every house has."""
    said = str(fault)
    return type(fault).__module__ == "django.db.utils" and (
        "no such table" in said or ("relation" in said and "does not exist" in said)
    )


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all subcommands."""
    parser = argparse.ArgumentParser(
        prog="suluh", description="The communications office of a public institution."
    )
    parser.add_argument("--version", action="version", version=__version__)
    groups = parser.add_subparsers(metavar="COMMAND")
    for name, (text, members) in GROUPS.items():
        group = groups.add_parser(name, help=text, description=text)
        if isinstance(members, Subcommand):
            _fill(group, members)
            continue
        inner = group.add_subparsers(metavar="WHAT", required=True)
        for member_name, member in members.items():
            _fill(inner.add_parser(member_name, help=member.text, description=member.text), member)
    return parser


def _fill(parser: argparse.ArgumentParser, member: Subcommand) -> None:
    for names, options in member.arguments:
        parser.add_argument(*names, **options)
    parser.set_defaults(subcommand=member)


if __name__ == "__main__":
    sys.exit(main())
