"""The life of a version: drafted, in force, superseded. Versions are never changed or deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from suluh.kernel.bilingual import Bilingual
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.states import Step


class VersionState(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"


STATE_LABELS: Final[dict[VersionState, str]] = {
    VersionState.DRAFT: _("Loaded, not in force"),
    VersionState.IN_FORCE: _("In force"),
    VersionState.SUPERSEDED: _("Superseded"),
}


class VersionVerb(StrEnum):
    """What can happen to a version."""

    BRING_INTO_FORCE = "bring_into_force"
    SUPERSEDE = "supersede"


def _has_begun(facts: Mapping[str, object]) -> str:
    today, begins = facts["today"], facts["effective_from"]
    if isinstance(today, date) and isinstance(begins, date) and today >= begins:
        return ""
    return _("This version is not effective yet; it can come into force on its own day.")


VERSIONS: Final[Mapping[tuple[VersionState, VersionVerb], Step[VersionState]]] = {
    (VersionState.DRAFT, VersionVerb.BRING_INTO_FORCE): Step(VersionState.IN_FORCE, _has_begun),
    (VersionState.IN_FORCE, VersionVerb.SUPERSEDE): Step(VersionState.SUPERSEDED),
}


def state_choices() -> list[tuple[str, str]]:
    """Return the stored values with their labels."""
    return [(state.value, label) for state, label in STATE_LABELS.items()]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A stored version as other rooms and screens see it."""

    id: UUID
    code: str
    version: int
    title: Bilingual
    state: VersionState
    is_example: bool
    sha256: str
    effective_from: date
    loaded_at: datetime
    in_force_at: datetime | None


@dataclass(frozen=True, slots=True)
class SupplementRow:
    """A stored supplement as screens see it; `regulation` is its parent's name."""

    id: UUID
    code: str
    version: int
    regulation: str
    unit_code: str
    unit_name: Bilingual
    title: Bilingual
    state: VersionState
    effective_from: date
    loaded_at: datetime
    loaded_by: str
    in_force_at: datetime | None

    @property
    def name(self) -> str:
        """Give the short name with its version."""
        return f"{self.code} {self.version}"


@dataclass(frozen=True, slots=True)
class RegisterNumber:
    """A number given: as printed, its place in the series, and the clause that asks for it."""

    text: str
    seq: int
    series: str
    unit: str
    clause: str
