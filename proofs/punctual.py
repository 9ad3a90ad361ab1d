"""Promise: what is scheduled to a second is public from that second on, and never before it.

Approved stories wait for one instant. A reader outside asks for all their pages every few
milliseconds over HTTP, from well before that instant; its first 200 of each page that has the
story's own title in it counts.
"""

import math
import os
import random
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from proofs.harness import Ask, Outcome, Trial
from proofs.house import ADMIN, House
from proofs.newsroom import RefusedError
from proofs.press import HEAD, PR, PUBLISHER, WRITER, Press, Story, read_lines

NAME = "punctual"
DATABASES = ("sqlite", "postgresql")
GUARDS = ("punctual_due",)
WITNESS = "a reader of the public site over HTTP, every 10 ms, in a process of its own"
FULL, QUICK, BATCH = 200, 40, 4
LIMIT_SECONDS = 2.0
ZONE_HOURS = 8  # of the unit whose clock the schedule is typed in
PAUSE_MS = 10
# A day of signing ahead: the copies wait for an instant that is moved close once all are ready.
FAR_SECONDS, LEAD_SECONDS, PATIENCE = 86_400, 12.0, 120.0


def prove(ask: Ask) -> Outcome:
    """Release all stories at one instant and see when each is public."""
    outcome = Outcome(ask.seed, ask.quick, witness=WITNESS)
    count = BATCH if ask.batch else ask.trials or (QUICK if ask.quick else FULL)
    with House(ask.tree, ask.database) as house:
        press = Press(house, mark=f"benih{ask.seed}")
        press.set_up((WRITER, HEAD, PR, PUBLISHER, ADMIN))
        stories = press.write(count)
        for story in stories:
            schedule(press, story, time.time() + FAR_SECONDS)
            press.release(story)
        due = float(math.ceil(time.time() + max(LEAD_SECONDS, count * 0.25)))
        for story in random.Random(f"{NAME} {ask.seed}").sample(stories, count):
            schedule(press, story, due)
        if time.time() > due - 1:
            raise RuntimeError("the machine is too slow to schedule before the instant")
        seen = watch(house, stories, due)
    judge(outcome, ask, due, {path_of(one, due): seen.get(path_of(one, due)) for one in stories})
    return outcome


def schedule(press: Press, story: Story, at: float) -> None:
    """Say in the office to which second a story waits."""
    local = datetime.fromtimestamp(at + ZONE_HOURS * 3600, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    page = press.as_(PUBLISHER).post(f"/telaah/{story.copy}/jadwal/", {"due_at": local})
    if page.status != 302 or "/akun/" in page.headers.get("location", ""):
        raise RefusedError("schedule", page)


def path_of(story: Story, due: float) -> str:
    """Return the address a story will have: month in the house's zone, words, six signs."""
    month = datetime.fromtimestamp(due + 7 * 3600, UTC).strftime("%Y/%m")
    return f"/id/{month}/{story.title.lower().replace(' ', '-')}-{story.content_id[:6]}/"


def watch(house: House, stories: list[Story], due: float) -> dict[str, float]:
    """Let the reader ask until it has seen every page; returns when it saw each first."""
    log = house.folder / "seen.jsonl"
    witness = Path(__file__).parent / "witness" / "reader.py"
    command = [sys.executable, "-I", str(witness), str(log), house.public, str(PAUSE_MS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, text=True) as reader:
        assert reader.stdin is not None
        reader.stdin.writelines(f"{path_of(one, due)}\t{one.title}\n" for one in stories)
        reader.stdin.flush()
        while len(read_lines(log)) < len(stories) and time.time() < due + PATIENCE:
            time.sleep(0.1)
        reader.stdin.write("end\n")
    return {str(line["path"]): float(str(line["at"])) for line in read_lines(log)}


def judge(outcome: Outcome, ask: Ask, due: float, seen: dict[str, float | None]) -> None:
    """One trial per page: seen, not early, and in the full run within the limit at p99."""
    late = sorted(at - due for at in seen.values() if at is not None)
    for path, at in seen.items():
        if at is None:
            outcome.add(Trial("release", "undecided", f"{path} was not seen", path))
        elif at < due:
            outcome.add(Trial("release", "bad", f"{path} was public {due - at:.3f} s early", path))
        else:
            outcome.add(Trial("release", "ok", "", path))
    p99 = late[max(math.ceil(len(late) * 0.99) - 1, 0)] if late else None
    outcome.extra = {
        "early": sum(one < 0 for one in late),
        "p50_s": round(late[len(late) // 2], 3) if late else None,
        "p99_s": round(p99, 3) if p99 is not None else None,
        "limit_s": LIMIT_SECONDS,
        "load": [round(one, 1) for one in os.getloadavg()],
    }
    if not ask.quick and not ask.batch and (p99 is None or p99 > LIMIT_SECONDS):
        outcome.add(Trial("p99", "bad", f"{p99} s > {LIMIT_SECONDS} s"))
