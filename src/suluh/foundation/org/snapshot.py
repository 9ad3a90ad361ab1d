"""The house at one moment, and working calendars, as the pure rules read them."""

from datetime import date, datetime, time
from typing import Final

from suluh.foundation.org import models
from suluh.foundation.org.rules import WEEKDAYS, local_day
from suluh.kernel.bilingual import Bilingual
from suluh.kernel.house import Holder, House, HousePost, HouseUnit, Substitute
from suluh.kernel.worktime import Calendar, Opening, Week

# Source: Perpres 21/2023 Pasal 4: 37.5 working hours a week, breaks not counted. The division
# over the day is each office's; this one holds until an officer publishes a calendar.
USUAL_HOURS: Final[dict[str, list[list[str]]]] = {
    **{day: [["07:30", "12:00"], ["13:00", "16:00"]] for day in WEEKDAYS[:4]},
    "fri": [["07:30", "11:30"], ["13:00", "16:30"]],
}


def house_at(now: datetime, zone: str) -> House:
    """Return units, posts, holders and substitutes in force at `now`."""
    day = local_day(now, zone)
    units = models.Unit.objects.filter(models.open_at(now)).select_related("parent")
    posts = models.Post.objects.select_related("unit")
    holdings = models.Holding.objects.filter(models.holding_on(day))
    lent = models.Substitution.objects.filter(models.substituting_at(now, day))
    return House(
        units=tuple(_unit(row) for row in units),
        posts=tuple(_post(row) for row in posts),
        holders=tuple(
            Holder(row.post.code, str(row.person_id), row.person.name)
            for row in holdings.select_related("post", "person")
        ),
        substitutes=tuple(
            Substitute(
                row.post.code,
                str(row.person_id),
                row.person.name,
                "plt" if row.kind == "plt" else "plh",
                for_person=str(row.for_person_id or ""),
            )
            for row in lent.select_related("post", "person")
        ),
    )


def _unit(row: models.Unit) -> HouseUnit:
    parent = row.parent.code if row.parent else ""
    return HouseUnit(row.code, row.kind, parent, row.path, Bilingual(row.name_id, row.name_en))


def _post(row: models.Post) -> HousePost:
    return HousePost(row.code, row.kind, row.unit.code, Bilingual(row.title_id, row.title_en))


def calendar_of(unit_code: str, now: datetime) -> Calendar:
    """Return the calendar of a unit: its own, or that of the nearest unit above, as published.

    A version that begins later does not hold yet. One from above opens and closes by the unit's
    own clock. Where none holds, the usual office hours without holidays, version 'none'.
    """
    unit = models.Unit.objects.filter(code=unit_code).first()
    if unit is None:
        return _usual("Asia/Jakarta")
    codes = [code for code in unit.path.split("/") if code]
    found = (
        models.CalendarVersion.objects.filter(
            calendar__unit__code__in=codes,
            published_at__lte=now,
            from_date__lte=local_day(now, unit.zone),
        )
        .select_related("calendar__unit")
        .order_by("-calendar__unit__path", "-number")
    )
    nearest = max(found, key=lambda row: (len(_path(row)), row.number), default=None)
    if nearest is None:
        return _usual(unit.zone)
    return Calendar(
        version=f"{nearest.calendar.code}-{nearest.number}",
        zone=nearest.calendar.zone if nearest.calendar.unit_id == unit.id else unit.zone,
        week=week_of(nearest.hours),
        holidays=frozenset(date.fromisoformat(day) for day in nearest.days),
        known_until=nearest.until_date,
    )


def _path(row: models.CalendarVersion) -> str:
    return row.calendar.unit.path if row.calendar.unit else ""


def _usual(zone: str) -> Calendar:
    return Calendar(version="none", zone=zone, week=week_of(USUAL_HOURS), holidays=frozenset())


def week_of(hours: dict[str, list[list[str]]]) -> Week:
    """Return the pure form of opening hours per weekday."""
    return tuple(
        tuple(
            Opening(time.fromisoformat(opens), time.fromisoformat(closes))
            for opens, closes in hours.get(day, [])
        )
        for day in WEEKDAYS
    )
