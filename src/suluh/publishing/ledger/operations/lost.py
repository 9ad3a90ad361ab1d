"""Editions that were published after the backup from which this house was restored.

They are taken in as they stand outside: their own records at their own positions of the old
epoch, byte for byte, each judged by root, key, period, revocation and by its link to the record
before it. Nothing is signed here. Repeating it changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from suluh.foundation.audit import operations as audit
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import local_day
from suluh.foundation.outbox import operations as outbox
from suluh.kernel import canonical, ids
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import operations as editorial
from suluh.newsroom.regulation import operations as regulation
from suluh.publishing.ledger import events, models, queries
from suluh.publishing.ledger.operations.publication import AfterAppend
from suluh.publishing.ledger.rules import jws, record
from suluh.publishing.ledger.rules.export import Export, Opened
from suluh.publishing.ledger.rules.keys import Purpose
from suluh.publishing.ledger.rules.record import Action, EditionRecord
from suluh.publishing.ledger.rules.trust import Trust

NOT_PAUSED = _("Editions are taken in only while the house is paused after a restore.")
FORK = _("At %(at)s stands another record already.")
GAP = _("%(at)s does not follow the last record here; the records between are missing.")
TOO_NEW = _("%(at)s is of the epoch that this house itself will sign in.")
OTHER_HOUSE = _("The record is of another institution: %(institution)s.")
OTHER_BYTES = _("The part %(part)s is not as it was signed.")


@dataclass(frozen=True, slots=True)
class Found:
    """A record that came from outside, read and judged alone."""

    text: str
    record: EditionRecord
    opened: Mapping[str, Opened]

    @property
    def at(self) -> str:
        """Its position in words."""
        return f"{self.record.epoch}.{self.record.number}"


@dataclass(slots=True)
class TakenIn:
    """What came of it: how many were new or known, and what was set aside with why."""

    new: int = 0
    known: int = 0
    set_aside: list[str] = field(default_factory=list)
    media: set[str] = field(default_factory=set)


def judge(export: Export, trust: Trust) -> Found:
    """Return an export's record with its parts, if it is genuine.

    Raises Refused: malformed, unknown_key, bad_signature, not_valid_then, revoked, other_house,
    other_bytes.
    """
    text = export.edition
    payload = trust.check(text, jws.Typ.EDITION, Purpose.EDITION)
    read = record.parse(payload)
    kid = jws.parse(text).kid
    trust.check_time(kid, Purpose.EDITION, read.assigned.published_at)
    trust.check_revoked(kid, text, export.paths.get(jws.fingerprint(text)))
    if read.institution != trust.root.institution:
        raise Refused("other_house", OTHER_HOUSE, institution=read.institution)
    for name, part in export.parts.items():
        canonical.parse(name, part.data)
        if canonical.commitment(part.salt, part.data) != read.parts.get(name):
            raise Refused("other_bytes", OTHER_BYTES, part=name)
    return Found(text, read, export.parts)


@transaction.atomic
def take_in(found: Iterable[Found], *, after: AfterAppend, now: datetime) -> TakenIn:
    """Append lost Editions in the order of the chain; `after` writes their delivery rows.

    What does not follow the last record here is set aside and named. Raises Refused: not_paused.
    """
    epoch = queries.paused_epoch()
    if epoch is None:
        raise Refused("not_paused", NOT_PAUSED)
    done, taken = TakenIn(), list[str]()
    for one in sorted(_once(found), key=lambda each: each.record.place):
        why = _why_not(one, epoch.number)
        if why is None:
            _append(one, after, now)
            done.new += 1
            taken.append(one.at)
            done.media |= set(_media(one))
        elif why.code == "known":
            done.known += 1
        else:
            done.set_aside.append(f"{one.at}: {why}")
    replay_erasures(now=now)
    if done.new:
        outbox.hold_all(now=now, note="published before the restore")
        # `suluh ledger verify` reads here whose sign-offs cannot be in this house.
        data = {"epoch": epoch.number, "taken_in": done.new, "editions": taken,
                "set_aside": len(done.set_aside)}  # fmt: skip
        audit.record(audit.Entry("ledger.take_in", f"epoch:{epoch.number}", data=data), now=now)
    return done


def _once(found: Iterable[Found]) -> list[Found]:
    """Return each record once, with the most parts that anybody has of it."""
    best: dict[str, Found] = {}
    for one in found:
        if one.text not in best or len(one.opened) > len(best[one.text].opened):
            best[one.text] = one
    return list(best.values())


def _why_not(one: Found, paused: int) -> Refused | None:
    stands = models.Edition.objects.filter(epoch=one.record.epoch, number=one.record.number).first()
    if stands is not None and stands.jws == one.text:
        return Refused("known", "")
    if stands is not None:
        return Refused("fork", FORK, at=one.at)
    if one.record.epoch >= paused:
        return Refused("too_new", TOO_NEW, at=one.at)
    if one.record.prev != queries.head_position():
        return Refused("gap", GAP, at=one.at)
    return None


def _append(one: Found, after: AfterAppend, now: datetime) -> None:
    read = one.record
    before = queries.latest_of(read.content_id, read.locale)
    unit_code = _unit_of(one, before)
    copy_id = editorial.settle_lost(
        content_id=read.content_id, number=read.copy, commitments=set(read.parts.values()), now=now
    )
    edition = _store(one, unit_code, copy_id, before)
    for name, part in one.opened.items():
        editorial.take_in_part(
            key=(read.content_id, read.locale, name), salt=part.salt, data=part.data
        )
    _advance_register(read, unit_code, now)
    if copy_id is not None:
        waiting = models.DueCopy.objects.filter(copy_id=copy_id, state="waiting")
        waiting.update(state="done", done_at=now)
    row = queries.row_of(edition)
    after([row], now)
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


def _unit_of(one: Found, before: models.Edition | None) -> str:
    """Return the unit: from the text's facts, or of the version before; else the top unit."""
    facts = one.opened.get("facts")
    code = str(canonical.parse("facts", facts.data).get("unit", "")) if facts else ""
    known = {unit.code for unit in org.list_units()}
    if code in known:
        return code
    return before.unit_code if before else org.list_units()[0].code


def _store(
    one: Found, unit_code: str, copy_id: UUID | None, before: models.Edition | None
) -> models.Edition:
    read, given = one.record, one.record.assigned
    aside = queries.is_aside(read)
    if before is not None and not aside:
        models.Edition.objects.filter(id=before.id).update(is_latest=False)
    edition = models.Edition.objects.create(
        epoch=read.epoch,
        number=read.number,
        jws=one.text,
        sha256=jws.fingerprint(one.text),
        short_code=ids.short_code(one.text),
        content_id=read.content_id,
        locale=read.locale,
        version=read.version,
        kind=read.kind,
        action=read.action,
        unit_code=unit_code,
        copy_id=copy_id,
        address=given.address,
        register_number=given.register_number,
        reason=read.reason,
        due_at=given.due_at,
        published_at=given.published_at,
        first_published_at=before.first_published_at if before else given.published_at,
        is_latest=not aside,
    )
    models.EditionPart.objects.bulk_create(
        models.EditionPart(edition=edition, name=name, commitment=commitment)
        for name, commitment in read.parts.items()
    )
    return edition


def _advance_register(read: EditionRecord, unit_code: str, now: datetime) -> None:
    number = read.assigned.register_number
    if number:
        zone = org.get_unit(unit_code).zone
        day = local_day(read.assigned.published_at, zone)
        regulation.note_register_number(
            kind=read.kind, unit_code=unit_code, day=day, text=number, now=now
        )


def _media(one: Found) -> Iterator[str]:
    for name, part in one.opened.items():
        family = name.partition("/")[0]
        if family in {"figure", "file"}:
            read = canonical.parse(name, part.data)
            yield str(read["image"] if family == "figure" else read["file"])


@transaction.atomic
def replay_erasures(*, now: datetime) -> int:
    """Erase again what the ledger says is erased; a backup may have brought it back."""
    done = 0
    for edition in models.Edition.objects.filter(action=Action.ERASE).order_by("epoch", "number"):
        read = record.parse(jws.parse(edition.jws).payload)
        done += erase_named(read, now=now)
        if edition.is_latest:  # what nobody published anew
            with suppress(Refused):  # a Copy of it is open: a person decides about that one
                editorial.erase_text(content_id=read.content_id, locale=read.locale, now=now)
    return done


def erase_named(read: EditionRecord, *, now: datetime) -> int:
    """Delete bytes and salt of the parts that an erasure names."""
    commitments: set[str] = set()
    for erased in read.erases:
        rows = models.EditionPart.objects.filter(
            edition__content_id=read.content_id,
            edition__locale=read.locale,
            edition__version=erased.version,
            name__in=erased.parts,
        )
        commitments |= set(rows.values_list("commitment", flat=True))
    return editorial.erase_parts(commitments=commitments, now=now)
