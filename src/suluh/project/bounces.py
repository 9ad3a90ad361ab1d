"""Reads the bounce mailbox beside the scheduler, so that a slow server holds up nobody."""

import imaplib
import logging
import threading
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import close_old_connections

from suluh.kernel import clock
from suluh.project import gateways
from suluh.publishing.delivery import operations, queries

log = logging.getLogger("suluh.bounces")

EVERY: Final = timedelta(minutes=5)


def read_bounces() -> operations.Taken:
    """Read what came in since; a message that breaks its reader is passed over.

    The same place is never read twice. A mailbox that does not answer is noted, not raised.
    """
    hard = soft = 0
    try:
        for validity, uid, data in gateways.bounce_mailbox().messages_after(queries.bounce_place()):
            taken = _take(validity, uid, data)
            hard, soft = hard + taken.hard, soft + taken.soft
        operations.note_poll(now=clock.now())
    except (OSError, imaplib.IMAP4.error) as wrong:
        operations.note_poll(now=clock.now(), error=f"{type(wrong).__name__}: {wrong}")
    return operations.Taken(hard, soft)


def _take(validity: int, uid: int, data: bytes) -> operations.Taken:
    try:
        return operations.take_bounce(validity=validity, uid=uid, data=data, now=clock.now())
    except Exception:  # whatever somebody sent: the mailbox is open to the world
        log.exception("bounces.message.skipped uid=%s", uid)
        operations.skip_bounce(validity=validity, uid=uid)
        return operations.Taken()


def start(stop: threading.Event) -> threading.Thread | None:
    """Read the mailbox every five minutes until told to stop; None where none is named."""
    if not settings.SULUH_BOUNCE_IMAP_URL:
        return None
    thread = threading.Thread(target=_run, args=(stop,), name="bounces", daemon=True)
    thread.start()
    return thread


def _run(stop: threading.Event) -> None:
    while True:
        try:
            read_bounces()
        except Exception:
            log.exception("bounces.poll.failed")
        close_old_connections()
        if stop.wait(EVERY.total_seconds()):
            return
