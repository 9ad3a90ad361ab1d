"""The personal link to one Copy, and the page it opens."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models, queries
from suluh.newsroom.editorial.operations.early import UNKNOWN_LINK
from suluh.newsroom.editorial.pages.reading import reading
from suluh.newsroom.editorial.pages.words import kind_word, unit_word, when

PATH = "/t/awal/"


def link_of(secret: str) -> str:
    """Return the address that is given to an early reader."""
    return f"{str(settings.SULUH_PUBLIC_URL).rstrip('/')}{PATH}{secret}/"


def require_reader(copy: models.Copy, reader_id: UUID) -> None:
    """Raise Refused: no_reader, unless the link belongs to this Copy."""
    if not copy.early_readers.filter(id=reader_id).exists():
        raise Refused("no_reader", UNKNOWN_LINK)


def early_page(reader: models.EarlyReader, secret: str) -> dict[str, Any]:
    """Return the Copy as an early reader sees it: text and pictures, nothing of the office."""
    copy = reader.copy
    zone = copy.unit.zone
    parts = queries.parts_of(copy)

    def address(digest: str) -> str:
        return reverse("early_picture", args=[secret, digest])

    def file_address(digest: str) -> str:
        return reverse("early_file", args=[secret, digest])

    return {
        "reader": reader,
        "kind": kind_word(copy.kind),
        "unit": unit_word(copy.unit.code),
        "until": when(reader.expires_at, zone),
        "due": when(copy.due_at, zone, seconds=True),
        "readings": [
            reading(one, parts[one], None, address, file_address)
            for one in sorted(parts, key=lambda one: (one != "id", one))
        ],
    }
