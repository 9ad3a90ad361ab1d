"""One baked page: as the house serves it alone, and under nginx, against two peers.

The peers: nginx with a plain file of the same bytes, and an article of a vanilla site of
`wagtail start`, pinned, under Granian with two workers. Eight kept connections; every answer is
checked for status and length; processor seconds are those of the server's processes.
"""

import argparse
import http.client
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from bench import servers
from bench.harness import (
    LEAST_ROUNDS,
    TREE,
    CannotRunError,
    Measure,
    Sample,
    alternate,
    cpu_seconds,
)
from proofs.house import House
from proofs.press import HEAD, PR, WRITER, Press, Story

CONNECTIONS = 8
ROUNDS = LEAST_ROUNDS


def run(given: argparse.Namespace) -> Iterator[Measure]:
    """Yield the four comparisons."""
    with House(TREE, "sqlite") as house, ExitStack() as stack:
        path = published(house)
        public = house.home / "public"
        body = (public / path.strip("/") / "index.html").read_bytes()
        plain = house.folder / "plain"
        plain.mkdir()
        (plain / "page.html").write_bytes(body)
        file = stack.enter_context(servers.nginx_for(plain, house.folder / "n1"))
        own = stack.enter_context(servers.nginx_for(public, house.folder / "n2", servers.HEADERS))
        peer = stack.enter_context(servers.wagtail())
        embedded = house._server
        if embedded is None:
            raise CannotRunError("the house does not run")
        sides = {
            "embedded": (house.port, path, embedded.pid),
            "nginx": (own.port, path, own.pid),
        }
        length = length_of(peer.port, "/kabar-7/")
        for name, side in sides.items():
            ours = asker(*side, len(body), given.seconds)
            same = asker(file.port, "/page.html", file.pid, len(body), given.seconds)
            other = asker(peer.port, "/kabar-7/", peer.pid, length, given.seconds)
            made = Measure(f"page {name} / plain nginx file", "requests/s", "nginx", file.version)
            yield alternate(made, ours, same, given.rounds)
            made = Measure(
                f"page {name} / vanilla wagtail", "requests/s", peer.name, peer.version,
                extra={"bytes_ours": len(body), "bytes_peer": length},
            )  # fmt: skip
            yield alternate(made, ours, other, given.rounds)


def published(house: House) -> str:
    """Set a house up with one published story; returns its address."""
    press = Press(house)
    press.set_up((WRITER, HEAD, PR))
    story = press.write(1)[0]
    press.release(story)
    path = address(story)
    until = time.monotonic() + 30
    while not (house.home / "public" / path.strip("/") / "index.html").exists():
        if time.monotonic() > until:
            raise CannotRunError(f"{path} was not baked")
        time.sleep(0.1)
    return path


def address(story: Story) -> str:
    """Return the address of a story published this month."""
    month = datetime.fromtimestamp(time.time() + 7 * 3600, UTC).strftime("%Y/%m")
    return f"/id/{month}/{story.title.lower().replace(' ', '-')}-{story.content_id[:6]}/"


def length_of(port: int, path: str) -> int:
    """Return how many bytes a peer's page has; it is asked four times first."""
    for _warm in range(4):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise CannotRunError(f"{path}: {answer.status}")
    return len(body)


def asker(port: int, path: str, pid: int, length: int, seconds: float) -> Callable[[], Sample]:
    """Return what runs one round against a server."""
    load = Path(__file__).parent / "load.py"
    command = [sys.executable, "-I", str(load), str(port), path, str(CONNECTIONS), str(seconds),
               str(length), f"127.0.0.1:{port}"]  # fmt: skip

    def ask() -> Sample:
        before = cpu_seconds([pid])
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        used = cpu_seconds([pid]) - before
        if done.returncode:
            raise CannotRunError(done.stderr[-500:])
        said = json.loads(done.stdout)
        if said["wrong"]:
            raise CannotRunError(f"{path}: {said['wrong']} wrong answers of {said['requests']}")
        return Sample(said["requests"] / seconds, used)

    return ask
