"""Erasure: asked for by one person, confirmed by another, carried out by the one writer.

It is itself an Edition; in its transaction bytes and salts of the text go, and with them the
names behind the sign-offs where that was asked. Chain and commitments stay and still verify.
Parts of older wordings alone can go while the newest stays public.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from suluh.foundation.accounts.rules import Action as Right
from suluh.foundation.accounts.rules import Actor, decide
from suluh.foundation.audit import operations as audit
from suluh.foundation.org import queries as org
from suluh.kernel import canonical, ids
from suluh.kernel.addresses import Place, address_by_id
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import operations as editorial
from suluh.publishing.ledger import models, queries
from suluh.publishing.ledger.operations.lost import erase_named
from suluh.publishing.ledger.operations.publication import AfterAppend, next_position, tell
from suluh.publishing.ledger.rules import jws, record
from suluh.publishing.ledger.rules.record import Action, Assigned, EditionRecord, Erased
from suluh.publishing.ledger.rules.rows import EditionRow
from suluh.publishing.ledger.signing import Signer

NO_REASON = _("An erasure names its reason and the clause that asks for it.")
ASKED_ALREADY = _("The erasure of this text is asked for already.")
SAME_PERSON = _("An erasure is confirmed by somebody else than who asked for it.")
PART_PUBLIC = _(
    "This part is public now, or there is nothing older of it. Publish an update without it first, "
    "then erase the older wordings; or erase everything."
)
NOTHING_LEFT = _("Nothing of this text is left to erase.")


@dataclass(frozen=True, slots=True)
class ErasureDraft:
    """What shall be erased, why, and by which clause; `names`: those of the signers as well.

    `parts`: these parts of older wordings only, and what is public now stays; none: everything.
    """

    content_id: str
    locale: str
    reason: str
    clause: str
    names: bool = False
    parts: tuple[str, ...] = ()


@transaction.atomic
def ask_erasure(*, actor: Actor, draft: ErasureDraft, now: datetime) -> models.ErasureRequest:
    """Ask for the erasure of a text in one language.

    Raises Refused: no_edition, no_role, other_unit, no_reason, part_public, asked_already.
    """
    latest = queries.latest_of(draft.content_id, draft.locale)
    if latest is None:
        raise Refused("no_edition", queries.NO_EDITION)
    _authorise(actor, latest.unit_code)
    reason = canonical.clean_text(draft.reason)
    if not reason or not canonical.clean_text(draft.clause):
        raise Refused("no_reason", NO_REASON)
    if set(draft.parts) - set(queries.older_parts(draft.content_id, draft.locale)):
        raise Refused("part_public", PART_PUBLIC)
    same = models.ErasureRequest.objects.filter(
        content_id=draft.content_id, locale=draft.locale, state__in=("asked", "confirmed")
    )
    if same.exists():
        raise Refused("asked_already", ASKED_ALREADY)
    made = models.ErasureRequest.objects.create(
        content_id=draft.content_id,
        locale=draft.locale,
        unit_code=latest.unit_code,
        reason=reason,
        clause=canonical.clean_text(draft.clause),
        parts=sorted(draft.parts),
        names=draft.names,
        asked_by_id=actor.person_id,
        asked_at=now,
    )
    _record("erasure.ask", made, actor.person_id, now)
    return made


@transaction.atomic
def confirm_erasure(*, actor: Actor, request_id: UUID, now: datetime) -> models.ErasureRequest:
    """Confirm a request as its second person; the scheduler carries it out.

    Raises Refused: no_request, no_role, other_unit, same_person.
    """
    asked = models.ErasureRequest.objects.filter(id=request_id, state="asked").first()
    if asked is None:
        raise Refused("no_request", queries.NO_REQUEST)
    _authorise(actor, asked.unit_code)
    if actor.person_id == asked.asked_by_id:
        raise Refused("same_person", SAME_PERSON)
    done = models.ErasureRequest.objects.filter(id=asked.id, state="asked").update(
        state="confirmed", confirmed_by_id=actor.person_id, confirmed_at=now
    )
    if done != 1:
        raise Refused("no_request", queries.NO_REQUEST)
    _record("erasure.confirm", asked, actor.person_id, now)
    asked.refresh_from_db()
    return asked


@transaction.atomic
def drop_erasure(*, actor: Actor, request_id: UUID, now: datetime) -> None:
    """Take a request back that nobody has confirmed. Raises Refused: no_request, no_role, …"""
    asked = models.ErasureRequest.objects.filter(id=request_id, state="asked").first()
    if asked is None:
        raise Refused("no_request", queries.NO_REQUEST)
    _authorise(actor, asked.unit_code)
    models.ErasureRequest.objects.filter(id=asked.id, state="asked").update(state="dropped")
    _record("erasure.drop", asked, actor.person_id, now)


def _authorise(actor: Actor, unit_code: str) -> None:
    may = decide(actor, Right.WITHDRAW_STORY, org.get_unit(unit_code).path)
    if not may.allowed:
        raise Refused(may.code, may.reason)


def _record(action: str, asked: models.ErasureRequest, by: UUID | None, now: datetime) -> None:
    entry = audit.Entry(
        action=action,
        subject=f"content:{asked.content_id}",
        actor_id=by,
        unit_code=asked.unit_code,
        data={
            "locale": asked.locale,
            "clause": asked.clause,
            "names": asked.names,
            "parts": asked.parts,
        },
    )
    audit.record(entry, now=now)


def erase_due(*, signer: Signer, after: AfterAppend, now: datetime) -> list[EditionRow]:
    """Carry out what two persons have decided; called by the scheduler loop alone.

    While the epoch is paused nothing happens. A refusal is kept with its sentence.
    """
    if queries.is_paused():
        return []
    rows: list[EditionRow] = []
    for asked in models.ErasureRequest.objects.filter(state="confirmed").order_by("confirmed_at"):
        try:
            rows.append(_erase(asked, signer, after, now))
        except Refused as refused:
            models.ErasureRequest.objects.filter(id=asked.id, state="confirmed").update(
                state="refused", error=str(refused)[:300], done_at=now
            )
    return rows


@transaction.atomic
def _erase(
    asked: models.ErasureRequest, signer: Signer, after: AfterAppend, now: datetime
) -> EditionRow:
    taken = models.ErasureRequest.objects.filter(id=asked.id, state="confirmed").update(
        state="done", done_at=now
    )
    latest = queries.latest_of(asked.content_id, asked.locale)
    if taken != 1 or latest is None:
        raise Refused("no_request", queries.NO_REQUEST)
    made = _record_of(asked, latest, signer, now)
    text = signer.sign_edition(made)
    if not asked.parts:
        models.Edition.objects.filter(id=latest.id).update(is_latest=False)
    edition = models.Edition.objects.create(
        epoch=made.epoch,
        number=made.number,
        jws=text,
        sha256=jws.fingerprint(text),
        short_code=ids.short_code(text),
        content_id=made.content_id,
        locale=made.locale,
        version=made.version,
        kind=made.kind,
        action=made.action,
        unit_code=latest.unit_code,
        address=made.assigned.address,
        register_number=made.assigned.register_number,
        reason=made.reason,
        due_at=now,
        published_at=now,
        first_published_at=latest.first_published_at,
        is_latest=not asked.parts,
    )
    if asked.names:
        _erase_names(asked)
    erase_named(made, now=now)
    if not asked.parts:
        editorial.erase_text(content_id=asked.content_id, locale=asked.locale, now=now)
    row = queries.row_of(edition)
    after([row], now)
    tell([(row, 0)], now)
    return row


def _record_of(
    asked: models.ErasureRequest, latest: models.Edition, signer: Signer, now: datetime
) -> EditionRecord:
    epoch, number, prev = next_position()
    before = record.parse(jws.parse(latest.jws).payload)
    erases = tuple(_older(asked) if asked.parts else _erases(asked))
    if not erases:
        raise Refused("nothing_left", NOTHING_LEFT)
    place = Place(
        asked.content_id, asked.locale, latest.kind, latest.first_published_at,
        org.get_institution().zone,
    )  # fmt: skip
    address = latest.address if asked.parts else address_by_id(place)
    return EditionRecord(
        institution=signer.institution,
        epoch=epoch,
        number=number,
        prev=prev,
        content_id=asked.content_id,
        locale=asked.locale,
        version=queries.last_version(asked.content_id, asked.locale) + 1,
        kind=latest.kind,
        action=Action.ERASE,
        copy=0,
        parts={},
        sign_offs=(),
        regulation=replace(before.regulation, clause=asked.clause),
        assigned=Assigned(latest.register_number, now, now, address),
        reason=asked.reason,
        erases=erases,
    )


def _erases(asked: models.ErasureRequest) -> Iterator[Erased]:
    """Yield the parts of each version; what an earlier erasure took is named again."""
    rows = models.Edition.objects.filter(content_id=asked.content_id, locale=asked.locale)
    for edition in rows.order_by("version"):
        names = tuple(sorted(edition.parts.values_list("name", flat=True)))
        if names:
            yield Erased(edition.version, names)


def _older(asked: models.ErasureRequest) -> Iterator[Erased]:
    """Yield the named parts of older versions, but for bytes that are public now."""
    if set(asked.parts) - set(queries.older_parts(asked.content_id, asked.locale)):
        raise Refused("part_public", PART_PUBLIC)
    rows = models.Edition.objects.filter(content_id=asked.content_id, locale=asked.locale)
    shown = set(rows.get(is_latest=True).parts.values_list("commitment", flat=True))
    for edition in rows.filter(is_latest=False).order_by("version"):
        found = edition.parts.filter(name__in=asked.parts).exclude(commitment__in=shown)
        names = tuple(sorted(found.values_list("name", flat=True)))
        if names:
            yield Erased(edition.version, names)


def _erase_names(asked: models.ErasureRequest) -> None:
    rows = models.Edition.objects.filter(content_id=asked.content_id, locale=asked.locale)
    people = {
        one.person for edition in rows for one in record.parse(
            jws.parse(edition.jws).payload
        ).sign_offs
    }  # fmt: skip
    models.SignedBy.objects.filter(commitment__in=people).update(salt=None, name="")
