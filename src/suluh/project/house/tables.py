"""Rows from CSV, XLSX or YAML, each with the line it came from."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.canonical import INVISIBLE
from suluh.kernel.refusals import Refused

MOST_BYTES: Final = 5 * 1024 * 1024
WALL_SECONDS: Final = 20
READER: Final = "suluh.project.house.sheets"
SUFFIXES: Final = (".csv", ".xlsx", ".yaml", ".yml")
# The child gets no password, key or address of the database.
PASSED_ON: Final = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
NO_FILE = _("There is no file %(file)s.")
TOO_LARGE = _("%(file)s is larger than 5 MB.")
UNREADABLE = _("%(file)s cannot be read: %(why)s")
UNKNOWN = _("%(file)s: only CSV, XLSX and YAML can be read.")
BEYOND = _("%(file)s:1: the table asks for more memory or time than any table of ours needs.")
EMPTY = _("%(file)s:1: the table is empty: no row stands below the names of the columns.")
HIDDEN = _("%(file)s:%(line)s: “%(name)s” holds an invisible character (%(sign)s); type it anew.")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file; `line` is what the person sees in their program."""

    line: int
    cells: dict[str, str]


def read(path: Path) -> list[Row]:
    """Read a table; the first row names the columns.

    Raises Refused: no_file, unreadable, too_large, empty, invisible.
    """
    data = read_file(path)
    if path.suffix.lower() not in SUFFIXES:
        raise Refused("unreadable", UNKNOWN, file=path)
    answer = _ask(path.suffix.lower(), data)
    if answer is None:
        raise Refused("too_large", BEYOND, file=path)
    if "wrong" in answer:
        raise Refused("unreadable", UNREADABLE, file=path, why=answer["wrong"])
    rows = [Row(line, cells) for line, cells in answer["rows"]]
    if not rows:
        raise Refused("empty", EMPTY, file=path)
    for row in rows:
        _refuse_invisible(path, row)
    return rows


def read_file(path: Path, most: int = MOST_BYTES) -> bytes:
    """Return the bytes of a file that somebody named. Raises Refused: no_file, unreadable, …"""
    if not path.is_file():
        raise Refused("no_file", NO_FILE, file=path)
    try:
        with path.open("rb") as opened:
            data = opened.read(most + 1)
    except OSError as wrong:
        raise Refused("unreadable", UNREADABLE, file=path, why=wrong.strerror) from wrong
    if len(data) > most:
        raise Refused("too_large", TOO_LARGE, file=path)
    return data


def _ask(suffix: str, data: bytes) -> dict[str, Any] | None:
    """Return what the reading process says; None where it died or stalled."""
    told = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    told["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    told["PYTHONUTF8"] = "1"
    try:
        done = subprocess.run(  # noqa: S603 our own module
            [sys.executable, "-m", READER, suffix],
            input=data, capture_output=True, timeout=WALL_SECONDS, env=told, check=False,
        )  # fmt: skip
        answer: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return answer or None


def _refuse_invisible(path: Path, row: Row) -> None:
    for name, cell in row.cells.items():
        found = INVISIBLE.search(name + cell)
        if found:
            sign, shown = f"U+{ord(found[0]):04X}", INVISIBLE.sub("", name)[:40]
            raise Refused("invisible", HIDDEN, file=path, line=row.line, name=shown, sign=sign)
