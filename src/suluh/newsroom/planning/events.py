"""Facts of this room."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActivityHandedIn:
    """A unit has handed in what it did."""

    activity_id: str
    unit_code: str
    handed_in_by_id: str


@dataclass(frozen=True, slots=True)
class ActivityClosed:
    """An activity was closed without a story; its contributor is told why."""

    activity_id: str
    unit_code: str
    handed_in_by_id: str


@dataclass(frozen=True, slots=True)
class ActivityVoiced:
    """The first Edition made from an activity is public."""

    activity_id: str
    unit_code: str
    handed_in_by_id: str
    content_id: str
