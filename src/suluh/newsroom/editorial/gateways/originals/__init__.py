"""The private folder of files as they were handed in, by digest; nothing serves it."""

import os
import tempfile
from pathlib import Path
from typing import Final

from django.conf import settings

from suluh.kernel.canonical import digest

KNOWN: Final = frozenset({"txt", "docx", "odt", "html", "htm", "eml"})


def keep_original(data: bytes, filename: str) -> Path:
    """Keep a file whole under its digest and return where; a second time changes nothing.

    An unknown ending becomes `.refused`: a name from outside never reaches the disk.
    """
    name = digest(data)
    ending = Path(filename.lower()).suffix.removeprefix(".")
    folder = Path(settings.SULUH_HOME) / "originals" / name[:2]
    path = folder / f"{name}.{ending if ending in KNOWN else 'refused'}"
    if path.exists() and path.stat().st_size == len(data):
        return path
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, beside = tempfile.mkstemp(dir=folder, prefix=".new-")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(beside).replace(path)
    return path
