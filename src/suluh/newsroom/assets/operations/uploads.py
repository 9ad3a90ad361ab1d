"""Operations on files that arrive piece by piece: a lost line costs the last piece only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from suluh.foundation.accounts.rules import Action, Actor, decide
from suluh.foundation.org import queries as org
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused, Stale
from suluh.newsroom.assets import models, rules
from suluh.newsroom.assets.gateways import files
from suluh.newsroom.assets.operations.pictures import upload_picture

KEPT: Final = timedelta(days=2)
MOST_OPEN: Final = 40
NO_UPLOAD: Final = _("There is no such upload. Choose the photo again.")


@dataclass(frozen=True, slots=True)
class UploadRow:
    """How far a file has come; `picture_id` once it is a picture."""

    id: UUID
    received: int
    size: int
    picture_id: UUID | None = None


@transaction.atomic
def start_upload(
    *, actor: Actor, unit_code: str, filename: str, size: int, now: datetime
) -> UploadRow:
    """Open an upload of `size` bytes.

    Raises Refused: no_unit, no_role, other_unit, empty, too_large, too_many.
    """
    unit = org.get_unit(unit_code)
    decision = decide(actor, Action.EDIT_PICTURE, unit.path)
    if not decision.allowed:
        raise Refused(decision.code, decision.reason)
    if size <= 0:
        raise Refused("empty", rules.EMPTY)
    if size > rules.MOST_BYTES:
        raise Refused("too_large", rules.TOO_LARGE, limit=rules.MOST_BYTES // rules.MB)
    mine = models.Upload.objects.filter(person_id=actor.person_id, picture__isnull=True)
    if mine.count() >= MOST_OPEN:
        raise Refused("too_many", _("Too many photos are under way. Wait until some have arrived."))
    row = models.Upload.objects.create(
        unit_id=unit.id,
        person_id=actor.person_id,
        filename=filename[-200:],
        size=size,
        started_at=now,
        touched_at=now,
    )
    return _row(row)


def get_upload(*, actor: Actor, upload_id: UUID) -> UploadRow:
    """Return how far one's own upload has come. Raises Refused: no_upload."""
    return _row(_own(actor, upload_id))


def receive_piece(
    *, actor: Actor, upload_id: UUID, offset: int, data: bytes, now: datetime
) -> UploadRow:
    """Append a piece that starts at `offset`; the last one makes the picture.

    An empty piece at the end of a complete file tries again to make the picture.
    Raises Refused: no_upload, too_large, or what `upload_picture` raises; Stale: another offset.
    """
    row = _own(actor, upload_id)
    if row.picture_id is not None:
        return _row(row)
    _take_piece(row, offset, data, now)
    return _finish(actor, row, now) if row.received == row.size else _row(row)


@transaction.atomic
def _take_piece(row: models.Upload, offset: int, data: bytes, now: datetime) -> None:
    if len(data) > rules.CHUNK_BYTES or offset + len(data) > row.size:
        raise Refused("too_large", rules.TOO_LARGE, limit=rules.MOST_BYTES // rules.MB)
    held = models.Upload.objects.filter(id=row.id, received=offset)
    if held.update(received=offset + len(data), touched_at=now) != 1:
        raise Stale(_("The upload stands elsewhere; ask how far it has come."))
    if data:
        files.append(files.upload_path(str(row.id)), offset, data)
    row.received = offset + len(data)


def _finish(actor: Actor, row: models.Upload, now: datetime) -> UploadRow:
    path = files.upload_path(str(row.id))
    try:
        picture = upload_picture(
            actor=actor,
            unit_code=row.unit.code,
            data=path.read_bytes(),
            filename=row.filename,
            now=now,
        )
    except Refused:
        _forget(row)
        raise
    models.Upload.objects.filter(id=row.id).update(picture=picture.id, touched_at=now)
    path.unlink(missing_ok=True)
    return UploadRow(row.id, row.size, row.size, picture.id)


def _own(actor: Actor, upload_id: UUID) -> models.Upload:
    mine = models.Upload.objects.select_related("unit").filter(person_id=actor.person_id)
    row = mine.filter(id=upload_id).first()
    if row is None:
        raise Refused("no_upload", NO_UPLOAD)
    return row


def _row(row: models.Upload) -> UploadRow:
    return UploadRow(row.id, row.received, row.size, row.picture_id)


def _forget(row: models.Upload) -> None:
    models.Upload.objects.filter(id=row.id).delete()
    files.upload_path(str(row.id)).unlink(missing_ok=True)


def drop_stale_uploads(*, now: datetime) -> int:
    """Forget uploads that nobody continued for two days; returns how many."""
    stale = list(models.Upload.objects.filter(touched_at__lt=now - KEPT))
    for row in stale:
        _forget(row)
    return len(stale)
