"""The bake itself: which keys, in which order, written so that it may be killed anywhere."""

import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final, Protocol

from suluh.kernel.canonical import digest
from suluh.kernel.refusals import Refused
from suluh.publishing.website import letterhead, manifest
from suluh.publishing.website.index import Index
from suluh.publishing.website.keyring import VERIFIER
from suluh.publishing.website.loading import load
from suluh.publishing.website.memory import Remembering
from suluh.publishing.website.rendering.engine import FOLDERS, PRODUCT, WEBSITE
from suluh.publishing.website.rendering.render import Baked, render, render_letter
from suluh.publishing.website.rules.facets import emitted
from suluh.publishing.website.rules.keys import Kind, PageKey, fixed_keys, keys_of, parse
from suluh.publishing.website.rules.paths import export_path, gone_marker
from suluh.publishing.website.rules.pictures import Media
from suluh.publishing.website.rules.rows import PAGE_KINDS, House, Item, SiteSource
from suluh.publishing.website.tree import Tree

log = logging.getLogger("suluh.website")

BATCH: Final = 200
LISTS_AT_ONCE: Final = 50  # then somebody looks whether a story waits
LIST_SECONDS: Final = 0.25
FURNITURE: Final = "furniture"
STYLES: Final = PRODUCT / "ui" / "static" / "ui"
SHARED_FILES: Final = ("tokens.css", "site.css", "text-size.js")
SHARED_FOLDERS: Final = ("fonts", "img")
MADE_OF: Final = frozenset({".html", ".py", ".mo", ".css", ".js", ".svg", ".typ", ".ttf"})


class MediaSource(Protocol):
    """Where the bytes of public pictures and files come from."""

    def bytes_of(self, media: Media) -> bytes:
        """Return a rendition, or with width 0 the file itself."""
        ...


class ExportSource(Protocol):
    """Where the files come from with which anybody checks an Edition."""

    def mark(self) -> str:
        """Return what changes whenever every export does: keys, revocations."""
        ...

    def of(self, key: PageKey, *, is_open: bool) -> bytes | None:
        """Return the export of one Edition; closed, it holds no text."""
        ...


Question = tuple[Any, ...]
NOTHING: Final[Mapping[Question, Any]] = {}


@dataclass(frozen=True, slots=True)
class Wave:
    """Items with every state they ever had; `known` are rows of theirs, as `Remembering` has it."""

    states: Sequence[Item]
    known: Mapping[Question, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bakery:
    """A public folder, what was baked into it, and where rows and media come from."""

    tree: Tree
    index_place: Path
    source: SiteSource
    media: MediaSource
    sign: manifest.Sign | None = None
    exports: ExportSource | None = None

    def is_whole(self) -> bool:
        """Say whether a full bake by this version, for this institution, has ended here."""
        with self.tree.locked(), Index(self.index_place) as index:
            return index.said("baker") == self._baker(self.source.house()) and self.tree.exists(
                manifest.HEAD
            )

    def bake(self, now: datetime, more: Callable[[], Wave | None] = lambda: None) -> int:
        """Bake everything; returns how many files changed. Repeating it changes nothing.

        `more` tells, between two batches, what was appended meanwhile: those stories come next.
        """
        with self.tree.locked(), Index(self.index_place) as index:
            return self._everything(index, now, more)

    def make_safe(self, shown: Set[tuple[str, str]]) -> int:
        """Take away what must not be served before it is baked anew; returns how many files.

        Kept are the pages of `shown` texts (content id, language), the notices of those that are
        gone, and lists. Where a page had to go, or the last full bake has not ended, lists go too;
        so do the pictures that nothing else names. What no bake has noted is not served at all.
        """
        with self.tree.locked(), Index(self.index_place) as index:
            keys = [parse(key) for key in index.known_keys() if key != FURNITURE]
            own = [key for key in keys if key.content_id]
            gone = [key for key in own if not self._may_stay(key, shown, index)]
            if any(key.kind is not Kind.EXPORT for key in gone) or not index.said("baker"):
                gone += [key for key in keys if not key.content_id]
            for key in gone:
                for path in index.paths_of(str(key)):
                    index.gone(path)
                index.note(str(key), (), ())
            changed = self._sweep_media(index)
            known = index.paths()
            stray = [path for path in self.tree.paths() if path not in known]
            changed += sum(self.tree.remove(path) for path in stray)
            if changed:
                self.tree.remove(manifest.SIGNED)
            index.commit()
            return changed

    def _may_stay(self, key: PageKey, shown: Set[tuple[str, str]], index: Index) -> bool:
        """Say whether a text is shown, or this page is its notice, whose marker came after it."""
        if (key.content_id, key.locale) in shown:
            return True
        paths = index.paths_of(str(key))
        pages = [path for path in paths if not path.startswith("gone/")]
        return all(self.tree.exists(gone_marker(path)) for path in pages)

    def bake_item(self, states: Sequence[Item], now: datetime) -> int:
        """Bake what changes when an item went through `states`; returns how many files changed."""
        waves = iter([Wave(states)])
        return self.bake_waves(lambda: next(waves, None), now)

    def bake_waves(self, more: Callable[[], Wave | None], now: datetime) -> int:
        """Bake what changes when items went through states; returns how many files changed.

        `more` is asked for the next wave when the story pages of the last one stand, until it has
        none, and again after every quarter of a second of drawing lists: readers see stories
        before lists, and a story that is appended meanwhile does not wait for them.
        """
        with self.tree.locked(), Index(self.index_place) as index:
            house = self.source.house()
            if index.said("baker") != self._baker(house):
                while more():  # learned by being asked for
                    pass
                return self._everything(index, now, lambda: None)
            changed, left, known = 0, set[PageKey](), dict[Question, Any]()
            while True:
                while wave := more():
                    found = {key for item in wave.states for key in keys_of(item, house)}
                    found |= {parse(key) for key in index.readers(emitted(wave.states, house))}
                    story = {key for key in found if key.kind is Kind.CONTENT}
                    known |= wave.known
                    changed += self._keys(story, index, known)
                    left |= found - story
                if not left:
                    break
                lists = sorted(left, key=lambda key: key.rank)[:LISTS_AT_ONCE]
                source = Remembering(self.source, known)
                pages = {key: self._baked(key, source) for key in _for_a_while(lists)}
                changed += self._batch(pages, index)
                left -= pages.keys()
            changed += self._sweep_media(index)
            self._finish(index, now)
            return changed

    def _everything(self, index: Index, now: datetime, more: Callable[[], Wave | None]) -> int:
        house = self.source.house()
        index.say("baker", "")  # until it is whole again, an incremental bake is a full one
        index.clear()
        index.commit()
        wanted = {*fixed_keys(house)}
        for item in self.source.items():
            wanted.update(keys_of(item, house))
        left = {parse(key) for key in index.known_keys() if key != FURNITURE} - wanted
        changed = self._furniture(index)
        ordered = iter(sorted(wanted | left, key=lambda key: key.rank))
        while batch := list(islice(ordered, BATCH)):
            changed += self._keys(batch, index)
            while wave := more():
                found = {key for item in wave.states for key in keys_of(item, house)}
                story = {key for key in found if key.kind is Kind.CONTENT}
                changed += self._keys(story, index, wave.known)
        changed += self._sweep_media(index)
        known = index.paths()
        changed += sum(self.tree.remove(path) for path in [*self.tree.paths()] if path not in known)
        changed += manifest.sweep(self.tree, index)
        index.say("baker", self._baker(house))
        self._finish(index, now)
        return changed

    def _finish(self, index: Index, now: datetime) -> None:
        manifest.write(self.tree, index, now, self.sign)
        index.commit()

    def _keys(
        self, keys: Iterable[PageKey], index: Index, known: Mapping[Question, Any] = NOTHING
    ) -> int:
        source = Remembering(self.source, known)
        ordered = iter(sorted(keys, key=lambda key: key.rank))
        changed = 0
        while batch := list(islice(ordered, BATCH)):
            changed += self._batch({key: self._baked(key, source) for key in batch}, index)
        return changed

    def _baker(self, house: House) -> str:
        """Return the mark of all but Editions that files are made of; a new one bakes all."""
        exports = self.exports.mark() if self.exports else ""
        return digest(f"{_code()} {letterhead.VERSION} {house!r} {exports}".encode())

    def _baked(self, key: PageKey, source: SiteSource) -> Baked:
        if key.kind is Kind.EXPORT:
            return self._export(key, source)
        rows = load(key, source)
        if rows is None:
            return Baked({})
        if key.kind is Kind.LETTER:
            return render_letter(key, rows, self._picture)
        return render(key, rows)

    def _picture(self, media: Media) -> bytes | None:
        try:
            return self.media.bytes_of(media)
        except Refused:
            return None

    def _export(self, key: PageKey, source: SiteSource) -> Baked:
        """Return the export beside a page; text that is no longer public is not in it."""
        item = source.item(key.content_id, key.locale)
        if self.exports is None or item is None:
            return Baked({})
        data = self.exports.of(key, is_open=not item.is_gone)
        if data is None:
            return Baked({})
        path = export_path(key, item.address if item.kind in PAGE_KINDS else "", item.version)
        return Baked({path: data}, facets=frozenset({f"story:{key.content_id}"}))

    def _batch(self, pages: dict[PageKey, Baked], index: Index) -> int:
        before = {key: index.paths_of(str(key)) for key in pages}
        for key, baked in pages.items():
            index.claim(str(key), baked.files)
            index.claim("", (media.path for media in baked.media))
        index.commit()
        named = {media for baked in pages.values() for media in baked.media}
        changed = sum(self._fetch(media, index) for media in sorted(named))
        files = {path: data for baked in pages.values() for path, data in baked.files.items()}
        changed += len(self.tree.write_all(files))
        return changed + sum(
            self._note(key, baked, before[key], index) for key, baked in pages.items()
        )

    def _note(self, key: PageKey, baked: Baked, before: set[str], index: Index) -> int:
        changed = 0
        for path, data in baked.files.items():
            index.wrote(path, digest(data), len(data))
        for path in sorted(before & index.paths_of(str(key)) - set(baked.files)):
            changed += self.tree.remove(path)
            index.gone(path)
        index.note(str(key), baked.facets, (media.path for media in baked.media))
        return changed

    def _fetch(self, media: Media, index: Index) -> bool:
        lying = self.tree.read(media.path)
        try:
            data = self.media.bytes_of(media) if lying is None else lying
        except Refused:  # lost with its house: the page stands, its picture does not
            log.warning("website.picture.missing digest=%s", media.digest)
            index.gone(media.path)
            return False
        index.wrote(media.path, digest(data), len(data))
        return lying is None and self.tree.write(media.path, data)

    def _sweep_media(self, index: Index) -> int:
        changed = 0
        for path in sorted(index.unnamed_media()):
            changed += self.tree.remove(path)
            index.gone(path)
        return changed

    def _furniture(self, index: Index) -> int:
        files = {f"media/ui/{path}": data for path, data in _shared_files()}
        index.claim(FURNITURE, files)
        index.commit()
        changed = 0
        for path, data in files.items():
            changed += self.tree.write(path, data)
            index.wrote(path, digest(data), len(data))
        for path in index.paths_of(FURNITURE) - set(files):
            changed += self.tree.remove(path)
            index.gone(path)
        return changed


def _for_a_while(keys: Iterable[PageKey]) -> Iterator[PageKey]:
    """Yield keys until some time has passed; always one."""
    until = time.monotonic() + LIST_SECONDS
    for key in keys:
        yield key
        if time.monotonic() > until:
            return


def _shared_files() -> Iterator[tuple[str, bytes]]:
    if VERIFIER.exists():
        yield VERIFIER.name, VERIFIER.read_bytes()
    for name in SHARED_FILES:
        yield name, (STYLES / name).read_bytes()
    for folder in SHARED_FOLDERS:
        for file in sorted((STYLES / folder).iterdir()):
            yield f"{folder}/{file.name}", file.read_bytes()


@cache
def _code() -> str:
    found = hashlib.sha256(VERIFIER.read_bytes() if VERIFIER.exists() else b"")
    own = (WEBSITE / name for name in ("letterhead", "rendering", "rules", "locale"))
    folders = (*FOLDERS, *own, STYLES)
    for folder in (*folders, PRODUCT / "ui" / "locale"):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.suffix in MADE_OF:
                found.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return found.hexdigest()
