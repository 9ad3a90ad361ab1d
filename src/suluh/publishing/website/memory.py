"""A source that asks each question of a bake's frame only once."""

from collections.abc import Mapping, Sequence
from typing import Any

from suluh.publishing.website.rules.rows import (
    EditionRow,
    House,
    Item,
    KeyRing,
    MonthCount,
    SiteSource,
)

MOST = 2000
NOTHING: Mapping[tuple[Any, ...], Any] = {}


class Remembering:
    """Wraps a source for the length of one bake, in which nothing it answers changes.

    `known` are answers that were read before, by question: the method's name and its arguments.
    """

    def __init__(self, source: SiteSource, known: Mapping[tuple[Any, ...], Any] = NOTHING) -> None:
        self._source = source
        self._given = known
        self._known: dict[tuple[Any, ...], Any] = {}

    def _ask(self, name: str, *question: Any) -> Any:
        asked = (name, *question)
        if asked in self._given:
            return self._given[asked]
        if asked not in self._known:
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[asked] = getattr(self._source, name)(*question)
        return self._known[asked]

    def house(self) -> House:
        """Return the institution and its units."""
        house: House = self._ask("house")
        return house

    def keys(self) -> KeyRing | None:
        """Return the official keys."""
        keys: KeyRing | None = self._ask("keys")
        return keys

    def item(self, content_id: str, locale: str) -> Item | None:
        """Return one item."""
        item: Item | None = self._ask("item", content_id, locale)
        return item

    def editions(self, content_id: str, locale: str) -> Sequence[EditionRow]:
        """Return all Editions of one item."""
        editions: Sequence[EditionRow] = self._ask("editions", content_id, locale)
        return editions

    def of_kind(self, locale: str, kind: str) -> list[Item]:
        """Return all items of an unlisted kind."""
        found: list[Item] = self._ask("of_kind", locale, kind)
        return found

    def heads(self, locale: str, units: frozenset[str] | None, limit: int) -> list[Item]:
        """Return the newest items."""
        found: list[Item] = self._ask("heads", locale, units, limit)
        return found

    def changes(self, locale: str, units: frozenset[str] | None, limit: int) -> list[Item]:
        """Return the items that changed last."""
        found: list[Item] = self._ask("changes", locale, units, limit)
        return found

    def month(self, locale: str, units: frozenset[str] | None, month: str) -> list[Item]:
        """Return the items of a month."""
        found: list[Item] = self._ask("month", locale, units, month)
        return found

    def months(self, locale: str, units: frozenset[str] | None) -> list[MonthCount]:
        """Return the months that list something."""
        found: list[MonthCount] = self._ask("months", locale, units)
        return found

    def items(self) -> list[Item]:
        """Return every item."""
        return self._source.items()
