"""`suluh bake --check`: two bakes in two processes, compared with the public folder."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from suluh.kernel import clock
from suluh.publishing.website.manifest import HEAD, SIGNED

SEEDS = ("1", "4242")
CHILD = (
    "import sys, django; django.setup(); from pathlib import Path; "
    "from suluh.publishing.website.commands import bake_into; bake_into(Path(sys.argv[1]))"
)


def bake_into(folder: Path) -> None:
    """Bake the whole site into another folder, as a child of `check` does."""
    from suluh.publishing.website import operations  # noqa: PLC0415 Django is set up by now

    operations.bake(now=clock.now(), root=folder)


def check() -> int:
    """Bake twice, in two processes with different hash seeds, and compare with the public folder.

    Returns 0 if all three trees are the same, 1 and the paths that differ otherwise.
    """
    from django.conf import settings  # noqa: PLC0415 Django is set up by now

    with tempfile.TemporaryDirectory(prefix="suluh-bake-") as home:
        folders = [Path(home) / seed for seed in SEEDS]
        for seed, folder in zip(SEEDS, folders, strict=True):
            environment = {**os.environ, "PYTHONHASHSEED": seed}
            command = [sys.executable, "-c", CHILD, str(folder)]
            subprocess.run(command, env=environment, check=True)  # noqa: S603 our own words
        public = Path(settings.SULUH_PUBLIC_DIR)
        trees = [dict(_files(folder)) for folder in (*folders, public)]
    wrong = sorted(_different(trees[0], trees[1]) | _different(trees[0], trees[2]))
    for path in wrong:
        sys.stdout.write(f"differs: {path}\n")
    sys.stdout.write(f"{len(trees[0])} files, {len(wrong)} differ\n")
    return 1 if wrong else 0


def _different(one: dict[str, bytes], other: dict[str, bytes]) -> set[str]:
    return {path for path in {*one, *other} if one.get(path) != other.get(path)}


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(".") and name not in {HEAD, SIGNED}:
            yield name, path.read_bytes()
