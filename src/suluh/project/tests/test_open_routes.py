"""Nothing starts while an address has no declared policy."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

PLANT = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "suluh.project.{settings}"
import django; django.setup()
from django.urls import path
from suluh.project import {urls}
if {planted}:
    {urls}.urlpatterns.append(path("terbuka/", lambda request: None))
"""


def free_port() -> int:
    """Return a port on which nothing answers."""
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


def begin(tmp_path: Path, way: str, then: str, *, planted: bool) -> tuple[int, str]:
    """Begin what serves people, in a process of its own."""
    settings = "settings" if "launcher" in then else f"settings_{way}"
    code = PLANT.format(settings=settings, urls=f"urls_{way}", planted=planted) + then
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SULUH_")}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True,
        env=kept | {"SULUH_HOME": str(tmp_path / "rumah"), "SULUH_PORT": str(free_port())},
    )  # fmt: skip
    return done.returncode, done.stderr


@pytest.mark.parametrize("way", ["office", "public"])
def test_an_application_with_an_open_address_is_not_loaded(tmp_path: Path, way: str) -> None:
    load = f"import suluh.project.wsgi_{way}"

    sound, _said = begin(tmp_path, way, load, planted=False)
    code, said = begin(tmp_path, way, load, planted=True)

    assert (sound, code) == (0, 1)
    assert f"suluh.project.urls_{way} /terbuka/: no declared policy" in said


@pytest.mark.parametrize("way", ["office", "public"])
def test_a_server_loads_an_application_in_a_bare_process(tmp_path: Path, way: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SULUH_")}
    done = subprocess.run(
        [sys.executable, "-c", f"import suluh.project.wsgi_{way}"], capture_output=True, text=True,
        env=kept | {"SULUH_HOME": str(tmp_path / "rumah")},
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", ["up", "demo"])
def test_a_house_with_an_open_address_is_not_started(tmp_path: Path, command: str) -> None:
    launch = f"from suluh.project import launcher; sys.exit(launcher.main(['{command}']))"

    code, said = begin(tmp_path, "office", launch, planted=True)

    assert code == 2
    assert "suluh: Nothing is started, because addresses have no policy: " in said
    assert not (tmp_path / "rumah" / "suluh.sqlite3").exists()
