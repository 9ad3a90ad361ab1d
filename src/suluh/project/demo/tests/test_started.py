"""`make demo` and the lines it prints, as a newcomer meets them."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from suluh.kernel.refusals import Refused
from suluh.project import config, serve
from suluh.project.demo import command, mark

TOP = Path(__file__).resolve().parents[5]


def pasted(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a printed line in another folder, by a shell that knows nothing of ours."""
    return subprocess.run(
        ["/bin/sh", "-c", line], cwd=folder, env={"PATH": "/usr/bin:/bin"},
        capture_output=True, text=True,
    )  # fmt: skip


def home_of_make(tmp_path: Path, *given: str, **environment: str) -> str:
    """Return the SULUH_HOME in which `make demo` starts the command."""
    for name in ("suluh", "python"):
        (tmp_path / name).write_text('#!/bin/sh\n[ "$1" != demo ] || echo "$SULUH_HOME"\n')
        (tmp_path / name).chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SULUH_")}
    done = subprocess.run(
        ["make", "-s", "-o", ".venv/.locked", f"BIN={tmp_path}", "demo", *given],
        cwd=TOP, env=kept | environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def test_the_home_that_somebody_names_is_the_home_of_make_demo(tmp_path: Path) -> None:
    usual = str(TOP / ".suluh" / "demo")

    assert home_of_make(tmp_path) == usual
    assert home_of_make(tmp_path, SULUH_HOME="") == usual
    assert home_of_make(tmp_path, SULUH_HOME="/tmp/rumah saya") == "/tmp/rumah saya"
    assert home_of_make(tmp_path, "SULUH_HOME=/tmp/lain") == "/tmp/lain"


def test_a_code_asked_for_where_no_demo_is_leaves_nothing_behind(tmp_path: Path) -> None:
    home = tmp_path / "bukan peragaan"

    done = pasted(command.code_line(home, "nadira"), tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert f"{home} is no demo" in done.stderr
    assert not home.exists()


def test_the_line_names_the_home_and_the_whole_command(tmp_path: Path) -> None:
    home, *words = shlex.split(command.code_line(tmp_path / "rumah saya", "nadira"))

    assert home == f"SULUH_HOME={tmp_path / 'rumah saya'}"
    assert Path(words[0]).is_absolute()
    assert words[-3:] == ["demo", "code", "nadira"]


def test_the_code_is_looked_up_in_the_database_of_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SULUH_DATABASE_URL", "postgresql://db.example/peragaan")
    mark.write(tmp_path, "{}")
    mark.keep_database(tmp_path, "postgresql://db.example/peragaan")
    monkeypatch.delenv("SULUH_DATABASE_URL")

    mark.enter(tmp_path)

    assert os.environ["SULUH_DATABASE_URL"] == "postgresql://db.example/peragaan"
    assert (tmp_path / mark.DATABASE).stat().st_mode & 0o077 == 0
    with pytest.raises(Refused) as found:
        mark.enter(tmp_path / "lain")
    assert found.value.code == "no_demo"


def test_who_listens_for_other_machines_is_told_under_which_address(tmp_path: Path) -> None:
    told = {
        bind: serve.network_line(
            config.read({"SULUH_HOME": str(tmp_path), "SULUH_BIND": bind, "SULUH_PORT": "8100"})
        )
        for bind in ("", "127.0.0.1", "0.0.0.0", "::")
    }

    assert (told[""], told["127.0.0.1"]) == ("", "")
    assert told["0.0.0.0"] == told["::"]
    here = re.search(r"http://([0-9.]+):8100/id/   office http://\1:8101/", told["0.0.0.0"])
    assert "no network" in told["0.0.0.0"] or (here and here[1] not in {"127.0.0.1", "0.0.0.0"})


def test_the_readme_leads_to_every_how_to_and_names_where_a_house_lives() -> None:
    readme = (TOP / "README.md").read_text(encoding="utf-8")
    pages = {f"docs/how-to/{one.name}" for one in (TOP / "docs" / "how-to").iterdir()}

    assert {page for page in pages if f"({page})" not in readme} == set()
    assert all(f"`{name}`" in readme for name in ("SULUH_HOME", "SULUH_PORT", "SULUH_BIND"))
