"""Plain rows that pages are made of, and the source that declares the queries giving them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol

from suluh.kernel.bilingual import Bilingual

Part = Mapping[str, Any]
LISTED_KINDS: Final = frozenset({"news", "press_release", "announcement"})
PAGE_KINDS: Final = LISTED_KINDS | {"page"}
# Kinds that also go out as a letter: a PDF on the letter-head.
LETTER_KINDS: Final = frozenset({"press_release"})
GONE: Final = frozenset({"withdraw", "erase"})


@dataclass(frozen=True, slots=True)
class EditionRow:
    """What the website shows of an Edition. `parts` is empty once its text is gone.

    `erased_at`: when parts of it were erased while a newer version stayed. `last` is the number
    of the last Edition of any action.
    """

    content_id: str
    locale: str
    version: int
    kind: str
    action: str
    unit_code: str
    published_at: datetime
    address: str
    register_number: str = ""
    short_code: str = ""
    jws_sha256: str = ""
    note: str = ""
    corrected: tuple[Mapping[str, str], ...] = ()
    parts: Mapping[str, Part] = field(default_factory=dict)
    signed_by: tuple[Mapping[str, str], ...] = ()
    erased_at: datetime | None = None
    last: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as lists show it; `image` is the digest of the public master."""

    image: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment as feeds name it: path of its public file, type, size in bytes, title."""

    path: str
    type: str
    size: int
    title: str


@dataclass(frozen=True, slots=True)
class Item:
    """One content in one language as lists, feeds and links know it: its newest Edition.

    `first_at` is the first publication and never changes; a withdrawn item keeps its title, an
    erased one has none. `last` is the number of the last Edition of any action: above `version`
    where older wordings were erased.
    """

    content_id: str
    locale: str
    kind: str
    unit_code: str
    address: str
    first_at: datetime
    changed_at: datetime
    action: str
    version: int
    title: str = ""
    lead: str = ""
    picture: Picture | None = None
    topics: tuple[str, ...] = ()
    last: int = 0
    files: tuple["Attached", ...] = ()

    @property
    def is_gone(self) -> bool:
        """Say whether its text is no longer public."""
        return self.action in GONE


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit; `lineage` is its own code and the codes above it, nearest first."""

    code: str
    name: Bilingual
    kind: str
    lineage: tuple[str, ...]
    address: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class House:
    """The institution as every page shows it."""

    name: Bilingual
    short_name: str
    zone: str
    locales: tuple[str, ...]
    public_url: str
    address: str = ""
    email: str = ""
    phone: str = ""
    is_demo: bool = False
    units: tuple[UnitRow, ...] = ()

    def unit(self, code: str) -> UnitRow:
        """Return a unit; one that is closed or unknown is shown by its code."""
        found = (unit for unit in self.units if unit.code == code)
        return next(found, UnitRow(code, Bilingual(code), "", (code,)))


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many items a month ('2026-11') lists."""

    month: str
    count: int


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key that the root certified: `state` is 'signs', 'earlier' or 'revoked'."""

    name: str
    not_before: datetime
    not_after: datetime
    state: str
    revoked_from: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """What the house signs with: the root's fingerprint in groups of four, and its keys.

    `verifier` is the SHA-256 of the program with which anybody checks an Edition, '' where it is
    not part of this installation.
    """

    root: str
    is_demo: bool
    keys: tuple[KeyRow, ...]
    listed_at: datetime
    verifier: str = ""


class SiteSource(Protocol):
    """The declared queries. Lists are in a total order: the same rows give the same bytes."""

    def house(self) -> House:
        """Return the institution and its units, in the order of the tree."""
        ...

    def keys(self) -> KeyRing | None:
        """Return the official keys, None in a house that has none yet."""
        ...

    def item(self, content_id: str, locale: str) -> Item | None:
        """Return one item, gone or not."""
        ...

    def editions(self, content_id: str, locale: str) -> Sequence[EditionRow]:
        """Return all Editions of one item, oldest first."""
        ...

    def heads(self, locale: str, units: frozenset[str] | None, limit: int) -> list[Item]:
        """Return the newest listed items by first publication, all or those of some units."""
        ...

    def changes(self, locale: str, units: frozenset[str] | None, limit: int) -> list[Item]:
        """Return the listed items that changed last, newest change first."""
        ...

    def month(self, locale: str, units: frozenset[str] | None, month: str) -> list[Item]:
        """Return the listed items of a month, newest first."""
        ...

    def months(self, locale: str, units: frozenset[str] | None) -> list[MonthCount]:
        """Return the months that list something, newest first."""
        ...

    def of_kind(self, locale: str, kind: str) -> list[Item]:
        """Return all items of an unlisted kind (page, menu, setting), by content id."""
        ...

    def items(self) -> list[Item]:
        """Return every item, for a full bake."""
        ...


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page of a language: menu, settings oldest first, standing pages."""

    house: House
    locale: str
    menu: Mapping[str, Part] = field(default_factory=dict)
    settings: tuple[Mapping[str, Part], ...] = ()
    pages: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything one page is made of. `linked` holds the contents that texts and menus point at.

    `siblings` are the item in other languages; `editions` are oldest first.
    """

    frame: Frame
    item: Item | None = None
    siblings: tuple[Item, ...] = ()
    editions: tuple[EditionRow, ...] = ()
    items: tuple[Item, ...] = ()
    months: tuple[MonthCount, ...] = ()
    linked: Mapping[str, Item | None] = field(default_factory=dict)
    keys: KeyRing | None = None
