"""Whether the clock can be right: against other clocks, against what was written, by the kernel."""

import ctypes
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from suluh import __released__
from suluh.foundation.audit import queries as audit
from suluh.kernel import clock
from suluh.kernel.bilingual import gettext_noop as _
from suluh.publishing.ledger import queries as ledger
from suluh.workspace.house.doctor.findings import Finding, bad, ok, warn

MOST_DRIFT: Final = timedelta(seconds=2)
# Rows of a moment ago may carry a later time of another process.
MOST_AHEAD: Final = timedelta(seconds=60)
UNSYNCHRONISED: Final = 16_000_000  # the error at which the kernel gives up, in microseconds
SET_IT = _("Set the clock, and let the machine follow a time server (chrony, systemd-timesyncd).")


def clock_right(now: datetime) -> Iterator[Finding]:
    """The machine's clock against every other time at hand.

    On SQLite no second machine is asked; so a wrong date shows only by what was written before it
    went wrong, and by the day on which this version was made.
    """
    seconds = round(max(_drifts()).total_seconds(), 1)
    newest = _newest()
    if seconds > MOST_DRIFT.total_seconds():
        yield bad(
            "clock",
            _("Two clocks of this house differ by %(seconds)s seconds."),
            _("Let every machine follow one time server (chrony, systemd-timesyncd)."),
            seconds=seconds,
        )
    elif now < datetime.fromisoformat(__released__).replace(tzinfo=UTC):
        yield bad(
            "clock",
            _("The clock is wrong: it shows %(now)s, and this version is of %(made)s."),
            SET_IT,
            now=f"{now:%Y-%m-%d}",
            made=__released__,
        )
    elif newest is not None and newest - now > MOST_AHEAD:
        yield bad(
            "clock",
            _("The clock shows %(now)s, and this house has written at %(newest)s already."),
            SET_IT,
            now=f"{now:%Y-%m-%d %H:%M} UTC",
            newest=f"{newest:%Y-%m-%d %H:%M} UTC",
        )
    else:
        yield ok("clock", _("The clocks agree within %(seconds)s seconds."), seconds=seconds)


def synchronised(_now: datetime) -> Iterator[Finding]:
    """What the kernel says of its clock: followed by a time service, or left alone."""
    error = clock_error()
    if error is None:
        yield ok("time_server", _("This system does not say whether its clock is synchronised."))
    elif error >= UNSYNCHRONISED:
        yield warn(
            "time_server",
            _("The kernel says that nothing keeps its clock right."),
            _("Let the machine follow a time server (chrony, systemd-timesyncd)."),
        )
    else:
        yield ok("time_server", _("The clock follows a time server."))


def _drifts() -> list[timedelta]:
    """Return how far the file system's and the database server's clocks are from ours."""
    with tempfile.NamedTemporaryFile(dir=settings.SULUH_HOME, prefix=".doctor-") as file:
        there = datetime.fromtimestamp(os.stat(file.name).st_mtime, UTC)
    drifts = [abs(there - clock.now())]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            drifts.append(abs(cursor.fetchone()[0] - clock.now()))
    return drifts


def _newest() -> datetime | None:
    """Return the latest time in audit, ledger and the checkpoints put into a folder outside."""
    times = [audit.newest_at(), ledger.newest_at(), *_outside()]
    return max((one for one in times if one is not None), default=None)


def _outside() -> Iterator[datetime]:
    """Yield when checkpoints were written, by the clock of whatever keeps their folder."""
    named = settings.SULUH_CHECKPOINTS
    if not named or "@" in named:
        return
    with suppress(OSError):
        for path in Path(named).glob("*.jws"):
            yield datetime.fromtimestamp(path.stat().st_mtime, UTC)


class _Timex(ctypes.Structure):
    _fields_ = [
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("rest", ctypes.c_char * 256),
    ]


def clock_error() -> int | None:
    """Return the kernel's bound on its clock's error in microseconds; None where it says none.

    Source: adjtimex(2), read as `timedatectl` reads it.
    """
    found = _Timex()
    try:
        said = ctypes.CDLL(None).adjtimex(ctypes.byref(found))
    except (OSError, AttributeError):
        return None
    return None if said < 0 else int(found.maxerror)
