"""The mailbox to which letters come back, read through IMAP and never changed.

Nothing is marked, moved or deleted: how far it was read is remembered on our side, so mail that
is not for us stays as it lies.
"""

import contextlib
import imaplib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.publishing.delivery.rules.bounces import MOST_BYTES

BAD_URL: Final = _(
    "The bounce mailbox's address is not one: write imaps://user:password@host/INBOX."
)
WAIT_SECONDS: Final = 20
MOST_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where letters come back; `security` is 'none', 'starttls' or 'tls'."""

    host: str
    port: int
    security: str
    user: str
    password: str
    folder: str

    @classmethod
    def from_url(cls, url: str) -> "Mailbox":
        """Read `imaps://user:password@host:993/INBOX`. Raises Refused: bad_imap_url.

        `imap:` means STARTTLS unless the address says `?starttls=no`.
        """
        parts = urlsplit(url)
        if parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username:
            raise Refused("bad_imap_url", BAD_URL)
        plain = parse_qs(parts.query).get("starttls", [""])[-1] == "no"
        security = "tls" if parts.scheme == "imaps" else "none" if plain else "starttls"
        return cls(
            host=parts.hostname,
            port=parts.port or (993 if security == "tls" else 143),
            security=security,
            user=unquote(parts.username),
            password=unquote(parts.password or ""),
            folder=unquote(parts.path.strip("/")) or "INBOX",
        )

    def messages_after(
        self, place: tuple[int, int], *, tls: Callable[[], ssl.SSLContext] | None = None
    ) -> Iterator[tuple[int, int, bytes]]:
        """Yield (validity, uid, first 256 KB) of messages behind a place, at most 200, in order.

        A mailbox that was made anew (another validity) is read from its beginning.
        Raises OSError, imaplib.IMAP4.error.
        """
        with contextlib.closing(_Session(self, tls or ssl.create_default_context)) as session:
            validity = session.open()
            last = place[1] if place[0] == validity else 0
            for uid in session.uids_after(last)[:MOST_AT_ONCE]:
                yield validity, uid, session.fetch(uid)


class _Session:
    def __init__(self, box: Mailbox, tls: Callable[[], ssl.SSLContext]) -> None:
        self._box = box
        self._line: imaplib.IMAP4
        if box.security == "tls":
            self._line = imaplib.IMAP4_SSL(
                box.host, box.port, ssl_context=tls(), timeout=WAIT_SECONDS
            )
        else:
            self._line = imaplib.IMAP4(box.host, box.port, timeout=WAIT_SECONDS)
        if box.security == "starttls":
            self._line.starttls(tls())

    def open(self) -> int:
        """Log in and look at the folder without changing it; returns its validity."""
        self._line.login(self._box.user, self._box.password)
        answer, said = self._line.select(f'"{self._box.folder}"', readonly=True)
        if answer != "OK":
            raise imaplib.IMAP4.error(f"{self._box.folder}: {said[0]!r}")
        told = self._line.response("UIDVALIDITY")[1]
        return int(told[0]) if told and told[0] else 0

    def uids_after(self, last: int) -> list[int]:
        """Return the ids behind `last`; a server names the highest one even if it is not."""
        _answer, said = self._line.uid("SEARCH", f"UID {last + 1}:*")
        found = [int(one) for one in (said[0] or b"").split()]
        return sorted(uid for uid in found if uid > last)

    def fetch(self, uid: int) -> bytes:
        """Return the beginning of a message without marking it as read; b'' where it is gone."""
        _answer, said = self._line.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
        return next((bytes(one[1]) for one in said if isinstance(one, tuple)), b"")

    def close(self) -> None:
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            self._line.logout()
