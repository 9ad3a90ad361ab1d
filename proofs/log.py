"""Promise: whoever changes the audit behind the application's back is found.

The rows are made by the product (a people file of the seed's size); a forger with full rights on
the database edits, deletes, swaps, inserts, cuts the tail under a checkpoint, or rewrites the
tail whole with a chain that is right again. `suluh audit verify` with the checkpoints kept
outside must find each; an untouched copy must pass.
"""

import atexit
import csv
import hashlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any

from proofs.harness import TREE, Ask, CannotRun, Outcome, Trial
from proofs.house import PG_URL, House

NAME = "log"
DATABASES = ("sqlite", "postgresql")
GUARDS = ("log_link", "log_checkpoint")
KINDS = ("edit", "delete", "swap", "insert", "cut", "rewrite")
EACH, QUICK_EACH, BATCH_EACH = 100, 4, 1
PEOPLE = (400, 1_010)  # the second checkpoint comes after 1,000 rows more
TAIL = 40


class Store:
    """The database as a forger sees it, with two statements the two databases share."""

    def __init__(self, house: House, copy: str) -> None:
        self.house = house
        self.copy = copy
        if house.database == "sqlite":
            self.connection: Any = sqlite3.connect(copy)
        else:
            psycopg = __import__("psycopg")
            self.connection = psycopg.connect(copy)

    def run(self, statement: str, *values: object) -> list[Any]:
        """Run one statement with `?` for values."""
        if self.house.database != "sqlite":
            statement = statement.replace("?", "%s")
        cursor = self.connection.cursor()
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []

    def close(self) -> None:
        """Commit the forgery."""
        self.connection.commit()
        self.connection.close()


def prove(ask: Ask) -> Outcome:
    """Make one house, forge copies of its database, ask the product about each."""
    outcome = Outcome(ask.seed, ask.quick, witness="suluh audit verify on a forged copy")
    each = BATCH_EACH if ask.batch else QUICK_EACH if ask.quick else EACH
    if ask.trials:
        each = max(1, ask.trials // len(KINDS))
    house = copy(_house(ask))
    house.tree = ask.tree
    kinds = [kind for kind in ("untouched", *KINDS) for _ in range(each)]
    seeds = [f"{NAME} {ask.seed} {at} {kind}" for at, kind in enumerate(kinds)]
    with ThreadPoolExecutor(2) as pool:
        for trial in pool.map(lambda one: _trial(house, *one), zip(kinds, seeds, strict=True)):
            outcome.add(trial)
    return outcome


@cache
def _made(tree: Path, database: str, seed: int) -> House:
    house = House(tree, database)
    atexit.register(house.close)
    _make_rows(house, seed)
    return house


def _house(ask: Ask) -> House:
    """Return a house full of rows, made once: the guards are in the reader, not in the writer."""
    return _made(TREE, ask.database, ask.seed)


def _make_rows(house: House, seed: int) -> None:
    """Let the product write rows in two goes, so that a checkpoint follows each."""
    house.set_up()
    worker = subprocess.Popen(
        [sys.executable, "-m", "suluh.project.launcher", "work"], env=house.environment()
    )
    try:
        for wanted, count in enumerate(PEOPLE, 1):
            house.cli("import", "people", str(_people(house, f"{seed}.{wanted}", count)))
            _wait_checkpoints(house.folder / "checkpoints", wanted, worker)
        time.sleep(3)  # the tail behind the last checkpoint is sealed as well
        house.cli("import", "people", str(_people(house, f"{seed}.tail", TAIL)))
        time.sleep(5)
    finally:
        worker.terminate()
        worker.wait(20)


def _people(house: House, name: str, count: int) -> Path:
    path = house.folder / f"many-{name}.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("email", "name", "unit", "account"))
        for at in range(count):
            writer.writerow((f"orang{name}.{at}@bukti.example", f"Orang {at}", "KWA", "no"))
    return path


def _wait_checkpoints(folder: Path, wanted: int, worker: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 90
    while len(list(folder.glob("*.jws"))) < wanted:
        if worker.poll() is not None or time.monotonic() > until:
            raise CannotRun(f"the worker put no checkpoint {wanted} outside")
        time.sleep(0.1)


def _copy(house: House) -> tuple[str, dict[str, str], Any]:
    """Return (address for the forger, environment for the product, what to forget)."""
    name = f"copy{uuid.uuid4().hex[:10]}"
    if house.database == "sqlite":
        home = house.folder / name
        home.mkdir()
        with (
            sqlite3.connect(house.home / "suluh.sqlite3") as source,
            sqlite3.connect(home / "suluh.sqlite3") as target,
        ):
            source.backup(target)
        shutil.copytree(house.home / "keys", home / "keys")
        shutil.copy(house.home / "secret-key", home / "secret-key")
        environment = {**house.environment(), "SULUH_HOME": str(home)}
        return str(home / "suluh.sqlite3"), environment, home
    base = house.database_url.rpartition("/")[2]
    _psql(f'create database "{name}" template "{base}"')
    url = house.database_url.rpartition("/")[0] + "/" + name
    return url, {**house.environment(), "SULUH_DATABASE_URL": url}, name


def _psql(statement: str) -> None:
    for _try in range(50):
        done = subprocess.run(["psql", PG_URL, "-qc", statement], capture_output=True, check=False)
        if done.returncode == 0:
            return
        time.sleep(0.2)  # the template is being copied for another trial
    raise CannotRun(done.stderr.decode()[:300])


def _trial(house: House, kind: str, seed: str) -> Trial:
    address, environment, copy = _copy(house)
    try:
        store = Store(house, address)
        detail = _forge(store, kind, random.Random(seed))
        store.close()
        return _judge(house, kind, detail, environment)
    finally:
        if isinstance(copy, Path):
            shutil.rmtree(copy, ignore_errors=True)
        else:
            _psql(f'drop database "{copy}" with (force)')


def _judge(house: House, kind: str, detail: str, environment: dict[str, str]) -> Trial:
    command = [sys.executable, "-m", "suluh.project.launcher", "audit", "verify", "--json",
               "--checkpoints", str(house.folder / "checkpoints")]  # fmt: skip
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    mark = hashlib.sha256(f"{kind} {detail}".encode()).hexdigest()
    try:
        sound = bool(json.loads(done.stdout)["sound"])
    except (ValueError, KeyError):
        return Trial(kind, "undecided", (done.stdout + done.stderr)[-300:], mark)
    agrees = (done.returncode == 0) == sound
    right = agrees and sound == (kind == "untouched")
    return Trial(kind, "ok" if right else "bad", f"{detail} -> {done.stdout.strip()[:200]}", mark)


def _forge(store: Store, kind: str, rng: random.Random) -> str:
    if kind == "untouched":
        return ""
    head = store.run("select max(number) from audit_auditseal")[0][0]
    under = store.run("select max(number) from audit_checkpoint")[0][0]
    at = rng.randint(1, under)
    return str(FORGERIES[kind](store, rng, at, int(head)))


def _edit(store: Store, rng: random.Random, at: int, head: int) -> str:
    column, value = rng.choice(
        (("action", "house.other"), ("subject", f"person:{uuid.UUID(int=rng.getrandbits(128))}"),
         ("unit_code", "XX"), ("data", '{"seen": 1}'))
    )  # fmt: skip
    row = store.run("select row_id from audit_auditseal where number = ?", at)[0][0]
    cast = "?::jsonb" if column == "data" and store.house.database != "sqlite" else "?"
    store.run(f"update audit_auditrow set {column} = {cast} where id = ?", value, row)
    return f"{column} of {at}"


def _delete(store: Store, rng: random.Random, at: int, head: int) -> str:
    row = store.run("select row_id from audit_auditseal where number = ?", at)[0][0]
    store.run("delete from audit_auditseal where number = ?", at)
    store.run("delete from audit_auditrow where id = ?", row)
    return f"row {at}"


def _swap(store: Store, rng: random.Random, at: int, head: int) -> str:
    other = rng.choice([one for one in (at - 1, at + 1, rng.randint(1, head)) if 1 <= one <= head])
    if other == at:
        other = at % head + 1
    rows = {
        one: store.run("select row_id from audit_auditseal where number = ?", one)[0][0]
        for one in (at, other)
    }
    spare = store.run("select id from audit_auditrow where id in (?, ?)", *rows.values())
    assert len(spare) == 2
    names = ("at", "actor_id", "action", "subject", "unit_code")
    columns = ", ".join(names)
    first = store.run(f"select {columns} from audit_auditrow where id = ?", rows[at])[0]
    second = store.run(f"select {columns} from audit_auditrow where id = ?", rows[other])[0]
    setting = ", ".join(f"{name} = ?" for name in names)
    store.run(f"update audit_auditrow set {setting} where id = ?", *second, rows[at])
    store.run(f"update audit_auditrow set {setting} where id = ?", *first, rows[other])
    return f"{at} and {other}"


def _insert(store: Store, rng: random.Random, at: int, head: int) -> str:
    names = "id, at, actor_id, acting_for_id, action, subject, unit_code, data"
    old = store.run("select row_id from audit_auditseal where number = ?", at)[0][0]
    row = list(store.run(f"select {names} from audit_auditrow where id = ?", old)[0])
    made = uuid.UUID(int=rng.getrandbits(128))
    row[0] = made.hex if store.house.database == "sqlite" else made
    row[4] = "house.invented"
    if store.house.database != "sqlite":
        row[7] = json.dumps(row[7])
    store.run(f"insert into audit_auditrow ({names}) values (?, ?, ?, ?, ?, ?, ?, ?)", *row)
    store.run("update audit_auditseal set row_id = ? where number = ?", row[0], at)
    return f"in place of {at}"


def _cut(store: Store, rng: random.Random, at: int, head: int) -> str:
    """Cut the tail, a row under the last checkpoint included; hide the copy inside."""
    rows = store.run("select row_id from audit_auditseal where number >= ?", at)
    store.run("delete from audit_auditseal where number >= ?", at)
    for (row,) in rows:
        store.run("delete from audit_auditrow where id = ?", row)
    store.run("delete from audit_checkpoint where number >= ?", at)
    return f"from {at}"


def _rewrite(store: Store, rng: random.Random, at: int, head: int) -> str:
    """Change a row and make every later link right again, as the documented chain says."""
    _edit_action(store, at)
    previous = store.run("select hash from audit_auditseal where number = ?", at - 1)
    link = previous[0][0] if previous else "0" * 64
    for number, content in list(_contents(store, at)):
        text = json.dumps(
            {"n": number, "prev": link, "row": content},
            sort_keys=True, separators=(",", ":"), ensure_ascii=False,
        )  # fmt: skip
        made = hashlib.sha256(text.encode()).hexdigest()
        store.run(
            "update audit_auditseal set previous = ?, hash = ? where number = ?", link, made, number
        )
        link = made
    store.run("delete from audit_checkpoint where number >= ?", at)
    return f"from {at}"


def _edit_action(store: Store, at: int) -> None:
    row = store.run("select row_id from audit_auditseal where number = ?", at)[0][0]
    store.run("update audit_auditrow set action = 'house.other' where id = ?", row)


def _contents(store: Store, at: int) -> Iterator[tuple[int, dict[str, Any]]]:
    rows = store.run(
        "select s.number, r.id, r.at, r.actor_id, r.acting_for_id, r.action, r.subject, "
        "r.unit_code, r.data from audit_auditseal s join audit_auditrow r on r.id = s.row_id "
        "where s.number >= ? order by s.number",
        at,
    )
    for number, key, moment, actor, acting, action, subject, unit, data in rows:
        yield number, {
            "id": _key(key), "at": _moment(moment), "actor": _key(actor),
            "acting_for": _key(acting), "action": action, "subject": subject, "unit": unit,
            "data": json.loads(data) if isinstance(data, str) else data,
        }  # fmt: skip


def _key(value: Any) -> str:
    return str(uuid.UUID(str(value))) if value else ""


def _moment(value: Any) -> str:
    if not isinstance(value, str):
        return str(value.astimezone(__import__("datetime").UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
    day, _, clock = value.partition(" ")
    whole, _, fraction = clock.partition(".")
    return f"{day}T{whole}.{(fraction or '0').ljust(6, '0')}Z"


FORGERIES = {
    "edit": _edit, "delete": _delete, "swap": _swap, "insert": _insert, "cut": _cut,
    "rewrite": _rewrite,
}  # fmt: skip
assert set(FORGERIES) == set(KINDS)
assert os.name == "posix"
