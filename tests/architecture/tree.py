"""What the tests of the architecture read: the tree as files, syntax and import graph."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

import grimp

TOP = Path(__file__).resolve().parents[2]
SOURCE = TOP / "src" / "suluh"
WINGS = ("foundation", "newsroom", "publishing")


@functools.cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("suluh", cache_dir=None)


def rooms() -> list[str]:
    """Every room as `wing.room`; `ui`, `workspace` and `project` stand beside the wings."""
    return [
        f"{wing}.{folder.name}"
        for wing in WINGS
        for folder in sorted((SOURCE / wing).iterdir())
        if (folder / "apps.py").exists()
    ]


def room_of(module: str) -> str:
    """`suluh.newsroom.editorial.rules.states` → `newsroom.editorial`; else one word."""
    words = module.split(".")[1:]
    return ".".join(words[:2] if words and words[0] in WINGS else words[:1])


def product_files() -> list[Path]:
    """Python files of the product: no tests, no migrations."""
    return [file for file in python_files(SOURCE) if "tests" not in file.parts]


def python_files(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.rglob("*.py")) if "migrations" not in file.parts]


def faces() -> list[Path]:
    """Templates, stylesheets, scripts and drawings that a browser or a mail program gets."""
    kinds = {".html", ".css", ".js", ".svg", ".xml", ".txt", ".webmanifest"}
    found = [
        *SOURCE.rglob("templates/**/*"),
        *SOURCE.rglob("static/**/*"),
    ]
    return sorted(file for file in found if file.suffix in kinds)


def syntax(file: Path) -> ast.Module:
    return _parsed(file, file.stat().st_mtime_ns)


@functools.cache
def _parsed(file: Path, _changed: int) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def nodes(file: Path, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    return (node for node in ast.walk(syntax(file)) if isinstance(node, kinds))


def name(file: Path) -> str:
    return str(file.relative_to(TOP))


def layer(file: Path) -> str:
    """The kind of file inside its room: `operations/review.py` → `operations`."""
    words = file.relative_to(SOURCE).with_suffix("").parts
    if words[1:] == ("operations",):  # of a wing without rooms
        return "operations"
    return words[2] if words[0] in WINGS and len(words) > 2 else words[0]
