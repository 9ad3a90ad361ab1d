import asyncio
import smtplib
from pathlib import Path

import pytest

from suluh.foundation.notify.letters import get_kept, list_kept
from suluh.foundation.notify.rules import Letter, Sender, compose
from suluh.foundation.notify.sink import listen
from suluh.foundation.notify.tests.test_rules import NOW
from suluh.foundation.outbox.gateways.smtp import SmtpGateway, SmtpServer
from suluh.foundation.outbox.rules import Answer, Outcome

SENDER = Sender("Lembaga", "humas@lapn.example")


def send(folder: Path, message: str) -> Outcome:
    async def run() -> Outcome:
        server = await listen(folder, 0)
        port = server.sockets[0].getsockname()[1]
        gateway = SmtpGateway(SmtpServer("127.0.0.1", port))
        payload = {"from": SENDER.address, "to": "sari@warga.example", "message": message}
        try:
            return await asyncio.to_thread(gateway.send, payload, "k")
        finally:
            server.close()

    return asyncio.run(run())


def test_a_letter_through_the_real_gateway_is_kept_whole(tmp_path: Path) -> None:
    letter = Letter("sari@warga.example", "Halo – Sari", "Baris satu\n.baris dua\n")
    message = compose(letter, sender=SENDER, key="k", now=NOW)

    outcome = send(tmp_path, message)

    (kept,) = list_kept(tmp_path)
    assert outcome.answer is Answer.ACCEPTED
    assert (kept.subject, kept.to) == ("Halo – Sari", "sari@warga.example")
    assert get_kept(tmp_path, kept.name).text.splitlines()[1] == ".baris dua"
    raw = (tmp_path / f"{kept.name}.eml").read_bytes().decode()
    assert raw.endswith(message)
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("name", ["../../etc/passwd", "x", "", "1" * 20])
def test_only_letters_are_read(tmp_path: Path, name: str) -> None:
    assert get_kept(tmp_path, name) is None


def test_commands_out_of_order_are_refused(tmp_path: Path) -> None:
    async def run() -> list[int]:
        server = await listen(tmp_path, 0)
        port = server.sockets[0].getsockname()[1]

        def talk() -> list[int]:
            with smtplib.SMTP("127.0.0.1", port, timeout=5) as client:
                client.ehlo()
                return [client.docmd(word)[0] for word in ("DATA", "RCPT TO:<a@b>", "VRFY x")]

        try:
            return await asyncio.to_thread(talk)
        finally:
            server.close()

    assert asyncio.run(run()) == [503, 503, 502]
