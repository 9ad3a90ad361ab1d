"""The process that decodes: little memory, little time, no secrets, one answer."""

import json
import os
import resource
import subprocess
import sys
from typing import Any, Final

from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial.reading.limits import (
    CHILD_CPU_SECONDS,
    CHILD_MEMORY,
    CHILD_WALL_SECONDS,
    REASONS,
    refuse,
)
from suluh.newsroom.editorial.reading.story import ReadStory
from suluh.newsroom.editorial.reading.wire import from_wire, to_wire

_MODULE: Final = "suluh.newsroom.editorial.reading.child"
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONHASHSEED", "VIRTUAL_ENV")


def read_isolated(data: bytes, filename: str) -> ReadStory:
    """Read in a process of its own.

    Raises Refused: what the reader refuses, and unreadable where the process dies or stalls.
    """
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    head = json.dumps({"filename": filename}).encode("ascii") + b"\n"
    try:
        done = subprocess.run(  # noqa: S603 because the command is this interpreter and module
            [sys.executable, "-m", _MODULE],
            input=head + data,
            capture_output=True,
            timeout=CHILD_WALL_SECONDS,
            env=environment,
            check=False,
        )
        answer = json.loads(done.stdout) if done.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError):
        refuse("unreadable")
    return _story(answer)


def _story(answer: dict[str, Any]) -> ReadStory:
    if answer.get("refused") in REASONS:
        refuse(answer["refused"], **answer.get("params", {}))
    try:
        return from_wire(answer["story"])
    except (KeyError, TypeError, ValueError):
        refuse("unreadable")


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY, CHILD_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CHILD_CPU_SECONDS, CHILD_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Answer one file on standard input with one JSON object on standard output."""
    _limit()
    from suluh.newsroom.editorial.reading.read import read_here  # noqa: PLC0415 after the limits

    head = json.loads(sys.stdin.buffer.readline())
    try:
        answer: dict[str, Any] = {
            "story": to_wire(read_here(sys.stdin.buffer.read(), head["filename"]))
        }
    except Refused as refused:
        answer = {"refused": refused.code, "params": refused.params}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
