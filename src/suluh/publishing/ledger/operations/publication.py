"""Publish approved Copies: re-check everything from stored rows, append, tell the rooms.

One transaction; called by the scheduler loop alone, one process at a time.
"""

import secrets
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
from suluh.newsroom.editorial.rules import FrozenCopy, FrozenPart
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
from suluh.publishing.ledger.rules.sign_offs import Given, commit_to_name, fold
from suluh.publishing.ledger.signing import Signer

PAGE: Final = "page"

AfterAppend = Callable[[Sequence[EditionRow], datetime], None]


class NotYet(Exception):  # noqa: N818 because it is an answer, not a fault
    """A person moved the hour of a Copy; `until` is when it is due now."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True, slots=True)
class Due:
    """An approved Copy as it was read, and the instant it waited for."""

    copy: FrozenCopy
    at: datetime


@dataclass(slots=True)
class _Run:
    """What is appended together: the tail moves on with every record that is signed."""

    signer: Signer
    now: datetime
    before: Mapping[tuple[str, str], models.Edition]
    tail: tuple[int, int, Position | None]
    pages: set[str] = field(default_factory=set)
    names: list[models.SignedBy] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Release:
    """What the Editions of one Copy share."""

    copy: FrozenCopy
    due_at: datetime
    run: _Run
    register_number: str


@dataclass(frozen=True, slots=True)
class _Made:
    """A signed record on its way into the ledger; `names` stand behind its commitments."""

    copy: FrozenCopy
    record: EditionRecord
    row: models.Edition
    names: dict[str, str]


@transaction.atomic(savepoint=False)
def publish(
    *, due: Sequence[Due], signer: Signer, after: AfterAppend, now: datetime
) -> list[EditionRow]:
    """Append the Editions of approved Copies, of one content each, and all that follows.

    All of them or none. `after` writes the delivery rows of the Editions in the same transaction;
    it is passed in because delivery stands above this room. Locales whose bytes are public
    already are left out. Nothing of a Copy changes while it is cleared but its state, its hour
    and its erasure: what was read a moment before stands if these three are asked here.
    Raises NotYet; Stale; Refused: check_copy's codes, other_bytes, wrong_state, not_next, not_now,
    not_valid_then, revoked.
    """
    copies = [one.copy for one in due]
    for copy in copies:
        check_copy(copy, now)
    check_stored(copies)
    run = _Run(signer, now, _newest(copies), next_position())
    made = [each for one in due for each in _records(one, run)]
    _store(made, run)
    for until in editorial.mark_published(copy_ids=[one.id for one in copies], now=now).values():
        if until is not None and now < until:
            raise NotYet(until)
    rows = [_row(each) for each in made]
    after(rows, now)
    tell([(row, each.copy.number) for row, each in zip(rows, made, strict=True)], now)
    return rows


def _newest(copies: Sequence[FrozenCopy]) -> dict[tuple[str, str], models.Edition]:
    rows = models.Edition.objects.filter(
        content_id__in=[copy.content_id for copy in copies], is_latest=True
    )
    return {(row.content_id, row.locale): row for row in rows}


def _records(one: Due, run: _Run) -> Iterator[_Made]:
    copy = one.copy
    release = _Release(copy, one.at, run, _register_number(copy, run))
    for locale in copy.locales:
        made = _append(release, locale)
        if made is not None:
            yield made


def _register_number(copy: FrozenCopy, run: _Run) -> str:
    """Give the gapless number of a first publication, where its kind has a register."""
    is_known = any(content_id == copy.content_id for content_id, _locale in run.before)
    given = _number_given(copy.content_id) if is_known else ""
    if given or copy.purpose != Action.PUBLISH:
        return given
    unit = org.get_unit(copy.unit_code)
    day = local_day(run.now, unit.zone)
    number = regulation.next_register_number(chain=copy.chain, day=day, now=run.now)
    return number.text if number else ""


def _number_given(content_id: str) -> str:
    numbered = models.Edition.objects.filter(content_id=content_id).exclude(register_number="")
    return numbered.values_list("register_number", flat=True).first() or ""


def _append(release: _Release, locale: str) -> _Made | None:
    copy, run = release.copy, release.run
    parts = {part.name: part for part in copy.parts if part.locale == locale}
    before = run.before.get((copy.content_id, locale))
    action = _action(copy, before)
    if action is Action.WITHDRAW and (before is None or before.action not in SHOWS):
        return None
    if action in SHOWS and before and before.action in SHOWS and _same(before, parts):
        return None
    sign_offs, names = _sign_offs(copy, locale, set(parts) if action in SHOWS else set())
    record = _record(release, locale, action, sign_offs)
    # What no verifier would accept as the next step of this text is not signed.
    head.advance(_state(copy.content_id, locale) if before else None, record, "")
    text = run.signer.sign_edition(record)
    row = _edition(record, text, copy, before)
    run.tail = (record.epoch, record.number + 1, Position(record.epoch, record.number, row.sha256))
    run.pages.add(record.assigned.address)
    run.names += names
    return _Made(copy, record, row, {one.commitment: one.name for one in names})


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
    copy, run = release.copy, release.run
    before = run.before.get((copy.content_id, locale))
    parts = {part.name: part for part in copy.parts if part.locale == locale}
    epoch, number, prev = run.tail
    shown = {name: part.commitment for name, part in parts.items()} if action in SHOWS else {}
    return EditionRecord(
        institution=run.signer.institution,
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
            published_at=run.now,
            address=before.address if before else first_address(copy, locale, run.now, run.pages),
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


def first_address(copy: FrozenCopy, locale: str, at: datetime, pages: Collection[str] = ()) -> str:
    """Return the address of a first Edition at `at`; `pages` are given away just now."""
    title = next(one for one in copy.parts if (one.locale, one.name) == (locale, "title"))
    text = canonical.plain(canonical.parse("title", title.data))
    place = Place(copy.content_id, locale, copy.kind, at, org.get_institution().zone)
    taken: set[str] = set()
    if copy.kind == PAGE:
        others = models.Edition.objects.exclude(content_id=copy.content_id).filter(kind=PAGE)
        taken = {*pages, *others.values_list("address", flat=True)}
    return address_for(copy.slug or text, place, taken=taken)


def _sign_offs(
    copy: FrozenCopy, locale: str, shown: Collection[str]
) -> tuple[tuple[SignOff, ...], list[models.SignedBy]]:
    """Return the sign-offs of one locale, and the names behind their commitments."""
    names: list[models.SignedBy] = []
    folded = fold(copy.sign_offs, locale, shown)
    return tuple(_sign_off(one, names) for one in folded), names


def _sign_off(given: Given, names: list[models.SignedBy]) -> SignOff:
    return SignOff(
        step=given.step,
        post=given.post,
        person=_person_commitment(given.person, names),
        via=Via(given.via),
        for_person=_person_commitment(given.for_person, names) if given.for_person else "",
        at=given.at,
        clause=given.clause,
        covers=given.covers,
    )


def _person_commitment(person_id: UUID, names: list[models.SignedBy]) -> str:
    """Commit to a person's name with a salt of its own; name and salt can be erased."""
    name = org.get_person(person_id).name
    salt = secrets.token_bytes(32)
    made = commit_to_name(salt, name)
    names.append(models.SignedBy(commitment=made, person_id=person_id, salt=salt, name=name))
    return made


def _edition(
    record: EditionRecord, text: str, copy: FrozenCopy, before: models.Edition | None
) -> models.Edition:
    return models.Edition(
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


def _store(made: Sequence[_Made], run: _Run) -> None:
    places = [(each.record.content_id, each.record.locale) for each in made]
    older = [run.before[place].id for place in places if place in run.before]
    if older:
        models.Edition.objects.filter(id__in=older).update(is_latest=False)
    models.SignedBy.objects.bulk_create(run.names)
    models.Edition.objects.bulk_create(each.row for each in made)
    models.EditionPart.objects.bulk_create(
        models.EditionPart(edition=each.row, name=name, commitment=commitment)
        for each in made
        for name, commitment in each.record.parts.items()
    )


def _row(made: _Made) -> EditionRow:
    if made.record.action is Action.CORRECT:
        return queries.row_of(made.row)
    parts = {part.name: part for part in made.copy.parts if part.locale == made.record.locale}
    shown = {name: canonical.parse(name, parts[name].data) for name in made.record.parts}
    return queries.new_row(made.row, made.record, shown, made.names)


def tell(appended: Sequence[tuple[EditionRow, int]], now: datetime) -> None:
    """Write the audit rows of new Editions and announce them; beside each its Copy's number."""
    audit.record_all((_entry(row, copy_number) for row, copy_number in appended), now=now)
    outbox.announce_all(((_fact(row), f"content:{row.content_id}") for row, _number in appended),
                        now=now)  # fmt: skip


def _entry(row: EditionRow, copy_number: int) -> audit.Entry:
    return audit.Entry(
        action=f"edition.{row.action}",
        subject=f"content:{row.content_id}",
        unit_code=row.unit_code,
        data={
            "copy": copy_number,
            "epoch": row.epoch,
            "number": row.number,
            "sha256": row.jws_sha256,
        },
    )


def _fact(row: EditionRow) -> events.EditionAppended:
    return events.EditionAppended(
        content_id=row.content_id,
        locale=row.locale,
        version=row.version,
        epoch=row.epoch,
        number=row.number,
        kind=row.kind,
        action=row.action,
        unit_code=row.unit_code,
        address=row.address,
    )
