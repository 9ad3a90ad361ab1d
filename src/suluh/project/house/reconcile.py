"""`suluh reconcile` and `suluh release`: what was published after the backup comes home."""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.conf import settings

from suluh.foundation.accounts import queries as accounts
from suluh.kernel import clock
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.newsroom.assets import operations as assets
from suluh.newsroom.assets import queries as asset_queries
from suluh.project import site
from suluh.project.house import standstill
from suluh.publishing.ledger import operations as ledger
from suluh.publishing.ledger import queries as ledger_queries
from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.publishing.ledger.operations import Found, TakenIn
from suluh.publishing.ledger.rules import jws
from suluh.publishing.ledger.rules.export import Export, HeadExport
from suluh.publishing.ledger.rules.head import HeadStatement
from suluh.publishing.ledger.rules.keys import Purpose
from suluh.publishing.ledger.rules.record import Position
from suluh.workspace.house import releasing

PUBLIC_NAMES: Final = "edition*.json"
MOST_BYTES: Final = 32 << 20
RENDITION: Final = re.compile(r"([0-9a-f]{64})-(\d+)\.(webp|jpg)")
DOCUMENT: Final = re.compile(r"([0-9a-f]{64})(\.[a-z]{1,5})")
NO_FOLDER = _("There is no file or folder %(path)s.")


@dataclass(slots=True)
class Gathered:
    """What lay in the folders: records, heads known outside, and files that are neither."""

    found: list[Found] = field(default_factory=list)
    heads: list[Position] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def command(given: argparse.Namespace) -> int:
    """Take in lost Editions; 0 where nothing is missing, 1 where something was set aside."""
    now = clock.now()
    public = Path(given.public) if given.public else None
    files = [*(_files(public, PUBLIC_NAMES) if public else ())]
    for one in given.exports:
        files += _files(Path(one), "*.json")
    gathered = gather(files)
    done = ledger.take_in(gathered.found, after=standstill.plan_lost, now=now)
    media = take_in_media(public, done.media)
    held = standstill.hold(now=now, note="reconciled")
    missing = _beyond(gathered.heads)
    _tell(given, done, gathered, {"held": held, "pictures_missing": media, "beyond": missing})
    return 1 if done.set_aside or gathered.refused or missing or media else 0


def gather(files: Iterable[Path]) -> Gathered:
    """Read exports and heads, and judge each by this house's own root."""
    gathered = Gathered()
    exports: list[tuple[Path, Export | HeadExport]] = []
    for path in sorted(set(files)):
        try:
            data = _read(path)
            kind = Export if b'"edition":' in data else HeadExport
            exports.append((path, kind.parse(data)))
        except Refused as refused:
            gathered.refused.append(f"{path}: {refused}")
    folder = KeyFolder(Path(settings.SULUH_HOME) / "keys")
    learn_keys(folder, [export for _path, export in exports])
    trust = folder.trust()
    for path, export in exports:
        try:
            if isinstance(export, Export):
                gathered.found.append(ledger.judge(export, trust))
            else:
                said = trust.check(export.head, jws.Typ.HEAD, Purpose.HEAD)
                gathered.heads.append(HeadStatement.parse(said).head)
        except Refused as refused:
            gathered.refused.append(f"{path}: {refused}")
    return gathered


def _files(place: Path, names: str) -> Iterator[Path]:
    if place.is_file():
        yield place
    elif place.is_dir():
        yield from place.rglob(names)
    else:
        raise Refused("no_folder", NO_FOLDER, path=place)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES)


def learn_keys(folder: KeyFolder, exports: Iterable[Export | HeadExport]) -> int:
    """Keep certificates and revocations that this house's root signed after the backup."""
    learned = 0
    for export in exports:
        learned += folder.learn(export.certificates, export.revocations)
    return learned


def take_in_media(public: Path | None, digests: set[str]) -> list[str]:
    """Copy lost pictures and documents from the public folder; returns the digests still missing.

    A document that does not have its digest stays outside.
    """
    for path in sorted((public / "media").rglob("*")) if public else ():
        named, document = RENDITION.fullmatch(path.name), DOCUMENT.fullmatch(path.name)
        if named and named[1] in digests and path.is_file():
            assets.take_in_rendition(
                digest=named[1], width=int(named[2]), suffix=named[3], data=_read(path)
            )
        elif document and document[1] in digests and path.is_file():
            assets.take_in_document(digest=document[1], suffix=document[2], data=_read(path))
    return sorted(one for one in digests if not asset_queries.has_public_files(one))


def _beyond(heads: Iterable[Position]) -> str:
    """Return the newest head known outside that lies behind everything here, or ''."""
    newest = max(heads, key=lambda each: each.place, default=None)
    own = ledger_queries.head_position()
    if newest is None or (own is not None and own.place >= newest.place):
        return ""
    return f"{newest.epoch}.{newest.number}"


def _tell(
    given: argparse.Namespace, done: TakenIn, gathered: Gathered, more: dict[str, object]
) -> None:
    own = ledger_queries.head_position()
    shown = f"{own.epoch}.{own.number}" if own else ""
    told = {"taken_in": done.new, "known": done.known, "set_aside": done.set_aside,
            "refused": gathered.refused, "head": shown, **more}  # fmt: skip
    if given.json:
        sys.stdout.write(json.dumps(told) + "\n")
        return
    for line in [*done.set_aside, *gathered.refused]:
        sys.stderr.write(f"{line}\n")
    for image in more["pictures_missing"] if isinstance(more["pictures_missing"], list) else ():
        sys.stderr.write(f"picture {image[:12]}: no file of it was found\n")
    if more["beyond"]:
        sys.stderr.write(f"a head known outside is {more['beyond']}: later records are missing\n")
    sys.stdout.write(
        f"suluh: {done.new} lost Editions taken in, {done.known} known, "
        f"{len(done.set_aside) + len(gathered.refused)} set aside; the ledger ends at "
        f"{shown or 'none'}\nsuluh: still paused; next: suluh release --as EMAIL\n"
    )


def release(given: argparse.Namespace) -> int:
    """Let the house work again: adopt texts without a story, release, bake."""
    now = clock.now()
    actor = accounts.actor_by_email(given.email, now)
    epoch = releasing.release(actor, now=now)
    site.bake_if_set_up()
    sys.stdout.write(f"suluh: released; epoch {epoch.number} begins\n")
    return 0
