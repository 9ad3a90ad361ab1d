"""Both databases copied while they are used, and put back: bytes, heads, and the guard of a pause.

The copy is of one instant. What the manifest says of the ledger is read in the same snapshot.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.clock import iso
from suluh.kernel.refusals import Refused

SQLITE: Final = "database.sqlite3"
POSTGRESQL: Final = "database.dump"
NO_PROGRAM = _("%(program)s is missing; install it (Debian: apt-get install postgresql-client).")
FAILED = _("%(program)s failed: %(why)s")
NOT_SOUND = _("The copied database is not sound: %(why)s")
NOT_EMPTY = _("The database %(name)s is not empty; nothing was changed.")

Ask = Callable[[str], Iterable[tuple[Any, ...]]]
LAST_EDITION: Final = (
    "SELECT epoch, number, sha256 FROM ledger_edition ORDER BY epoch DESC, number DESC LIMIT 1"
)
LAST_SEAL: Final = "SELECT number, hash FROM audit_auditseal ORDER BY number DESC LIMIT 1"
LAST_EPOCH: Final = "SELECT max(number) FROM ledger_epoch"
ERASED: Final = "SELECT commitment FROM editorial_partbytes WHERE erased_at IS NOT NULL ORDER BY 1"
MIGRATIONS: Final = "SELECT app, name FROM django_migrations ORDER BY 1, 2"
ALL_EDITIONS: Final = "SELECT jws FROM ledger_edition ORDER BY epoch, number"


@dataclass(frozen=True, slots=True)
class Instant:
    """What the manifest says of the moment a copy was taken."""

    ledger: dict[str, Any]
    audit: dict[str, Any]
    epoch: int
    erased: list[str]
    migrations: list[str]


def read_instant(ask: Ask) -> Instant:
    """Read heads, the ledger's seal, and what was erased."""
    seal, count = hashlib.sha256(), 0
    for (text,) in ask(ALL_EDITIONS):
        seal.update(str(text).encode("ascii") + b"\n")
        count += 1
    last, sealed = _first(ask(LAST_EDITION)), _first(ask(LAST_SEAL))
    highest = _first(ask(LAST_EPOCH))
    head = {"epoch": last[0], "number": last[1], "sha256": last[2]} if last else None
    return Instant(
        ledger={"count": count, "sha256": seal.hexdigest(), "head": head},
        audit={"number": sealed[0], "hash": sealed[1]} if sealed else {"number": 0, "hash": ""},
        epoch=max((highest and highest[0]) or 1, last[0] if last else 1),
        erased=[str(one) for (one,) in ask(ERASED)],
        migrations=[f"{app}.{name}" for app, name in ask(MIGRATIONS)],
    )


def _first(rows: Iterable[tuple[Any, ...]]) -> tuple[Any, ...] | None:
    return next(iter(rows), None)


@dataclass(frozen=True, slots=True)
class Pause:
    """The guard written with the restored rows: from the first instant nothing leaves."""

    epoch: int
    head: dict[str, Any] | None
    at: datetime

    def statements(self, *, zone: str) -> list[str]:
        """Return the two statements; every value in them is a number, a hash or a time of ours."""
        head = "NULL" if self.head is None else f"'{json.dumps(self.head)}'"
        at = f"'{self.at:%Y-%m-%d %H:%M:%S.%f}{zone}'"
        columns = "number, opened_at, known_head, paused_at"
        values = f"{int(self.epoch)}, {at}, {head}, {at}"
        return [
            f"INSERT INTO ledger_epoch ({columns}) VALUES ({values})",  # noqa: S608 ours
            "DELETE FROM django_session",
        ]


# --- SQLite ---------------------------------------------------------------------------------


def copy_sqlite(source: Path, target: Path) -> Instant:
    """Copy a database in use, by SQLite's own backup; the copy is checked. Raises Refused."""
    with (
        closing(sqlite3.connect(source, timeout=30)) as live,
        closing(sqlite3.connect(target)) as made,
    ):
        live.backup(made)
        made.execute("PRAGMA journal_mode=DELETE")
        _check_sqlite(made)
        instant = read_instant(made.execute)
    target.chmod(0o600)
    _sync(target)
    return instant


def _check_sqlite(made: sqlite3.Connection) -> None:
    (said,) = made.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        raise Refused("not_sound", NOT_SOUND, why=said)


def put_sqlite(source: Path, target: Path, pause: Pause) -> Instant:
    """Put a copy in its place, paused already when it appears there."""
    beside = target.with_name(f".{target.name}.restoring")
    shutil.copyfile(source, beside)
    try:
        beside.chmod(0o600)
        with closing(sqlite3.connect(beside)) as made:
            _check_sqlite(made)
            instant = read_instant(made.execute)
            with made:
                for statement in pause.statements(zone=""):
                    made.execute(statement)
        _sync(beside)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return instant


def remove_sqlite(target: Path) -> None:
    """Take a database away again, with what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- PostgreSQL -----------------------------------------------------------------------------


def server(database: dict[str, Any]) -> dict[str, str]:
    """Return how to reach a server, in libpq's words; a password never stands in a command."""
    said = {
        "PGHOST": database.get("HOST"),
        "PGPORT": database.get("PORT"),
        "PGUSER": database.get("USER"),
        "PGPASSWORD": database.get("PASSWORD"),
        "PGDATABASE": database.get("NAME"),
    }
    return {name: str(value) for name, value in said.items() if value}


def _connect(reach: dict[str, str]) -> psycopg.Connection[tuple[Any, ...]]:
    names = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password",
             "PGDATABASE": "dbname"}  # fmt: skip
    return psycopg.connect(**{names[name]: value for name, value in reach.items()})  # type: ignore[arg-type]


def copy_postgresql(reach: dict[str, str], target: Path) -> Instant:
    """Dump a database in use; heads are read in the snapshot that is dumped. Raises Refused."""
    with _connect(reach) as live:
        live.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        live.read_only = True
        (snapshot,) = live.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        instant = read_instant(live.execute)
        command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges",
                   f"--snapshot={snapshot}", f"--file={target}"]  # fmt: skip
        run(command, reach)
    target.chmod(0o600)
    _sync(target)
    return instant


def put_postgresql(source: Path, reach: dict[str, str], pause: Pause, beside: Path) -> Instant:
    """Fill an empty database in one transaction that ends with the pause. Raises Refused.

    `beside`: a folder of ours for the script.
    """
    with _connect(reach) as live:
        if live.execute(
            "SELECT 1 FROM information_schema.tables WHERE table_schema = 'public' LIMIT 1"
        ).fetchone():
            raise Refused("not_empty", NOT_EMPTY, name=reach["PGDATABASE"])
    script = beside / ".restoring.sql"
    script.touch(mode=0o600)
    try:
        run(["pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source)], reach)
        with script.open("a", encoding="ascii") as out:
            out.write("SET search_path TO public;\n")
            out.writelines(f"{line};\n" for line in pause.statements(zone="+00"))
        quiet = ["psql", "-q", "-X", "-o", os.devnull, "-v", "ON_ERROR_STOP=1"]
        run([*quiet, "--single-transaction", "-f", str(script)], reach)
    finally:
        script.unlink(missing_ok=True)
    with _connect(reach) as live:
        return read_instant(live.execute)


def empty_postgresql(reach: dict[str, str]) -> None:
    """Drop every table again of a database that `put_postgresql` found without any."""
    with _connect(reach) as live:
        asked = live.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (name,) in asked.fetchall():
            live.execute(sql.SQL("DROP TABLE {} CASCADE").format(sql.Identifier("public", name)))


def run(command: list[str], reach: dict[str, str]) -> None:
    """Run a program of PostgreSQL. Raises Refused: no_program, failed."""
    if shutil.which(command[0]) is None:
        raise Refused("no_program", NO_PROGRAM, program=command[0])
    done = subprocess.run(  # noqa: S603 our own words and paths, no shell
        command, env={**os.environ, **reach}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        why = " ".join(done.stderr.split())[:400]
        raise Refused("failed", FAILED, program=command[0], why=why)


def stamp(now: datetime) -> str:
    """Return a time as the name of a generation, sortable."""
    return iso(now).replace("-", "").replace(":", "")
