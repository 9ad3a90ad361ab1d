import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from suluh.foundation.outbox.gateways.smtp import SmtpGateway, SmtpServer
from suluh.foundation.outbox.rules import Answer
from suluh.kernel.refusals import Refused

PAYLOAD = {
    "from": "humas@contoh.example",
    "to": "sari@warga.example",
    "message": "Subject: Halo\r\nMessage-ID: <a@contoh.example>\r\n\r\n.titik\r\nisi\r\n",
}


class Server:
    """Speaks SMTP from a script: an answer per command; None hangs up before answering."""

    def __init__(self, script: dict[str, str | None]) -> None:
        self.script = script
        self.bodies: list[bytes] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self) -> None:
        connection, _address = self.listener.accept()
        with connection, connection.makefile("rwb") as stream:
            if not self.say(stream, "HELLO", "220 siap"):
                return
            for line in stream:
                word = line.split()[0].decode().upper()
                if word == "QUIT" or not self.say(stream, word, USUAL.get(word, "250 baik")):
                    return
                goes_on = word == "DATA" and self.script.get("DATA", "354").startswith("354")
                if goes_on and not self.take(stream):
                    return

    def take(self, stream) -> bool:
        body = b""
        for line in stream:
            if line == b".\r\n":
                break
            body += line
            if "BODY" in self.script:
                return False
        self.bodies.append(body)
        return self.say(stream, "DOT", "250 diterima sebagai 7")

    def say(self, stream, word: str, usual: str) -> bool:
        answer = self.script.get(word, usual)
        if answer is None:
            return False
        stream.write(answer.encode() + b"\r\n")
        stream.flush()
        return True


USUAL = {"DATA": "354 silakan"}


@contextmanager
def server(**script: str | None) -> Iterator[tuple[Server, SmtpGateway]]:
    running = Server(script)
    yield running, SmtpGateway(SmtpServer("127.0.0.1", running.port))
    running.thread.join(5)
    running.listener.close()


def test_a_message_is_taken_with_its_dots_and_the_answer_kept() -> None:
    with server() as (peer, gateway):
        outcome = gateway.send(PAYLOAD, "k")

    assert outcome.answer is Answer.ACCEPTED
    assert outcome.remote == "diterima sebagai 7"
    assert peer.bodies[0].endswith(b"\r\n\r\n..titik\r\nisi\r\n")


@pytest.mark.parametrize("word", ["HELLO", "EHLO", "MAIL", "RCPT", "DATA"])
def test_hanging_up_before_the_body_is_a_certain_no(word: str) -> None:
    with server(**{word: None, "HELO": None}) as (_peer, gateway):
        assert gateway.send(PAYLOAD, "k").answer is Answer.RETRY


def test_hanging_up_after_the_dot_leaves_doubt() -> None:
    with server(DOT=None) as (peer, gateway):
        outcome = gateway.send(PAYLOAD, "k")

    assert outcome.answer is Answer.UNKNOWN
    assert len(peer.bodies) == 1


@pytest.mark.parametrize(
    ("script", "answer", "error"),
    [
        ({"RCPT": "550 tidak ada"}, Answer.REFUSED, "recipient_refused"),
        ({"RCPT": "451 daftar abu-abu"}, Answer.RETRY, "put_off"),
        ({"MAIL": "550 pengirim ditolak"}, Answer.RETRY, "put_off"),
        ({"HELLO": "554 sedang tutup"}, Answer.RETRY, "no_connection"),
        ({"DATA": "554 ditolak"}, Answer.REFUSED, "refused"),
        ({"DOT": "552 terlalu besar"}, Answer.REFUSED, "refused"),
        ({"DOT": "452 penuh"}, Answer.RETRY, "put_off"),
    ],
)
def test_answers_are_classed(script: dict[str, str], answer: Answer, error: str) -> None:
    with server(**script) as (_peer, gateway):
        outcome = gateway.send(PAYLOAD, "k")

    assert outcome.answer is answer
    assert outcome.error in {error, "put_off"}


def test_no_server_is_a_certain_no_for_everybody() -> None:
    free = socket.create_server(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()

    outcome = SmtpGateway(SmtpServer("127.0.0.1", port)).send(PAYLOAD, "k")

    assert outcome.answer is Answer.RETRY
    assert outcome.whole_account


def test_a_password_never_travels_in_the_clear_by_oversight() -> None:
    server = SmtpServer.from_url("smtp://humas:r%40hasia@mail.example")

    assert (server.security, server.port, server.password) == ("starttls", 587, "r@hasia")
    assert SmtpServer.from_url("smtp://127.0.0.1:2525").security == "none"
    assert SmtpServer.from_url("smtps://mail.example").port == 465
    with pytest.raises(Refused):
        SmtpServer.from_url("http://mail.example")
