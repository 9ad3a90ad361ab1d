"""The one scheduler and sender: publishes what is due, carries effects out, seals the audit.

One process at a time, guarded by a lock that dies with it. The time it acts on is the
database's where that is a server.
"""

import argparse
import contextlib
import fcntl
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections, connection

from suluh.foundation.audit import operations as audit
from suluh.foundation.outbox import operations as outbox
from suluh.foundation.outbox import tasks, wake
from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.newsroom.assets import operations as assets
from suluh.project import bounces, gateways, site, wiring
from suluh.publishing.delivery import operations as delivery
from suluh.publishing.ledger import operations as ledger
from suluh.publishing.ledger import queries as ledger_queries
from suluh.publishing.ledger.rules import jws
from suluh.publishing.ledger.rules.keys import Purpose
from suluh.publishing.ledger.signing import Signer
from suluh.publishing.website import operations as website
from suluh.workspace import operations as workspace

log = logging.getLogger("suluh.loop")

LOOK_SECONDS: Final = 0.2  # what falls due is seen so soon when nobody wrote anything
PAUSE_SECONDS: Final = 0.05
FACTS_AT_ONCE: Final = 100
FACTS_BESIDE: Final = 5  # while pages are being written
AHEAD: Final = timedelta(minutes=2)
CLOSE: Final = timedelta(seconds=2)  # nothing is done ahead so near an instant
AHEAD_AT_ONCE: Final = 10
SEAL_EVERY: Final = timedelta(seconds=2)
SEAL_AT_ONCE: Final = 500
SWEEP_EVERY: Final = timedelta(hours=1)
REMIND_EVERY: Final = timedelta(minutes=1)
HEARTBEAT_EVERY: Final = timedelta(seconds=5)
ADVISORY_LOCK: Final = 0x53554C5548


class AlreadyRunning(RuntimeError):  # noqa: N818 because it is an answer, not a fault
    """Another process is the scheduler."""


class Alone:
    """The scheduler's lock on PostgreSQL. It dies with its connection, whoever closed that."""

    def __init__(self) -> None:
        self.session: object = None

    def hold(self) -> None:
        """Take the lock again where the connection is a new one. Raises AlreadyRunning."""
        if connection.vendor != "postgresql":
            return
        connection.ensure_connection()
        if connection.connection is self.session:
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK])
            if not cursor.fetchone()[0]:
                raise AlreadyRunning
        self.session = connection.connection


@contextlib.contextmanager
def only_one() -> Iterator[Alone]:
    """Hold the scheduler's lock: a file beside SQLite, an advisory lock on PostgreSQL."""
    home = Path(settings.SULUH_HOME)
    home.mkdir(parents=True, exist_ok=True)
    alone = Alone()
    if connection.vendor == "postgresql":
        alone.hold()
        yield alone
        return
    with (home / "loop.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as wrong:
            raise AlreadyRunning from wrong
        lock.write(str(os.getpid()))
        lock.flush()
        yield alone


def now_of_database() -> datetime:
    """Return the time: the server's on PostgreSQL, the machine's with SQLite."""
    if connection.vendor != "postgresql":
        return clock.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found.astimezone(UTC)


class Loop:
    """One scheduler; `step` is everything it does at one moment."""

    def __init__(
        self, *, slots: int = 4, told: clock.Clock | None = None, is_patient: bool = False
    ) -> None:
        self.told = told
        self.baker = (gateways.PatientBaker if is_patient else gateways.Baker)(self.now)
        self.signer: Signer | None = None
        self.was_paused = False
        self.drawn: set[UUID] = set()
        self.key_seal: tuple[float, ...] = (-1.0,)
        self.sealed_at = datetime.min.replace(tzinfo=UTC)
        self.beat_at = datetime.min.replace(tzinfo=UTC)
        self.swept_at = datetime.min.replace(tzinfo=UTC)
        self.reminded_at = datetime.min.replace(tzinfo=UTC)
        self.sender = tasks.Sender(
            gateways=gateways.registry(self.baker, told),
            still_wanted=gateways.still_wanted,
            now=self.now,
            slots=slots,
        )

    def now(self) -> datetime:
        """Return the time this loop acts on; only `suluh demo` tells it another one."""
        return self.told.now() if self.told else now_of_database()

    def step(self) -> int:
        """Do what is due now; returns how much was done."""
        now = self.now()
        facts = FACTS_BESIDE if self.is_baking else FACTS_AT_ONCE
        done = outbox.deliver_facts(wiring.SUBSCRIPTIONS, now=now, limit=facts)
        signer = self._signer()
        if self._stands_still(now):
            self._keep_books(now, signer)
            return done
        if signer is not None:
            done += len(
                ledger.publish_due(signer=signer, after=delivery.plan_for_editions, now=now)
            )
            done += len(ledger.erase_due(signer=signer, after=delivery.plan_for_editions, now=now))
        done += self._remind(now)
        done += tasks.work_once(self.sender)
        self._keep_books(now, signer)
        return done

    def _remind(self, now: datetime) -> int:
        """Write letters to staff; nobody is told of what is only told (the demo)."""
        if self.told is not None or now - self.reminded_at < REMIND_EVERY:
            return 0
        if units := workspace.write_day_letters(now=now):
            return units
        self.reminded_at = now
        return workspace.remind_due(now=now)

    @property
    def is_baking(self) -> bool:
        """Say whether pages are being written; readers wait for them, other rooms can."""
        return self.sender.under_way("website") > 0

    def rest_seconds(self) -> float:
        """Return how long nothing falls due: up to the next look, or the next Copy's instant."""
        now = self.now()
        due_at = ledger.next_due(now=now)
        left = (due_at - now).total_seconds() if due_at else LOOK_SECONDS
        return min(left, LOOK_SECONDS)

    def look_ahead(self) -> None:
        """Do for a few Copies that fall due soon what can be done before their instant."""
        now = self.now()
        due_at = ledger.next_due(now=now)
        if due_at is None or not now + CLOSE < due_at <= now + AHEAD:
            return
        soon = ledger.due_soon(after=now, until=now + AHEAD)
        self.drawn &= soon.keys()
        new = [one for one in soon if one not in self.drawn][:AHEAD_AT_ONCE]
        self.drawn.update(new)  # tried once: at its instant everything is drawn anyway
        if new:
            website.draw_ahead(ledger.addresses_ahead({one: soon[one] for one in new}))

    def settle(self, most: int = 50) -> None:
        """Step until nothing is left to do now (demo and commands)."""
        for _round in range(most):
            if not self.step():
                return

    def _stands_still(self, now: datetime) -> bool:
        """Say whether a restored house waits for its release; once released, bake everything."""
        if ledger_queries.is_paused():
            self.was_paused = True
        elif self.was_paused:
            site.bake_if_set_up()
            self.was_paused = False
        return self.was_paused

    def _signer(self) -> Signer | None:
        """Open the key anew when its files change, so that a revocation counts at once."""
        folder = Path(settings.SULUH_HOME) / "keys"
        seal = _seal_of(folder)
        if seal == self.key_seal:
            return self.signer
        try:
            self.signer = Signer.open(folder)
        except Refused as refused:
            if refused.code != "no_keys":
                log.error("loop.key.refused code=%s", refused.code)
            self.signer = None
        self.key_seal = seal
        return self.signer

    def _keep_books(self, now: datetime, signer: Signer | None) -> None:
        if now - self.sealed_at >= SEAL_EVERY:
            while audit.seal(now=now, limit=SEAL_AT_ONCE) == SEAL_AT_ONCE:
                pass
            self.sealed_at = now
            if signer is not None:
                _checkpoint(signer, now)
        if now - self.beat_at >= HEARTBEAT_EVERY:
            heartbeat(now)
            self.beat_at = now
        if now - self.swept_at >= SWEEP_EVERY:
            delivery.erase_old(now=now)
            website.erase_old_messages(now=now)
            assets.drop_stale_uploads(now=now)
            self.swept_at = now


def _seal_of(folder: Path) -> tuple[float, ...]:
    """Return what changes whenever a key, a certificate or the revocation list does."""
    names = ("current", "root.json", "revocations.jws", "certificates", "signing")
    paths = [folder / name for name in names]
    return tuple(path.stat().st_mtime if path.exists() else 0.0 for path in paths)


def _checkpoint(signer: Signer, now: datetime) -> None:
    def sign(payload: bytes) -> str:
        return signer.sign(jws.Typ.CHECKPOINT, Purpose.CHECKPOINT, payload, now)

    made = audit.checkpoint(now=now, sign=sign)
    if made is not None:
        gateways.put_checkpoint_outside(made.number, made.jws, now)
        _leave_head(now)


def _leave_head(now: datetime) -> None:
    try:
        gateways.put_head_outside(now)
    except Refused as refused:  # the ledger is not what it should be, or the key has run out
        log.error("loop.head.refused code=%s", refused.code)


def heartbeat(now: datetime) -> None:
    """Leave a sign of life that the frame and the doctor read."""
    path = Path(settings.SULUH_HOME) / "loop.heartbeat"
    beside = path.with_suffix(".new")
    beside.write_text(clock.iso(now), encoding="ascii")
    beside.replace(path)


def command(given: argparse.Namespace) -> int:
    """Run until told to stop."""
    stop = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_ignored: stop.append(True))
    try:
        with only_one() as alone:
            _run(stop, alone)
    except AlreadyRunning:
        sys.stderr.write("suluh: another scheduler is running for this house\n")
        return 1
    return 0


def _get_ready() -> None:
    """Bake what is missing, and have at hand what the first page of an instant needs."""
    site.bake_if_set_up()
    website.warm_up()


def _run(stop: list[bool], alone: Alone) -> None:
    loop, waiter = Loop(), wake.Waiter()
    at_end = threading.Event()
    bounces.start(at_end)
    loop.sender.start("website", _get_ready)
    while not stop:
        try:
            alone.hold()
            done = loop.step()
            if loop.is_baking:
                time.sleep(PAUSE_SECONDS)
            elif not done:
                loop.look_ahead()
                waiter.wait(loop.rest_seconds())
        except Exception:
            log.exception("loop.step.failed")
            close_old_connections()
            time.sleep(1)
    at_end.set()
    loop.sender.wait(10)
    loop.sender.close()
    waiter.close()
