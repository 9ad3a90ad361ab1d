"""The side table of bytes and salts."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from suluh.kernel import canonical
from suluh.kernel.canonical import Part
from suluh.newsroom.editorial import models


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
    """Delete bytes and salt of parts for good; called by the ledger's erasure alone."""
    return models.PartBytes.objects.filter(
        commitment__in=commitments, erased_at__isnull=True
    ).update(data=None, salt=None, erased_at=now)
