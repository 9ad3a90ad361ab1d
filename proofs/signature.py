"""Promise: nobody can make an Edition that the standalone verifier takes for genuine.

Genuine exports (every action, both languages, DEMO, erased, superseded, under a revoked key with
its proof) must get their right answer; forgeries of every class must not be called genuine. The
verifier runs in a process of its own; every fortieth trial asks it on its own command line, by
exit code. A crash or a hang is undecided, and counts as bad.
"""

import hashlib
import json
import random
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proofs.editions import Case, Office, canon, cases, offices, revoked
from proofs.forgeries import ANSWERS, CLASSES, Desk
from proofs.harness import Ask, Outcome, Trial

NAME = "signature"
DATABASES = ("none",)
QUICK_GUARDS = "all"
WITNESS = "tools/verify_edition.py in a process of its own"
FULL, QUICK = 6_000, 2_400
# Trials of one sabotaged batch: every class four times.
BATCH = 260
COMMAND_LINE_EACH = 40
PATIENCE = 20.0
TREE = Path(__file__).parents[1]
# Guards of the verifier; each has a patch in proofs/sabotage/ that takes it away.
GUARDS = (
    "signature_root",
    "signature_by_root",
    "signature_check",
    "signature_header",
    "signature_canonical",
    "signature_base64",
    "signature_revoked",
    "signature_newest_list",
    "signature_period",
    "signature_purpose",
    "signature_key_name",
    "signature_salt",
    "signature_missing_part",
    "signature_erasure_subject",
    "signature_head_fork",
    "signature_head_superseded",
)


class Witness:
    """The standalone verifier of a tree, asked through another process."""

    def __init__(self, tree: Path, folder: Path) -> None:
        self.tool = tree / "tools" / "verify_edition.py"
        self.folder = folder
        self._process: subprocess.Popen[str] | None = None

    def ask(self, file: bytes, root: str, head: bytes | None, *, alone: bool) -> dict[str, Any]:
        """Return {"exit","told"}; exit None where it crashed or hung."""
        (self.folder / "file.json").write_bytes(file)
        if head is not None:
            (self.folder / "head.json").write_bytes(head)
        path = str(self.folder / "head.json") if head is not None else ""
        question = {"file": str(self.folder / "file.json"), "root": root, "head": path}
        return self._command_line(question) if alone else self._line(question)

    def _command_line(self, question: dict[str, str]) -> dict[str, Any]:
        command = [sys.executable, "-I", str(self.tool), question["file"], "--json"]
        command += ["--root", question["root"]]
        command += ["--head", question["head"]] if question["head"] else []
        try:
            done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
            return {"exit": done.returncode, "told": json.loads(done.stdout)}
        except (subprocess.TimeoutExpired, ValueError) as wrong:
            return {"exit": None, "told": str(wrong)}

    def _line(self, question: dict[str, str]) -> dict[str, Any]:
        process = self._process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        with selectors.DefaultSelector() as ready:
            ready.register(process.stdout, selectors.EVENT_READ)
            try:
                process.stdin.write(json.dumps(question) + "\n")
                process.stdin.flush()
                answered = ready.select(PATIENCE)
                return dict(json.loads(process.stdout.readline() if answered else ""))
            except (OSError, ValueError) as wrong:
                self.close()
                return {"exit": None, "told": f"the verifier hung or died: {wrong}"}

    def _start(self) -> subprocess.Popen[str]:
        reader = TREE / "proofs" / "witness" / "edition.py"
        command = [sys.executable, "-I", str(reader), str(self.tool)]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def close(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None


def judged(name: str, answer: dict[str, Any], *, right: bool, mark: str) -> Trial:
    """Genuine and exit 0 go together; everything else is a sentence and another exit."""
    told = answer["told"]
    if answer["exit"] is None or not isinstance(told, dict):
        return Trial(name, "undecided", str(told)[-300:], mark)
    agrees = (answer["exit"] == 0) == (told.get("answer") == "genuine") and answer["exit"] != 2
    detail = json.dumps({**told, "exit": answer["exit"]})[:300]
    return Trial(name, "ok" if right and agrees else "bad", detail, mark)


def genuine_trials(witness: Witness, found: list[Case]) -> Iterator[Trial]:
    for at, case in enumerate(found):
        file, head = canon(case.file), canon(case.head) if case.head else None
        file += b"\n" * (at % 2)
        answer = witness.ask(file, case.fingerprint, head, alone=at % COMMAND_LINE_EACH == 0)
        told = answer["told"] if isinstance(answer["told"], dict) else {}
        right = (told.get("answer"), told.get("demo")) == (case.expected, case.demo)
        yield judged(f"genuine: {case.kind}", answer, right=right, mark=_mark(file, head, ""))


def forged_trials(
    witness: Witness, office: Office, demo: Office, n: int, seed: int
) -> Iterator[Trial]:
    """Every class in turn; the details of trial `at` come from the seed and `at` alone."""
    names, clocks = sorted(CLASSES), (office.now, demo.now)
    for at in range(n):
        name = names[at % len(names)]
        rng = random.Random(f"{NAME} {seed} {at}")
        office.rng = demo.rng = rng
        office.now, demo.now = clocks
        shown = CLASSES[name](Desk(office, demo, rng))
        file = shown.file if isinstance(shown.file, bytes) else canon(shown.file)
        head = canon(shown.head) if shown.head else None
        alone = at % COMMAND_LINE_EACH == seed % COMMAND_LINE_EACH
        answer = witness.ask(file, shown.root, head, alone=alone)
        told = answer["told"] if isinstance(answer["told"], dict) else {}
        right = told.get("answer") in ANSWERS[name] and answer["exit"] != 0
        right = right and bool(told["parts"] or told["answer"] != "altered")
        yield judged(name, answer, right=right, mark=_mark(file, head, shown.root))


def _mark(file: bytes, head: bytes | None, root: str) -> str:
    return hashlib.sha256(file + b"\x00" + (head or b"") + root.encode()).hexdigest()


@dataclass(frozen=True)
class Product:
    """What the product's command line made: its office (`editions.adopt`), and right answers."""

    office: Office
    cases: list[Case]


def trials(n: int, seed: int, tree: Path = TREE, product: Product | None = None) -> Iterator[Trial]:
    """Yield all genuine trials of a seed and `n` forgeries; `tree` holds the verifier.

    With a `product`, its exports must get their answers too, and they are what is forged.
    """
    office, demo = offices(seed)
    genuine = cases(office) + cases(demo) + revoked(office, random.Random(seed))
    if product:
        genuine += product.cases
        office = product.office
    with tempfile.TemporaryDirectory() as folder:
        witness = Witness(tree, Path(folder))
        try:
            yield from genuine_trials(witness, genuine)
            yield from forged_trials(witness, office, demo, n, seed)
        finally:
            witness.close()


def run(
    *,
    trials_wanted: int | None = None,
    seed: int = 1,
    quick: bool = False,
    tree: Path = TREE,
    product: Product | None = None,
) -> Outcome:
    """Run the proof against the verifier in `tree` (a sabotaged copy is another tree)."""
    outcome, began = Outcome(seed, quick, witness=WITNESS), time.monotonic()
    wanted = trials_wanted or (QUICK if quick else FULL)
    for trial in trials(wanted, seed, tree, product):
        outcome.add(trial)
    outcome.seconds = time.monotonic() - began
    return outcome


def prove(ask: Ask) -> Outcome:
    """Answer the harness: a sabotaged batch is small, because every class comes in it."""
    wanted = BATCH if ask.batch else ask.trials
    return run(trials_wanted=wanted, seed=ask.seed, quick=ask.quick, tree=ask.tree)
