"""Opening a zip of unknown origin: every promise is checked before and while reading."""

import io
import stat
import zipfile
import zlib
from typing import Final

from suluh.newsroom.editorial.reading.limits import (
    ARCHIVE_BYTES,
    ARCHIVE_ENTRIES,
    ARCHIVE_RATIO,
    MB,
    refuse,
)

_UTF8_OR_DEFLATE: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MACROS: Final = ("vbaproject.bin", "vbadata.xml")
_MACRO_FOLDERS: Final = ("basic/", "scripts/")


class Archive:
    """A checked zip. What is read counts against one budget of unpacked bytes."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
            refuse("archive_broken")
        self._left = ARCHIVE_BYTES
        self._check(self._zip.infolist())
        self.names = [info.filename for info in self._zip.infolist()]

    def _check(self, infos: list[zipfile.ZipInfo]) -> None:
        if len(infos) > ARCHIVE_ENTRIES or sum(info.file_size for info in infos) > ARCHIVE_BYTES:
            refuse("archive_bomb")
        if len({info.filename for info in infos}) != len(infos):
            refuse("archive_unsafe")
        for info in infos:
            _check_entry(info)

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str, limit: int) -> bytes:
        """Return the bytes of one entry.

        Raises Refused: archive_bomb where more comes out than was declared or allowed,
        archive_broken.
        """
        try:
            info = self._zip.getinfo(name)
            with self._zip.open(info) as stream:
                data = stream.read(min(limit, self._left, info.file_size) + 1)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError):
            refuse("archive_broken")
        if len(data) > min(limit, self._left, info.file_size):
            refuse("archive_bomb")
        self._left -= len(data)
        return data


def _check_entry(info: zipfile.ZipInfo) -> None:
    name = info.filename
    lowered = name.lower()
    if info.flag_bits & 1 or info.compress_type not in _UTF8_OR_DEFLATE:
        refuse("archive_broken")
    if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
        refuse("archive_unsafe")
    if stat.S_ISLNK(info.external_attr >> 16):
        refuse("archive_unsafe")
    if lowered.endswith(_MACROS) or lowered.startswith(_MACRO_FOLDERS):
        refuse("macros")
    packed = max(info.compress_size, 1)
    if info.file_size > MB and info.file_size / packed > ARCHIVE_RATIO:
        refuse("archive_bomb")
