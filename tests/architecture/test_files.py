"""Small by habit: what a file and a function may weigh, and what a file may be called."""

import ast

import pytest

from tests.architecture.tree import SOURCE, TOP, faces, name, nodes, product_files, python_files

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
LONGEST_TEMPLATE = 120
NAMELESS = {"utils", "util", "helpers", "helper", "misc", "common", "core", "base", "shared"}
FOLDERS = [TOP / folder for folder in ("src", "proofs", "bench", "tools", "tests")]


def every_python_file():
    return [file for folder in FOLDERS if folder.exists() for file in python_files(folder)]


def lines(file):
    return len(file.read_text("utf-8").splitlines())


def test_no_file_is_too_long_to_read_at_once():
    long = {name(file): lines(file) for file in every_python_file() if lines(file) > LONGEST_FILE}

    assert long == {}


def test_no_function_is_too_long_to_read_at_once():
    long = {
        f"{name(file)}:{node.name}": node.end_lineno - node.lineno + 1
        for file in product_files()
        for node in nodes(file, ast.FunctionDef, ast.AsyncFunctionDef)
        if node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    }

    assert long == {}


def test_no_template_is_too_long_to_read_at_once():
    long = [
        name(file) for file in faces() if file.suffix == ".html" and lines(file) > LONGEST_TEMPLATE
    ]

    assert long == []


def test_nothing_is_named_after_nothing():
    wrong = [
        name(file)
        for file in every_python_file()
        if {*file.relative_to(TOP).with_suffix("").parts} & NAMELESS
    ]

    assert wrong == []


@pytest.mark.parametrize("mark", ["TODO", "FIXME", "XXX", "HACK"])
def test_nothing_is_left_for_later_in_the_source(mark):
    found = [
        name(file)
        for file in [*product_files(), *faces()]
        if mark in file.read_text("utf-8").replace("XXXX", "")
    ]

    assert found == []


def test_every_room_says_what_it_is():
    dumb = [
        name(file)
        for file in sorted(SOURCE.glob("*/*/__init__.py"))
        if file.parent.joinpath("apps.py").exists() and not ast.get_docstring(_parse(file))
    ]

    assert dumb == []


def test_no_escape_is_without_a_code():
    bare = [
        f"{name(file)}:{number}"
        for file in every_python_file()
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if line.rstrip().endswith(("# noqa", "# type: ignore"))
    ]

    assert bare == []


def _parse(file):
    return ast.parse(file.read_text("utf-8"))
