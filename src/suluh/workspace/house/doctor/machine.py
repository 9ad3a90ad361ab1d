"""What the machine and its settings say: disk, database, mail, worker, backups."""

import json
import shutil
import smtplib
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from suluh.foundation.org import queries as org
from suluh.foundation.outbox.gateways.smtp import SmtpServer
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.clock import from_iso
from suluh.kernel.refusals import Refused
from suluh.publishing.delivery import queries as delivery
from suluh.workspace.house.doctor.findings import Finding, bad, ok, warn

LEAST_FREE: Final = 1 << 30
FREE_SHARE: Final = 0.1
BEAT_LATE: Final = timedelta(seconds=30)
BOUNCES_LATE: Final = timedelta(minutes=30)
BACKUP_OLD: Final = timedelta(hours=26)
BACKUP_TOO_OLD: Final = timedelta(days=7)
PRAGMAS: Final = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
GIB: Final = 1 << 30


def could_not_look(check: str, wrong: Exception) -> Finding:
    """A check that failed itself."""
    why = f"{type(wrong).__name__}: {' '.join(str(wrong).split())}"[:160]
    return bad(check, _("This could not be checked: %(why)s"), _("Look into the log."), why=why)


def disk(_now: datetime) -> Iterator[Finding]:
    """Free space where the house lies."""
    free = shutil.disk_usage(settings.SULUH_HOME)
    said = {"free": round(free.free / GIB, 1), "share": round(100 * free.free / free.total)}
    remedy = _("Make room or enlarge the disk; publishing stops when it is full.")
    if free.free < LEAST_FREE:
        yield bad("disk", _("Only %(free)s GiB are free."), remedy, **said)
    elif free.free < FREE_SHARE * free.total:
        yield warn("disk", _("%(free)s GiB are free, %(share)s %% of the disk."), remedy, **said)
    else:
        yield ok("disk", _("%(free)s GiB are free, %(share)s %% of the disk."), **said)


def database(_now: datetime) -> Iterator[Finding]:
    """What the house rests on: a database that answers and keeps what it was told."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW synchronous_commit")
            (said,) = cursor.fetchone()
            if said == "off":
                yield bad(
                    "database",
                    _("PostgreSQL confirms before it has written (synchronous_commit = off)."),
                    _("Set synchronous_commit = on."),
                )
            else:
                yield ok("database", _("PostgreSQL answers and writes before it confirms."))
            return
        found = {}
        for name in PRAGMAS:
            cursor.execute(f"PRAGMA {name}")
            found[name] = str(cursor.fetchone()[0])
    if found == PRAGMAS:
        yield ok("database", _("SQLite keeps a write-ahead log and writes before it confirms."))
    else:
        yield bad(
            "database",
            _("SQLite runs with %(found)s."),
            _("Start every process through suluh; it sets WAL, FULL and foreign keys."),
            found=", ".join(f"{name}={value}" for name, value in found.items()),
        )


def mail(_now: datetime) -> Iterator[Finding]:
    """The mail server answers our greeting; nothing is sent."""
    if not settings.SULUH_SMTP_URL:
        yield warn(
            "mail",
            _("No mail server is named: letters become files in surat-keluar."),
            _("Set SULUH_SMTP_URL (docs/how-to/mail.md)."),
        )
        return
    try:
        server = SmtpServer.from_url(settings.SULUH_SMTP_URL)
        _greet(server)
    except (OSError, smtplib.SMTPException, Refused) as wrong:
        yield bad(
            "mail",
            _("The mail server does not answer: %(why)s"),
            _("Letters wait and are tried again for three days. Check SULUH_SMTP_URL."),
            why=str(wrong)[:160],
        )
        return
    if server.security == "none" and server.host not in {"127.0.0.1", "localhost", "::1"}:
        yield warn(
            "mail",
            _("Mail goes to %(host)s without encryption."),
            _("Use smtps: or a user with STARTTLS."),
            host=server.host,
        )
        return
    yield ok("mail", _("The mail server %(host)s answers."), host=server.host)


def bounces(now: datetime) -> Iterator[Finding]:
    """The mailbox to which letters come back is read, where one is named."""
    if not settings.SULUH_BOUNCE_IMAP_URL:
        yield ok("bounces", _("No mailbox for letters that come back is named."))
        return
    read_at, error = delivery.bounce_box()
    if error or read_at is None or now - read_at > BOUNCES_LATE:
        yield warn(
            "bounces",
            _("The bounce mailbox is not read: %(why)s"),
            _("Check SULUH_BOUNCE_IMAP_URL and that the worker runs (docs/how-to/mail.md)."),
            why=error or "–",
        )
        return
    yield ok("bounces", _("The bounce mailbox is read."))


def _greet(server: SmtpServer) -> None:
    make = smtplib.SMTP_SSL if server.security == "tls" else smtplib.SMTP
    with make(server.host, server.port, timeout=5) as line:
        line.ehlo_or_helo_if_needed()


def proxy(_now: datetime) -> Iterator[Finding]:
    """The number of proxies decides whose address a failed log-in is counted for."""
    secure = settings.SULUH_OFFICE_URL.startswith("https:")
    count = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if secure and not count:
        yield bad(
            "proxy",
            _("The office has an https address, and no proxy is declared."),
            _("Set SULUH_PROXY_COUNT to the number of proxies in front (nginx alone: 1)."),
        )
    elif not secure and not _is_local(settings.SULUH_OFFICE_URL):
        yield warn(
            "proxy",
            _("The office is reached without https: %(url)s"),
            _("Put nginx with TLS in front (docs/how-to/one-server.md)."),
            url=settings.SULUH_OFFICE_URL,
        )
    else:
        yield ok("proxy", _("%(count)s proxies are declared."), count=count)


def _is_local(url: str) -> bool:
    return any(f"//{host}" in url for host in ("127.", "localhost", "[::1]"))


def debug(_now: datetime) -> Iterator[Finding]:
    """Debug pages show the house's insides to strangers."""
    if settings.DEBUG:
        yield bad("debug", _("Debug mode is on."), _("Unset SULUH_DEBUG."))
    else:
        yield ok("debug", _("Debug mode is off."))


def demo(_now: datetime) -> Iterator[Finding]:
    """A demonstration's keys prove nothing."""
    if not org.has_institution():
        yield bad("demo", _("This house has no institution yet."), _("Run suluh init."))
    elif org.get_institution().is_demo:
        yield warn(
            "demo",
            _("This is a demonstration: its keys prove nothing."),
            _("Set up a house of one's own in another folder: suluh init."),
        )
    else:
        yield ok("demo", _("This is no demonstration."))


def worker(now: datetime) -> Iterator[Finding]:
    """The scheduler's sign of life."""
    path = Path(settings.SULUH_HOME) / "loop.heartbeat"
    at = None
    with suppress(OSError, ValueError):
        at = from_iso(path.read_text("ascii").strip())
    remedy = _("Start it: suluh up, or suluh work under systemd.")
    if at is None:
        yield bad("worker", _("The scheduler has never run here."), remedy)
    elif now - at > BEAT_LATE:
        seconds = round((now - at).total_seconds())
        yield bad(
            "worker", _("The scheduler stopped %(seconds)s seconds ago."), remedy, seconds=seconds
        )
    else:
        yield ok("worker", _("The scheduler works."))


def backup(now: datetime) -> Iterator[Finding]:
    """How old the newest backup is."""
    path = Path(settings.SULUH_HOME) / "backup.json"
    remedy = _("Run suluh backup DIR every night (docs/how-to/backup-and-restore.md).")
    try:
        at = from_iso(json.loads(path.read_text("utf-8"))["at"])
    except (OSError, ValueError, KeyError):
        yield bad("backup", _("There is no backup of this house."), remedy)
        return
    hours = round((now - at).total_seconds() / 3600)
    if now - at > BACKUP_TOO_OLD:
        yield bad("backup", _("The newest backup is %(hours)s hours old."), remedy, hours=hours)
    elif now - at > BACKUP_OLD:
        yield warn("backup", _("The newest backup is %(hours)s hours old."), remedy, hours=hours)
    else:
        yield ok("backup", _("The newest backup is %(hours)s hours old."), hours=hours)


def checkpoints(_now: datetime) -> Iterator[Finding]:
    """A chain that is kept only inside can be cut inside."""
    if settings.SULUH_CHECKPOINTS:
        yield ok("checkpoints", _("Checkpoints of the audit are put outside."))
    else:
        yield warn(
            "checkpoints",
            _("No checkpoint of the audit leaves this house."),
            _("Set SULUH_CHECKPOINTS to a folder on another machine or a mail address."),
        )
