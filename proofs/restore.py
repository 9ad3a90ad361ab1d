"""Promise: a house that was lost comes back from a backup and says no word twice.

One trial: a house publishes several texts while a backup is taken at a random moment; the house
is lost; the backup is restored elsewhere, what was published after it is taken in from the public
folder, a person releases it, and it goes on. Asked of witnesses outside: the restored ledger is
the ledger of the backup's instant; nothing is published or sent before the release; no reader
gets a letter twice; no position carries two genuine signatures; nothing public changed a byte.
"""

import atexit
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proofs import newsroom
from proofs.client import Client
from proofs.editions import mark, payload_of
from proofs.harness import TREE, Ask, Outcome, Trial
from proofs.house import ADMIN, House, plain_text

NAME = "restore"
DATABASES = ("sqlite", "postgresql")
GUARDS = ("restore_epoch", "restore_hold", "restore_pause")
WRITER, SIGNERS = "kiki@bukti.example", ("cici@bukti.example", "eko@bukti.example")
READER = "pembaca@luar.example"
TEXTS = 5
PHRASE = "kata sandi untuk bukti"
WAIT_SECONDS = 60
CODE = re.compile(r"\b[0-9A-Z]{5}-?[0-9A-Z]{5}\b")
_ready: dict[str, House] = {}


class WrongError(Exception):
    """What a witness saw and should not have seen."""


def prove(ask: Ask) -> Outcome:
    """Lose and restore a house again and again."""
    outcome = Outcome(ask.seed, ask.quick, witness="mail witness, public folder, records read here")
    rng = random.Random(f"restore {ask.seed} {ask.database}")
    trials = ask.trials or (1 if ask.batch or ask.quick else 20)
    ready = _approved_house(ask.database)
    for number in range(trials):
        # A batch backs up before anything is out: then every guard has something to guard.
        after = 0 if ask.batch else rng.randrange(TEXTS + 1)
        twice = not ask.batch and (number + ask.seed) % 4 == 1
        outcome.kills += 3 + 2 * twice
        outcome.add(_judged(ready, ask.tree, after, twice=twice))
    return outcome


def _judged(ready: House, tree: Path, after: int, *, twice: bool) -> Trial:
    name = "restored twice" if twice else "restored"
    try:
        kind = lose_and_restore(ready, tree, after, twice=twice)
    except WrongError as wrong:
        return Trial(name, "bad", f"after {after}: {wrong}")
    except Exception as wrong:  # noqa: BLE001 a trial that cannot be judged is undecided
        return Trial(name, "undecided", f"after {after}: {type(wrong).__name__}: {wrong}"[-600:])
    return Trial(name, "ok", mark=kind)


# --- a house in which texts are approved and nobody publishes --------------------------------


def _approved_house(database: str) -> House:
    """Return a stopped house with approved texts and one reader; it is copied for each trial."""
    if database not in _ready:
        house = House(TREE, database)
        atexit.register(house.close)
        house.set_up()
        house.start()
        clients = {email: house.enter(email) for email in (WRITER, *SIGNERS)}
        subscribe(house)
        house.stop()
        end_mail(house)
        with office_alone(house):
            desk = newsroom.Desk(house, clients)
            for number in range(TEXTS):
                story = newsroom.start(clients[WRITER], "BH")
                words = newsroom.Words(f"Berita {number}", "Ringkasan.", f"Isi berita {number}.")
                newsroom.write(clients[WRITER], story, words)
                newsroom.submit(clients[WRITER], story)
                desk.sign_all(story)
        _ready[database] = house
    return _ready[database]


def end_mail(house: House) -> None:
    """End the mail witness of a house that is only copied from now on."""
    running, house._mail = house._mail, None
    if running is not None:
        running.kill()
        running.wait()


@contextmanager
def office_alone(house: House) -> Iterator[None]:
    """Run the office without its scheduler: what is approved there waits."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port",
        str(house.port + 1), "--blocking-threads", "2", "--log-level", "warning",
        "suluh.project.wsgi_office:application",
    ]  # fmt: skip
    running = subprocess.Popen(command, env=house.environment(), cwd=house.folder)
    try:
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until:
            try:
                Client(house.office, 2).request("GET", "/akun/login/")
                break
            except OSError:
                time.sleep(0.05)
        yield
    finally:
        running.terminate()
        running.wait(20)


def subscribe(house: House) -> None:
    """Let a reader ask for news by mail and confirm."""
    client = Client(house.public)
    page = client.get("/t/id/langganan/")
    form = page.form(has="email")
    values: dict[str, object] = {"email": READER}
    values |= {name: options[0] for name, options in form.choices.items() if name == "consent"}
    client.submit(page, form, values)
    text = house.wait_letter(READER, "/langganan/")
    link = re.search(r"https?://\S+(/t/id/langganan/\S+)", text)
    if link is None:
        raise LookupError("no link to confirm")
    page = client.get(link.group(1))
    client.submit(page, page.forms()[-1], {})


# --- one trial --------------------------------------------------------------------------------


@dataclass
class Worker:
    """The scheduler of a house, alone."""

    house: House
    running: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        command = [sys.executable, "-m", "suluh.project.launcher", "work"]
        log = (self.house.folder / "work.log").open("ab")
        self.running = subprocess.Popen(
            command, env=self.house.environment(), stdout=log, stderr=log, cwd=self.house.folder
        )

    def kill(self) -> None:
        """End it as a lost machine ends."""
        self.running.kill()
        self.running.wait()


def lose_and_restore(ready: House, tree: Path, after: int, *, twice: bool) -> str:
    """Run one trial; returns what makes it one of its kind."""
    lost = ready.twin(tree)
    lost.extra["SULUH_BACKUP_PASSPHRASE"] = PHRASE
    with lost:
        lost.start_mail()
        backup = lost.folder / "backup"
        told = back_up_amid(lost, backup, after)
        seen = published(lost)
        homes = [restored(lost, tree, told, seen) for _number in range(1 + twice)]
        try:
            signed = set(seen)
            for house in homes:
                signed |= go_on(house, seen, lost, reconciles=house is homes[0])
            one_signature_each(signed)
        finally:
            for house in homes:
                house.close()
    return f"{after} {told['ledger']['count']} {len(seen)} {twice}"


def back_up_amid(house: House, backup: Path, after: int) -> dict[str, Any]:
    """Let the house publish, stop the clock of its worker when some are out, and back it up."""
    worker = Worker(house)
    try:
        wait_for(lambda: len(published(house)) >= after, "a publication")
        os.kill(worker.running.pid, signal.SIGSTOP)
        told: dict[str, Any] = house.json("backup", str(backup), "--with-keys", "--json")
        os.kill(worker.running.pid, signal.SIGCONT)
        wait_for(lambda: len(published(house)) == TEXTS, "all publications")
        wait_for(lambda: len(news_of(house)) >= TEXTS, "all letters")
        time.sleep(0.5)
    finally:
        worker.kill()
    return told


def restored(lost: House, tree: Path, told: dict[str, Any], seen: list[str]) -> House:
    """Restore elsewhere and compare the ledger with the witness's records."""
    house = House(tree, lost.database, extra=dict(lost.extra))
    house.mail_port, house.letters_log = lost.mail_port, lost.letters_log
    house.cli("restore", str(lost.folder / "backup"))
    known = [text for text in seen if place(text) <= _head_place(told)]
    found = house.json("ledger", "verify", "--json", may_fail=True)
    mine = f"{_shown(known)} {mark(known[-1])}" if known else ""
    if not found["sound"]:
        raise WrongError(f"the restored ledger is not sound: {found['problems'][:3]}")
    if (found["editions"], found["head"]) != (len(known), mine):
        raise WrongError(f"the restored ledger is {found}, the backup's was {told['ledger']}")
    return house


def go_on(house: House, seen: list[str], lost: House, *, reconciles: bool) -> set[str]:
    """Stand still, take in, release, work; returns every record that is public afterwards."""
    letters = len(lost.letters())
    run_worker(house, 1.5)
    if published(house) or len(lost.letters()) != letters:
        raise WrongError("the house published or sent before it was released")
    if reconciles:
        take_in(house, seen, lost)
    freed = house.cli("release", "--as", ADMIN, may_fail=True)
    if freed.returncode:
        raise WrongError(f"release: {freed.stderr.strip()[-300:]}")
    run_worker(house, 2.5)
    out = set(published(house))
    if reconciles:
        no_letter_twice(lost)
        if not set(seen) <= out:
            raise WrongError(f"{len(set(seen) - out)} records are no longer public")
    sound = house.json("ledger", "verify", "--json", may_fail=True)
    if not sound["sound"]:
        raise WrongError(f"after the release: {sound['problems'][:3]}")
    return out


def take_in(house: House, seen: list[str], lost: House) -> None:
    """Reconcile with the lost house's public folder: everything seen there must come home."""
    public = str(lost.home / "public")
    done = house.json("reconcile", "--public", public, "--json", may_fail=True)
    if done["set_aside"] or done["refused"] or done["head"] != _shown(seen):
        raise WrongError(f"reconcile: {done}, the witness knows {_shown(seen)}")


def run_worker(house: House, seconds: float) -> None:
    """Let a worker run for a while, then end it."""
    worker = Worker(house)
    beat = house.home / "loop.heartbeat"
    try:
        wait_for(beat.exists, "a worker")
        time.sleep(seconds)
    finally:
        worker.kill()
        beat.unlink(missing_ok=True)


# --- what the witnesses see ---------------------------------------------------------------------


def published(house: House) -> list[str]:
    """Return every record in the public folder, in the order of positions."""
    found = set()
    for path in (house.home / "public").rglob("edition.json"):
        try:
            found.add(str(json.loads(path.read_bytes())["edition"]))
        except (OSError, ValueError):
            continue  # just being replaced
    return sorted(found, key=place)


def place(text: str) -> tuple[int, int]:
    """Return the position of a record."""
    said = payload_of(text)
    return int(said["epoch"]), int(said["number"])


def _shown(seen: list[str]) -> str:
    return ".".join(map(str, place(seen[-1]))) if seen else ""


def _head_place(told: dict[str, Any]) -> tuple[int, int]:
    head = told["ledger"]["head"]
    return (head["epoch"], head["number"]) if head else (0, 0)


def news_of(house: House) -> list[str]:
    """Return the address in each letter of news that the reader got."""
    texts = [plain_text(one["data"]) for one in house.letters() if READER in one["to"]]
    found = [re.search(r"https?://\S+(/id/\d{4}/\d\d/\S+?/)", text) for text in texts]
    return [one.group(1) for one in found if one]


def no_letter_twice(house: House) -> None:
    """Raise where one text reached the reader twice."""
    news = news_of(house)
    doubled = {one for one in news if news.count(one) > 1}
    if doubled:
        raise WrongError(f"{len(doubled)} letters came twice: {sorted(doubled)[:2]}")


def one_signature_each(signed: set[str]) -> None:
    """Raise where one position carries two records."""
    places = [place(text) for text in signed]
    doubled = {one for one in places if places.count(one) > 1}
    if doubled:
        raise WrongError(f"two records at {sorted(doubled)[:3]}")


def wait_for(is_so: Any, what: str) -> None:
    """Wait until something is so."""
    until = time.monotonic() + WAIT_SECONDS
    while not is_so():
        if time.monotonic() > until:
            raise LookupError(f"{what} did not come")
        time.sleep(0.03)
