"""Publish one approved Copy: re-check everything from stored rows, append, tell the rooms.

One transaction; called by the scheduler loop alone, one process at a time.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from suluh.foundation.audit import operations as audit
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import local_day
from suluh.foundation.outbox import operations as outbox
from suluh.kernel import canonical, ids
from suluh.kernel.addresses import Place, address_for
from suluh.newsroom.editorial import operations as editorial
from suluh.newsroom.editorial import queries as editorial_queries
from suluh.newsroom.editorial.rules import FrozenCopy, FrozenPart, FrozenSignOff
from suluh.newsroom.regulation import operations as regulation
from suluh.publishing.ledger import events, models, queries
from suluh.publishing.ledger.operations.checks import check_copy
from suluh.publishing.ledger.rules import jws
from suluh.publishing.ledger.rules.record import (
    SHOWS,
    Action,
    Assigned,
    EditionRecord,
    Position,
    RuleRef,
    SignOff,
    Via,
)
from suluh.publishing.ledger.rules.rows import EditionRow
from suluh.publishing.ledger.signing import Signer

AfterAppend = Callable[[EditionRow, datetime], None]


@dataclass(frozen=True, slots=True)
class _Release:
    """What the Editions of one Copy share."""

    copy: FrozenCopy
    signer: Signer
    due_at: datetime
    now: datetime
    register_number: str


@transaction.atomic
def publish(
    *, copy_id: UUID, due_at: datetime, signer: Signer, after: AfterAppend, now: datetime
) -> list[EditionRow]:
    """Append the Editions of an approved Copy and everything that follows from them.

    `after` writes the delivery rows of each Edition in the same transaction; it is passed in
    because delivery stands above this room. Locales whose bytes are public already are left
    out. Raises Refused: check_copy's codes, not_valid_then, revoked.
    """
    copy = editorial_queries.frozen_copy(copy_id)
    check_copy(copy, now)
    release = _Release(copy, signer, due_at, now, _register_number(copy, now))
    rows: list[EditionRow] = []
    for locale in copy.locales:
        edition = _append(release, locale)
        if edition is not None:
            rows.append(queries.row_of(edition))
    editorial.mark_published(copy_id=copy_id, now=now)
    for row in rows:
        after(row, now)
        tell(row, copy.number, now)
    return rows


def _register_number(copy: FrozenCopy, now: datetime) -> str:
    """Give the gapless number of a first publication, where its kind has a register."""
    given = _number_given(copy.content_id)
    if given or copy.purpose != Action.PUBLISH:
        return given
    unit = org.get_unit(copy.unit_code)
    number = regulation.next_register_number(
        kind=copy.kind, unit_code=unit.code, day=local_day(now, unit.zone), now=now
    )
    return number.text if number else ""


def _number_given(content_id: str) -> str:
    numbered = models.Edition.objects.filter(content_id=content_id).exclude(register_number="")
    return numbered.values_list("register_number", flat=True).first() or ""


def _append(release: _Release, locale: str) -> models.Edition | None:
    copy = release.copy
    parts = {part.name: part for part in copy.parts if part.locale == locale}
    before = queries.latest_of(copy.content_id, locale)
    action = _action(copy, before)
    if action is Action.WITHDRAW and (before is None or before.action == Action.WITHDRAW):
        return None
    if action in SHOWS and before and before.action in SHOWS and _same(before, parts):
        return None
    record = _record(release, locale, action, parts, before)
    text = release.signer.sign_edition(record)
    return _store(record, text, copy, before)


def _action(copy: FrozenCopy, before: models.Edition | None) -> Action:
    asked = Action(copy.purpose)
    if asked in SHOWS and before is None:
        return Action.PUBLISH
    if asked is Action.PUBLISH and before is not None:
        return Action.UPDATE
    return asked


def _same(before: models.Edition, parts: Mapping[str, FrozenPart]) -> bool:
    stood = dict(before.parts.values_list("name", "commitment"))
    return stood == {name: part.commitment for name, part in parts.items()}


def _record(
    release: _Release,
    locale: str,
    action: Action,
    parts: Mapping[str, FrozenPart],
    before: models.Edition | None,
) -> EditionRecord:
    copy = release.copy
    epoch, number, prev = next_position()
    shown = {name: part.commitment for name, part in parts.items()} if action in SHOWS else {}
    return EditionRecord(
        institution=release.signer.institution,
        epoch=epoch,
        number=number,
        prev=prev,
        content_id=copy.content_id,
        locale=locale,
        version=before.version + 1 if before else 1,
        kind=copy.kind,
        action=action,
        copy=copy.number,
        parts=shown,
        sign_offs=tuple(_sign_offs(copy, locale, shown)),
        regulation=RuleRef(
            code=copy.chain.regulation,
            version=str(copy.chain.version),
            clause=copy.chain.clause,
            sha256=copy.chain.sha256,
        ),
        assigned=Assigned(
            register_number=release.register_number,
            due_at=release.due_at,
            published_at=release.now,
            address=before.address if before else _address(release, locale, parts),
        ),
        reason=_reason(copy, locale, action),
    )


def _reason(copy: FrozenCopy, locale: str, action: Action) -> str:
    return canonical.clean_text(copy.reason.get(locale, "")) if action != Action.PUBLISH else ""


def next_position() -> tuple[int, int, Position | None]:
    """Return the next position; the first record of an epoch names the last known head."""
    epoch = models.Epoch.objects.order_by("-number").first()
    current = epoch.number if epoch else 1
    last = models.Edition.objects.filter(epoch=current).order_by("-number").first()
    if last is not None:
        return current, last.number + 1, Position(last.epoch, last.number, last.sha256)
    known = epoch.known_head if epoch else None
    return current, 1, Position.of_json(known) if known else None


def _address(release: _Release, locale: str, parts: Mapping[str, FrozenPart]) -> str:
    copy = release.copy
    title = canonical.plain(canonical.parse("title", parts["title"].data))
    place = Place(copy.content_id, locale, copy.kind, release.now, org.get_institution().zone)
    taken = set(
        models.Edition.objects.exclude(content_id=copy.content_id)
        .filter(Q(kind="page"))
        .values_list("address", flat=True)
    )
    return address_for(copy.slug or title, place, taken=taken)


def _sign_offs(copy: FrozenCopy, locale: str, shown: Mapping[str, str]) -> list[SignOff]:
    """Return the sign-offs of one locale, one per (step, person), in the order they were given."""
    grouped: dict[tuple[str, UUID], list[FrozenSignOff]] = {}
    for one in copy.sign_offs:
        if one.locale == locale:
            grouped.setdefault((one.step, one.person_id), []).append(one)
    return [_sign_off(ones, shown) for ones in grouped.values()]


def _sign_off(ones: list[FrozenSignOff], shown: Mapping[str, str]) -> SignOff:
    first = ones[0]
    return SignOff(
        step=first.step,
        post=first.post_code,
        person=_person_commitment(first.person_id),
        via=Via(first.via),
        for_person=_person_commitment(first.for_person_id) if first.for_person_id else "",
        at=max(one.at for one in ones),
        clause=first.clause,
        covers=tuple(sorted(one.part for one in ones if one.part in shown)),
    )


def _person_commitment(person_id: UUID) -> str:
    """Commit to a person's name with a salt of its own; name and salt can be erased."""
    name = org.get_person(person_id).name
    salt = secrets.token_bytes(32)
    made = canonical.commitment(salt, canonical.dumps({"name": canonical.clean_text(name)}))
    models.SignedBy.objects.create(commitment=made, person_id=person_id, salt=salt, name=name)
    return made


def _store(
    record: EditionRecord, text: str, copy: FrozenCopy, before: models.Edition | None
) -> models.Edition:
    if before is not None:
        models.Edition.objects.filter(id=before.id).update(is_latest=False)
    edition = models.Edition.objects.create(
        epoch=record.epoch,
        number=record.number,
        jws=text,
        sha256=jws.fingerprint(text),
        short_code=ids.short_code(text),
        content_id=record.content_id,
        locale=record.locale,
        version=record.version,
        kind=record.kind,
        action=record.action,
        unit_code=copy.unit_code,
        copy_id=copy.id,
        address=record.assigned.address,
        register_number=record.assigned.register_number,
        reason=record.reason,
        due_at=record.assigned.due_at,
        published_at=record.assigned.published_at,
        first_published_at=before.first_published_at if before else record.assigned.published_at,
    )
    models.EditionPart.objects.bulk_create(
        models.EditionPart(edition=edition, name=name, commitment=commitment)
        for name, commitment in record.parts.items()
    )
    return edition


def tell(row: EditionRow, copy_number: int, now: datetime) -> None:
    """Write the audit row of a new Edition and announce it."""
    audit.record(
        audit.Entry(
            action=f"edition.{row.action}",
            subject=f"content:{row.content_id}",
            unit_code=row.unit_code,
            data={
                "copy": copy_number,
                "epoch": row.epoch,
                "number": row.number,
                "sha256": row.jws_sha256,
            },
        ),
        now=now,
    )
    outbox.announce(
        events.EditionAppended(
            content_id=row.content_id,
            locale=row.locale,
            version=row.version,
            epoch=row.epoch,
            number=row.number,
            kind=row.kind,
            action=row.action,
            unit_code=row.unit_code,
            address=row.address,
        ),
        subject=f"content:{row.content_id}",
        now=now,
    )
