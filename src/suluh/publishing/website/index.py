"""What was baked: page key, its files, the media they name, the facets they read.

One small file of its own beside the public folder. It is derived: a full bake makes it anew.
Paths are claimed here before they are written, so that a bake killed in between leaves nothing
that a later one does not know of.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS file
 (path TEXT PRIMARY KEY, key TEXT, shard TEXT, digest TEXT, size INT);
CREATE INDEX IF NOT EXISTS file_key ON file (key);
CREATE INDEX IF NOT EXISTS file_shard ON file (shard);
CREATE TABLE IF NOT EXISTS media (key TEXT, path TEXT, PRIMARY KEY (key, path)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS media_path ON media (path);
CREATE TABLE IF NOT EXISTS reads (facet TEXT, key TEXT, PRIMARY KEY (facet, key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reads_key ON reads (key);
CREATE TABLE IF NOT EXISTS piece (shard TEXT PRIMARY KEY, digest TEXT);
CREATE TABLE IF NOT EXISTS said (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS loose (path TEXT PRIMARY KEY) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A public file as the manifest lists it."""

    path: str
    digest: str
    size: int


def shard_of(path: str) -> str:
    """Return the piece of the manifest that lists a path: `id-2026-11`, `media-4f`, `feeds`."""
    folders = path.split("/")[:-1]
    depth = 3 if len(folders) > 1 and folders[1].isdecimal() else 2
    return "-".join(folders[:depth])


class Index:
    """The table of what was baked."""

    def __init__(self, place: Path) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        self._data = sqlite3.connect(place)
        self._data.execute("PRAGMA journal_mode=WAL")
        self._data.execute("PRAGMA synchronous=FULL")
        self._data.executescript(SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_wrong: object) -> None:
        self._data.close()

    def commit(self) -> None:
        """Make what was noted last."""
        self._data.commit()

    def said(self, name: str) -> str:
        """Return a remembered word; '' if there is none."""
        row = self._data.execute("SELECT value FROM said WHERE name = ?", [name]).fetchone()
        return str(row[0]) if row else ""

    def say(self, name: str, value: str) -> None:
        """Remember a word."""
        self._data.execute("INSERT OR REPLACE INTO said VALUES (?, ?)", [name, value])

    def readers(self, facets: Iterable[str]) -> set[str]:
        """Return the keys that read any of the facets."""
        query = "SELECT key FROM reads WHERE facet = ?"
        return {key for facet in facets for (key,) in self._data.execute(query, [facet])}

    def known_keys(self) -> set[str]:
        """Return every key known."""
        return {
            key for (key,) in self._data.execute("SELECT DISTINCT key FROM file WHERE key != ''")
        }

    def paths_of(self, key: str) -> set[str]:
        """Return the paths a key has claimed."""
        found = self._data.execute("SELECT path FROM file WHERE key = ?", [key])
        return {path for (path,) in found}

    def claim(self, key: str, paths: Iterable[str]) -> None:
        """Note that a key is about to write these paths; media have the key ''."""
        claimed = [(path, key, shard_of(path)) for path in paths]
        self._data.executemany(
            "INSERT INTO file (path, key, shard, digest, size) VALUES (?, ?, ?, '', 0)"
            " ON CONFLICT (path) DO UPDATE SET key = excluded.key",
            claimed,
        )
        if not key:
            self._may_be_loose(path for path, _key, _shard in claimed)
        for shard in {shard for _path, _key, shard in claimed}:
            self.say_piece(shard, "")

    def wrote(self, path: str, digest: str, size: int) -> None:
        """Note what lies at a claimed path."""
        self._data.execute(
            "UPDATE file SET digest = ?, size = ? WHERE path = ?", [digest, size, path]
        )

    def gone(self, path: str) -> None:
        """Forget a path."""
        self._data.execute("DELETE FROM file WHERE path = ?", [path])
        self.say_piece(shard_of(path), "")

    def note(self, key: str, facets: Iterable[str], media: Iterable[str]) -> None:
        """Replace what a key reads and names."""
        named = self._data.execute("SELECT path FROM media WHERE key = ?", [key])
        self._may_be_loose(path for (path,) in named.fetchall())
        self._data.execute("DELETE FROM reads WHERE key = ?", [key])
        self._data.execute("DELETE FROM media WHERE key = ?", [key])
        self._data.executemany("INSERT INTO reads VALUES (?, ?)", [(one, key) for one in facets])
        self._data.executemany("INSERT INTO media VALUES (?, ?)", [(key, one) for one in media])

    def unnamed_media(self) -> set[str]:
        """Return the media files that no page names any more; each is told once."""
        found = self._data.execute(
            "SELECT path FROM loose JOIN file USING (path) WHERE file.key = ''"
            " AND NOT EXISTS (SELECT 1 FROM media WHERE media.path = loose.path)"
        ).fetchall()
        self._data.execute("DELETE FROM loose")
        return {path for (path,) in found}

    def _may_be_loose(self, paths: Iterable[str]) -> None:
        """Note media that a page claims or named before; whoever sweeps looks at these alone."""
        self._data.executemany(
            "INSERT OR IGNORE INTO loose VALUES (?)", [(path,) for path in paths]
        )

    def pieces(self) -> dict[str, str]:
        """Return the pieces of the manifest by shard; '' where one has to be written anew."""
        return dict(self._data.execute("SELECT shard, digest FROM piece ORDER BY shard"))

    def say_piece(self, shard: str, digest: str) -> None:
        """Note a piece that was written, or with '' that it has to be."""
        self._data.execute("INSERT OR REPLACE INTO piece VALUES (?, ?)", [shard, digest])

    def drop_piece(self, shard: str) -> None:
        """Forget a piece that lists nothing any more."""
        self._data.execute("DELETE FROM piece WHERE shard = ?", [shard])

    def shard(self, shard: str) -> list[FileRow]:
        """Return the files of one shard in order of their paths."""
        query = "SELECT path, digest, size FROM file WHERE shard = ? ORDER BY path"
        return [FileRow(*row) for row in self._data.execute(query, [shard])]

    def paths(self) -> set[str]:
        """Return every path known."""
        return {path for (path,) in self._data.execute("SELECT path FROM file")}

    def clear(self) -> None:
        """Forget everything but the paths, before a full bake; what lies there must be found."""
        self._data.execute("INSERT OR IGNORE INTO loose SELECT path FROM file WHERE key = ''")
        self._data.execute("DELETE FROM reads")
        self._data.execute("DELETE FROM media")
        self._data.execute("UPDATE file SET digest = ''")
        self._data.execute("UPDATE piece SET digest = ''")
