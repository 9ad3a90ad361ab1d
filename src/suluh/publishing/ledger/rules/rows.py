"""An Edition as the rooms above read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from suluh.kernel.canonical import Part


@dataclass(frozen=True, slots=True)
class SignedByRow:
    """A post that signed, and the person's name unless it was erased."""

    post: str
    title_id: str
    title_en: str
    name: str
    at: datetime
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow:
    """One Edition with its readable parts ({} where erased or withdrawn).

    `erases`: parts by version. `is_aside`: it erases older wordings alone, and what is public
    stays as it is.
    """

    epoch: int
    number: int
    content_id: str
    locale: str
    version: int
    kind: str
    action: str
    unit_code: str
    published_at: datetime
    due_at: datetime
    first_published_at: datetime
    address: str
    register_number: str
    short_code: str
    jws: str
    jws_sha256: str
    note: str = ""
    corrected: tuple[Mapping[str, str], ...] = ()
    parts: Mapping[str, Part] = field(default_factory=dict)
    signed_by: tuple[SignedByRow, ...] = ()
    previous_version: int = 0
    copy_id: str = ""
    erases: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    is_aside: bool = False

    @property
    def is_shown(self) -> bool:
        """Say whether this Edition shows text."""
        return self.action in {"publish", "update", "correct"}

    @property
    def title(self) -> str:
        """The title, or '' where the text is gone."""
        part: Mapping[str, Any] = self.parts.get("title", {})
        return str(part.get("text", ""))


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """A request for an erasure; `title` is '' once it is carried out."""

    id: UUID
    content_id: str
    locale: str
    unit_code: str
    title: str
    reason: str
    clause: str
    parts: tuple[str, ...]
    names: bool
    state: str
    asked_by: str
    asked_by_id: UUID
    asked_at: datetime
    confirmed_by: str
    done_at: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class EpochRow:
    """A stretch of the ledger that stands still; `known_head` is the last record before it."""

    number: int
    paused_at: datetime
    known_head: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """An approved Copy that the last check before publication refused, and why."""

    copy_id: UUID
    content_id: str
    code: str
    error: str
