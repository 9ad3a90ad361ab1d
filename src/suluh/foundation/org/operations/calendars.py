"""Working calendars: proposed from public holidays, published by an officer, never changed after.

`holidays` computes; an officer decides. Days that hang on the moon are marked as estimates until
somebody has looked at the decree (SKB) of the year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

import holidays
from django.db import transaction

from suluh.foundation.org import models, rules
from suluh.foundation.org.operations.units import unit_of
from suluh.foundation.org.snapshot import USUAL_HOURS
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused

PUBLIC: Final = "public"
JOINT_LEAVE: Final = "government"
ESTIMATE: Final = "(perkiraan)"
NO_CALENDAR = _("There is no calendar “%(code)s”.")
PUBLISHED = _("This version is published; a change is a new version.")
NOT_LOOKED = _("%(count)s days are estimates nobody has looked at; confirm or strike each.")


@dataclass(frozen=True, slots=True)
class CalendarDraft:
    """Whose calendar: an office and its zone; without a unit it is the house's own."""

    code: str
    name: str
    zone: str
    unit_code: str = ""


def days_of(year: int) -> dict[str, dict[str, Any]]:
    """Return the free days of a year: national holidays and joint leave, estimates marked."""
    return {day: dict(one) for day, one in _computed(year).items()}


@cache
def _computed(year: int) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for kind in (PUBLIC, JOINT_LEAVE):
        listed = holidays.country_holidays(
            "ID", years=year, categories=(kind,), language="id", subdiv=None
        )
        for day, name in sorted(listed.items()):
            clean = str(name).replace(ESTIMATE, "").strip()
            found.setdefault(
                day.isoformat(),
                {"name": clean, "kind": kind, "estimate": ESTIMATE in str(name)},
            )
    return found


def days_offered(row: rules.CalendarVersionRow) -> dict[str, dict[str, Any]]:
    """Return the days of a proposal and, marked `struck`, those of its years that it lacks."""
    years = range(row.from_date.year, row.until_date.year + 1)
    computed = {day: one for year in years for day, one in days_of(year).items()}
    struck = {day: {**one, "struck": True} for day, one in computed.items() if day not in row.days}
    return dict(sorted({**struck, **row.days}.items()))


@transaction.atomic
def propose_calendar(
    draft: CalendarDraft, *, year: int, hours: rules.Hours | None = None
) -> models.CalendarVersion:
    """Propose the next version with a year added; it takes the place of an open proposal.

    Days of years that were decided or proposed before stay as they are, struck and confirmed ones
    too; hours stay as they were where none are given.
    Raises Refused: no_unit, unknown_zone, bad_hours, never_open.
    """
    rules.check_zone(draft.zone)
    unit = unit_of(draft.unit_code) if draft.unit_code else None
    calendar, _made = models.Calendar.objects.update_or_create(
        code=draft.code,
        defaults={"name": rules.one_line(draft.name)[:120], "zone": draft.zone, "unit": unit},
    )
    before = calendar.versions.order_by("-number").first()
    calendar.versions.filter(published_at__isnull=True).delete()
    last = calendar.versions.order_by("-number").first()
    known = range(before.from_date.year, before.until_date.year + 1) if before else range(0)
    years = range(min([year, *known]), max([year, *known]) + 1)
    days = {day: one for new in years if new not in known for day, one in days_of(new).items()}
    kept = before.hours if before else USUAL_HOURS
    return models.CalendarVersion.objects.create(
        calendar=calendar,
        number=last.number + 1 if last else 1,
        hours=rules.check_hours(hours) if hours else kept,
        days=dict(sorted({**days, **(before.days if before else {})}.items())),
        from_date=date(years[0], 1, 1),
        until_date=date(years[-1], 12, 31),
    )


@transaction.atomic
def review_days(
    *,
    version_id: UUID,
    days: Mapping[str, Mapping[str, Any]],
    hours: rules.Hours | None = None,
) -> models.CalendarVersion:
    """Replace the days of a proposal, and the hours if given, by what an officer decided.

    Raises Refused: published, bad_hours, never_open.
    """
    version = _open(version_id)
    for day in days:
        date.fromisoformat(day)
    version.days = {day: dict(one) for day, one in sorted(days.items())}
    version.hours = version.hours if hours is None else rules.check_hours(hours)
    version.save(update_fields=["days", "hours"])
    return version


@transaction.atomic
def publish_calendar_version(
    *, version_id: UUID, person_id: UUID, now: datetime, accept_estimates: bool = False
) -> models.CalendarVersion:
    """Publish a proposal; from then on it never changes.

    Raises Refused: no_calendar, published, estimates.
    """
    version = _open(version_id)
    open_days = [day for day, one in version.days.items() if one.get("estimate")]
    if open_days and not accept_estimates:
        raise Refused("estimates", NOT_LOOKED, count=len(open_days))
    done = models.CalendarVersion.objects.filter(id=version.id, published_at__isnull=True).update(
        published_at=now, published_by_id=person_id
    )
    if done != 1:
        raise Refused("published", PUBLISHED)
    version.refresh_from_db()
    return version


def _open(version_id: UUID) -> models.CalendarVersion:
    version = models.CalendarVersion.objects.select_for_update().filter(id=version_id).first()
    if version is None:
        raise Refused("no_calendar", NO_CALENDAR, code=version_id)
    if version.published_at is not None:
        raise Refused("published", PUBLISHED)
    return version
