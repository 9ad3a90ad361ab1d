"""The loop hears of new work at once and rests otherwise."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection, transaction

from suluh.foundation.outbox import operations
from suluh.foundation.outbox.tests.test_kill import lasting_database
from suluh.foundation.outbox.wake import Waiter
from suluh.kernel import clock

__all__ = ["lasting_database"]
pytestmark = [pytest.mark.sql, pytest.mark.usefixtures("lasting_database")]


@dataclass(frozen=True)
class SomethingHappened:
    """A fact of these tests."""

    what: str


@pytest.fixture
def waiter() -> Iterator[Waiter]:
    """Give a waiter that has seen everything written so far."""
    made = Waiter()
    made.wait(0)
    made.wait(0)
    yield made
    made.close()


def elsewhere(announced: bool = True) -> threading.Thread:
    """Announce a fact from another connection."""

    def work() -> None:
        try:
            with transaction.atomic():
                operations.announce(SomethingHappened("x"), subject="x", now=clock.now())
                transaction.set_rollback(not announced)
        finally:
            connection.close()

    made = threading.Thread(target=work)
    made.start()
    return made


def test_returns_at_once_when_somebody_else_announced(waiter: Waiter) -> None:
    other = elsewhere()
    assert waiter.wait(20)
    other.join()


def test_hears_of_what_was_written_while_it_worked(waiter: Waiter) -> None:
    elsewhere().join()
    assert waiter.wait(0.1)
    assert not waiter.wait(0.1)


def test_rests_when_nothing_was_committed(waiter: Waiter) -> None:
    elsewhere(announced=False).join()
    began = time.monotonic()
    assert not waiter.wait(0.1)
    assert time.monotonic() - began >= 0.1
