"""Facets: what a page reads, and what an Edition changes. They decide what is baked again."""

from collections.abc import Iterable, Iterator

from suluh.publishing.website.rules.keys import PAGES, WHOLE_HOUSE, Kind, PageKey, month_of
from suluh.publishing.website.rules.rows import LISTED_KINDS, PAGE_KINDS, House, Item

HOUSE = "house"
WITHOUT_FRAME = frozenset({Kind.FEED, Kind.SITEMAP, Kind.ROBOTS})
OF_A_CONTENT = frozenset({Kind.CONTENT, Kind.PRINT, Kind.VERSION, Kind.LETTER})


def facets_of(key: PageKey, linked: Iterable[str] = ()) -> frozenset[str]:
    """Return what a page reads; `linked` are the content ids it points at."""
    own = {HOUSE, *_own(key), *(f"story:{content_id}" for content_id in linked)}
    if key.kind not in WITHOUT_FRAME:
        own |= {f"{name}:{key.locale}" for name in ("menu", "setting", "pages")}
    return frozenset(own)


def _own(key: PageKey) -> Iterator[str]:
    if key.kind in OF_A_CONTENT:
        yield f"story:{key.content_id}"
    elif key.kind is Kind.KEYS:
        yield "keys"
    elif key.kind is Kind.HOME:
        yield f"head:{key.locale}:{WHOLE_HOUSE}"
    elif key.kind is Kind.FEED:
        yield f"changes:{key.locale}:{key.unit}"
    elif key.kind is Kind.SITEMAP:
        yield f"sitemap:{key.month}"
    elif key.kind is Kind.ARCHIVE:
        yield from _archive(key)


def _archive(key: PageKey) -> Iterator[str]:
    if len(key.month) == len("2026-11"):
        yield f"month:{key.locale}:{key.unit}:{key.month}"
        return
    yield f"months:{key.locale}:{key.unit}"
    if not key.month:
        yield f"head:{key.locale}:{key.unit}"


def emitted(states: Iterable[Item], house: House) -> frozenset[str]:
    """Return what changes when an item goes through `states`, its old and new ones.

    Every state it ever had may be passed: a bake that was killed and is repeated no longer knows
    which of them was the last one baked.
    """
    return frozenset(facet for state in states for facet in _of_state(state, house))


def _of_state(item: Item, house: House) -> Iterator[str]:
    yield f"story:{item.content_id}"
    if item.kind not in PAGE_KINDS:
        yield f"{item.kind}:{item.locale}"
    elif item.kind not in LISTED_KINDS:
        yield f"pages:{item.locale}"
        yield f"sitemap:{PAGES}"
    else:
        yield from _of_listed(item, house)


def _of_listed(item: Item, house: House) -> Iterator[str]:
    month = month_of(item.first_at, house.zone)
    yield f"sitemap:{month}"
    yield "sitemap:"
    for unit in (WHOLE_HOUSE, *house.unit(item.unit_code).lineage):
        yield from (f"{name}:{item.locale}:{unit}" for name in ("head", "changes", "months"))
        yield f"month:{item.locale}:{unit}:{month}"
