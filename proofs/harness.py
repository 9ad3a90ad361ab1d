"""Runs a proof on its databases, then on sabotaged copies of the tree, and prints what came out.

Standard output is one JSON line per (proof, database); the table goes to standard error.
Exit 0: nothing bad and every sabotage found; 1: bad; 2: blind; 3: could not run.
"""

import argparse
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol

TREE = Path(__file__).resolve().parents[1]
NAMES = (
    "approvals", "delivery", "embargo", "log", "mainjob", "punctual", "restore", "signature",
    "walls",
)  # fmt: skip


class CannotRun(Exception):  # noqa: N818 because it is an answer (exit 3), not a fault
    """Something that the proof needs is not there; the sentence says what."""


@dataclass(frozen=True)
class Trial:
    """One question and whether the answer was right; `mark` makes equal trials equal."""

    name: str
    verdict: str
    detail: str = ""
    mark: str = ""


@dataclass
class Outcome:
    """What all trials came to; `table` counts (trials, not ok) per class."""

    seed: int
    quick: bool
    witness: str = ""
    held: int = 0
    kills: int = 0
    points: int = 0
    seconds: float = 0.0
    extra: dict[str, Any] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    marks: set[str] = field(default_factory=set)
    table: dict[str, list[int]] = field(default_factory=dict)
    failures: list[Trial] = field(default_factory=list)

    def add(self, trial: Trial) -> None:
        """Count one trial."""
        self.counts[trial.verdict] += 1
        self.marks.add(trial.mark or f"{trial.name} {self.counts.total()}")
        row = self.table.setdefault(trial.name, [0, 0])
        row[0] += 1
        if trial.verdict != "ok":
            row[1] += 1
            self.failures.append(trial)

    def line(self) -> dict[str, Any]:
        """The members of the result line that a proof knows."""
        return {
            "trials": self.counts.total(),
            "distinct": len(self.marks),
            "bad": self.counts["bad"],
            "undecided": self.counts["undecided"],
            "held": self.held,
            "kills": self.kills,
            "points": self.points or len(self.table),
            "witness": self.witness,
            "seconds": round(self.seconds, 1),
            "seed": self.seed,
            "quick": self.quick,
        }


@dataclass(frozen=True)
class Ask:
    """What a run of a proof is asked for."""

    seed: int
    quick: bool
    database: str
    tree: Path
    trials: int | None = None
    batch: bool = False
    rest: tuple[str, ...] = ()


class Proof(Protocol):
    """What a module under `proofs/` offers."""

    NAME: str
    GUARDS: tuple[str, ...]
    DATABASES: tuple[str, ...]

    def prove(self, ask: Ask) -> Outcome:
        """Run the trials; `ask.batch` asks for as few as find a missing guard."""
        ...


def main(arguments: list[str]) -> int:
    """Run one proof as its command line says."""
    given = _parse(arguments)
    if given.name is None:
        print("\n".join(name for name in NAMES if (TREE / "proofs" / f"{name}.py").exists()))
        return 0
    if given.name not in NAMES or not (TREE / "proofs" / f"{given.name}.py").exists():
        sys.stderr.write(f"suluh: there is no proof {given.name!r}; --list names them\n")
        return 3
    proof = importlib.import_module(f"proofs.{given.name}")
    if given.list:
        print("\n".join(proof.GUARDS))
        return 0
    try:
        return _run(proof, given)
    except CannotRun as missing:
        sys.stderr.write(f"suluh: {given.name} could not run: {missing}\n")
        return 3


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="suluh prove")
    parser.add_argument("name", nargs="?", help="the proof; without it, the names")
    parser.add_argument("--quick", action="store_true", help="at most 60 s per database")
    parser.add_argument("--trials", type=int, help="how many trials")
    parser.add_argument("--seed", type=int, default=1, help="repeats the same trials")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--sabotage", metavar="GUARD", help="run this one sabotage alone")
    parser.add_argument("--patch", metavar="FILE", help="prove a copy of the tree with this patch")
    parser.add_argument("--list", action="store_true", help="list proofs, or a proof's guards")
    given, rest = parser.parse_known_args(arguments)
    given.rest = tuple(rest)
    return given


def _only_ours() -> IO[str]:
    """Return standard output for our lines alone; whatever a child prints goes to the table."""
    sys.stdout.flush()
    ours = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return ours


def _run(proof: Proof, given: argparse.Namespace) -> int:
    out = _only_ours()
    databases = [one for one in proof.DATABASES if not given.database or one in given.database]
    worst = 0
    for database in databases or list(proof.DATABASES):
        worst = max(worst, _on_database(proof, given, database, out))
    return worst


def _on_database(proof: Proof, given: argparse.Namespace, database: str, out: IO[str]) -> int:
    began = time.monotonic()

    def ask(tree: Path, *, batch: bool) -> Ask:
        return Ask(
            given.seed, given.quick, database, tree, given.trials, batch=batch, rest=given.rest
        )

    if given.sabotage:
        found = _sabotage(proof, given.sabotage, ask)
        print(json.dumps({"guard": given.sabotage, **found}), file=out, flush=True)
        return 0 if found["bad"] else 2
    with _patched(given.patch) as tree:
        outcome = proof.prove(ask(tree, batch=False))
    guards = {guard: _sabotage(proof, guard, ask) for guard in _guards(proof, given, database)}
    outcome.seconds = time.monotonic() - began
    print(json.dumps(_line(proof, database, outcome, guards)), file=out, flush=True)
    _tell(proof, database, outcome, guards)
    if outcome.counts["bad"] or outcome.counts["undecided"]:
        return 1
    return 0 if all(found["bad"] for found in guards.values()) else 2


def _guards(proof: Proof, given: argparse.Namespace, database: str) -> list[str]:
    """Return the guards to sabotage: all, or in the short form one that the seed chooses.

    A proof whose batches take seconds says so (`QUICK_GUARDS = "all"`) and always runs them all.
    """
    guards = list(proof.GUARDS)
    if not given.quick or not guards or getattr(proof, "QUICK_GUARDS", "one") == "all":
        return guards
    turn = given.seed + list(proof.DATABASES).index(database)
    return [guards[turn % len(guards)]]


def _line(
    proof: Proof, database: str, outcome: Outcome, guards: dict[str, dict[str, int]]
) -> dict[str, Any]:
    return {
        "schema": 1,
        "name": proof.NAME,
        "database": database,
        **outcome.line(),
        "sabotage": guards,
        "commit": _commit(),
        **outcome.extra,
    }


def _commit() -> str:
    command = ["git", "-C", str(TREE), "rev-parse", "--short", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _tell(proof: Proof, database: str, outcome: Outcome, guards: dict[str, dict[str, int]]) -> None:
    say = sys.stderr.write
    say(f"{proof.NAME} on {database}, seed {outcome.seed}\n")
    for name, (trials, wrong) in sorted(outcome.table.items()):
        say(f"  {trials:6d}  {wrong:4d} not ok  {name}\n")
    for trial in outcome.failures[:20]:
        say(f"  {trial.verdict}: {trial.name}: {trial.detail[:400]}\n")
    for guard, found in guards.items():
        say(f"  sabotage {guard}: {'found' if found['bad'] else 'NOT FOUND'} {found}\n")


def _sabotage(proof: Proof, guard: str, ask: Any) -> dict[str, int]:
    patch = TREE / "proofs" / "sabotage" / f"{guard}.patch"
    if not patch.exists():
        raise CannotRun(f"no patch {patch.relative_to(TREE)}")
    try:
        with _patched(str(patch)) as tree:
            outcome = proof.prove(ask(tree, batch=True))
    except (LookupError, OSError, RuntimeError) as wrong:
        # Not found; what the trials themselves found must not be lost with it.
        sys.stderr.write(f"  sabotage {guard} could not be judged: {wrong!r}"[:1500] + "\n")
        return {"trials": 0, "bad": 0}
    # Only a wrong answer finds a guard: a tree that merely broke was not judged.
    return {"trials": outcome.counts.total(), "bad": outcome.counts["bad"]}


@contextmanager
def _patched(patch: str | None) -> Iterator[Path]:
    """Give the tree itself, or a copy of it with a patch applied."""
    if not patch:
        yield TREE
        return
    with tempfile.TemporaryDirectory(prefix="suluh-tree-") as folder:
        copy = Path(folder) / "tree"
        ignored = shutil.ignore_patterns(".venv", ".git", ".suluh", "out")
        shutil.copytree(TREE, copy, ignore=ignored, symlinks=True)
        command = ["git", "apply", "--whitespace=nowarn", str(Path(patch).resolve())]
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CannotRun(f"{Path(patch).name} does not apply: {done.stderr.strip()[:300]}")
        yield copy
