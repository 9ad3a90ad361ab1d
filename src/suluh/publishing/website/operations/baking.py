"""Bake the public site."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

from django.conf import settings
from django.db import transaction

from suluh.kernel.memory import remembering
from suluh.kernel.refusals import Refused
from suluh.newsroom.assets import queries as assets
from suluh.publishing.ledger import exports
from suluh.publishing.ledger import queries as ledger
from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.publishing.website import models, queries
from suluh.publishing.website.bakery import Bakery, Wave
from suluh.publishing.website.manifest import Sign
from suluh.publishing.website.rendering import story
from suluh.publishing.website.rules.items import item_of, states_of
from suluh.publishing.website.rules.keys import PageKey, month_of
from suluh.publishing.website.rules.pictures import Media
from suluh.publishing.website.rules.rows import Item
from suluh.publishing.website.tree import Tree

AT_ONCE: Final = 200


class AnEdition(Protocol):
    """Whatever names an Edition's content and language: a ledger row or an announced fact."""

    @property
    def content_id(self) -> str:
        """The content."""
        ...

    @property
    def locale(self) -> str:
        """The language."""
        ...


class OfficeMedia:
    """Public bytes from the office's assets; asked only for what an Edition names."""

    def bytes_of(self, media: Media) -> bytes:
        """Return a rendition of the public master, or with width 0 the file itself."""
        if media.width:
            return assets.rendition(media.digest, media.width, media.form)
        return assets.public_master(media.digest)


@dataclass(frozen=True, slots=True)
class LedgerExports:
    """Exports from the ledger, with the public keys of this house; none in a house without."""

    keys: KeyFolder

    def mark(self) -> str:
        """Return a digest of every statement of the root."""
        try:
            said = (self.keys.root().public.hex(), *self.keys.certificates(),
                    self.keys.revocations())  # fmt: skip
        except Refused:
            return ""
        return hashlib.sha256("\n".join(said).encode("ascii")).hexdigest()

    def of(self, key: PageKey, *, is_open: bool) -> bytes | None:
        """Return the export of one Edition; closed, it holds no text."""
        try:
            return exports.export_edition(
                self.keys, key.content_id, key.locale, key.number, is_open=is_open
            )
        except Refused:
            return None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a bake did."""

    changed: int


def bakery(root: Path | None = None, *, sign: Sign | None = None) -> Bakery:
    """Return the bakery of this house, or one that bakes into another folder."""
    public = root or Path(settings.SULUH_PUBLIC_DIR)
    place = public.parent / f"{public.name}-bake" / "index.sqlite3"
    source, keys = queries.LedgerSource(), KeyFolder(Path(settings.SULUH_HOME) / "keys")
    return Bakery(Tree(public), place, source, OfficeMedia(), sign, LedgerExports(keys))


def draw_ahead(addresses: Iterable[str]) -> None:
    """Draw what the pages at these addresses will show whatever their Editions say."""
    story.draw_ahead(settings.SULUH_PUBLIC_URL, addresses)


def bake(*, now: datetime, sign: Sign | None = None, root: Path | None = None) -> Outcome:
    """Bake everything from the ledger; repeating it changes nothing."""
    with remembering():
        _learn_everything()
        return Outcome(bakery(root, sign=sign).bake(now))


def bake_if_needed(*, now: datetime, sign: Sign | None = None) -> Outcome:
    """Bake everything unless this version has done so already; for start-up.

    Editions that were appended since are baked by their deliveries; the stories of those that
    are appended meanwhile are baked in between.
    """
    baker = bakery(sign=sign)
    if baker.is_whole():
        return Outcome(0)
    head = ledger.head_position()
    at = [(head.epoch, head.number) if head else (0, 0)]
    with remembering():
        _learn_everything()
    return Outcome(baker.bake(now, lambda: _appended_since(at)))


def _appended_since(at: list[tuple[int, int]]) -> Wave | None:
    """Return what was appended behind the last place of `at`, and note how far that went."""
    rows = ledger.texts_after(*at[-1], AT_ONCE)
    if not rows:
        return None
    at.append((rows[-1].epoch, rows[-1].number))
    return learn((row.content_id, row.locale) for row in rows)


def clear_if_needed() -> Outcome:
    """Before serving a site that is not whole: take away what must not be served.

    The rest stays until `bake_if_needed` has baked it. Asked of the ledger as it is now: what was
    withdrawn or erased, whole or in an older wording, and what is not in it.
    """
    baker = bakery()
    return Outcome(0) if baker.is_whole() else Outcome(baker.make_safe(exports.texts_shown()))


def bake_for_edition(
    edition: AnEdition, *, now: datetime, sign: Sign | None = None, root: Path | None = None
) -> Outcome:
    """Bake what an Edition touches: its page first, then lists, feeds and site maps.

    Keyed by nature: whatever is repeated, late or doubled ends in the same tree, because only
    the ledger's present state is baked.
    """
    waves = iter([[edition]])
    return bake_for_editions(lambda: next(waves, []), now=now, sign=sign, root=root)


def bake_for_editions(
    more: Callable[[], Sequence[AnEdition]], *, now: datetime, sign: Sign | None = None,
    root: Path | None = None,
) -> Outcome:  # fmt: skip
    """Bake what several Editions touch: all their pages first, then lists.

    `more` returns the next Editions, or none: it is asked when the pages of the last ones stand,
    and now and then while lists are drawn.
    """

    def learned() -> Wave | None:
        wave = more()
        return learn((one.content_id, one.locale) for one in wave) if wave else None

    with remembering():
        return Outcome(bakery(root, sign=sign).bake_waves(learned, now))


@transaction.atomic
def learn(texts: Iterable[tuple[str, str]]) -> Wave:
    """Bring the site's items up to date with the ledger; returns all states they ever had."""
    found = queries.editions_of_texts(sorted(set(texts)))
    zone = queries.house().zone
    items = {text: item_of(editions) for text, editions in found.items() if editions}
    models.SiteItem.objects.bulk_create(
        (models.SiteItem(**_columns(item, zone)) for item in items.values()),
        update_conflicts=True,
        unique_fields=["content_id", "locale"],
        update_fields=["kind", "unit_code", "month", "first_at", "changed_at", "row"],
    )
    known: dict[tuple[Any, ...], Any] = {("editions", *text): found[text] for text in items}
    known |= queries.items_of(content_id for content_id, _locale in items)
    return Wave([state for text in items for state in states_of(found[text])], known)


@transaction.atomic
def _learn_everything() -> None:
    texts = ledger.texts()
    for start in range(0, len(texts), AT_ONCE):
        learn(texts[start : start + AT_ONCE])
    known = set(texts)
    for kept in models.SiteItem.objects.only("content_id", "locale"):
        if (kept.content_id, kept.locale) not in known:
            kept.delete()


def _columns(item: Item, zone: str) -> dict[str, Any]:
    return {
        "content_id": item.content_id,
        "locale": item.locale,
        "kind": item.kind,
        "unit_code": item.unit_code,
        "month": month_of(item.first_at, zone),
        "first_at": item.first_at,
        "changed_at": item.changed_at,
        "row": queries.item_data(item),
    }
