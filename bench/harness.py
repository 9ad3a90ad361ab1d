"""Measures ours against a peer in alternating rounds, and says how sure the ratio is.

Each measure is one JSON line: medians of both sides, the ratio of the medians with a bootstrap
interval, processor seconds of the servers, load and commit. Where there is no peer, `peer` and
`ratio*` are null.
"""

import argparse
import importlib
import json
import os
import random
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TREE = Path(__file__).resolve().parents[1]
NAMES = ("page", "visible")
LEAST_ROUNDS = 5
DRAWS = 2_000


class CannotRunError(Exception):
    """Something that the bench needs is not there; the sentence says what."""


@dataclass(frozen=True)
class Sample:
    """One round of one side."""

    value: float
    cpu_s: float = 0.0


@dataclass
class Measure:
    """What is measured, and the rounds of both sides."""

    name: str
    unit: str
    peer: str = ""
    peer_version: str = ""
    limit: float | None = None
    ours: list[Sample] = field(default_factory=list)
    theirs: list[Sample] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    def line(self) -> dict[str, Any]:
        """Return the members of the result line."""
        ratio, low, high = _ratio(self.ours, self.theirs) if self.theirs else (None, None, None)
        return {
            "schema": 1,
            "name": self.name,
            "ours": _median(self.ours),
            "peer": _median(self.theirs) if self.theirs else None,
            "peer_name": self.peer or None,
            "peer_version": self.peer_version or None,
            "unit": self.unit,
            "ratio": ratio,
            "ratio_low": low,
            "ratio_high": high,
            "limit": self.limit,
            "rounds": len(self.ours),
            "cpu_s_ours": round(sum(one.cpu_s for one in self.ours), 3),
            "cpu_s_peer": round(sum(one.cpu_s for one in self.theirs), 3),
            "load": [round(one, 1) for one in os.getloadavg()],
            "commit": _commit(),
            **self.extra,
        }


def alternate(
    measure: Measure, ours: Callable[[], Sample], peer: Callable[[], Sample], rounds: int
) -> Measure:
    """Run ours, peer, peer, ours, and so on, at least five rounds of each side."""
    for at in range(max(rounds, LEAST_ROUNDS)):
        first, second = (ours, peer) if at % 2 == 0 else (peer, ours)
        for side in (first, second):
            (measure.ours if side is ours else measure.theirs).append(side())
    return measure


def _median(samples: Sequence[Sample]) -> float:
    return round(statistics.median(one.value for one in samples), 4)


def _ratio(ours: Sequence[Sample], theirs: Sequence[Sample]) -> tuple[float, float, float]:
    """Return the ratio of the medians and its 95 % bootstrap interval."""
    drawn = random.Random(len(ours))
    a, b = [one.value for one in ours], [one.value for one in theirs]
    found = sorted(
        statistics.median(drawn.choices(a, k=len(a)))
        / statistics.median(drawn.choices(b, k=len(b)))
        for _draw in range(DRAWS)
    )
    ratio = statistics.median(a) / statistics.median(b)
    low, high = found[int(DRAWS * 0.025)], found[int(DRAWS * 0.975)]
    return round(ratio, 3), round(low, 3), round(high, 3)


def _commit() -> str:
    command = ["git", "-C", str(TREE), "rev-parse", "--short", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def cpu_seconds(pids: Iterable[int]) -> float:
    """Return the processor time that processes and their children have used so far."""
    ticks, wanted = 0, set(pids)
    for stat in sorted(Path("/proc").glob("[0-9]*/stat"), key=lambda one: int(one.parent.name)):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat.parent.name) in wanted or int(fields[1]) in wanted:
            wanted.add(int(stat.parent.name))
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def main(arguments: list[str]) -> int:
    """Run one bench as its command line says."""
    parser = argparse.ArgumentParser(prog="suluh bench")
    parser.add_argument("name", nargs="?", choices=NAMES, help="the bench; without it, the names")
    parser.add_argument(
        "--rounds", type=int, help="rounds of each side (page: 5), releases a size (visible: 20)"
    )
    parser.add_argument("--seconds", type=float, default=5, help="of one round (page)")
    parser.add_argument("--editions", type=int, action="append", help="sizes (visible)")
    given = parser.parse_args(arguments)
    if given.name is None:
        print("\n".join(NAMES))
        return 0
    try:
        bench = importlib.import_module(f"bench.{given.name}")
        given.rounds = given.rounds or bench.ROUNDS
        for measure in bench.run(given):
            print(json.dumps(measure.line()), flush=True)
    except CannotRunError as missing:
        sys.stderr.write(f"suluh: bench {given.name} could not run: {missing}\n")
        return 3
    return 0
