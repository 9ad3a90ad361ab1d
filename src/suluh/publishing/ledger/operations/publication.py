"""Publish one approved Copy: re-check everything from stored rows, append, tell the rooms.

One transaction; called by the scheduler loop alone, one process at a time.
"""

import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from suluh.foundation.audit import operations as audit
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import local_day
from suluh.foundation.outbox import operations as outbox
from suluh.kernel import canonical, ids
from suluh.kernel.addresses import Place, address_for
from suluh.newsroom.editorial import operations as editorial
from suluh.newsroom.editorial.rules import FrozenCopy, FrozenPart, FrozenSignOff
from suluh.newsroom.regulation import operations as regulation
from suluh.publishing.ledger import events, models, queries
from suluh.publishing.ledger.operations.checks import check_copy, check_stored
from suluh.publishing.ledger.rules import head, jws
from suluh.publishing.ledger.rules.head import ContentState
from suluh.publishing.ledger.rules.record import (
    SHOWS,
    Action,
    Assigned,
    EditionRecord,
    Position,
    RuleRef,
    SignOff,
    Via,
    parse,
)
from suluh.publishing.ledger.rules.rows import EditionRow
from suluh.publishing.ledger.signing import Signer

PAGE: Final = "page"

AfterAppend = Callable[[EditionRow, datetime], None]


class NotYet(Exception):  # noqa: N818 because it is an answer, not a fault
    """A person moved the hour of a Copy; `until` is when it is due now."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True, slots=True)
class _Release:
    """What the Editions of one Copy share; `before` are the newest Editions of its content."""

    copy: FrozenCopy
    signer: Signer
    due_at: datetime
    now: datetime
    before: Mapping[str, models.Edition]
    register_number: str


@transaction.atomic(savepoint=False)
def publish(
    *, copy: FrozenCopy, due_at: datetime, signer: Signer, after: AfterAppend, now: datetime
) -> list[EditionRow]:
    """Append the Editions of an approved Copy and everything that follows from them.

    `after` writes the delivery rows of each Edition in the same transaction; it is passed in
    because delivery stands above this room. Locales whose bytes are public already are left
    out. Nothing of a Copy changes while it is cleared but its state, its hour and its erasure:
    what was read a moment before stands if these three are asked here.
    Raises NotYet; Refused: check_copy's codes, other_bytes, wrong_state, not_next, not_now,
    not_valid_then, revoked.
    """
    check_copy(copy, now)
    check_stored(copy)
    before = {
        row.locale: row
        for row in models.Edition.objects.filter(content_id=copy.content_id, is_latest=True)
    }
    number = _register_number(copy, before, now)
    release = _Release(copy, signer, due_at, now, before, number)
    made = (_append(release, locale) for locale in copy.locales)
    rows = [row for row in made if row is not None]
    until = editorial.mark_published(copy_id=copy.id, now=now)
    if until is not None and now < until:
        raise NotYet(until)
    for row in rows:
        after(row, now)
        tell(row, copy.number, now)
    return rows


def _register_number(copy: FrozenCopy, before: Mapping[str, object], now: datetime) -> str:
    """Give the gapless number of a first publication, where its kind has a register."""
    given = _number_given(copy.content_id) if before else ""
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


def _append(release: _Release, locale: str) -> EditionRow | None:
    copy = release.copy
    parts = {part.name: part for part in copy.parts if part.locale == locale}
    before = release.before.get(locale)
    action = _action(copy, before)
    if action is Action.WITHDRAW and (before is None or before.action not in SHOWS):
        return None
    if action in SHOWS and before and before.action in SHOWS and _same(before, parts):
        return None
    sign_offs, names = _sign_offs(copy, locale, set(parts) if action in SHOWS else set())
    record = _record(release, locale, action, sign_offs)
    # What no verifier would accept as the next step of this text is not signed.
    head.advance(_state(copy.content_id, locale) if before else None, record, "")
    text = release.signer.sign_edition(record)
    edition = _store(record, text, copy, before)
    if action is Action.CORRECT:
        return queries.row_of(edition)
    shown = {name: canonical.parse(name, parts[name].data) for name in record.parts}
    return queries.new_row(edition, record, shown, names)


def _state(content_id: str, locale: str) -> ContentState | None:
    """Return where a text stands, folded from its records."""
    state: ContentState | None = None
    rows = models.Edition.objects.filter(content_id=content_id, locale=locale)
    for text, sha256 in rows.order_by("version").values_list("jws", "sha256"):
        state = head.advance(state, parse(jws.parse(text).payload), sha256)
    return state


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
    release: _Release, locale: str, action: Action, sign_offs: tuple[SignOff, ...]
) -> EditionRecord:
    copy, before = release.copy, release.before.get(locale)
    parts = {part.name: part for part in copy.parts if part.locale == locale}
    epoch, number, prev = next_position()
    shown = {name: part.commitment for name, part in parts.items()} if action in SHOWS else {}
    return EditionRecord(
        institution=release.signer.institution,
        epoch=epoch,
        number=number,
        prev=prev,
        content_id=copy.content_id,
        locale=locale,
        version=queries.last_version(copy.content_id, locale) + 1 if before else 1,
        kind=copy.kind,
        action=action,
        copy=copy.number,
        parts=shown,
        sign_offs=sign_offs,
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
    epochs = models.Epoch.objects.order_by("-number").values_list("number", "known_head")
    current, known = epochs.first() or (1, None)
    rows = models.Edition.objects.filter(epoch=current).order_by("-number")
    last = rows.values_list("number", "sha256").first()
    if last is not None:
        return current, last[0] + 1, Position(current, *last)
    return current, 1, Position.of_json(known) if known else None


def _address(release: _Release, locale: str, parts: Mapping[str, FrozenPart]) -> str:
    copy = release.copy
    title = canonical.plain(canonical.parse("title", parts["title"].data))
    place = Place(copy.content_id, locale, copy.kind, release.now, org.get_institution().zone)
    taken: set[str] = set()
    if copy.kind == PAGE:
        others = models.Edition.objects.exclude(content_id=copy.content_id).filter(kind=PAGE)
        taken = set(others.values_list("address", flat=True))
    return address_for(copy.slug or title, place, taken=taken)


def _sign_offs(
    copy: FrozenCopy, locale: str, shown: Collection[str]
) -> tuple[tuple[SignOff, ...], dict[str, str]]:
    """Return the sign-offs of one locale, one per (step, person), in the order they were given.

    With them the names behind their commitments.
    """
    grouped: dict[tuple[str, UUID], list[FrozenSignOff]] = {}
    for one in copy.sign_offs:
        if one.locale == locale:
            grouped.setdefault((one.step, one.person_id), []).append(one)
    names: list[models.SignedBy] = []
    made = tuple(_sign_off(ones, shown, names) for ones in grouped.values())
    models.SignedBy.objects.bulk_create(names)
    return made, {one.commitment: one.name for one in names}


def _sign_off(
    ones: list[FrozenSignOff], shown: Collection[str], names: list[models.SignedBy]
) -> SignOff:
    first = ones[0]
    return SignOff(
        step=first.step,
        post=first.post_code,
        person=_person_commitment(first.person_id, names),
        via=Via(first.via),
        for_person=_person_commitment(first.for_person_id, names) if first.for_person_id else "",
        at=max(one.at for one in ones),
        clause=first.clause,
        covers=tuple(sorted(one.part for one in ones if one.part in shown)),
    )


def _person_commitment(person_id: UUID, names: list[models.SignedBy]) -> str:
    """Commit to a person's name with a salt of its own; name and salt can be erased."""
    name = org.get_person(person_id).name
    salt = secrets.token_bytes(32)
    made = canonical.commitment(salt, canonical.dumps({"name": canonical.clean_text(name)}))
    names.append(models.SignedBy(commitment=made, person_id=person_id, salt=salt, name=name))
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
