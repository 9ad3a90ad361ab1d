"""Files that come in: never more in memory than the room that asked for one takes."""

from typing import Final, Protocol

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused

MB: Final = 1024 * 1024
LARGEST: Final = 25 * MB  # the most that a room takes as one file
TOGETHER: Final = 60 * MB  # files of one form; nginx in the how-to passes as much on
TOO_MUCH: Final = _(
    "The files of this form are larger than %(limit)s MB together. The earlier ones are here; "
    "send this one once more, by itself."
)


class Upload(Protocol):
    """A file of a form: its size as it was sent, and what of it was kept."""

    @property
    def size(self) -> int | None:
        """Return how many bytes were sent."""
        ...

    def read(self, num_bytes: int, /) -> bytes:
        """Return the next bytes."""
        ...


def read_upload(file: Upload, most: int) -> bytes:
    """Return the bytes of a file; of one that is too large, one byte more than a room takes.

    With that one the room refuses it in its own words. Raises Refused: too_much, where the
    other files of the form left no place for this one.
    """
    wanted = min(file.size or 0, most + 1)
    data = file.read(wanted)
    if len(data) < wanted:
        raise Refused("too_much", TOO_MUCH, limit=TOGETHER // MB)
    return data
