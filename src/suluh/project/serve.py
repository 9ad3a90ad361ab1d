"""`suluh up`: the office, the public site, the worker and, without a mail server, a mail sink.

One parent starts them, passes on the signal that stops it, and ends when one of them does.
"""

import argparse
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from suluh.project import start
from suluh.project.config import Config, read
from suluh.project.stopping import Stopped, Stopping

WAIT_SECONDS: Final = 10
# RFC 5737: nobody's. Connecting a datagram socket sends nothing; it asks which way one would go.
DOCUMENTED: Final = ("192.0.2.1", 9)
# A body that comes slowly holds a thread until it is whole: with two of them, two photos on a
# bad line kept everybody else out of the office. More than this, and granian warns.
BLOCKING_THREADS: Final = str(2 * multiprocessing.cpu_count() + 1)
FILE_READERS: Final = "16"  # threads that read static files; the server would start up to 512


@dataclass
class Servers:
    """The processes of one house."""

    config: Config
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    stopping: Stopping = field(default_factory=Stopping)

    def run(self, work: Callable[[], int]) -> int:
        """Do what starts processes and waits for them; however it ends, none of them stays."""
        try:
            try:
                self.stopping.listen()
                return work()
            finally:
                self.stop()
        except Stopped:
            self.stop()  # once more: the signal may have come as the first was about to begin
            return 128 + self.stopping.asked

    def launch(self, name: str, command: list[str]) -> None:
        """Start one process in a session of its own, so that we alone pass signals on.

        Raises Stopped, once the process is among those that `stop` knows.
        """
        with self.stopping.held():
            self.running[name] = subprocess.Popen(  # noqa: S603 our own commands
                command, env=self.environment(), start_new_session=True
            )

    def environment(self) -> dict[str, str]:
        """Return what the processes are told."""
        return {
            **os.environ,
            "SULUH_HOME": str(self.config.home),
            "SULUH_PORT": str(self.config.port),
            **self._sink(),
        }

    def _sink(self) -> dict[str, str]:
        sink = {"SULUH_SMTP_URL": self.smtp_url, "SULUH_MAIL_SINK": "yes"}
        return sink if self.smtp_url else {}

    smtp_url: str = ""

    def launch_sink(self) -> None:
        """Start a mail sink where no mail server is named: letters become files."""
        if self.config.smtp_url:
            return
        port = _free_port()
        self.smtp_url = f"smtp://127.0.0.1:{port}"
        folder = self.config.home / "surat-keluar"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.launch(
            "sink",
            [sys.executable, "-m", "suluh.foundation.notify.sink", str(folder), str(port)],
        )

    def launch_web(self) -> None:
        """Start the two web servers."""
        self.launch("office", granian(self.config, "office", self.config.office_port, 2))
        self.launch("public", granian(self.config, "public", self.config.port, 1))

    def launch_worker(self) -> None:
        """Start the scheduler and sender."""
        self.launch("worker", [sys.executable, "-m", "suluh.project.launcher", "work"])

    def answers(self, port: int, seconds: float = 30) -> bool:
        """Wait until something listens on a port of ours."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.stopping.check()
            with socket.socket() as made:
                made.settimeout(1)
                if made.connect_ex((_reachable(self.config.bind), port)) == 0:
                    return True
            if self.ended():
                return False
            time.sleep(0.05)
        return False

    def ended(self) -> str:
        """Return the name of a process that ended, or ''."""
        return next((name for name, one in self.running.items() if _has_ended(one)), "")

    def wait(self) -> int:
        """Wait until a signal or the end of a process; returns the exit code."""
        self.stopping.is_held = True  # from here on it is looked at
        while not self.stopping.asked and not self.ended():
            time.sleep(0.2)
        if self.stopping.asked:
            return 0
        sys.stderr.write(f"suluh: {self.ended()} ended by itself; stopping\n")
        return 1

    def stop(self) -> None:
        """Stop every process and wait for it; what does not stop, or was left over, is killed."""
        self.stopping.is_held = True
        for one in self.running.values():
            os.kill(one.pid, signal.SIGTERM)
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until and not all(map(_has_ended, self.running.values())):
            time.sleep(0.05)
        for one in self.running.values():
            with suppress(ProcessLookupError, PermissionError):  # nothing of its group is left
                os.killpg(one.pid, signal.SIGKILL)
            one.wait()
        self.running.clear()


def _has_ended(one: subprocess.Popen[bytes]) -> bool:
    """Look without burying it: until then its number, by which it is killed, is nobody else's."""
    return os.waitid(os.P_PID, one.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def granian(config: Config, name: str, port: int, workers: int) -> list[str]:
    """Return the command of one web server with its static mounts."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", config.bind,
        "--port", str(port), "--workers", str(workers), "--blocking-threads", BLOCKING_THREADS,
        "--runtime-blocking-threads", FILE_READERS, "--log-level", "warning", "--no-access-log",
        "--static-path-expires", "0",
        "--workers-kill-timeout", "5",
        "--static-path-route", "/static", "--static-path-mount", str(config.home / "static"),
    ]  # fmt: skip
    if name == "public":
        for folder in ("id", "en", "media", "feeds"):
            (config.public_dir / folder).mkdir(parents=True, exist_ok=True)
            command += ["--static-path-route", f"/{folder}"]
            command += ["--static-path-mount", str(config.public_dir / folder)]
        command += ["--static-path-dir-to-file", "index.html"]
    return [*command, f"suluh.project.wsgi_{name}:application"]


def _reachable(bind: str) -> str:
    return "127.0.0.1" if bind in {"0.0.0.0", "::"} else bind  # noqa: S104 compared, not bound


def _free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        port: int = made.getsockname()[1]
    return port


def network_line(config: Config) -> str:
    """Return the line that tells other machines' people where we are; '' where they cannot come."""
    if config.bind not in {"0.0.0.0", "::"}:  # noqa: S104 compared, not bound
        return ""
    with socket.socket(type=socket.SOCK_DGRAM) as made, suppress(OSError):
        made.connect(DOCUMENTED)
        here = made.getsockname()[0]
        return (
            f"suluh: from other machines: public http://{here}:{config.port}/id/   "
            f"office http://{here}:{config.office_port}/\n"
        )
    return "suluh: this machine has no network; other machines do not reach it\n"


def busy_ports(config: Config) -> list[int]:
    """Return those of our ports on which something answers already."""
    busy = []
    for port in (config.port, config.office_port):
        with socket.socket() as made:
            made.settimeout(1)
            if made.connect_ex((_reachable(config.bind), port)) == 0:
                busy.append(port)
    return busy


def refuse_busy(config: Config) -> bool:
    """Say which port is taken and how to choose another."""
    for port in busy_ports(config):
        sys.stderr.write(
            f"suluh: port {port} is taken; choose another with SULUH_PORT "
            "(the office listens one above)\n"
        )
    return bool(busy_ports(config))


def up(given: argparse.Namespace) -> int:
    """Run the house in SULUH_HOME until a signal."""
    config = read()
    if refuse_busy(config):
        return 1
    servers = Servers(config)
    return servers.run(lambda: _up(servers))


def _up(servers: Servers) -> int:
    config = servers.config
    prepare(config)
    servers.launch_sink()
    servers.launch_web()
    servers.launch_worker()
    if not servers.answers(config.office_port) or not servers.answers(config.port):
        sys.stderr.write("suluh: the web servers do not answer\n")
        return 1
    sys.stdout.write(f"suluh: public {config.public_url}  office {config.office_url}\n")
    sys.stdout.write(network_line(config))
    sys.stdout.flush()
    return servers.wait()


def prepare(config: Config) -> None:
    """Migrate, collect the static files, make the public site ready."""
    os.environ["SULUH_HOME"] = str(config.home)
    Path(config.home).mkdir(parents=True, exist_ok=True, mode=0o700)
    start.set_up()
    start.check_routes()
    start.migrate()
    start.collect_static()
    from suluh.project import site  # noqa: PLC0415 after Django is set up

    site.make_ready()
