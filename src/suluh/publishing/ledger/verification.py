"""`suluh ledger verify`: derive everything anew from the signed records and the stored rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from suluh.foundation.org import queries as org
from suluh.kernel import canonical
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import queries as editorial
from suluh.newsroom.regulation import queries as regulation
from suluh.newsroom.regulation.rules.conformance import deviation
from suluh.newsroom.regulation.rules.progress import SignOff, chain_state
from suluh.publishing.ledger import models, queries
from suluh.publishing.ledger.rules import chain, jws, record
from suluh.publishing.ledger.rules.trust import Trust


@dataclass(frozen=True, slots=True)
class Verified:
    """What the verification found."""

    count: int
    head: str
    problems: tuple[str, ...]

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
            "sound": self.sound,
        }

    def lines(self) -> Iterator[str]:
        """Yield the report for people."""
        yield from self.problems
        verdict = "sound" if self.sound else f"{len(self.problems)} problems"
        yield f"ledger: {self.count} Editions, head {self.head or 'none'}, {verdict}"


def verify_all(trust: Trust) -> Verified:
    """Verify chain, signatures, bytes, and that each Edition's sign-offs satisfied its rule.

    Reads rows, never the application's word: a record is parsed from its own signed bytes.
    """
    report = chain.verify(queries.all_jws(), trust)
    problems = [f"{one.epoch}.{one.number}: {one.refused}" for one in report.problems]
    for edition in models.Edition.objects.order_by("epoch", "number").iterator(500):
        problems += [f"{edition.epoch}.{edition.number}: {why}" for why in _wrong_in(edition)]
    head = f"{report.head.epoch}.{report.head.number} {report.head.sha256}" if report.head else ""
    return Verified(report.count, head, tuple(problems))


def _wrong_in(edition: models.Edition) -> Iterator[str]:
    try:
        read = record.parse(jws.parse(edition.jws).payload)
    except Refused:
        return  # named by the chain already
    stood = (edition.content_id, edition.locale, edition.version, edition.action)
    if stood != (read.content_id, read.locale, read.version, read.action):
        yield "the row differs from its record"
    if dict(edition.parts.values_list("name", "commitment")) != dict(read.parts):
        yield "the row's parts differ from its record"
    opened = editorial.opened_parts(read.parts.values())
    for name, commitment in read.parts.items():
        if commitment in opened and canonical.commitment(*opened[commitment]) != commitment:
            yield f"{name}: the stored bytes are not those that were published"
    yield from _wrong_in_sign_offs(edition, read)


def _wrong_in_sign_offs(edition: models.Edition, read: record.EditionRecord) -> Iterator[str]:
    if edition.copy_id is None:
        return
    copy = editorial.sign_offs_behind(edition.copy_id)
    if copy is None:
        yield "the Copy it was made of is gone"
        return
    if (copy.chain.regulation, copy.chain.sha256) != (read.regulation.code, read.regulation.sha256):
        yield "the Copy's chain is of another rule version than the record names"
    try:
        stored = regulation.regulation_by_name(copy.chain.regulation, copy.chain.version)
    except Refused:
        yield "the rule version it names is not stored"
        return
    kind = org.get_unit(copy.chain.case.unit).kind
    at = deviation(copy.chain, stored, kind, list(copy.commitments))
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
    if {one.step for one in read.sign_offs} != {
        one.step for one in copy.sign_offs if one.locale == read.locale
    }:
        yield "the record's sign-offs are not the stored ones"
