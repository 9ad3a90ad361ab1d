"""The folder of backups: objects by content, shared, and one folder per generation.

    DIR/objects/ab/abcd…               every media file once, named by its SHA-256
    DIR/generations/NAME/manifest.json what belongs to it, with the SHA-256 of every file
    DIR/epochs/NUMBER                  the ledger epochs that restores from here have taken

A generation is written beside its place and renamed when it is whole and verified, so a backup
that died leaves no generation. Nothing written is ever changed.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused

MANIFEST: Final = "manifest.json"
SEAL: Final = "manifest.sha256"
CHUNK: Final = 1 << 20
NONE = _("There is no backup in %(folder)s.")
DAMAGED = _("The backup is damaged: %(path)s is not what was written.")
BUSY = _("Another backup is being written into %(folder)s.")
TAKEN = _("The epoch %(number)s was taken by another restore from %(folder)s.")


@dataclass(frozen=True, slots=True)
class Generation:
    """One whole backup."""

    folder: Path
    manifest: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Its name, which sorts by time."""
        return self.folder.name

    @property
    def objects(self) -> Path:
        """Where the media of all generations lie."""
        return self.folder.parent.parent / "objects"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other backups out of a folder. Raises Refused: busy."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as wrong:
            raise Refused("busy", BUSY, folder=folder) from wrong
        yield


def begin(folder: Path, name: str) -> Path:
    """Return an empty folder for a generation; what dead backups left is taken away."""
    base = folder / "generations"
    base.mkdir(exist_ok=True, mode=0o700)
    for left in base.glob(".new-*"):
        shutil.rmtree(left)
    made = base / f".new-{name}"
    made.mkdir(mode=0o700)
    return made


def finish(made: Path, manifest: Mapping[str, Any]) -> Generation:
    """Write the manifest, verify everything, and let the generation appear.

    Raises Refused: damaged.
    """
    data = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False).encode("utf-8")
    write(made / MANIFEST, data)
    write(made / SEAL, hashlib.sha256(data).hexdigest().encode("ascii") + b"\n")
    place = made.with_name(made.name.removeprefix(".new-"))
    verify(Generation(made, manifest))
    sync(made)
    made.rename(place)
    sync(place.parent)
    return Generation(place, manifest)


def find(folder: Path, name: str = "") -> Generation:
    """Return a generation, the newest without a name. Raises Refused: no_backup, damaged."""
    base = folder / "generations"
    names = sorted(one.name for one in base.glob("2*")) if base.is_dir() else []
    if not names or (name and name not in names):
        raise Refused("no_backup", NONE, folder=folder if not name else base / name)
    place = base / (name or names[-1])
    try:
        data = (place / MANIFEST).read_bytes()
        seal = (place / SEAL).read_text("ascii").strip()
    except OSError as wrong:
        raise Refused("damaged", DAMAGED, path=place / MANIFEST) from wrong
    if hashlib.sha256(data).hexdigest() != seal:
        raise Refused("damaged", DAMAGED, path=place / MANIFEST)
    return Generation(place, json.loads(data))


def later_than(generation: Generation) -> Iterator[Generation]:
    """Yield the whole generations after one, oldest first."""
    for place in sorted(generation.folder.parent.glob("2*")):
        if place.name > generation.name:
            yield find(place.parent.parent, place.name)


def verify(generation: Generation) -> None:
    """Read every file again. Raises Refused: damaged."""
    for name, said in generation.manifest["files"].items():
        _same(generation.folder / name, said)
    for said in generation.manifest["objects"].values():
        _same(object_path(generation.objects, said["sha256"]), said)


def _same(path: Path, said: Mapping[str, Any]) -> None:
    try:
        found = describe(path)
    except OSError as wrong:
        raise Refused("damaged", DAMAGED, path=path) from wrong
    if found != said:
        raise Refused("damaged", DAMAGED, path=path)


def describe(path: Path) -> dict[str, Any]:
    """Return size and SHA-256 of a file."""
    with path.open("rb") as file:
        return {"size": path.stat().st_size, "sha256": digest_of(file)}


def digest_of(file: Any) -> str:
    """Return the SHA-256 of an open file."""
    return hashlib.file_digest(file, "sha256").hexdigest()


def object_path(objects: Path, sha256: str) -> Path:
    """Return where an object lies."""
    return objects / sha256[:2] / sha256


def keep_object(objects: Path, path: Path) -> tuple[dict[str, Any], bool]:
    """Keep a file by its content; returns size and SHA-256, and whether it is new."""
    objects.mkdir(exist_ok=True, mode=0o700)
    beside = objects / f".new-{os.getpid()}"
    said = copy(path, beside)
    place = object_path(objects, said["sha256"])
    if place.exists() and place.stat().st_size == said["size"]:
        beside.unlink()
        return said, False
    place.parent.mkdir(exist_ok=True, mode=0o700)
    beside.rename(place)
    sync(place.parent)
    return said, True


def copy(source: Path, target: Path) -> dict[str, Any]:
    """Copy a file to disk; returns size and SHA-256 of what was copied."""
    seal, size = hashlib.sha256(), 0
    with source.open("rb") as read, target.open("wb") as out:
        target.chmod(0o600)
        while chunk := read.read(CHUNK):
            seal.update(chunk)
            size += out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return {"size": size, "sha256": seal.hexdigest()}


def write(path: Path, data: bytes) -> None:
    """Write a new file of ours to disk."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("wb") as out:
        path.chmod(0o600)
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def sync(folder: Path) -> None:
    """Force a folder's names to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def take_epoch(folder: Path, number: int, note: str) -> None:
    """Note that a restore from this folder uses an epoch. Raises Refused: epoch_taken."""
    base = folder / "epochs"
    base.mkdir(exist_ok=True, mode=0o700)
    try:
        handle = os.open(base / str(number), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as wrong:
        raise Refused("epoch_taken", TAKEN, number=number, folder=folder) from wrong
    with os.fdopen(handle, "w") as out:
        out.write(note + "\n")
        out.flush()
        os.fsync(out.fileno())
    sync(base)


def epochs_taken(folder: Path) -> list[int]:
    """Return the epochs that restores from this folder have taken."""
    base = folder / "epochs"
    found = []
    with suppress(FileNotFoundError):
        found = [int(one.name) for one in base.iterdir() if one.name.isdecimal()]
    return sorted(found)
