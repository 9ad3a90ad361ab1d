"""`make demo` and the lines it prints, as a newcomer meets them."""

import os
import shlex
import subprocess
from pathlib import Path

import pytest

from suluh.kernel.refusals import Refused
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
