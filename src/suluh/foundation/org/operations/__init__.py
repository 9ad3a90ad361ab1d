"""Changes to the institution. Each is one verb in one transaction, audited by the caller's room."""

from suluh.foundation.org.operations.calendars import (
    CalendarDraft,
    days_offered,
    propose_calendar,
    publish_calendar_version,
    review_days,
)
from suluh.foundation.org.operations.people import (
    PostDraft,
    assign_post,
    end_holding,
    end_substitution,
    leave,
    save_person,
    save_post,
    substitute,
    take_back,
)
from suluh.foundation.org.operations.units import (
    UnitDraft,
    close_unit,
    save_unit,
    set_institution,
)

__all__ = [
    "CalendarDraft",
    "PostDraft",
    "UnitDraft",
    "assign_post",
    "close_unit",
    "days_offered",
    "end_holding",
    "end_substitution",
    "leave",
    "propose_calendar",
    "publish_calendar_version",
    "review_days",
    "save_person",
    "save_post",
    "save_unit",
    "set_institution",
    "substitute",
    "take_back",
]
