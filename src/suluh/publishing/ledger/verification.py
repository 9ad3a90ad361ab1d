"""`suluh ledger verify`: derive everything anew from the signed records and the stored rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Max

from suluh.foundation.audit import queries as audit
from suluh.kernel import canonical
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import queries as editorial
from suluh.newsroom.editorial.rules import SignedCopy
from suluh.newsroom.regulation import queries as regulation
from suluh.newsroom.regulation.rules.progress import SignOff, chain_state
from suluh.publishing.ledger import models, queries
from suluh.publishing.ledger.exports import read_head
from suluh.publishing.ledger.rules import chain, jws, record
from suluh.publishing.ledger.rules.head import HeadStatement
from suluh.publishing.ledger.rules.sign_offs import Name, Names, deviations, fold, people_in
from suluh.publishing.ledger.rules.trust import Trust

ERASURE: Final = "erasure"
TAKEN_IN: Final = "taken in after a restore"
NO_HEADS: Final[Mapping[str, bytes]] = {}
WHY: Final[Mapping[str, str]] = {
    ERASURE: "two persons ask for an erasure, no chain signs it",
    TAKEN_IN: "its Copy was lost, the record alone came back",
}


@dataclass(frozen=True, slots=True)
class Verified:
    """What the verification found.

    `not_judged` are the positions whose sign-offs could not be judged, by the reason for that;
    `erased_names` and `lost_names` count signatories of whom no name is stored any more.
    """

    count: int
    head: str
    problems: tuple[str, ...]
    not_judged: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    erased_names: int = 0
    lost_names: int = 0
    heads: int = 0

    @property
    def sound(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.problems

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "editions": self.count,
            "head": self.head,
            "problems": list(self.problems),
            "not_judged": {why: list(places) for why, places in self.not_judged.items()},
            "erased_names": self.erased_names,
            "lost_names": self.lost_names,
            "heads": self.heads,
            "sound": self.sound,
        }

    def lines(self) -> Iterator[str]:
        """Yield the report for people."""
        yield from self.problems
        for why, places in self.not_judged.items():
            yield f"sign-offs not judged: {len(places)} ({why}: {WHY[why]}): {', '.join(places)}"
        if self.erased_names:
            yield f"names of signatories erased by an Edition: {self.erased_names}"
        if self.lost_names:
            yield f"names of signatories lost before a restore: {self.lost_names}"
        if self.heads:
            yield f"heads kept outside that were held against it: {self.heads}"
        verdict = "sound" if self.sound else f"{len(self.problems)} problems"
        yield f"ledger: {self.count} Editions, head {self.head or 'none'}, {verdict}"


@dataclass(slots=True)
class _Judge:
    """What is known beside the rows of one Edition, and what was counted on the way.

    `taken_in` are positions that an audit row says came back after a restore; `erased` is the last
    erasure of each text.
    """

    taken_in: frozenset[str]
    erased: Mapping[tuple[str, str], int]
    not_judged: dict[str, list[str]] = field(default_factory=dict)
    erased_names: int = 0
    lost_names: int = 0

    def note(self, why: str, at: str) -> None:
        self.not_judged.setdefault(why, []).append(at)

    def names(self, edition: models.Edition, read: record.EditionRecord) -> Names:
        people = people_in(read.sign_offs)
        rows = models.SignedBy.objects.filter(commitment__in=people)
        known = {
            row.commitment: Name(row.person_id, bytes(row.salt) if row.salt else None, row.name)
            for row in rows
        }
        may_be_erased = self.erased.get(read.subject, 0) > read.version
        self.erased_names += sum(one.is_erased and may_be_erased for one in known.values())
        may_lack = str(edition) in self.taken_in
        self.lost_names += may_lack * (len(set(people)) - len(known))
        return Names(known, may_lack=may_lack, may_be_erased=may_be_erased)


def verify_all(trust: Trust, heads: Mapping[str, bytes] = NO_HEADS) -> Verified:
    """Verify chain, signatures, bytes, and that each Edition's sign-offs satisfied its rule.

    Reads rows, never the application's word: a record is parsed from its own signed bytes, and
    the stored sign-offs are held against it. `heads` are files with signed heads that were kept
    outside, by name: whatever was cut off behind one, or written anew before it, shows.
    """
    problems: list[str] = []
    told = list(_read(heads, trust, problems))
    report = chain.verify(queries.all_jws(), trust, heads=told)
    problems += [f"{one.epoch}.{one.number}: {one.refused}" for one in report.problems]
    judge = _Judge(_taken_in(), _erased())
    for edition in models.Edition.objects.order_by("epoch", "number").iterator(500):
        problems += [f"{edition}: {why}" for why in _wrong_in(edition, judge)]
    head = f"{report.head.epoch}.{report.head.number} {report.head.sha256}" if report.head else ""
    return Verified(
        report.count,
        head,
        tuple(problems),
        {why: tuple(places) for why, places in judge.not_judged.items()},
        judge.erased_names,
        judge.lost_names,
        len(told),
    )


def _read(heads: Mapping[str, bytes], trust: Trust, problems: list[str]) -> Iterator[HeadStatement]:
    for name, data in heads.items():
        try:
            yield read_head(data, trust)
        except Refused as refused:
            problems.append(f"{name}: {refused}")


def _taken_in() -> frozenset[str]:
    epochs = models.Epoch.objects.values_list("number", flat=True)
    entries = [row for epoch in epochs for row in audit.list_entries(f"epoch:{epoch}")]
    return frozenset(
        place for row in entries if row.action == "ledger.take_in"
        for place in row.data.get("editions", ())
    )  # fmt: skip


def _erased() -> dict[tuple[str, str], int]:
    rows = models.Edition.objects.filter(action=record.Action.ERASE).order_by()
    found = rows.values_list("content_id", "locale").annotate(Max("version"))
    return {(content_id, locale): version for content_id, locale, version in found}


def _wrong_in(edition: models.Edition, judge: _Judge) -> Iterator[str]:
    try:
        read = record.parse(jws.parse(edition.jws).payload)
    except Refused:
        return  # named by the chain already
    if _columns(edition) != _said(read) or edition.sha256 != jws.fingerprint(edition.jws):
        yield "the row differs from its record"
    if dict(edition.parts.values_list("name", "commitment")) != dict(read.parts):
        yield "the row's parts differ from its record"
    opened = editorial.opened_parts(read.parts.values())
    for name, commitment in read.parts.items():
        if commitment in opened and canonical.commitment(*opened[commitment]) != commitment:
            yield f"{name}: the stored bytes are not those that were published"
    yield from _wrong_in_sign_offs(edition, read, judge)


def _columns(edition: models.Edition) -> tuple[object, ...]:
    return (edition.epoch, edition.number, edition.content_id, edition.locale, edition.version,
            edition.kind, edition.action, edition.address, edition.register_number,
            edition.reason, edition.due_at, edition.published_at)  # fmt: skip


def _said(read: record.EditionRecord) -> tuple[object, ...]:
    given = read.assigned
    return (read.epoch, read.number, read.content_id, read.locale, read.version,
            read.kind, str(read.action), given.address, given.register_number,
            read.reason, given.due_at, given.published_at)  # fmt: skip


def _wrong_in_sign_offs(
    edition: models.Edition, read: record.EditionRecord, judge: _Judge
) -> Iterator[str]:
    if read.action is record.Action.ERASE:
        judge.note(ERASURE, str(edition))
        return
    if edition.copy_id is None:
        if str(edition) in judge.taken_in:
            judge.note(TAKEN_IN, str(edition))
        else:
            yield "it names no Copy, and nothing says why"
        return
    copy = editorial.sign_offs_behind(edition.copy_id)
    if copy is None:
        yield "the Copy it was made of is gone"
        return
    if (copy.content_id, copy.number, copy.kind) != (read.content_id, read.copy, read.kind):
        yield "the Copy is not the one that the record names"
    commitments = {name: copy.commitments.get((read.locale, name)) for name in read.parts}
    if commitments != dict(read.parts):
        yield "the Copy's parts are not those of the record"
    yield from _wrong_in_chain(copy, read)
    shown = read.parts if read.action in record.SHOWS else ()
    given = fold(copy.sign_offs, read.locale, shown)
    yield from deviations(read.sign_offs, given, judge.names(edition, read))


def _wrong_in_chain(copy: SignedCopy, read: record.EditionRecord) -> Iterator[str]:
    said = (read.regulation.code, read.regulation.version, read.regulation.sha256)
    if (copy.chain.regulation, str(copy.chain.version), copy.chain.sha256) != said:
        yield "the Copy's chain is of another rule version than the record names"
    try:
        at = regulation.deviation_of(copy.chain, list(copy.commitments))
    except Refused:
        yield "the rule version it names is not stored"
        return
    if not copy.is_chain_of_submission:
        yield "its chain is not the one the text was submitted with"
    if at:
        yield f"its chain asks for less than the rule ({at})"
    given = [
        SignOff(one.step, one.locale, one.part, one.commitment, str(one.person_id),
                str(one.for_person_id or ""))
        for one in copy.sign_offs
    ]  # fmt: skip
    writers = {str(one) for one in copy.writers}
    if not chain_state(copy.chain, copy.commitments, given, writers).satisfied:
        yield "its sign-offs do not satisfy the chain"
