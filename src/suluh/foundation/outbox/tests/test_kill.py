"""A sender is killed with SIGKILL at a random point; nothing is lost, nothing done twice."""

import os
import random
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections

from suluh.foundation.outbox import models, rules
from suluh.foundation.outbox.rules import ChannelClass, Outcome
from suluh.foundation.outbox.tasks import work_once
from suluh.foundation.outbox.tests.makers import Peer, plan, sender
from suluh.kernel.clock import SystemClock

KINDS = {"keyed": ChannelClass.KEYED, "lookup": ChannelClass.LOOKUP, "blind": ChannelClass.BLIND}


class Witness(Peer):
    """A destination outside: one line in a file per message it took."""

    def __init__(self, log: Path) -> None:
        super().__init__(capability=rules.Capability(1))
        self.log = log

    def send(self, payload: object, key: str) -> Outcome:
        keyed = key.startswith("keyed")
        if not (keyed and key in self.taken()):
            with self.log.open("a") as log:
                log.write(f"{key}\n")
        return Outcome.accepted(key)

    def look_up(self, payload: object, key: str) -> Outcome | None:
        return Outcome.confirmed(key) if key in self.taken() else None

    def taken(self) -> Counter[str]:
        return Counter(self.log.read_text().split()) if self.log.exists() else Counter()


class Killer:
    """Counts what the sender does and kills it at one step, before or after it."""

    def __init__(self, step: int) -> None:
        self.left = step

    def __call__(self, execute, sql, params, many, context):
        self.tick()
        result = execute(sql, params, many, context)
        self.tick()
        return result

    def tick(self) -> None:
        self.left -= 1
        if self.left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


def run_and_die(witness: Witness, step: int) -> int:
    """Run a sender in a child until it is killed or has nothing to do; returns its status."""
    connections.close_all()
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    killer = Killer(step)
    take = witness.send

    def send(payload: object, key: str) -> Outcome:
        killer.tick()
        outcome = take(payload, key)
        killer.tick()
        return outcome

    witness.send = send
    with connection.execute_wrapper(killer):
        work_once(sender(witness, SystemClock()))
    os._exit(0)


@pytest.fixture
def lasting_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database that outlives a process: SQLite's test database is in memory."""
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        yield
        return
    name, in_memory = connection.settings_dict["NAME"], connection.connection
    connection.connection = None
    connection.settings_dict["NAME"] = tmp_path / "suluh.sqlite3"
    with connection.schema_editor() as editor:
        for model in (models.Effect, models.EffectTransition, models.Breaker, models.Fact):
            editor.create_model(model)
    yield
    connection.close()
    connection.settings_dict["NAME"] = name
    connection.connection = in_memory


@pytest.mark.sql
@pytest.mark.usefixtures("lasting_database")
def test_a_sender_killed_anywhere_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    witness = Witness(tmp_path / "witness")
    drawn = random.Random(20261121)
    killed = 0
    for trial in range(40):
        for name, channel_class in drawn.sample(sorted(KINDS.items()), 3):
            key = f"{name}-{trial}"
            plan(key, SystemClock().now(), channel_class=channel_class, destination=name)
        status = run_and_die(witness, drawn.randrange(1, 170))
        killed += os.WIFSIGNALED(status)
        work_once(sender(witness, SystemClock()))

    taken = witness.taken()
    states = dict(models.Effect.objects.values_list("key", "state"))
    done = {key for key, state in states.items() if state in {"accepted", "confirmed"}}
    held = {key for key, state in states.items() if state == "unconfirmed"}
    assert killed > 20
    assert max(taken.values()) == 1
    assert done <= set(taken)
    assert held == set(states) - done
    assert all(key.startswith("blind") for key in held)
    assert held
