"""`suluh backup DIR`: the whole house, while it is used, as one more generation in a folder."""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from suluh import __version__
from suluh.kernel import clock
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.project.house import databases, generations, sealing
from suluh.project.house.generations import Generation

# What cannot be made anew. The public folder can: it is baked from the ledger.
MEDIA_FOLDERS: Final = ("media-private", "originals", "media", "uploads")
PUBLIC_KEYS: Final = ("root.json", "revocations.jws", "current", "certificates")
SEALED: Final = "private.sealed"
LAST: Final = "backup.json"
PHRASE: Final = "SULUH_BACKUP_PASSPHRASE"
INSIDE = _("The backup must not lie inside the house (%(home)s).")
NO_HOUSE = _("There is no database to back up at %(path)s.")
NO_PHRASE = _("Private keys are only kept sealed: set SULUH_BACKUP_PASSPHRASE.")


def command(given: argparse.Namespace) -> int:
    """Write a generation and say where it is."""
    folder = Path(given.folder).expanduser().resolve()
    phrase = passphrase(twice=True) if given.with_keys else None
    made = make(folder, now=clock.now(), phrase=phrase)
    _tell(made, as_json=given.json)
    return 0


def make(folder: Path, *, now: datetime, phrase: str | None = None) -> Generation:
    """Back the house up into a folder, beside the generations that lie there.

    The database is copied first and the files after it: whatever a row names is among them.
    Raises Refused: inside, busy, short_passphrase, no_program, failed, not_sound, damaged.
    """
    home = Path(settings.SULUH_HOME)
    if folder.is_relative_to(home):
        raise Refused("inside", INSIDE, home=home)
    sealed = _sealed(home, phrase) if phrase is not None else None
    with generations.locked(folder):
        place = generations.begin(folder, databases.stamp(now))
        instant = _database(place)
        for name in _public_keys(home):
            target = place / "keys" / name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            generations.copy(home / "keys" / name, target)
        if sealed is not None:
            generations.write(place / SEALED, sealed)
        objects, fresh = _objects(folder, home)
        manifest = {
            "v": 1,
            "version": __version__,
            "made_at": clock.iso(now),
            "home": home.name,
            **asdict(instant),
            "keys": "sealed" if sealed is not None else "public",
            "files": _listed(place),
            "objects": objects,
            "new_objects": fresh,
        }
        made = generations.finish(place, manifest)
    _remember(home, made)
    return made


def _database(place: Path) -> databases.Instant:
    database = settings.DATABASES["default"]
    if not str(database["ENGINE"]).endswith("sqlite3"):
        return databases.copy_postgresql(databases.server(database), place / databases.POSTGRESQL)
    source = Path(str(database["NAME"]))
    if not source.exists():
        raise Refused("no_house", NO_HOUSE, path=source)
    return databases.copy_sqlite(source, place / databases.SQLITE)


def _public_keys(home: Path) -> Iterator[str]:
    keys = home / "keys"
    for name in PUBLIC_KEYS:
        found = [keys / name] if (keys / name).is_file() else sorted((keys / name).glob("*.jws"))
        yield from (path.relative_to(keys).as_posix() for path in found)


def _sealed(home: Path, phrase: str) -> bytes:
    files = {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in (home / "secret-key", *sorted((home / "keys" / "signing").glob("*.pem")))
        if path.is_file()
    }
    return sealing.seal(files, phrase)


def _objects(folder: Path, home: Path) -> tuple[dict[str, dict[str, Any]], int]:
    """Keep every media file by its content; a file that goes meanwhile was not needed."""
    listed: dict[str, dict[str, Any]] = {}
    fresh = 0
    for name in MEDIA_FOLDERS:
        for path in sorted((home / name).rglob("*")):
            if not path.is_file() or path.name.startswith(".new-"):
                continue
            try:
                said, is_new = generations.keep_object(folder / "objects", path)
            except FileNotFoundError:
                continue
            listed[path.relative_to(home).as_posix()] = said
            fresh += is_new
    return listed, fresh


def _listed(place: Path) -> dict[str, dict[str, Any]]:
    return {
        path.relative_to(place).as_posix(): generations.describe(path)
        for path in sorted(place.rglob("*"))
        if path.is_file()
    }


def _remember(home: Path, made: Generation) -> None:
    """Leave a note for the doctor."""
    note = {"at": made.manifest["made_at"], "generation": str(made.folder)}
    generations.write(home / f".{LAST}.new", json.dumps(note).encode("utf-8"))
    (home / f".{LAST}.new").replace(home / LAST)


def passphrase(*, twice: bool = False) -> str:
    """Return the pass phrase from the environment, a file it names, or the person.

    Raises Refused: no_passphrase.
    """
    named = os.environ.get(f"{PHRASE}_FILE")
    phrase = Path(named).read_text("utf-8").strip() if named else os.environ.get(PHRASE, "")
    if not phrase and sys.stdin.isatty():
        phrase = getpass.getpass("Pass phrase of the sealed keys: ")
        if twice and getpass.getpass("Once more: ") != phrase:
            phrase = ""
    if not phrase:
        raise Refused("no_passphrase", NO_PHRASE)
    return phrase


def _tell(made: Generation, *, as_json: bool) -> None:
    said = made.manifest
    if as_json:
        shown = {name: said[name] for name in ("made_at", "ledger", "audit", "keys", "version")}
        told = {"generation": made.name, "folder": str(made.folder), **shown,
                "files": len(said["files"]) + len(said["objects"])}  # fmt: skip
        sys.stdout.write(json.dumps(told) + "\n")
        return
    head = said["ledger"]["head"]
    shown_head = f"{head['epoch']}.{head['number']}" if head else "none"
    sys.stdout.write(
        f"suluh: {made.folder}\n"
        f"suluh: {said['ledger']['count']} Editions, head {shown_head}, "
        f"{len(said['objects'])} media files, {said['new_objects']} of them new, verified\n"
    )
    if said["keys"] == "public":
        sys.stdout.write("suluh: private keys are not in it (--with-keys)\n")
