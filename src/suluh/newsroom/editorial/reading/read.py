"""The door: a file or a pasted message in, a story or a refusal out."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from suluh.newsroom.editorial.reading.assemble import assemble
from suluh.newsroom.editorial.reading.extract import Extract
from suluh.newsroom.editorial.reading.formats import plain
from suluh.newsroom.editorial.reading.limits import FILE_BYTES, MB, refuse
from suluh.newsroom.editorial.reading.story import ReadStory

READERS: Final[Mapping[str, Callable[[bytes], Extract]]] = {
    ".txt": plain.read,
}


def read_file(
    source: Path | str | bytes, filename: str = "", *, isolated: bool = True
) -> ReadStory:
    """Read a file into a story."""
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    name = filename or ("" if isinstance(source, bytes) else Path(source).name)
    if len(data) > FILE_BYTES:
        refuse("too_large", limit=FILE_BYTES // MB)
    return read_here(data, name)


def read_here(data: bytes, filename: str) -> ReadStory:
    """Read in this process."""
    reader = READERS.get(Path(filename.lower()).suffix)
    if reader is None:
        refuse("unknown_format")
    return assemble(reader(data), hashlib.sha256(data).hexdigest())


def read_pasted(text: str) -> ReadStory:
    """Read a pasted message."""
    data = text.encode("utf-8", "surrogatepass")
    return assemble(plain.read(data), hashlib.sha256(data).hexdigest())
