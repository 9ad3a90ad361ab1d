"""How stored sign-offs become those of a record, and whether both still say the same."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from suluh.kernel import canonical, clock
from suluh.newsroom.editorial.rules import FrozenSignOff
from suluh.publishing.ledger.rules.record import SignOff


@dataclass(frozen=True, slots=True)
class Given:
    """What one person gave for one step, as the record folds it."""

    step: str
    post: str
    person: UUID
    via: str
    for_person: UUID | None
    at: datetime
    clause: str
    covers: tuple[str, ...]


def fold(rows: Iterable[FrozenSignOff], locale: str, shown: Collection[str]) -> tuple[Given, ...]:
    """Return the sign-offs of one locale, one per (step, person), in the order they were given.

    Each covers the parts of `shown` that were signed, and has the time of its last signature.
    """
    grouped: dict[tuple[str, UUID], list[FrozenSignOff]] = {}
    for one in rows:
        if one.locale == locale:
            grouped.setdefault((one.step, one.person_id), []).append(one)
    return tuple(_folded(ones, shown) for ones in grouped.values())


def _folded(ones: Sequence[FrozenSignOff], shown: Collection[str]) -> Given:
    first = ones[0]
    return Given(
        step=first.step,
        post=first.post_code,
        person=first.person_id,
        via=first.via,
        for_person=first.for_person_id,
        at=max(one.at for one in ones),
        clause=first.clause,
        covers=tuple(sorted(one.part for one in ones if one.part in shown)),
    )


def commit_to_name(salt: bytes, name: str) -> str:
    """Return the commitment to a person's name record."""
    return canonical.commitment(salt, canonical.dumps({"name": canonical.clean_text(name)}))


@dataclass(frozen=True, slots=True)
class Name:
    """What is stored behind the commitment to a person; an erased one has no salt and no name."""

    person: UUID
    salt: bytes | None
    name: str

    @property
    def is_erased(self) -> bool:
        """Say whether name and salt are gone."""
        return self.salt is None and not self.name

    def opens(self, commitment: str) -> bool:
        """Say whether this is the name that was committed to."""
        return self.salt is not None and commit_to_name(self.salt, self.name) == commitment


@dataclass(frozen=True, slots=True)
class Names:
    """The names behind a record, and which reasons there are for some of them to be gone.

    `may_lack`: the Edition was taken in after a restore, its names stayed behind. `may_be_erased`:
    a later Edition erased something of this text.
    """

    known: Mapping[str, Name]
    may_lack: bool = False
    may_be_erased: bool = False


def people_in(signed: Iterable[SignOff]) -> list[str]:
    """Return every commitment to a person, of those who stood in for another too."""
    return [each for one in signed for each in (one.person, one.for_person) if each]


def deviations(signed: Sequence[SignOff], given: Sequence[Given], names: Names) -> Iterator[str]:
    """Yield every way in which stored sign-offs differ from those of the signed record."""
    paired, left = _paired(signed, given, names)
    for one, match in paired:
        if match is None:
            yield f"step {one.step}: the sign-off that was signed is not stored"
            continue
        yield from (f"step {one.step}: {why}" for why in _differences(one, match, names))
    for stranger in left:
        yield f"step {stranger.step}: a stored sign-off is not in the signed record"


def _paired(
    signed: Sequence[SignOff], given: Sequence[Given], names: Names
) -> tuple[list[tuple[SignOff, Given | None]], list[Given]]:
    """Return each signed one beside its stored one: the same person's first, else of its step."""
    left, found = list(given), dict[int, Given]()
    for by_person in (True, False):
        for at, one in enumerate(signed):
            known = names.known.get(one.person)
            fits = [
                each for each in left
                if each.step == one.step
                and (not by_person or (known is not None and known.person == each.person))
            ]  # fmt: skip
            if at not in found and fits:
                found[at] = fits[0]
                left.remove(fits[0])
    return [(one, found.get(at)) for at, one in enumerate(signed)], left


def _differences(signed: SignOff, stored: Given, names: Names) -> Iterator[str]:
    told = (
        ("post", signed.post, stored.post),
        ("office", str(signed.via) or "holder", stored.via or "holder"),
        ("clause", signed.clause, stored.clause),
        ("time", clock.iso(signed.at), clock.iso(stored.at)),
        ("list of parts", " ".join(signed.covers), " ".join(stored.covers)),
    )
    for what, was, now in told:
        if was != now:
            yield f"the stored {what} is “{now}”, signed was “{was}”"
    yield from _person(signed.person, stored.person, names)
    if bool(signed.for_person) != bool(stored.for_person):
        yield "only one of record and stored sign-off says that somebody stood in"
    elif stored.for_person:
        yield from (f"stood in for: {why}" for why in
                    _person(signed.for_person, stored.for_person, names))  # fmt: skip


def _person(commitment: str, stored: UUID, names: Names) -> Iterator[str]:
    name = names.known.get(commitment)
    if name is None:
        if not names.may_lack:
            yield "nothing is stored about the person who signed"
        return
    if name.person != stored:
        yield "the stored person is not the one who signed"
    if name.is_erased:
        if not names.may_be_erased:
            yield "the name is gone, and no erasure in the ledger says why"
    elif not name.opens(commitment):
        yield "the stored name is not the one that was signed"
