"""The side table of bytes and salts."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from suluh.foundation.outbox import operations as outbox
from suluh.kernel import canonical
from suluh.kernel.canonical import Part
from suluh.newsroom.assets import queries as assets
from suluh.newsroom.editorial import events, models
from suluh.newsroom.editorial.operations.commenting import forget_comments
from suluh.newsroom.editorial.operations.forgetting import forget_wordings


def store_part(content_id: str, locale: str, name: str, part: Part) -> models.PartBytes:
    """Keep the bytes of a part, with the salt drawn when these bytes first appeared."""
    data = canonical.part_bytes(name, part)
    found = models.PartBytes.objects.filter(
        content_id=content_id, locale=locale, name=name, digest=canonical.digest(data)
    ).first()
    if found is not None and found.erased_at is None:
        return found
    salt = secrets.token_bytes(32)
    fields = {"commitment": canonical.commitment(salt, data), "salt": salt, "data": data}
    if found is not None:  # erased before and written again: a new salt, so a new commitment
        models.PartBytes.objects.filter(id=found.id).update(erased_at=None, **fields)
        found.refresh_from_db()
        return found
    return models.PartBytes.objects.create(
        content_id=content_id,
        locale=locale,
        name=name,
        digest=canonical.digest(data),
        **fields,
    )


def freeze(
    copy: models.Copy, parts: Mapping[str, Mapping[str, Part]]
) -> dict[tuple[str, str], str]:
    """Write the parts of a Copy; returns the commitment of each (locale, part)."""
    commitments: dict[tuple[str, str], str] = {}
    for locale, named in parts.items():
        for name, part in named.items():
            stored = store_part(copy.content_id, locale, name, part)
            models.CopyPart.objects.create(
                copy=copy, locale=locale, name=name, commitment=stored.commitment, stored=stored
            )
            commitments[locale, name] = stored.commitment
    return commitments


@transaction.atomic
def erase_parts(*, commitments: set[str], now: datetime) -> int:
    """Delete bytes and salt of parts for good, with older wordings of them and comments on them.

    Called by the ledger's erasure alone. Documents that only the erased parts named go as well,
    by the fact `DocumentsErased`.
    """
    rows = models.PartBytes.objects.filter(commitment__in=commitments, erased_at__isnull=True)
    gone: dict[tuple[str, str], set[str]] = {}
    for content_id, locale, name in rows.values_list("content_id", "locale", "name").distinct():
        gone.setdefault((content_id, locale), set()).add(name)
    for (content_id, locale), names in gone.items():
        forget_comments(content_id=content_id, locale=locale)
        forget_wordings(content_id=content_id, locale=locale, parts=names)
    named = _documents_in(rows)
    contents = set(rows.values_list("content_id", flat=True))
    done = rows.update(data=None, salt=None, erased_at=now)
    if named:
        _erase_documents(contents, set(named), now)
    return done


def _documents_in(rows: QuerySet[models.PartBytes]) -> set[str]:
    held = rows.filter(name__startswith="file/", data__isnull=False).values_list("name", "data")
    return {
        str(canonical.parse(name, bytes(data))["file"]) for name, data in held if data is not None
    }


def _erase_documents(contents: set[str], named: set[str], now: datetime) -> None:
    """Let go what no other frozen part and no other story holds."""
    kept = models.PartBytes.objects.filter(content_id__in=contents)
    unnamed = named - _documents_in(kept)
    known = assets.documents_of(unnamed)
    hung = models.StoryFile.objects.filter(document_id__in=known)
    hung.filter(story__content_id__in=contents).delete()
    held = {known[one] for one in hung.values_list("document_id", flat=True)}
    left = unnamed - held - _documents_in(models.PartBytes.objects.all())
    if left:
        for content_id in sorted(contents):
            fact = events.DocumentsErased(content_id, tuple(sorted(left)))
            outbox.announce(fact, subject=f"content:{content_id}", now=now)
