"""What the regulation announces."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RegulationCameIntoForce:
    """A new version holds from now on; post holders are asked to confirm reading it."""

    version_id: UUID
    code: str
    version: int


@dataclass(frozen=True, slots=True)
class SupplementCameIntoForce:
    """A unit's supplement holds from now on for the unit and those below it."""

    supplement_id: UUID
    code: str
    version: int
    unit_code: str
