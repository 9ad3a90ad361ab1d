"""Promises that the source keeps: where states move, where time is read, who calls whom."""

import ast
import re

import pytest

from tests.architecture.tree import TOP, faces, layer, name, nodes, product_files, python_files

PURE = {"rules", "events", "kernel", "reading", "operations", "queries"}
CLOCKS = {"src/suluh/kernel/clock.py", "src/suluh/kernel/ids.py"}
READS_TIME = {
    "now",
    "utcnow",
    "today",
    "time_ns",
    "monotonic",
    "perf_counter",
    "localtime",
    "gmtime",
}
ADDRESS = re.compile(r"(?:https?:)?//([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)
# Names of forms, not places that are called: namespaces, and invented examples.
NAMES = re.compile(r"(^|\.)(w3\.org|purl\.org|jsonfeed\.org|sitemaps\.org|example)$")


def sets_state(node):
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(one, ast.Attribute) and one.attr == "state" for one in targets)
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return (
        called
        and node.func.attr in {"update", "bulk_update"}
        and any(word.arg == "state" for word in node.keywords)
    )


def test_states_move_in_operations_only():
    kinds = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Call)
    wrong = [
        f"{name(file)}:{node.lineno}"
        for file in product_files()
        if layer(file) not in {"operations", "kernel"}
        for node in nodes(file, *kinds)
        if sets_state(node)
    ]

    assert wrong == []


def reads_time(node):
    if not isinstance(node.func, ast.Attribute):
        return False
    module_time = isinstance(node.func.value, ast.Name) and node.func.value.id == "time"
    return node.func.attr in READS_TIME or (module_time and node.func.attr == "time")


def test_rules_and_operations_are_told_the_time():
    wrong = [
        f"{name(file)}:{node.lineno}"
        for file in product_files()
        if layer(file) in PURE and name(file) not in CLOCKS
        for node in nodes(file, ast.Call)
        if reads_time(node)
    ]

    assert wrong == []


def test_only_operations_write():
    """`.save()`, `.create()` and `.delete()` of models stand in operations."""
    writes = {"save", "bulk_create", "get_or_create", "update_or_create"}
    wrong = [
        f"{name(file)}:{node.lineno}"
        for file in product_files()
        if layer(file) in {"views", "forms", "queries", "pages", "rules", "handlers", "workspace"}
        for node in nodes(file, ast.Call)
        if isinstance(node.func, ast.Attribute) and node.func.attr in writes
    ]

    assert wrong == []


@pytest.mark.parametrize("folder", ["proofs", "bench"])
def test_proofs_and_benches_stand_outside(folder):
    wrong = [
        f"{name(file)}:{node.lineno}"
        for file in python_files(TOP / folder)
        if file != TOP / "bench/stock.py"  # which makes stories and judges none
        for node in nodes(file, ast.Import, ast.ImportFrom)
        for module in imported(node)
        if module.split(".")[0] in {"suluh", "django"}
    ]

    assert wrong == []


def test_the_standalone_verifier_stands_alone():
    file = TOP / "tools/verify_edition.py"
    modules = {
        module.split(".")[0]
        for node in nodes(file, ast.Import, ast.ImportFrom)
        for module in imported(node)
    }

    assert not {"suluh", "django"} & modules
    assert len(file.read_text("utf-8").splitlines()) <= 150


def test_the_product_knows_nothing_of_proofs_and_tests():
    launcher = "src/suluh/project/launcher.py"
    wrong = [
        f"{name(file)}:{node.lineno}"
        for file in product_files()
        for node in nodes(file, ast.Import, ast.ImportFrom)
        for module in imported(node)
        if module.split(".")[0] in {"proofs", "bench", "pytest", "hypothesis", "tools"}
        and name(file) != launcher
    ]

    assert wrong == []


def imported(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""]


def test_no_page_asks_a_third_party_for_anything():
    wrong = [
        f"{name(file)}: {host}"
        for file in faces()
        for host in ADDRESS.findall(file.read_text("utf-8"))
        if not NAMES.search(host.lower())
    ]

    assert wrong == []


def test_templates_hold_no_style_and_no_script_of_their_own():
    """What the Content Security Policy refuses. Mail programs know nothing but attributes."""
    inline = re.compile(
        r"\s(style|on(?!e=)[a-z]+)\s*=|<style|<script(?![^>]*\bsrc=)|javascript:", re.IGNORECASE
    )
    wrong = [
        f"{name(file)}: {found[0].strip()}"
        for file in faces()
        if file.suffix in {".html", ".svg"} and "mail" not in file.parts
        for found in inline.finditer(file.read_text("utf-8"))
    ]

    assert wrong == []
