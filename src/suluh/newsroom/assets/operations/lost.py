"""Public files that were published after the backup of a restored house."""

import hashlib

from suluh.newsroom.assets import rules
from suluh.newsroom.assets.gateways import files
from suluh.newsroom.assets.rules import documents


def take_in_rendition(*, digest: str, width: int, suffix: str, data: bytes) -> bool:
    """Keep a public file of a picture whose master is gone; False where it is not one of ours.

    A file of another width than those kept is the master itself and must have its digest.
    """
    form = {"webp": "webp", "jpg": "jpeg"}.get(suffix)
    if form is None:
        return False
    if width in rules.WIDTHS:
        files.keep(files.media_path(digest, width, form), data)
        return True
    if hashlib.sha256(data).hexdigest() != digest:
        return False
    files.keep(files.media_path(digest, 0, "jpeg"), data)
    return True


def take_in_document(*, digest: str, suffix: str, data: bytes) -> bool:
    """Keep a published document that is gone here; False where these are not its bytes."""
    known = suffix in documents.SUFFIXES.values()
    if not known or hashlib.sha256(data).hexdigest() != digest:
        return False
    files.keep(files.document_path(digest, suffix), data)
    return True
