"""One scheduler at a time, also after its connection to the database was lost."""

import time
from collections.abc import Iterator

import pytest
from django.db import connection

from suluh.project import loop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def another() -> Iterator[object]:
    """Another connection to the same database."""
    made = connection.copy()
    yield made
    made.close()


def take(another: object) -> bool:
    """Try to become the scheduler from another connection."""
    if connection.vendor != "postgresql":
        try:
            with loop.only_one():
                return True
        except loop.AlreadyRunning:
            return False
    with another.cursor() as cursor:  # type: ignore[attr-defined]  # a connection
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [loop.ADVISORY_LOCK])
        return bool(cursor.fetchone()[0])


def hold_soon(alone: loop.Alone) -> None:
    """Take the lock again; the server gives back what a closed connection held a moment later."""
    until = time.monotonic() + 10
    while True:
        try:
            return alone.hold()
        except loop.AlreadyRunning:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def test_a_scheduler_that_lost_its_connection_does_not_act_beside_another(another):
    with loop.only_one() as alone:
        assert not take(another)
        connection.close()
        if not take(another):  # a lock that does not depend on the connection
            return
        with pytest.raises(loop.AlreadyRunning):
            alone.hold()
        another.close()
        hold_soon(alone)
        assert not take(another)
