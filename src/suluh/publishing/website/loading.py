"""Loads the rows of a page key through the declared queries, and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from suluh.publishing.website.rules.facets import OF_A_CONTENT, WITHOUT_FRAME
from suluh.publishing.website.rules.furniture import linked_contents
from suluh.publishing.website.rules.keys import PAGES, WHOLE_HOUSE, Kind, PageKey
from suluh.publishing.website.rules.rows import (
    GONE,
    EditionRow,
    Frame,
    House,
    Item,
    Part,
    Rows,
    SiteSource,
)

HEADS: Final = 20
HEADS_AT_HOME: Final = 16
CHANGES: Final = 30


def load(key: PageKey, source: SiteSource) -> Rows | None:
    """Return what the page is made of, or None where there is no such page (any more)."""
    rows = Rows(_frame(key, source))
    if key.kind in OF_A_CONTENT:
        return _content(key, rows, source)
    if key.kind is Kind.ARCHIVE:
        return _archive(key, rows, source)
    if key.kind is Kind.SITEMAP:
        return _sitemap(key, rows, source)
    if key.kind is Kind.HOME:
        heads = source.heads(key.locale, None, HEADS_AT_HOME)
        rows = replace(rows, items=tuple(heads))
    elif key.kind is Kind.KEYS:
        rows = replace(rows, keys=source.keys())
    elif key.kind is Kind.FEED:
        changes = source.changes(key.locale, _below(key.unit, rows.frame.house), CHANGES)
        rows = replace(rows, items=tuple(changes))
    return _with_links(rows, source)


def _frame(key: PageKey, source: SiteSource) -> Frame:
    house = source.house()
    if key.kind in WITHOUT_FRAME:
        return Frame(house, key.locale)
    menus = source.of_kind(key.locale, "menu")
    settings = source.of_kind(key.locale, "setting")
    newest = max(menus, key=lambda item: (item.changed_at, item.content_id), default=None)
    said = sorted(settings, key=lambda item: (item.changed_at, item.content_id))
    return Frame(
        house,
        key.locale,
        menu=_parts(newest, source) if newest else {},
        settings=tuple(_parts(item, source) for item in said),
        pages=tuple(item for item in source.of_kind(key.locale, "page") if not item.is_gone),
    )


def _parts(item: Item, source: SiteSource) -> Mapping[str, Part]:
    editions = source.editions(item.content_id, item.locale)
    return {} if item.is_gone or not editions else editions[-1].parts


def _below(unit: str, house: House) -> frozenset[str] | None:
    """Return the unit and everything below it; None is the whole house."""
    if unit == WHOLE_HOUSE:
        return None
    return frozenset({unit, *(one.code for one in house.units if unit in one.lineage)})


def _content(key: PageKey, rows: Rows, source: SiteSource) -> Rows | None:
    item = source.item(key.content_id, key.locale)
    if item is None or not item.address or (key.number and key.number >= item.version):
        return None
    found = (
        source.item(key.content_id, locale)
        for locale in rows.frame.house.locales
        if locale != key.locale
    )
    rows = replace(
        rows,
        item=item,
        siblings=tuple(other for other in found if other and not other.is_gone),
        editions=tuple(source.editions(key.content_id, key.locale)),
    )
    return _with_links(rows, source)


def _archive(key: PageKey, rows: Rows, source: SiteSource) -> Rows | None:
    units = _below(key.unit, rows.frame.house)
    if len(key.month) == len("2026-11"):
        items, months = source.month(key.locale, units, key.month), []
    else:
        months = source.months(key.locale, units)
        items = [] if key.month else source.heads(key.locale, units, HEADS)
    year_is_empty = not any(one.month.startswith(key.month) for one in months)
    if key.month and not items and year_is_empty:
        return None
    known = key.unit == WHOLE_HOUSE or rows.frame.house.unit(key.unit).kind
    if not items and not months and not known:
        return None
    return _with_links(replace(rows, items=tuple(items), months=tuple(months)), source)


def _sitemap(key: PageKey, rows: Rows, source: SiteSource) -> Rows | None:
    locales = rows.frame.house.locales
    if not key.month:
        found = {one for locale in locales for one in source.months(locale, None)}
        return replace(rows, months=tuple(sorted(found, key=lambda one: (one.month, one.count))))
    listed: list[Item] = []
    for locale in locales:
        if key.month == PAGES:
            listed += source.of_kind(locale, "page")
        else:
            listed += source.month(locale, None, key.month)
    if key.month != PAGES and not listed:
        return None
    return replace(rows, items=tuple(item for item in listed if not item.is_gone))


def _with_links(rows: Rows, source: SiteSource) -> Rows:
    frame = rows.frame
    wanted = {*linked_contents(frame.menu), *_linked_by(rows.editions)}
    linked = {one: source.item(one, frame.locale) for one in sorted(wanted)}
    return replace(rows, linked=linked)


def _linked_by(editions: Iterable[EditionRow]) -> frozenset[str]:
    shown = (linked_contents(row.parts) for row in editions if row.action not in GONE)
    return frozenset().union(*shown)
