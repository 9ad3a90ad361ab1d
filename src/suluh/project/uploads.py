"""How files of a form are put down while they come in: on disk, and no more than is ever read."""

from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest

from suluh.kernel.uploads import LARGEST, TOGETHER


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Keep one byte more than the largest file that a room takes, and so much of all together.

    What comes after is read and dropped, so that the words of the same form are there and can
    be shown again. The file's `size` is that of everything that was sent.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.left_together = TOGETHER

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.left = LARGEST + 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what there is still place for."""
        piece = raw_data[: min(self.left, self.left_together)]
        self.left -= len(piece)
        self.left_together -= len(piece)
        super().receive_data_chunk(piece, start)
