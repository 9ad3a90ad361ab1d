"""The door: a file or a pasted message in, a story or a refusal out."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from suluh.newsroom.editorial.reading.assemble import assemble
from suluh.newsroom.editorial.reading.child import read_isolated
from suluh.newsroom.editorial.reading.extract import Extract
from suluh.newsroom.editorial.reading.formats import docx, html, mail, odt, plain
from suluh.newsroom.editorial.reading.limits import FILE_BYTES, MB, refuse
from suluh.newsroom.editorial.reading.story import ReadStory

READERS: Final[Mapping[str, Callable[[bytes], Extract]]] = {
    ".txt": plain.read,
    ".docx": docx.read,
    ".odt": odt.read,
    ".html": html.read,
    ".htm": html.read,
    ".eml": mail.read,
}
_MACROS: Final = frozenset({".docm", ".dotm"})
_ZIP: Final = b"PK\x03\x04"
_ZIPPED: Final = frozenset({".docx", ".odt"})
# First bytes of what is no text whatever its name says.
_BINARY: Final = (
    _ZIP, b"PK\x05\x06", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ",
    b"\x7fELF", b"{\\rtf", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BM\x36",
)  # fmt: skip


def read_file(
    source: Path | str | bytes, filename: str = "", *, isolated: bool = True
) -> ReadStory:
    """Read a file into a story; by default in a process with limits of its own.

    `filename` is needed with bytes: its ending names the format. Nothing is written.

    Raises Refused: one of the codes in `limits.REASONS`.
    """
    name = filename or ("" if isinstance(source, bytes) else Path(source).name)
    if isinstance(source, bytes):
        data = source
    else:
        if Path(source).stat().st_size > FILE_BYTES:
            refuse("too_large", limit=FILE_BYTES // MB)
        data = Path(source).read_bytes()
    if len(data) > FILE_BYTES:
        refuse("too_large", limit=FILE_BYTES // MB)
    check_kind(data, name)
    return read_isolated(data, name) if isolated else read_here(data, name)


def read_pasted(text: str, *, isolated: bool = True) -> ReadStory:
    """Read a pasted message into a story.

    Raises Refused: one of the codes in `limits.REASONS`.
    """
    plain.check_characters(text)
    return read_file(text.encode("utf-8"), "pasted.txt", isolated=isolated)


def check_kind(data: bytes, filename: str) -> None:
    """Refuse a file by its name and first bytes.

    Raises Refused: empty, macros, unknown_format, wrong_format.
    """
    ending = Path(filename.lower()).suffix
    if not data.strip():
        refuse("empty")
    if ending in _MACROS:
        refuse("macros")
    if ending not in READERS:
        refuse("unknown_format")
    zipped = data.startswith(_ZIP)
    if zipped != (ending in _ZIPPED) or (not zipped and data.startswith(_BINARY)):
        refuse("wrong_format", ext=ending)


def read_here(data: bytes, filename: str) -> ReadStory:
    """Read in this process: for the child, and for tests.

    Raises Refused: one of the codes in `limits.REASONS`.
    """
    check_kind(data, filename)
    reader = READERS[Path(filename.lower()).suffix]
    try:
        return assemble(reader(data), hashlib.sha256(data).hexdigest())
    except (RecursionError, MemoryError):
        refuse("unreadable")
