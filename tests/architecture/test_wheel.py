"""A wheel holds everything that the product reads at run time, and nothing of the tests."""

import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from tests.architecture.tree import SOURCE, TOP

# One of each kind that the running product opens by its path.
READ_AT_RUN_TIME = (
    "suluh/ui/locale/id/LC_MESSAGES/django.mo",
    "suluh/ui/templates/ui/workspace.html",
    "suluh/ui/static/ui/tokens.css",
    "suluh/publishing/website/verify_edition.py",
    "suluh/newsroom/regulation/schema",
    "suluh/newsroom/regulation/profiles",
    "suluh/publishing/website/letterhead/fonts",
    "suluh/project/demo/pictures",
)


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    """The names in a wheel built from this tree, as `pip install .` builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    built = next(WheelBuilder(str(TOP)).build(directory=str(folder), versions=["standard"]))
    with zipfile.ZipFile(built) as wheel:
        return set(wheel.namelist())


def test_what_is_read_at_run_time_is_in_the_wheel(names):
    for wanted in READ_AT_RUN_TIME:
        assert any(name == wanted or name.startswith(f"{wanted}/") for name in names), wanted


def test_every_file_of_the_product_is_in_the_wheel(names):
    product = {
        path.relative_to(SOURCE.parent).as_posix()
        for path in SOURCE.rglob("*")
        if path.is_file() and not {"tests", "__pycache__"} & set(path.parts)
    }

    assert product - names == set()


def test_every_catalogue_is_compiled_in_the_wheel(names):
    sources = SOURCE.glob("**/locale/*/LC_MESSAGES/django.po")
    compiled = {path.relative_to(SOURCE.parent).with_suffix(".mo").as_posix() for path in sources}

    assert compiled
    assert compiled - names == set()


def test_no_test_is_in_the_wheel(names):
    assert [name for name in names if "/tests/" in name] == []


def test_a_server_gets_what_the_tests_ran_with():
    whole, run = (_pins(TOP / name) for name in ("requirements.lock", "requirements-run.lock"))
    named = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]

    assert run <= whole
    assert not {pin.split("==")[0] for pin in run} & {"pytest", "playwright", "mypy", "ruff"}
    assert len(run) >= len(named["dependencies"])


def _pins(lock: Path) -> set[str]:
    lines = lock.read_text("utf-8").splitlines()
    return {line.split(" ")[0] for line in lines if "==" in line and line[0].isalnum()}
