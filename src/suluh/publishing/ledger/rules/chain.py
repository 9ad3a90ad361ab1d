"""Checking a whole ledger: signatures, positions, links, epochs and versions, in one pass.

What is wrong is reported and the walk goes on, so that one broken record does not hide others.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from suluh.kernel.bilingual import gettext_noop
from suluh.kernel.refusals import Refused
from suluh.publishing.ledger.rules import head, jws, record, tree
from suluh.publishing.ledger.rules.head import ContentState, HeadStatement
from suluh.publishing.ledger.rules.keys import Purpose
from suluh.publishing.ledger.rules.record import EditionRecord, Position
from suluh.publishing.ledger.rules.trust import NOT_VALID_THEN, REVOKED, Trust

T = TypeVar("T")

SAME_PLACE: Final = gettext_noop("Two records stand at %(epoch)s/%(number)s.")
BROKEN_LINK: Final = gettext_noop("The record does not follow the one before it.")
BEYOND_HEAD: Final = gettext_noop(
    "The new epoch does not know the records before it from %(epoch)s/%(number)s back."
)
OTHER_HOUSE: Final = gettext_noop("The record is of another institution: %(institution)s.")
OTHER_TREE: Final = gettext_noop("The good work of the revoked key %(kid)s is not what it was.")
CUT: Final = gettext_noop("The ledger ends before the head %(epoch)s/%(number)s known outside.")
OTHER_RECORD: Final = gettext_noop("At %(epoch)s/%(number)s stands another record than known.")
OTHER_STATE: Final = gettext_noop(
    "The head %(epoch)s/%(number)s known outside lists %(content_id)s (%(locale)s) otherwise."
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at one place of the ledger."""

    epoch: int
    number: int
    refused: Refused

    @property
    def code(self) -> str:
        """The code of the refusal."""
        return self.refused.code


@dataclass(frozen=True, slots=True)
class Link:
    """One row of the ledger, read and judged; `record` is None where it cannot be read."""

    position: Position
    kid: str
    record: EditionRecord | None
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Walk:
    """The state of one pass over a ledger; feed it every JWS in the order of positions."""

    trust: Trust
    head: Position | None = None
    count: int = 0
    states: dict[tuple[str, str], ContentState] = field(default_factory=dict)
    _signed: dict[str, list[str]] = field(default_factory=dict)

    def take(self, text: str) -> Link:
        """Judge the next JWS and move on."""
        wrong: list[Refused] = []
        parsed = _try(lambda: jws.parse(text), wrong)
        read = _try(lambda: record.parse(parsed.payload), wrong) if parsed else None
        kid = parsed.kid if parsed else ""
        if parsed:
            _try(lambda: self.trust.check(text, jws.Typ.EDITION, Purpose.EDITION), wrong)
        fingerprint = tree.EMPTY if not text.isascii() else jws.fingerprint(text)
        if read:
            wrong += self._judge(read, kid, fingerprint)
        position = self._place(read, fingerprint)
        self.head, self.count = position, self.count + 1
        problems = tuple(Problem(position.epoch, position.number, each) for each in wrong)
        return Link(position, kid, read, problems)

    def _place(self, read: EditionRecord | None, fingerprint: str) -> Position:
        """Where the row stands; one that cannot be read is taken to stand next."""
        if read:
            return Position(read.epoch, read.number, fingerprint)
        epoch, number = self.head.place if self.head else (1, 0)
        return Position(epoch, number + 1, fingerprint)

    def _judge(self, read: EditionRecord, kid: str, fingerprint: str) -> list[Refused]:
        wrong = [_link(self.head, read), self._key(read, kid, fingerprint)]
        if read.institution != self.trust.root.institution:
            wrong.append(Refused("other_house", OTHER_HOUSE, institution=read.institution))
        found = [each for each in wrong if each]
        last = self.states.get(read.subject)
        state = _try(lambda: head.advance(last, read, fingerprint), found)
        if state:
            self.states[read.subject] = state
        return found

    def _key(self, read: EditionRecord, kid: str, fingerprint: str) -> Refused | None:
        """Whether the key could sign then, and, if revoked, had not yet been at this place."""
        valid = self.trust.certificates.get(kid, ())
        at = read.assigned.published_at
        if valid and not any(each.allows(Purpose.EDITION, at) for each in valid):
            return Refused("not_valid_then", NOT_VALID_THEN, kid=kid)
        entry = self.trust.revocations.of(kid)
        if entry is None:
            return None
        if entry.good is None or read.place > entry.good.head.place:
            return Refused("revoked", REVOKED, kid=kid)
        self._signed.setdefault(kid, []).append(fingerprint)
        return None

    def finish(self) -> tuple[Problem, ...]:
        """Return what only the whole shows: the good work of each revoked key."""
        problems = []
        for entry in self.trust.revocations.entries:
            signed = self._signed.get(entry.kid, [])
            if entry.good and tree.root(signed) != entry.good.tree:
                place = entry.good.head.place
                refused = Refused("other_tree", OTHER_TREE, kid=entry.kid)
                problems.append(Problem(*place, refused))
        return tuple(problems)


@dataclass(frozen=True, slots=True)
class Report:
    """What a whole ledger came to."""

    count: int
    head: Position | None
    states: dict[tuple[str, str], ContentState]
    problems: tuple[Problem, ...]


def links(walk: Walk, rows: Iterable[str]) -> Iterator[Link]:
    """Yield every row judged, for a caller that checks more (sign-offs against the rule)."""
    return (walk.take(text) for text in rows)


def verify(
    rows: Iterable[str],
    trust: Trust,
    known: Iterable[Position] = (),
    heads: Iterable[HeadStatement] = (),
) -> Report:
    """Check a ledger, given its JWS in the order of positions.

    `known` are positions that were told outside (exports, revocations), `heads` what was signed
    and kept there: a tail that was cut off, or a ledger written anew, shows against them and
    against nothing else.
    """
    walk = Walk(trust)
    problems: list[Problem] = []
    told = list(heads)
    outside: dict[tuple[int, int], set[Position]] = {}
    for each in (*known, *(one.head for one in told)):
        outside.setdefault(each.place, set()).add(each)
    for link in links(walk, rows):
        problems += link.problems
        stands = outside.pop(link.position.place, set())
        others = sorted(stands - {link.position})
        problems += [_known("other_record", OTHER_RECORD, one) for one in others]
        for one in (each for each in told if each.head == link.position):
            problems += _other_states(one, walk.states)
    left = sorted(one for positions in outside.values() for one in positions)
    problems += [_known("cut", CUT, one) for one in left]
    return Report(walk.count, walk.head, walk.states, (*problems, *walk.finish()))


def _known(code: str, reason: str, told: Position) -> Problem:
    refused = Refused(code, reason, epoch=told.epoch, number=told.number)
    return Problem(told.epoch, told.number, refused)


def _other_states(
    told: HeadStatement, states: Mapping[tuple[str, str], ContentState]
) -> Iterator[Problem]:
    """Yield where a head lists a content otherwise than the records up to it come to."""
    for one in told.entries:
        if states.get((one.content_id, one.locale)) != one:
            place, subject = told.head, (one.content_id, one.locale)
            refused = Refused("other_state", OTHER_STATE, epoch=place.epoch, number=place.number,
                              content_id=subject[0], locale=subject[1])  # fmt: skip
            yield Problem(place.epoch, place.number, refused)


def _link(last: Position | None, read: EditionRecord) -> Refused | None:
    """Whether the record follows `last`; its own fields already fit each other."""
    if last and read.place == last.place:
        return Refused("same_place", SAME_PLACE, epoch=read.epoch, number=read.number)
    if read.prev == last and (last is None or read.place > last.place):
        return None
    if last and read.number == 1 and read.epoch > last.epoch:
        return Refused("beyond_head", BEYOND_HEAD, epoch=last.epoch, number=last.number)
    return Refused("broken_link", BROKEN_LINK)


def _try(step: Callable[[], T], wrong: list[Refused]) -> T | None:
    try:
        return step()
    except Refused as refused:
        wrong.append(refused)
        return None
