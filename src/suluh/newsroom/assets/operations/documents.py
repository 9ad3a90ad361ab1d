"""Documents come in here, and go when they are erased."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from suluh.foundation.accounts.rules import Action, Actor, decide
from suluh.foundation.audit.operations import Entry, record
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import UnitRow
from suluh.foundation.outbox.operations import announce
from suluh.kernel.canonical import clean_text, digest
from suluh.kernel.refusals import Refused
from suluh.newsroom.assets import events, models, queries
from suluh.newsroom.assets.gateways import files
from suluh.newsroom.assets.gateways.inspector import Inspected, inspect
from suluh.newsroom.assets.rules import documents


def upload_document(
    *, actor: Actor, unit_code: str, data: bytes, filename: str, now: datetime
) -> documents.DocumentRow:
    """Take a document in, byte for byte; it is looked into by a child process.

    Runs outside any transaction. Raises Refused: no_role, other_unit, no_unit, or a code of
    `documents.REFUSALS`; a refused file of a permitted size is kept aside, and audited.
    """
    unit = org.get_unit(unit_code)
    decision = decide(actor, Action.WRITE_STORY, unit.path)
    if not decision.allowed:
        raise Refused(decision.code, decision.reason)
    try:
        seen = _inspected(data)
    except Refused as refused:
        _set_aside(actor, unit, data, refused.code, now)
        raise
    media_type = documents.TYPES[documents.sniff(data)]
    files.keep(files.document_path(digest(data), documents.SUFFIXES[media_type]), data)
    row = models.Document(
        digest=digest(data),
        media_type=media_type,
        size=len(data),
        pages=seen.pages,
        filename=documents.public_name(filename, media_type),
        said_by=clean_text(seen.said_by)[:200],
        is_signed=seen.is_signed,
        unit_id=unit.id,
        uploaded_by_id=actor.person_id,
        uploaded_at=now,
    )
    return _save_new(actor, unit, row, now)


def _inspected(data: bytes) -> Inspected:
    code = documents.refusal_of(data)
    if code:
        limit = documents.MOST_BYTES // documents.MB
        raise Refused(code, documents.REFUSALS[code], limit=limit)
    return inspect(data)


def _set_aside(actor: Actor, unit: UnitRow, data: bytes, code: str, now: datetime) -> None:
    if data and len(data) <= documents.MOST_BYTES:
        files.keep(files.original_path(digest(data), "refused"), data)
    entry = Entry(
        action="document.refused",
        subject=f"file:{digest(data)[:32]}",
        actor_id=actor.person_id,
        unit_code=unit.code,
        data={"code": code, "bytes": len(data)},
    )
    record(entry, now=now)


@transaction.atomic
def _save_new(
    actor: Actor, unit: UnitRow, row: models.Document, now: datetime
) -> documents.DocumentRow:
    row.save()
    entry = Entry(
        action="document.upload",
        subject=f"document:{row.id}",
        actor_id=actor.person_id,
        unit_code=unit.code,
        data={"bytes": row.size},
    )
    record(entry, now=now)
    fact = events.DocumentUploaded(str(row.id), row.digest, unit.code)
    announce(fact, subject=f"document:{row.id}", now=now)
    return queries.get_document(row.id)


@transaction.atomic
def forget_documents(*, digests: Iterable[str], now: datetime) -> int:
    """Delete documents for good, rows and bytes; called when what named them was erased.

    Repeating it changes nothing. The bytes go first, so that a stop in between is repeated.
    """
    found = models.Document.objects.filter(digest__in=list(digests)).order_by("id")
    for row in found:
        suffix = documents.SUFFIXES[row.media_type]
        files.document_path(row.digest, suffix).unlink(missing_ok=True)
        data = {"bytes": row.size}
        record(Entry("document.erase", f"document:{row.id}", data=data), now=now)
    gone, _by_table = found.delete()
    return gone
