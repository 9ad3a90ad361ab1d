"""`make prove`: every proof in its short form, on every database; prints the sum of seconds.

Two at a time where there are two cores: a proof mostly waits for its own house. What asks how
soon something is seen has the machine to itself.
"""

import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Final, NamedTuple

TOP = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TOP))

from proofs.harness import NAMES  # noqa: E402 the checkout, which is no package

PROVE: Final = (sys.executable, "-m", "suluh.project.launcher", "prove")
AT_ONCE: Final = min(2, os.cpu_count() or 1)
ALONE: Final = ("punctual",)


class Job(NamedTuple):
    """One proof on one database."""

    name: str
    database: str


class Ran(NamedTuple):
    """What a job printed: its result lines, what it told beside them, and its exit code."""

    job: Job
    lines: list[str]
    told: str
    code: int


def jobs(wanted: Iterable[str]) -> list[Job]:
    """Return the proofs asked for, all without a name, on each of their databases."""
    names = tuple(wanted) or NAMES
    unknown = set(names) - set(NAMES)
    if unknown:
        raise SystemExit(f"suluh: there is no proof {', '.join(sorted(unknown))}")
    return [
        Job(name, database)
        for name in names
        for database in importlib.import_module(f"proofs.{name}").DATABASES
    ]


def run(job: Job) -> Ran:
    """Run one job to its end."""
    on = ["--database", job.database] if job.database != "none" else []
    command = [*PROVE, job.name, "--quick", *on]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
        done = subprocess.run(
            command, cwd=TOP, check=False, stdout=subprocess.PIPE, stderr=told, text=True
        )
        told.seek(0)
        return Ran(job, done.stdout.splitlines(), told.read(), done.returncode)


def all_of(wanted: list[Job]) -> Iterator[Ran]:
    """Run the jobs, some beside each other; each is yielded when it ends."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        beside = [pool.submit(run, job) for job in wanted if job.name not in ALONE]
        for one in as_completed(beside):
            yield one.result()
    yield from (run(job) for job in wanted if job.name in ALONE)


def main() -> int:
    """Run them; fail where one fails or could not run."""
    began, seconds, lines, failed = time.monotonic(), 0.0, 0, []
    for ran in all_of(jobs(sys.argv[1:])):
        print(f"== prove {ran.job.name} --quick on {ran.job.database}", flush=True)
        sys.stderr.write(ran.told)
        for line in ran.lines:
            print(line, flush=True)
            seconds += json.loads(line)["seconds"]
            lines += 1
        if ran.code:
            failed.append(f"{ran.job.name} on {ran.job.database} (exit {ran.code})")
    wall = time.monotonic() - began
    print(f"suluh: quick proofs took {seconds:.0f} s in {lines} runs, {wall:.0f} s by the clock")
    if failed:
        print("suluh: proofs failed: " + ", ".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
