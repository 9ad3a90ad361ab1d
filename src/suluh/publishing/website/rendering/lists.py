"""Home, archives and the list of units."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suluh.publishing.website.rendering.frame import (
    below_first_page,
    frame_context,
    head_feeds,
    same_page,
)
from suluh.publishing.website.rules import dates
from suluh.publishing.website.rules.keys import WHOLE_HOUSE, Kind, PageKey
from suluh.publishing.website.rules.paths import address_of, archive_address
from suluh.publishing.website.rules.pictures import (
    MIDDLE,
    SMALL,
    Media,
    rendition,
    renditions,
    shown_width,
)
from suluh.publishing.website.rules.rows import House, Item, Picture, Rows

MOST_BESIDE: Final = 7
MOST_CARDS: Final = 6
STATES: Final = {"correct": "corrected", "withdraw": "withdrawn", "erase": "erased"}


def kind_label(kind: str) -> str:
    """Return the kind in words; plain news needs none in lists."""
    labels = {
        "news": _("News"),
        "press_release": _("Press release"),
        "announcement": _("Announcement"),
    }
    return labels.get(kind, "")


def picture_row(picture: Picture, width: int = MIDDLE) -> dict[str, Any]:
    """Return a picture as `website/_picture.html` wants it."""
    files = renditions(picture)
    shown, wide = rendition(picture, width), shown_width(picture, width)
    return {
        "src": f"/{shown.path}",
        "srcset": ", ".join(f"/{one.path} {one.width}w" for one in files) if files[1:] else "",
        "width": wide,
        "height": max(1, round(picture.height * wide / picture.width)),
        "alt": picture.alt,
    }


def item_row(item: Item, house: House, locale: str) -> dict[str, Any]:
    """Return one story as lists want it."""
    unit = house.unit(item.unit_code)
    return {
        "title": _("An erased story") if item.action == "erase" else item.title,
        "url": item.address,
        "reason_url": item.address,
        "lead": item.lead,
        "kind_label": "" if item.kind == "news" else kind_label(item.kind),
        "unit": unit.name.in_(locale),
        "time": dates.time_text(item.first_at, house.zone, locale),
        "time_iso": dates.iso_local(item.first_at, house.zone),
        "state": STATES.get(item.action, ""),
        "picture": picture_row(item.picture, SMALL) if item.picture else None,
    }


def by_day(items: Iterable[Item], house: House, locale: str) -> list[dict[str, Any]]:
    """Group items that are newest first by the day of their first publication."""
    days = []
    for day, found in groupby(items, lambda item: dates.local(item.first_at, house.zone).date()):
        stories = list(found)
        first = stories[0].first_at
        date = dates.day_text(first, house.zone, locale)
        weekday = dates.weekday_text(first, house.zone, locale)
        days.append(
            {
                "anchor": f"d{day:%Y%m%d}",
                "date": date,
                "weekday": weekday,
                "label": f"{weekday}, {date}",
                "stories": [item_row(item, house, locale) for item in stories],
            }
        )
    return days


def home(key: PageKey, rows: Rows) -> dict[str, Any]:
    """Return the context of the first page."""
    house, locale = rows.frame.house, key.locale
    shown = [item for item in rows.items if not item.is_gone]
    with_picture = [item for item in shown[:6] if item.picture]
    lead = next(iter(with_picture or shown), None)
    teasers, newest = _columns([item for item in shown if item is not lead])
    context = frame_context(
        rows,
        address_of(key),
        title="",
        description=house.name.in_(locale),
        alternates=same_page(rows, key),
    )
    lead_row = None
    if lead:
        lead_row = item_row(lead, house, locale)
        lead_row["time"] = dates.moment_text(lead.first_at, house.zone, locale)
        lead_row["picture"] = picture_row(lead.picture) if lead.picture else None
    context["home"] = {
        "lead": lead_row,
        "teasers": [_with_date(item, house, locale) for item in teasers],
        "days": by_day(newest, house, locale),
    }
    return context


def _columns(items: list[Item]) -> tuple[list[Item], list[Item]]:
    """Return the cards below the lead and the list beside it, about equally high.

    Two cards show a picture where there are any; what the list has no room for fills up the rest.
    """
    pictured = [item for item in items if item.picture][:2]
    others = [item for item in items if item not in pictured]
    cards = [*pictured, *others[MOST_BESIDE:]][:MOST_CARDS]
    even = len(cards) - len(cards) % 2 if len(cards) > 1 else len(cards)
    return cards[:even], others[:MOST_BESIDE]


def _with_date(item: Item, house: House, locale: str) -> dict[str, Any]:
    row = item_row(item, house, locale)
    return {**row, "time": dates.day_text(item.first_at, house.zone, locale)}


def pictures_in_lists(items: Iterable[Item]) -> set[Media]:
    """Return the files that home's pictures need."""
    shown = (item.picture for item in items if item.picture and not item.is_gone)
    return {one for picture in shown for one in renditions(picture)}


def archive(key: PageKey, rows: Rows) -> dict[str, Any]:
    """Return the context of an archive: of a month, of a year, of a unit or of all."""
    house, locale = rows.frame.house, key.locale
    unit = house.unit(key.unit) if key.unit else None
    title = unit.name.in_(locale) if unit else _("All news")
    count = len(rows.items)
    context = frame_context(
        rows,
        address_of(key),
        title=f"{title}: {_heading(key)}" if key.month else title,
        alternates=[] if key.month else same_page(rows, key),
        crumbs=_crumbs(key, rows),
    )
    if unit:
        context["feeds"] = head_feeds(house, locale, key.unit)
    context["archive"] = {
        "title": title,
        "intro": unit.address if unit and not key.month else "",
        "heading": _heading(key),
        "summary": ngettext("%(count)d story", "%(count)d stories", count) % {"count": count}
        if len(key.month) == len("2026-11")
        else "",
        "year": len(key.month) == len("2026"),
        "years": _years(key, rows),
        "months": _months(key, rows),
        "days": by_day(rows.items, house, locale),
        "units": _units(key, house),
        "feeds": head_feeds(house, locale, key.unit),
        "subscribe_url": address_of(PageKey(Kind.SUBSCRIBE, locale)),
    }
    return context


def _heading(key: PageKey) -> str:
    if not key.month:
        return _("Newest")
    return key.month if len(key.month) == 4 else dates.month_text(key.month, key.locale)


def _crumbs(key: PageKey, rows: Rows) -> list[dict[str, str]]:
    locale, house = key.locale, rows.frame.house
    trail = [(_("First page"), f"/{locale}/"), (_("News"), archive_address(locale))]
    if key.unit:
        name = house.unit(key.unit).name.in_(locale)
        trail.append((name, archive_address(locale, key.unit)))
    if key.month:
        trail.append((key.month[:4], archive_address(locale, key.unit, key.month[:4])))
    if len(key.month) == len("2026-11"):
        trail.append((dates.month_text(key.month, locale), ""))
    last = len(trail) - 1
    return [
        {"label": text, "url": "" if at == last else url} for at, (text, url) in enumerate(trail)
    ]


def _shown_year(key: PageKey, rows: Rows) -> str:
    return key.month[:4] or (rows.months[0].month[:4] if rows.months else "")


def _years(key: PageKey, rows: Rows) -> list[dict[str, Any]]:
    shown = _shown_year(key, rows)
    years = sorted({one.month[:4] for one in rows.months})
    return [
        {
            "label": year,
            "url": archive_address(key.locale, key.unit, year),
            "current": year == shown and bool(key.month),
        }
        for year in years
    ]


def _months(key: PageKey, rows: Rows) -> list[dict[str, Any]]:
    """Twelve months with their counts; a month's own page has none, so that it stays closed."""
    year = _shown_year(key, rows)
    if not year or len(key.month) == len("2026-11"):
        return []
    counts = {one.month: one.count for one in rows.months}
    most = max((count for month, count in counts.items() if month.startswith(year)), default=1)
    found = []
    for number in range(1, 13):
        month = f"{year}-{number:02}"
        count = counts.get(month, 0)
        found.append(
            {
                "short": dates.short_month_name(number, key.locale),
                "long": dates.month_text(month, key.locale),
                "count": count,
                "url": archive_address(key.locale, key.unit, month) if count else "",
                "share": round(70 * count / most),
            }
        )
    return found


def _units(key: PageKey, house: House) -> list[dict[str, Any]]:
    if key.month:
        return []
    below = [
        unit
        for unit in house.units
        if key.unit == WHOLE_HOUSE or (len(unit.lineage) > 1 and unit.lineage[1] == key.unit)
    ]
    return [
        {"label": unit.name.in_(key.locale), "url": archive_address(key.locale, unit.code)}
        for unit in below
    ]


def units(key: PageKey, rows: Rows) -> dict[str, Any]:
    """Return the context of the list of units, and of the list of their feeds."""
    house, locale = rows.frame.house, key.locale
    title = _("Units") if key.kind is Kind.UNITS else _("RSS and Atom feeds")
    trail = below_first_page(locale, title)
    context = frame_context(
        rows, address_of(key), title=title, alternates=same_page(rows, key), crumbs=trail
    )
    context["units"] = [
        {
            "label": unit.name.in_(locale),
            "url": archive_address(locale, unit.code),
            "lines": [line.strip() for line in unit.address.splitlines() if line.strip()],
            "phone": unit.phone,
            "email": unit.email,
            "feeds": head_feeds(house, locale, unit.code),
        }
        for unit in house.units
    ]
    return context
