"""`suluh restore DIR`: a backup back into an empty house, which stands still until released."""

import argparse
import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from suluh.kernel import clock
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.canonical import DIGEST
from suluh.kernel.refusals import Refused
from suluh.project import start
from suluh.project.house import databases, generations, sealing
from suluh.project.house.generations import Generation

# An epoch is named by the second of its restore. So two restores of copies of one backup, of
# which neither knows, still never sign at one position.
EPOCHS_FROM: Final = datetime(2026, 1, 1, tzinfo=UTC)
NOT_EMPTY = _("%(home)s is not empty. A backup is restored into an empty SULUH_HOME only.")
OTHER_DATABASE = _("This backup is of %(there)s; SULUH_DATABASE_URL names another database.")
NEWER = _("This backup was made by a newer Suluh (%(version)s); install that version first.")
NOT_THE_SAME = _("The restored ledger is not the one that was backed up.")
SEALED_KEYS = _("The private keys in the backup are sealed: set SULUH_BACKUP_PASSPHRASE.")


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore came to."""

    generation: Generation
    epoch: int
    has_keys: bool
    held: int
    erased: int


def command(given: argparse.Namespace) -> int:
    """Restore a generation into SULUH_HOME."""
    home = Path(os.environ.get("SULUH_HOME") or ".suluh").expanduser().resolve()
    refuse_full(home)
    folder = Path(given.folder).expanduser().resolve()
    generation = generations.find(folder, given.generation)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    with left_as_found(home):
        start.set_up()
        done = restore(generation, home, now=clock.now(), without_keys=given.without_keys)
    _tell(done, as_json=given.json)
    return 0


def _stop(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


@contextmanager
def left_as_found(home: Path) -> Iterator[None]:
    """Empty the house again when what is done inside fails; `home` is empty or does not exist."""
    made = [folder for folder in (home, *home.parents) if not folder.exists()]
    try:
        yield
    except BaseException:
        for path in home.iterdir() if home.exists() else ():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        raise


def refuse_full(home: Path) -> None:
    """Raises Refused: not_empty."""
    if home.exists() and any(home.iterdir()):
        raise Refused("not_empty", NOT_EMPTY, home=home)


def restore(
    generation: Generation, home: Path, *, now: datetime, without_keys: bool = False
) -> Restored:
    """Put everything back; the database comes paused, and private keys after it.

    A folder that is there keeps its mode (a web server may have to pass through it); what is
    private in it gets a mode of its own. What fails takes the database back with it.
    Raises Refused: damaged, newer, other_database, not_empty, wrong_passphrase, not_the_same, …
    """
    generations.verify(generation)
    private = {} if without_keys else _private(generation)
    _check_version(generation)
    epoch = _take_epoch(generation, now)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    _put_files(generation, home)
    pause = databases.Pause(epoch, generation.manifest["ledger"]["head"], now)
    instant = _put_database(generation, pause, home)
    try:
        if instant.ledger != generation.manifest["ledger"]:
            raise Refused("not_the_same", NOT_THE_SAME)
        for name, data in private.items():
            generations.write(home / name, data)
        held, erased = _stand_still(generation, epoch, now)
    except BaseException:
        _take_database_back()
        raise
    return Restored(generation, epoch, bool(private), held, erased)


def _stand_still(generation: Generation, epoch: int, now: datetime) -> tuple[int, int]:
    """Bring the rows to this version; returns what is held and what was erased again."""
    from suluh.project.house import standstill  # noqa: PLC0415 it imports Django's models

    start.migrate()
    erased = standstill.erase_again(_erased_later(generation), now=now)
    held = standstill.hold(now=now, note="restored")
    standstill.note_restore(epoch, generation.name, now=now)
    return held, erased


def _private(generation: Generation) -> dict[str, bytes]:
    from suluh.project.house import backup  # noqa: PLC0415 it reads Django's settings

    if generation.manifest["keys"] != "sealed":
        return {}
    try:
        phrase = backup.passphrase()
    except Refused as wrong:
        raise Refused("no_passphrase", SEALED_KEYS) from wrong
    return sealing.unseal((generation.folder / backup.SEALED).read_bytes(), phrase)


def _check_version(generation: Generation) -> None:
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415 after set_up

    ours = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if set(generation.manifest["migrations"]) - ours:
        raise Refused("newer", NEWER, version=generation.manifest["version"])


def _take_epoch(generation: Generation, now: datetime) -> int:
    """Choose the number of the new epoch and note it beside the backups, if that can be written."""
    folder = generation.folder.parent.parent
    known: int = max([generation.manifest["epoch"], *generations.epochs_taken(folder)])
    number = max(known + 1, int((now - EPOCHS_FROM).total_seconds()))
    with suppress(OSError):  # a medium that is read-only
        generations.take_epoch(folder, number, f"{clock.iso(now)} {generation.name}")
    return number


def _put_files(generation: Generation, home: Path) -> None:
    (home / "keys").mkdir(mode=0o700)
    for name in generation.manifest["files"]:
        if name.startswith("keys/"):
            _put(generation.folder / name, _inside(home, name))
    for name, said in generation.manifest["objects"].items():
        if DIGEST.fullmatch(said["sha256"]):
            _put(generations.object_path(generation.objects, said["sha256"]), _inside(home, name))


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    generations.copy(source, target)


def _inside(home: Path, name: str) -> Path:
    """Return a place in the house. Raises Refused: damaged, for a name that leads out of it."""
    place = (home / name).resolve()
    if not place.is_relative_to(home):
        raise Refused("damaged", generations.DAMAGED, path=name)
    return place


def _put_database(generation: Generation, pause: databases.Pause, home: Path) -> databases.Instant:
    from django.conf import settings  # noqa: PLC0415 after set_up

    database: dict[str, Any] = settings.DATABASES["default"]
    is_sqlite = str(database["ENGINE"]).endswith("sqlite3")
    name = databases.SQLITE if is_sqlite else databases.POSTGRESQL
    if name not in generation.manifest["files"]:
        there = "PostgreSQL" if is_sqlite else "SQLite"
        raise Refused("other_database", OTHER_DATABASE, there=there)
    source = generation.folder / name
    if not is_sqlite:
        reach = databases.server(database)
        return databases.put_postgresql(source, reach, pause, home)
    target = Path(str(database["NAME"]))
    if target.exists():
        raise Refused("not_empty", databases.NOT_EMPTY, name=target)
    return databases.put_sqlite(source, target, pause)


def _take_database_back() -> None:
    """Empty the database that this restore has filled."""
    from django.conf import settings  # noqa: PLC0415 after set_up
    from django.db import connections  # noqa: PLC0415 as above

    connections.close_all()
    database: dict[str, Any] = settings.DATABASES["default"]
    if str(database["ENGINE"]).endswith("sqlite3"):
        databases.remove_sqlite(Path(str(database["NAME"])))
    else:
        databases.empty_postgresql(databases.server(database))


def _erased_later(generation: Generation) -> set[str]:
    """Return what backups made after this one know to be erased."""
    found: set[str] = set()
    for later in generations.later_than(generation):
        found.update(later.manifest["erased"])
    return found


def _tell(done: Restored, *, as_json: bool) -> None:
    head = done.generation.manifest["ledger"]["head"]
    if as_json:
        told = {"generation": done.generation.name, "epoch": done.epoch, "known_head": head,
                "keys": done.has_keys, "held": done.held, "erased": done.erased,
                "paused": True}  # fmt: skip
        sys.stdout.write(json.dumps(told) + "\n")
        return
    shown = f"{head['epoch']}.{head['number']}" if head else "none"
    sys.stdout.write(
        f"suluh: restored from {done.generation.name}, last known head {shown}\n"
        f"suluh: new epoch {done.epoch}; PAUSED, nothing is published or sent\n"
        f"suluh: {done.held} deliveries are held, {done.erased} parts were erased again\n"
        "suluh: next: suluh reconcile --public DIR --exports DIR, then suluh release --as EMAIL\n"
    )
    if not done.has_keys:
        sys.stdout.write("suluh: no private key was restored; suluh keys rotate makes one\n")
