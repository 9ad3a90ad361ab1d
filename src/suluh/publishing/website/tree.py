"""The folder of the public site: whole files or none, and nothing that no key yields.

A file is written beside its place, forced to disk, renamed and its folder forced to disk: a
reader sees the old bytes or the new ones, also after a power cut. Many files at once go the same
way together, and the disk is waited for twice instead of three times for each.
"""

import ctypes
import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

SERVED: Final = ("id", "en", "media", "feeds", "gone")
PARTS: Final = ".parts"
FEW: Final = 8  # files, up to which each is forced to disk by itself


class Tree:
    """One public folder. Only whoever holds `locked()` writes to it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other bakes out, in this process and in others."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            parts = self.root / PARTS
            parts.mkdir(exist_ok=True)
            for left in parts.iterdir():  # by a bake that was killed
                left.unlink()
            yield

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes, or None."""
        try:
            return (self.root / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def exists(self, path: str) -> bool:
        """Say whether a whole file lies there."""
        return (self.root / path).is_file()

    def write(self, path: str, data: bytes) -> bool:
        """Put a file in its place; returns whether anything changed."""
        if self.read(path) == data:
            return False
        place = self._place(path)
        self._make_folder(place.parent)
        part = self.root / PARTS / "part"
        with part.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(place)
        _sync_folder(place.parent)
        return True

    def write_all(self, files: Mapping[str, bytes]) -> set[str]:
        """Put files in their places, in the given order; returns the paths that changed."""
        changed = [path for path, data in files.items() if self.read(path) != data]
        if len(changed) <= FEW:
            return {path for path in changed if self.write(path, files[path])}
        parts = self.root / PARTS
        places = [self._place(path) for path in changed]
        for at, (path, place) in enumerate(zip(changed, places, strict=True)):
            place.parent.mkdir(parents=True, exist_ok=True)
            (parts / str(at)).write_bytes(files[path])
        _sync_all(self.root)
        for at, place in enumerate(places):
            (parts / str(at)).replace(place)
        _sync_all(self.root)
        return set(changed)

    def remove(self, path: str) -> bool:
        """Take a file away with the folders it leaves empty; returns whether it was there."""
        place = self._place(path)
        try:
            place.unlink()
        except (FileNotFoundError, NotADirectoryError):
            return False
        folder = place.parent
        _sync_folder(folder)
        while folder != self.root and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent
        return True

    def paths(self) -> Iterator[str]:
        """Yield every file under the served folders."""
        for name in SERVED:
            for folder, _folders, files in os.walk(self.root / name):
                for file in files:
                    yield (Path(folder) / file).relative_to(self.root).as_posix()

    def _make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        self._make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync_folder(folder.parent)

    def _place(self, path: str) -> Path:
        place = (self.root / path).resolve()
        if not place.is_relative_to(self.root.resolve()):
            raise ValueError(f"{path!r} leads out of the public folder")
        return place


def _sync_all(folder: Path) -> None:
    """Force everything written to a folder's file system to disk. Raises OSError.

    Source: syncfs(2); it waits, and reports what could not be written.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        if _libc().syncfs(handle):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(handle)


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
