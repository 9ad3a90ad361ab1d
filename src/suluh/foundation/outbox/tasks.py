"""Carry effects out. The loop around this is the project's."""

import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final

from django.db import Error, close_old_connections, connections

from suluh.foundation.outbox import operations, owners, queries, rules

log = logging.getLogger("suluh.outbox")

NO_GATEWAY: Final = "no_gateway"
IN_A_ROW: Final = 20
SETTLE_AGAIN_SECONDS: Final = (0.1, 0.5, 2, 5, 15)


@dataclass
class Sender:
    """What a sending process works with.

    `now` tells the time anew for each step, because calls take time. `slots` is how many calls
    may run at once per lane; one more is kept free for withdrawals and corrections. With
    `slots` 0 everything runs in the calling thread, one after another (demo, tests).
    """

    gateways: Mapping[str, rules.Gateway]
    still_wanted: rules.StillWanted
    now: Callable[[], datetime]
    slots: int = 4
    owner: str = field(default_factory=owners.owner_name)
    _pool: ThreadPoolExecutor | None = None
    _running: dict[str, set[Future[None]]] = field(default_factory=dict)

    def free_slots(self, lane: str) -> int:
        """Return how many calls may start in a lane now, without the reserved one."""
        return self.slots - self.under_way(lane)

    def under_way(self, lane: str) -> int:
        """Return how many calls of a lane have not ended."""
        running = {future for future in self._running.get(lane, set()) if not future.done()}
        self._running[lane] = running
        return len(running)

    def start(self, lane: str, work: Callable[[], None]) -> None:
        """Do one piece of work, in a thread where there are slots."""
        if not self.slots:
            work()
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(max_workers=64, thread_name_prefix="sender")
        self._running.setdefault(lane, set()).add(self._pool.submit(_in_thread, work))

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the calls under way; False where some have not ended in time."""
        under_way = [future for running in self._running.values() for future in running]
        return not wait(under_way, timeout=seconds).not_done

    def close(self) -> None:
        """Wait for the calls under way and let the threads go."""
        if self._pool is not None:
            self._pool.shutdown(wait=True)
            self._pool = None

    @property
    def lease_seconds(self) -> int:
        """The longest lease any adapter needs."""
        return max((g.capability.lease_seconds for g in self.gateways.values()), default=200)


def work_once(sender: Sender, *, lanes: tuple[str, ...] = (), limit: int = 50) -> int:
    """Start whatever can start now; returns how many calls were started or asked about.

    Takes back what dead workers left, lets planned effects fall due, asks about pending ones,
    then claims per lane as many as have a slot.
    """
    now = sender.now()
    if queries.has_leases():
        operations.reap(now=now, is_dead=owners.is_dead)
    if queries.has_ripe(now=now):
        operations.fall_due(now=now)
    started = _ask_pending(sender, now)
    for lane in sorted(set(lanes) or queries.lanes_with_work(now=now)):
        started += _work_lane(sender, lane, limit)
    return started


def _work_lane(sender: Sender, lane: str, limit: int) -> int:
    room = sender.free_slots(lane) if sender.slots else limit
    if room < 0:  # the reserved slot is taken as well
        return 0
    claim = operations.Claim(lane, sender.owner, sender.lease_seconds, max(room, 1), not room)
    rows = operations.claim_due(claim, now=sender.now())
    for row in rows:
        sender.start(lane, partial(_carry_on, row, sender))
    return len(rows)


def _in_thread(work: Callable[[], None]) -> None:
    close_old_connections()
    try:
        work()
    except Exception:
        log.exception("outbox.send.failed")
    finally:
        connections.close_all()  # the thread's own; nobody closes them when the pool ends


def _carry_on(row: rules.EffectRow, sender: Sender) -> None:
    """Carry out a claimed effect, then what waits behind it for the same destination."""
    carry_out(row, sender)
    claim = operations.Claim(
        row.lane, sender.owner, sender.lease_seconds, destination=row.destination
    )
    for _ in range(IN_A_ROW - 1):
        rows = operations.claim_due(claim, now=sender.now())
        if not rows:
            return
        carry_out(rows[0], sender)


def carry_out(row: rules.EffectRow, sender: Sender) -> None:
    """Do one claimed effect: guard, ask where in doubt, commit *sending*, call, settle."""
    gateway = sender.gateways.get(row.kind)
    if gateway is None:
        operations.free(row, now=sender.now(), note=NO_GATEWAY, wait_seconds=60)
        return
    if not sender.still_wanted(row):
        operations.drop_unwanted(row, now=sender.now(), note="no longer wanted")
        return
    poll = gateway.capability
    if row.uncertain and row.channel_class is rules.ChannelClass.LOOKUP:
        found = _safely(partial(gateway.look_up, row.payload, row.key))
        if not operations.settle_look_up(row, found, now=sender.now(), poll=poll):
            return
    if not operations.begin_sending(row, now=sender.now(), timeout_seconds=poll.timeout_seconds):
        operations.free(row, now=sender.now(), note="lease too short")
        return
    outcome = _safely(partial(gateway.send, row.payload, row.key))
    _write_down(row, outcome or rules.Outcome.unknown("fault"), poll, sender)


def _write_down(
    row: rules.EffectRow, outcome: rules.Outcome, poll: rules.Capability, sender: Sender
) -> None:
    """Settle, also across a restart of the database: an answer that is known must not be lost."""
    for pause in SETTLE_AGAIN_SECONDS:
        try:
            operations.settle(row, outcome, now=sender.now(), poll=poll)
        except Error:
            log.exception("outbox.settle.failed effect=%s", row.id)
            close_old_connections()
            time.sleep(pause)
        else:
            return
    operations.settle(row, outcome, now=sender.now(), poll=poll)


def _ask_pending(sender: Sender, now: datetime) -> int:
    asked = 0
    for row in queries.list_to_poll(now=now):
        gateway = sender.gateways.get(row.kind)
        if gateway is None or (sender.slots and sender.free_slots(row.lane) <= 0):
            continue
        if operations.put_off_poll(row, now=now, poll=gateway.capability):
            sender.start(row.lane, partial(_ask, row, gateway, sender))
            asked += 1
    return asked


def _ask(row: rules.EffectRow, gateway: rules.Gateway, sender: Sender) -> None:
    found = _safely(partial(gateway.look_up, row.payload, row.key))
    operations.settle_look_up(row, found, now=sender.now(), poll=gateway.capability)


def _safely(call: Callable[[], rules.Outcome | None]) -> rules.Outcome | None:
    """Turn a fault in an adapter into an unknown answer: nobody can say what had left."""
    try:
        return call()
    except Exception as wrong:
        log.exception("outbox.gateway.fault")
        return rules.Outcome.unknown("fault", type(wrong).__name__)
