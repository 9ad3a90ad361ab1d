"""One scheduler at a time, also after its connection to the database was lost."""

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


def test_a_scheduler_that_lost_its_connection_does_not_act_beside_another(another):
    with loop.only_one() as alone:
        assert not take(another)
        connection.close()
        if not take(another):  # a lock that does not depend on the connection
            return
        with pytest.raises(loop.AlreadyRunning):
            alone.hold()
        another.close()
        alone.hold()
        assert not take(another)
