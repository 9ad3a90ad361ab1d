"""The small house of furnish.py, running: the servers a stranger would start, on free ports."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proofs.house import free_port_pair
from tests.journeys.visiting import Route

TOP = Path(__file__).resolve().parents[2]
PATIENCE = 120.0


@dataclass(frozen=True)
class House:
    """A running house: where it answers, who lives in it, which addresses it has."""

    home: Path
    public: str
    office: str
    password: str
    people: dict[str, dict[str, str]]
    links: list[str]
    routes: list[Route]

    @property
    def origins(self) -> dict[str, str]:
        """The origin of each application."""
        return {"office": self.office, "public": self.public}

    def session(self, who: str) -> dict[str, str]:
        """Return the cookie that signs somebody in."""
        return {"name": "sessionid", "value": self.people[who]["session"], "url": self.office}


@contextmanager
def running(home: Path) -> Iterator[House]:
    """Furnish a house in an empty folder and run it until the block ends."""
    environment = _environment(home)
    told = json.loads(_python(environment, "-m", "tests.journeys.furnish", str(home)))
    listed = json.loads(
        _python(environment, "-m", "suluh.project.launcher", "routes", "--json")
    )  # fmt: skip
    routes = [Route.of(row) for row in listed["routes"] if "GET" in row["methods"]]
    with (home / "servers.log").open("wb") as log:
        servers = subprocess.Popen(
            [sys.executable, "-m", "suluh.project.launcher", "demo"],
            env=environment, cwd=TOP, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            where = _answering(home, servers)
            yield House(home, where["public"], where["office"], routes=routes, **told)
        finally:
            servers.send_signal(signal.SIGINT)
            servers.wait(timeout=30)


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SULUH_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return kept | {"SULUH_HOME": str(home), "SULUH_PORT": str(free_port_pair())}


def _python(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command], env=environment, cwd=TOP, capture_output=True, text=True
    )  # fmt: skip
    assert done.returncode == 0, (command, done.stderr[-3000:])
    return done.stdout


def _answering(home: Path, servers: subprocess.Popen[bytes]) -> dict[str, Any]:
    """Wait for demo.json, which is written when the first page answers."""
    until = time.monotonic() + PATIENCE
    while not (home / "demo.json").exists():
        assert servers.poll() is None, (home / "servers.log").read_text("utf-8")
        assert time.monotonic() < until, "the house did not come up"
        time.sleep(0.1)
    where: dict[str, Any] = json.loads((home / "demo.json").read_text("utf-8"))
    return where
