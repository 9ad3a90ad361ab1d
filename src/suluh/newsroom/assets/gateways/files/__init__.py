"""The private folders of the house: masters and renditions, originals, uploads under way.

Nothing here is served by itself. A file is whole or absent: written beside, synced, renamed.
"""

import os
import tempfile
from pathlib import Path
from typing import Final

from django.conf import settings

from suluh.kernel.canonical import DIGEST
from suluh.newsroom.assets.rules import EXTENSIONS

MEDIA: Final = "media-private"
ORIGINALS: Final = "originals"
UPLOADS: Final = "uploads"


def media_path(digest: str, width: int = 0, fmt: str = "jpeg") -> Path:
    """Return where a master (`width` 0) or a rendition lies. Raises ValueError: no digest."""
    if not DIGEST.fullmatch(digest):
        raise ValueError("not a digest")
    size = f"-{width}" if width else ""
    return _folder(MEDIA) / digest[:2] / f"{digest}{size}.{EXTENSIONS[fmt]}"


def document_path(digest: str, suffix: str) -> Path:
    """Return where a document lies; `suffix` with its dot. Raises ValueError: no digest."""
    if not DIGEST.fullmatch(digest):
        raise ValueError("not a digest")
    return _folder(MEDIA) / digest[:2] / f"{digest}{suffix}"


def original_path(digest: str, extension: str) -> Path:
    """Return where the file lies as it was handed in."""
    return _folder(ORIGINALS) / digest[:2] / f"{digest}.{extension}"


def upload_path(name: str) -> Path:
    """Return where the arrived part of an upload lies."""
    return _folder(UPLOADS) / f"{name}.part"


def _folder(name: str) -> Path:
    return Path(settings.SULUH_HOME) / name


def keep(path: Path, data: bytes) -> None:
    """Write `data` to `path` unless it is there; afterwards it survives a power cut."""
    if path.exists() and path.stat().st_size == len(data):
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync(path.parent)


def append(path: Path, offset: int, data: bytes) -> None:
    """Write a piece of an upload at `offset`, drop what lay behind it, sync."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        file.seek(offset)
        file.write(data)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
