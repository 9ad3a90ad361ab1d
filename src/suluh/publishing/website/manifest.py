"""The manifest: every public file with its digest, in pieces, under one head that is signed.

An incremental bake writes only the pieces it touched. The head names each piece by digest.
"""

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
    """Write the pieces that changed, and the head if one did; returns whether it did."""
    pieces: dict[str, str] = {}
    changed = False
    for shard, files in index.shards().items():
        data = piece_bytes(files)
        pieces[shard] = canonical.digest(data)
        changed |= tree.write(piece_path(shard), data)
    for left in _left_over(tree, set(pieces)):
        changed |= tree.remove(left)
    if not (changed or not tree.exists(HEAD) or (sign and not tree.exists(SIGNED))):
        return False
    head = canonical.dumps({"v": 1, "made_at": clock.iso(now), "pieces": pieces})
    tree.write(HEAD, head)
    if sign:
        tree.write(SIGNED, sign(head).encode("ascii"))
    return True


def _left_over(tree: Tree, shards: set[str]) -> list[str]:
    folder = tree.root / "manifest"
    found = sorted(file.name for file in folder.glob("*")) if folder.is_dir() else []
    return [f"manifest/{name}" for name in found if name.removesuffix(".json") not in shards]
