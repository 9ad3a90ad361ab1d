"""The verbs of this room: pictures, documents, and uploads that arrive in pieces."""

from suluh.newsroom.assets.operations.documents import forget_documents, upload_document
from suluh.newsroom.assets.operations.lost import take_in_document, take_in_rendition
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
    "forget_documents",
    "get_upload",
    "receive_piece",
    "start_upload",
    "take_in_document",
    "take_in_rendition",
    "upload_document",
    "upload_picture",
]
