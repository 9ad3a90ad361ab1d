"""The verbs of this room: pictures, and uploads that arrive in pieces."""

from suluh.newsroom.assets.operations.lost import take_in_rendition
from suluh.newsroom.assets.operations.pictures import (
    Description,
    describe_picture,
    upload_picture,
)
from suluh.newsroom.assets.operations.uploads import (
    UploadRow,
    drop_stale_uploads,
    get_upload,
    receive_piece,
    start_upload,
)

__all__ = [
    "Description",
    "UploadRow",
    "describe_picture",
    "drop_stale_uploads",
    "get_upload",
    "receive_piece",
    "start_upload",
    "take_in_rendition",
    "upload_picture",
]
