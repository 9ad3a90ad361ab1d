"""Promise: what was approved reaches every destination; nothing is lost, nothing sent twice.

Each trial approves a story by HTTP and lets a worker carry it out that is killed with SIGKILL at
one recorded point, or whose peers fail in one way. Afterwards workers run until nothing is left.
Witnesses count: the mail peer, two other systems (one keyed, one that can be asked), a reader of
the baked site. A letter may be missing only where the screen 'Kanal' shows it as unconfirmed.
"""

import atexit
import csv
import io
import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_string
from pathlib import Path
from typing import Any

from proofs.harness import TREE, Ask, Outcome, Trial
from proofs.house import ADMIN, House, free_port_pair
from proofs.press import HEAD, PR, PUBLISHER, READERS, WRITER, Press, Story, read_lines
from proofs.worker import Workers

NAME = "delivery"
DATABASES = ("sqlite", "postgresql")
GUARDS = ("delivery_begin", "delivery_token", "delivery_transaction", "delivery_blind")
WITNESS = "mail peer, keyed and look-up systems, reader of the baked site; each a process"
LEAST_POINTS = 380
FULL, QUICK, SPARE = 600, 18, 8
FAULTS = (
    "keyed 500_before", "keyed 500_after", "keyed drop_before", "keyed drop_after", "keyed 429",
    "keyed slow:1", "lookup 500_before", "lookup 500_after", "lookup drop_before",
    "lookup drop_after", "lookup 429", "lookup slow:1", "mail reject", "mail drop_after_data",
)  # fmt: skip
QUICK_FAULTS = 5
# What a small batch kills at: words of labels, for the guards that are taken away.
TARGETS = (
    "smtp.blind _finish socket sendall after", "webhook.lookup _exchange recv_into before",
    "- delivery.operations before", "smtp.blind _finish recv_into before",
)  # fmt: skip
# A call outlives its lease: the first POST is put off late, while the second is still under way.
STALL_FAULTS = ("slow_429:1.5", "slow:6")
STALL = {"jump_at": "webhook.lookup _exchange recv_into before", "jump": 1300}
# A feed holds the newest texts; of older ones it is only asked that they are not there twice.
NEWEST = 10
PREPARED: "dict[tuple[str, int], tuple[Press, int, list[Story]]]" = {}
OPEN = {"waiting", "due", "sending"}


@dataclass
class Field:
    """One run: a copy of the house with its witnesses, and what was approved in it."""

    press: Press
    port: int
    workers: Any = None
    approved: list[Story] = field(default_factory=list)
    _peer: "subprocess.Popen[bytes] | None" = None

    @property
    def house(self) -> House:
        """The house of this run."""
        return self.press.house

    @property
    def told(self) -> Path:
        """What the other systems did."""
        return self.house.folder / "told.jsonl"

    def __enter__(self) -> "Field":
        witness = Path(__file__).parent / "witness" / "webhook.py"
        self._peer = subprocess.Popen(
            [sys.executable, "-I", str(witness), str(self.told), str(self.port),
             str(self.house.folder / "peers.json")]
        )  # fmt: skip
        return self

    def __exit__(self, *_wrong: object) -> None:
        if self._peer is not None:
            self._peer.kill()
            self._peer.wait()
        self.house.close()

    def approve(self, story: Story) -> None:
        """Give the last signature and expect the story everywhere from now on."""
        self.press.release(story)
        self.approved.append(story)

    def fault(self, peer: str, *kinds: str) -> None:
        """Let a peer fail the next time it is called."""
        if peer == "mail":
            self.house.faults.write_text(json.dumps(dict.fromkeys(kinds, 1)))
        else:
            (self.house.folder / "peers.json").write_text(json.dumps({peer: kinds}))

    def arrived(self, story: Story) -> bool:
        """Say whether every witness outside has this story."""
        done = sum(line["content_id"] == story.content_id for line in read_lines(self.told))
        return done >= 2 and self.letters()[story.title] >= len(READERS) and self.is_baked(story)

    def is_baked(self, story: Story) -> bool:
        """Say whether the public folder has the story's page."""
        return any(
            f"nomor{story.title.partition('nomor')[2].split('akhir')[0]}akhir" in path.parent.name
            for path in (self.house.home / "public" / "id").glob("*/*/*/edition.json")
        )

    def letters(self) -> Counter[str]:
        """Count the readers' letters by the title they bear."""
        found: Counter[str] = Counter()
        for line in self.house.letters():
            letter = message_from_string(line["data"])
            if set(READERS) & set(line["to"]):
                found[str(letter["Subject"])] += 1
        return found

    def on_screen(self) -> list[dict[str, str]]:
        """Return the rows of the screen 'Kanal' as its CSV has them."""
        page = self.press.as_(PUBLISHER).get("/kanal/kiriman.csv")
        return list(csv.DictReader(io.StringIO(page.text.lstrip("\ufeff"))))

    def site(self) -> dict[str, dict[str, Any]]:
        """Return what the reader of the baked site sees."""
        witness = Path(__file__).parent / "witness" / "site.py"
        done = subprocess.run(
            [sys.executable, "-I", str(witness), str(self.house.home / "public")],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        found: dict[str, dict[str, Any]] = json.loads(done.stdout)
        return found

    def drain(self) -> bool:
        """Let workers run until nothing moves any more; says whether all came to rest.

        What was killed and refused several times waits long for its next try: hours pass.
        """
        calm = _Calm(self)
        self.workers.run(calm.over, seconds=12)
        for hours in range(1, 5):
            if calm.rests:
                break
            self.workers.run(calm.over, seconds=20, jump_at="sql", jump=3600 * hours)
        return calm.rests


class _Calm:
    """Watches the witnesses and the screen from outside."""

    def __init__(self, run: Field) -> None:
        self.run, self.seen, self.since, self.looked = run, (-1, -1, -1), time.monotonic(), 0.0
        self.rests = False

    def over(self) -> bool:
        """Say whether nothing has moved for a while and the screen has nothing on its way."""
        if self.rests or time.monotonic() - self.looked < 0.7:
            return self.rests
        states = [row["state"] for row in self.run.on_screen()]
        now = (len(read_lines(self.run.told)), len(self.run.house.letters()), len(states))
        if now != self.seen or OPEN & set(states):
            self.seen, self.since = now, time.monotonic()
        self.looked = time.monotonic()
        self.rests = self.looked - self.since > 2
        return self.rests


def _prepared(ask: Ask, trials: int) -> tuple[Press, int, list[Story]]:
    """Return a house with stories that lack their last signature; runs are copies of it."""
    made = PREPARED.get((ask.database, ask.seed))
    if made is None:
        count = SPARE if ask.batch else min(trials, QUICK) + SPARE // 4
        made = PREPARED[ask.database, ask.seed] = _prepare(ask, count)
    return made


def _prepare(ask: Ask, count: int) -> tuple[Press, int, list[Story]]:
    house = House(TREE, ask.database)
    atexit.register(house.close)
    press = Press(house, mark=f"benih{ask.seed}")
    port = free_port_pair()
    press.set_up((WRITER, HEAD, PR, ADMIN, PUBLISHER))
    press.subscribe()
    press.open_channels(port)
    stories = press.write(count)
    house.stop()
    return press, port, stories


def prove(ask: Ask) -> Outcome:
    """Run the trials on a copy of the prepared house."""
    outcome = Outcome(ask.seed, ask.quick, witness=WITNESS)
    trials = ask.trials or (QUICK if ask.quick else FULL)
    press, port, stories = _prepared(ask, trials)
    with Field(press.moved(press.house.twin(ask.tree)), port) as run, run.press.office_alone():
        run.workers = Workers(run.house)
        supply = _supply(run, stories)
        try:
            points = record(run, next(supply))
            plan = _batch(points) if ask.batch else _plan(points, ask, trials)
            outcome.points = len(points)
            asked = [_trial(run, one, next(supply), outcome) for one in plan]
            _finish(run, ask, asked, outcome, supply)
        finally:
            run.workers.close()
    if not ask.batch and outcome.points < LEAST_POINTS:
        outcome.add(Trial("points", "undecided", f"{outcome.points} < {LEAST_POINTS}"))
    return outcome


def _supply(run: Field, stories: list[Story]) -> Iterator[Story]:
    yield from stories
    run.press.mark += "lanjut"
    while True:
        yield from run.press.write(1)


def record(run: Field, story: Story) -> list[str]:
    """Return every point of one undisturbed publication, by name, in the order they came."""
    file = run.house.folder / "points"
    marks: list[float] = [time.monotonic()]
    idle: list[int] = []

    def until() -> bool:
        if not idle and time.monotonic() - marks[0] > 1:
            idle.append(file.stat().st_size)
            run.approve(story)
        return bool(idle) and run.arrived(story)

    run.workers.run(until, record=str(file), seconds=40)
    text = file.read_text()
    before = set(text[: idle[0]].splitlines())
    return [one for one in dict.fromkeys(text[idle[0] :].splitlines()) if one not in before]


def _plan(points: list[str], ask: Ask, trials: int) -> list[str]:
    """Return points and faults in the order of the seed, every kind of destination in turn.

    Points are by kind and class of destination; with `FULL` trials or more none is left out.
    """
    drawn = random.Random(f"{NAME} {ask.seed}")
    kinds: dict[str, list[str]] = {}
    for point in drawn.sample(points, len(points)):
        kinds.setdefault(point.partition(" ")[0], []).append(point)
    wanted = QUICK_FAULTS if ask.quick else max(trials // 8, len(FAULTS))
    faults = (drawn.sample(FAULTS, len(FAULTS)) * (wanted // len(FAULTS) + 1))[:wanted]
    longest = max(len(ones) for ones in kinds.values())
    kills = [ones[at] for at in range(longest) for ones in kinds.values() if at < len(ones)]
    room = max(trials - len(faults) - 2, 1)
    if trials >= FULL:  # the full form comes to every point, however many were recorded
        room = max(room, len(kills))
    kills = (kills * (room // len(kills) + 1))[:room]
    plan = [f"kill {one}" for one in kills] + [f"fault {one}" for one in faults]
    return drawn.sample(plan, len(plan))


def _batch(points: list[str]) -> list[str]:
    """Return the kills that find a missing guard, one per guard and one to spare."""
    found = []
    for words in TARGETS:
        fitting = [one for one in points if _fits(one, words)]
        found += [f"kill {one}" for one in fitting[:1]]
    return found


def _fits(point: str, words: str) -> bool:
    kind, *others = words.split()
    return point.startswith(kind + " ") and all(word in point for word in others)


def _trial(run: Field, plan: str, story: Story, outcome: Outcome) -> tuple[str, Story]:
    """Approve a story and disturb its way out; the verdict comes when everything is at rest."""
    what, _space, rest = plan.partition(" ")
    if what == "kill":
        run.approve(story)
        ended = run.workers.run(lambda: run.arrived(story), target=rest, seconds=4)
        outcome.kills += ended.killed
    else:
        peer, _space, kind = rest.partition(" ")
        run.fault(peer, kind)
        run.approve(story)
        run.workers.run(seconds=1.5)
    return plan, story


def _finish(
    run: Field, ask: Ask, asked: list[tuple[str, Story]], outcome: Outcome, supply: Iterator[Story]
) -> None:
    """Bring everything to rest and judge; a stalled call comes last, on a house at rest."""
    rests = run.drain()
    if ask.batch and any(verdict for verdict in _judged(run).values()):
        _count(run, asked, outcome, rests)
        return
    for _stall in range(1 if ask.quick or ask.batch else 5):
        story = next(supply)
        run.fault("lookup", *STALL_FAULTS)
        run.approve(story)
        began = time.monotonic()
        run.workers.run(
            lambda one=story, began=began: run.arrived(one) and time.monotonic() - began > 8,
            seconds=20, **STALL,
        )  # fmt: skip
        asked.append(("stall lookup", story))
    _count(run, asked, outcome, run.drain())


def _count(run: Field, asked: list[tuple[str, Story]], outcome: Outcome, rests: bool) -> None:
    wrong = _judged(run)
    for plan, story in asked:
        verdict = "bad" if wrong[story.content_id] else "ok"
        name = " ".join(plan.split()[:2])
        outcome.add(Trial(name, verdict, f"{plan}: {wrong[story.content_id]}", plan))
    for what, detail in _everything(run, wrong, {story.content_id for _plan, story in asked}):
        outcome.add(Trial(what, "bad", detail))
    if not rests:
        outcome.add(Trial("rest", "undecided", "something was still on its way at the end"))
    held = [row for row in run.on_screen() if row["state"] == "unconfirmed"]
    outcome.held = sum(int(row["total"]) - int(row["arrived"]) for row in held)


def _everything(run: Field, wrong: dict[str, str], judged: set[str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong beyond the trials' own stories."""
    for content_id, detail in wrong.items():
        if detail and content_id not in judged:
            yield "other stories", detail
    ids = Counter(
        str(message_from_string(one["data"])["Message-ID"]) for one in run.house.letters()
    )
    for name, count in ids.items():
        if count > 1:
            yield "letters", f"{name} came {count} times"
    sound = run.house.json("ledger", "verify", "--json", may_fail=True)
    if not sound.get("sound"):
        yield "ledger", json.dumps(sound)[:300]


def _judged(run: Field) -> dict[str, str]:
    """Return what each approved story lacks or has too much of, '' for nothing."""
    told = Counter((line["peer"], line["content_id"]) for line in read_lines(run.told))
    odd = {line["content_id"] for line in read_lines(run.told) if line.get("differs")}
    letters, site, screen = run.letters(), run.site(), run.on_screen()
    held = {
        row["content_id"]: int(row["total"]) - int(row["arrived"])
        for row in screen
        if row["state"] == "unconfirmed"
    }
    found = {}
    for story in run.approved:
        own = site.get(story.content_id, {"pages": {}, "exports": 0, "feed": 0})
        counts = {
            "keyed": told["keyed", story.content_id], "lookup": told["lookup", story.content_id],
            "pages": len(own["pages"]), "exports": own["exports"],
            "feed": own["feed"] or story not in run.approved[-NEWEST:],
        }  # fmt: skip
        wrong = [f"{name} {count}" for name, count in counts.items() if count != 1]
        came, missing = letters[story.title], len(READERS) - letters[story.title]
        if missing < 0 or missing > held.get(story.content_id, 0):
            wrong.append(f"letters {came} of {len(READERS)}, {held.get(story.content_id, 0)} held")
        if story.content_id in odd:
            wrong.append("other bytes under a known key")
        if wrong:
            states = sorted(row["state"] for row in screen if row["content_id"] == story.content_id)
            wrong.append(f"on the screen {' '.join(states)}")
        found[story.content_id] = ", ".join(wrong)
    return found
