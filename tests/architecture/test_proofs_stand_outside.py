"""Proofs and benches drive the product from outside; no verdict shares its code.

One script fills a house with stories for a bench, by the product's operations; it judges nothing.
"""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("proofs", "bench")
STOCK = ROOT / "bench/stock.py"
# The command line, which a proof may start in its own process.
ALLOWED = {"suluh.project.launcher"}


def outside() -> list[Path]:
    found = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if path != STOCK]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)
        elif isinstance(node, ast.Call) and _loads(node) and isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value)


def _loads(call: ast.Call) -> bool:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    return name in {"import_module", "__import__"} and bool(call.args)


@pytest.mark.parametrize("path", outside(), ids=lambda path: str(path.relative_to(ROOT)))
def test_that_it_imports_nothing_of_the_product(path: Path) -> None:
    ours = {name for name in imported(path) if name.split(".")[0] == "suluh"}
    parents = {"suluh", "suluh.project"}
    assert ours - ALLOWED - parents == set()
    assert not parents & ours or ours & ALLOWED


def test_that_no_verdict_reaches_the_product_by_way_of_the_stock() -> None:
    for path in outside():
        assert not {name for name in imported(path) if name.endswith("stock")}, path


def test_that_the_product_knows_nothing_of_proofs() -> None:
    launcher = ROOT / "src/suluh/project/checkout.py"
    for path in sorted((ROOT / "src").rglob("*.py")):
        if path != launcher:
            known = {name.split(".")[0] for name in imported(path)}
            assert not known & set(FOLDERS), path


def test_that_nothing_reads_the_table_of_the_walls() -> None:
    for path in sorted((ROOT / "src").rglob("*.py")):
        assert "walls.csv" not in path.read_text(encoding="utf-8"), path


def test_every_sabotage_applies_to_the_tree():
    """A guard whose patch no longer fits is not proved by anybody."""
    patches = sorted((ROOT / "proofs" / "sabotage").glob("*.patch"))
    misfits = [
        patch.name
        for patch in patches
        if subprocess.run(
            ["git", "apply", "--check", str(patch)], cwd=ROOT, check=False, capture_output=True
        ).returncode
    ]

    assert patches
    assert misfits == []
