"""A Copy as the ledger reads it: frozen, with nothing of the working row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from suluh.newsroom.regulation.rules.chains import Chain


@dataclass(frozen=True, slots=True)
class FrozenPart:
    """The exact bytes that were signed off, with the salt of their commitment."""

    locale: str
    name: str
    digest: str
    commitment: str
    salt: bytes
    data: bytes


@dataclass(frozen=True, slots=True)
class FrozenSignOff:
    """One stored sign-off with both persons where a substitute acted."""

    step: str
    locale: str
    part: str
    commitment: str
    person_id: UUID
    for_person_id: UUID | None
    post_code: str
    via: str
    at: datetime
    clause: str


@dataclass(frozen=True, slots=True)
class FrozenCopy:
    """Everything that publication may know of a Copy."""

    id: UUID
    number: int
    content_id: str
    kind: str
    state: str
    purpose: str
    unit_code: str
    reason: Mapping[str, str]
    slug: str
    not_before: datetime | None
    due_at: datetime | None
    submitted_by: UUID
    writers: frozenset[UUID]
    chain: Chain
    is_chain_of_submission: bool
    parts: tuple[FrozenPart, ...]
    sign_offs: tuple[FrozenSignOff, ...]

    @property
    def locales(self) -> tuple[str, ...]:
        """The locales of the Copy, Indonesian first."""
        return tuple(
            sorted({part.locale for part in self.parts}, key=lambda one: (one != "id", one))
        )

    def commitments(self) -> dict[tuple[str, str], str]:
        """Return the commitment of each (locale, part)."""
        return {(part.locale, part.name): part.commitment for part in self.parts}


@dataclass(frozen=True, slots=True)
class SignedCopy:
    """What stays of a Copy when its bytes are erased: who signed what under which rule."""

    number: int
    content_id: str
    kind: str
    chain: Chain
    is_chain_of_submission: bool
    commitments: Mapping[tuple[str, str], str]
    writers: frozenset[UUID]
    sign_offs: tuple[FrozenSignOff, ...]
