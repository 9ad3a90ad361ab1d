"""Hand one message to the server, and know at every step whether it can have been taken.

Until the line with the single dot has left, the server has nothing (RFC 5321, 4.1.1.4 and 4.5.3.2):
any failure before it is a certain no. From that line on until the reply only the server knows.
"""

import contextlib
import re
import smtplib
import ssl
from collections.abc import Callable, Mapping
from typing import Final

from suluh.foundation.outbox.gateways.deadline import closes_after
from suluh.foundation.outbox.gateways.smtp.server import SmtpServer
from suluh.foundation.outbox.rules import Capability, Outcome

STEP_SECONDS: Final = 15
_DOT: Final = re.compile(rb"(?m)^\.")


class _Said(Exception):  # noqa: N818 because it carries an answer
    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.error)
        self.outcome = outcome


class SmtpGateway:
    """Payload: `from`, `to` (one address each) and `message`, the exact text in ASCII."""

    capability = Capability(timeout_seconds=60)

    def __init__(
        self, server: SmtpServer, *, tls: Callable[[], ssl.SSLContext] = ssl.create_default_context
    ) -> None:
        self._server = server
        self._tls = tls

    def look_up(self, payload: Mapping[str, object], key: str) -> Outcome | None:
        """Nobody can be asked; the machine never does for a blind class."""
        return Outcome.unknown("blind")

    def send(self, payload: Mapping[str, object], key: str) -> Outcome:
        """Send; the same message with the same Message-ID each time."""
        body = _DOT.sub(b"..", str(payload["message"]).encode("ascii"))
        session = self._new()
        try:
            with closes_after(self.capability.timeout_seconds - 5, lambda: session.sock):
                self._greet(session)
                self._address(session, str(payload["from"]), str(payload["to"]))
                session.send(body if body.endswith(b"\r\n") else body + b"\r\n")
                return self._finish(session)
        except _Said as said:
            return said.outcome
        except (OSError, smtplib.SMTPException, ValueError) as wrong:
            return Outcome.retry("no_connection", _short(wrong), whole_account=True)
        finally:
            session.close()

    def _new(self) -> smtplib.SMTP:
        hello = self._server.hello
        session: smtplib.SMTP
        if self._server.security == "tls":
            session = smtplib.SMTP_SSL(
                local_hostname=hello, timeout=STEP_SECONDS, context=self._tls()
            )
        else:
            session = smtplib.SMTP(local_hostname=hello, timeout=STEP_SECONDS)
        # The name TLS verifies; smtplib sets it only where it connects in its constructor.
        session._host = self._server.host  # type: ignore[attr-defined]  # smtplib's own field
        return session

    def _greet(self, session: smtplib.SMTP) -> None:
        _expect(session.connect(self._server.host, self._server.port), 220)
        session.ehlo_or_helo_if_needed()
        if self._server.security == "starttls":
            session.starttls(context=self._tls())
            session.ehlo()
        if self._server.user:
            session.login(self._server.user, self._server.password)

    def _address(self, session: smtplib.SMTP, sender: str, recipient: str) -> None:
        _expect(session.mail(sender), 250, whole_account=True)
        _expect(session.rcpt(recipient), 250, 251, final="recipient_refused")
        _expect(session.docmd("DATA"), 354, final="refused")

    def _finish(self, session: smtplib.SMTP) -> Outcome:
        """The dot leaves: from here on an error means that nobody knows."""
        try:
            session.send(b".\r\n")
            code, said = session.getreply()
        except (OSError, smtplib.SMTPException) as wrong:
            return Outcome.unknown("no_answer", _short(wrong))
        with contextlib.suppress(OSError, smtplib.SMTPException):
            session.send(b"QUIT\r\n")
        if code == 250:
            return Outcome.accepted(_text(said)[:200])
        return _refusal(code, said, final="refused")


def _expect(
    answer: tuple[int, bytes], *codes: int, final: str = "", whole_account: bool = False
) -> None:
    if answer[0] not in codes:
        raise _Said(_refusal(answer[0], answer[1], final=final, whole_account=whole_account))


def _refusal(code: int, said: bytes, *, final: str = "", whole_account: bool = False) -> Outcome:
    """A 5xx about the recipient or the text is final; everything else passes (RFC 5321, 4.2.1)."""
    sentence = f"{code} {_text(said)}"
    if code >= 500 and final:
        return Outcome.refused(final, sentence)
    return Outcome.retry(
        "put_off", sentence, whole_account=whole_account or code in {220, 421, 554}
    )


def _text(said: bytes) -> str:
    return " ".join(said.decode("utf-8", "replace").split())[:250]


def _short(wrong: Exception) -> str:
    return f"{type(wrong).__name__}: {wrong}"[:250]
