"""Whatever ends `suluh up` and `suluh demo`, and whenever: none of their processes stays."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from proofs.house import free_port_pair
from suluh.project import config
from suluh.project.serve import Servers
from suluh.project.stopping import SIGNALS, Stopped

PATIENCE = 90.0


def of_house(home: Path) -> dict[int, str]:
    """Return the living processes that were started for a home, with their commands."""
    mark, found = f"SULUH_HOME={home}\0".encode(), {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mark in (folder / "environ").read_bytes() + b"\0":
                found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
    return found


class Started:
    """`suluh up` or `suluh demo` in an empty home."""

    def __init__(self, command: str, home: Path, *wrapper: str) -> None:
        self.home, self.log = home, home.with_suffix(".log")
        kept = {name: value for name, value in os.environ.items() if "SULUH_" not in name}
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*wrapper, sys.executable, "-m", "suluh.project.launcher", command],
                env=kept | {"SULUH_HOME": str(home), "SULUH_PORT": str(free_port_pair())},
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    @property
    def children(self) -> dict[int, str]:
        """Return everything that it has started and that lives."""
        found = of_house(self.home)
        found.pop(self.process.pid, None)
        return found

    def runs(self, part: str) -> bool:
        """Say whether a process with these words in its command runs."""
        return any(part in command for command in self.children.values())

    def until(self, came: Callable[[], bool]) -> None:
        """Wait for a moment of the start."""
        end = time.monotonic() + PATIENCE
        while not came():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.01)

    def says(self, words: str) -> bool:
        """Say whether it has printed something."""
        return words in self.log.read_text()

    def ask(self, number: int) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Started]]:
    """Start commands; whatever a failed test leaves is killed by its number."""
    started: list[Started] = []

    def begin(command: str, *wrapper: str) -> Started:
        started.append(Started(command, tmp_path / "rumah", *wrapper))
        return started[-1]

    yield begin
    for one in started:
        for pid in {*one.children, one.process.pid}:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        one.process.wait()


def test_a_start_interrupted_at_its_first_process_leaves_none(start: Callable[..., Started]):
    house = start("up")
    house.until(lambda: house.runs("suluh.foundation.notify.sink"))

    assert house.ask(signal.SIGINT) == 128 + signal.SIGINT
    assert house.children == {}


def test_a_terminal_closed_while_the_servers_come_up_leaves_none(start: Callable[..., Started]):
    house = start("up")
    house.until(lambda: house.runs("wsgi_public"))

    assert house.ask(signal.SIGHUP) in {0, 128 + signal.SIGHUP}
    assert house.children == {}


def test_a_running_house_ends_when_its_terminal_closes(start: Callable[..., Started]):
    house = start("up")
    house.until(lambda: house.says("suluh: public"))
    assert house.runs("launcher work")

    assert house.ask(signal.SIGHUP) == 0
    assert house.children == {}


def test_a_house_started_under_nohup_outlives_its_terminal(start: Callable[..., Started]):
    house = start("up", "/usr/bin/nohup")
    house.until(lambda: house.says("suluh: public"))
    house.process.send_signal(signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        house.process.wait(timeout=0.5)

    assert house.ask(signal.SIGTERM) == 0
    assert house.children == {}


def test_a_house_whose_server_is_killed_ends_whole(start: Callable[..., Started]):
    house = start("up")
    house.until(lambda: house.says("suluh: public"))
    office = min(pid for pid, words in house.children.items() if "wsgi_office" in words)

    os.kill(office, signal.SIGKILL)

    assert house.process.wait(timeout=PATIENCE) == 1
    assert house.says("office ended by itself")
    assert house.children == {}


def test_a_demo_interrupted_while_its_house_is_founded_leaves_none(start: Callable[..., Started]):
    house = start("demo")
    house.until(lambda: (house.home / "keys").exists() and house.runs("notify.sink"))

    assert house.ask(signal.SIGHUP) == 128 + signal.SIGHUP
    assert house.children == {}


def test_a_demo_interrupted_while_it_loads_leaves_none_and_its_lines_can_be_pasted(
    start: Callable[..., Started], tmp_path: Path
):
    house = start("demo")
    house.until(lambda: house.says("you can look already"))
    line = next(
        text.partition("second factor: ")[2]
        for text in house.log.read_text().splitlines()
        if "demo code nadira" in text
    )

    told = subprocess.run(
        ["/bin/sh", "-c", line], cwd=tmp_path, env={"PATH": "/usr/bin:/bin"},
        capture_output=True, text=True,
    )  # fmt: skip

    assert (told.stdout.strip().isdigit(), len(told.stdout.strip())) == (True, 6), told.stderr
    assert house.ask(signal.SIGTERM) == 128 + signal.SIGTERM
    assert house.children == {}


class Interrupted(Servers):
    """Servers to which a signal comes in the middle of a start."""

    def environment(self) -> dict[str, str]:
        signal.raise_signal(signal.SIGTERM)
        return super().environment()


def test_a_process_that_a_signal_finds_half_started_is_known_and_stopped(tmp_path: Path):
    before = {number: signal.getsignal(number) for number in SIGNALS}
    servers = Interrupted(config.read({"SULUH_HOME": str(tmp_path)}))
    began: list[int] = []

    def work() -> int:
        try:
            servers.launch("sleeper", ["/bin/sleep", "60"])
        except Stopped:
            began.append(servers.running["sleeper"].pid)
            raise
        return 0

    try:
        assert servers.run(work) == 128 + signal.SIGTERM
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

    assert len(began) == 1
    with pytest.raises(ProcessLookupError):
        os.kill(began[0], 0)
