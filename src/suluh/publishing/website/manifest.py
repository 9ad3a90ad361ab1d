"""The manifest: every public file with its digest, in pieces, under one head that is signed.

An incremental bake writes only the pieces it touched. The head names each piece by digest.
"""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from suluh.kernel import canonical, clock
from suluh.publishing.website.index import FileRow, Index
from suluh.publishing.website.tree import Tree

HEAD: Final = "manifest.json"
SIGNED: Final = "manifest.jws"
Sign = Callable[[bytes], str]


def piece_path(shard: str) -> str:
    """Return the file of a piece."""
    return f"manifest/{shard}.json"


def piece_bytes(files: Iterable[FileRow]) -> bytes:
    """Return the canonical bytes of a piece."""
    listed = {file.path: {"sha256": file.digest, "size": file.size} for file in files}
    return canonical.dumps({"v": 1, "files": listed})


def write(tree: Tree, index: Index, now: datetime, sign: Sign | None) -> bool:
    """Write the pieces that were touched, and the head if one changed; returns whether it did.

    The signature goes before the head changes and comes back after it, so that a bake killed in
    between is seen to be unfinished.
    """
    for shard in [shard for shard, known in index.pieces().items() if not known]:
        _write_piece(tree, index, shard)
    pieces = index.pieces()
    if _pieces_of(tree) == pieces and tree.exists(SIGNED) == bool(sign):
        return False
    tree.remove(SIGNED)
    head = canonical.dumps({"v": 1, "made_at": clock.iso(now), "pieces": pieces})
    tree.write(HEAD, head)
    if sign:
        tree.write(SIGNED, sign(head).encode("ascii"))
    return True


def _pieces_of(tree: Tree) -> object:
    head = tree.read(HEAD)
    return json.loads(head)["pieces"] if head else None


def _write_piece(tree: Tree, index: Index, shard: str) -> None:
    files = index.shard(shard)
    if not files:
        index.drop_piece(shard)
        tree.remove(piece_path(shard))
        return
    data = piece_bytes(files)
    index.say_piece(shard, canonical.digest(data))
    tree.write(piece_path(shard), data)


def sweep(tree: Tree, index: Index) -> int:
    """Take away pieces that no shard yields."""
    left = _left_over(tree, set(index.pieces()))
    return sum(tree.remove(path) for path in left)


def _left_over(tree: Tree, shards: set[str]) -> list[str]:
    folder = tree.root / "manifest"
    found = sorted(file.name for file in folder.glob("*")) if folder.is_dir() else []
    return [f"manifest/{name}" for name in found if name.removesuffix(".json") not in shards]
