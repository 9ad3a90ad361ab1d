import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from suluh.foundation.outbox.gateways.http import (
    Ed25519Signer,
    HmacSigner,
    HttpDestination,
    HttpGateway,
)
from suluh.foundation.outbox.gateways.http.answers import retry_after
from suluh.foundation.outbox.gateways.http.signing import Request, signed_headers
from suluh.foundation.outbox.rules import Answer

SECRET = b"rahasia bersama"
PAYLOAD = {"account": "kota", "body": '{"judul":"Pintu air"}', "created": 1_795_000_000}


class Peer(ThreadingHTTPServer):
    """Keeps what it took by key, and answers as told."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status = 200
        self.headers: dict[str, str] = {}
        self.answer = b'{"id":"42"}'
        self.mute = False
        self.taken: dict[str, bytes] = {}
        self.seen: list[dict[str, str]] = []

    def handle_error(self, *_args: object) -> None:
        """A client that hangs up early is part of the test."""


class Handler(BaseHTTPRequestHandler):
    server: Peer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append(dict(self.headers))
        if self.server.status < 300:
            self.server.taken[self.headers["Idempotency-Key"]] = body
        self.reply(self.server.status)

    def do_GET(self) -> None:
        key = self.path.rpartition("/")[2]
        self.reply(200 if key in self.server.taken else 404)

    def reply(self, status: int) -> None:
        if self.server.mute:
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.server.answer)))
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def peer() -> Iterator[Peer]:
    server = Peer()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def gateway(peer: Peer, *, allowed: bool = True, asks: bool = True) -> HttpGateway:
    place = f"127.0.0.1:{peer.server_port}"
    destination = HttpDestination(
        f"http://{place}/masuk",
        HmacSigner("kunci-1", SECRET),
        f"http://{place}/ada/{{key}}" if asks else "",
        frozenset({place}) if allowed else frozenset(),
    )
    return HttpGateway({"kota": destination}.get)


def test_the_exact_bytes_arrive_with_a_signature_over_them(peer: Peer) -> None:
    outcome = gateway(peer).send(PAYLOAD, "k1")

    headers = peer.seen[0]
    digest = base64.b64encode(hashlib.sha256(peer.taken["k1"]).digest()).decode()
    parameters = headers["Signature-Input"].removeprefix("suluh=")
    base = (
        f'"@method": POST\n"@target-uri": http://127.0.0.1:{peer.server_port}/masuk\n'
        f'"idempotency-key": k1\n"content-digest": sha-256=:{digest}:\n'
        f'"@signature-params": {parameters}'
    )
    expected = base64.b64encode(hmac.digest(SECRET, base.encode(), "sha256")).decode()
    assert outcome.answer is Answer.ACCEPTED
    assert outcome.remote == "42"
    assert peer.taken["k1"] == PAYLOAD["body"].encode()
    assert headers["Signature"] == f"suluh=:{expected}:"


def test_a_second_attempt_is_the_same_request(peer: Peer) -> None:
    for _ in range(2):
        gateway(peer).send(PAYLOAD, "k1")

    assert peer.seen[0] == peer.seen[1]


def test_an_ed25519_signature_verifies() -> None:
    private = Ed25519PrivateKey.generate()
    request = Request("GET", "https://a.example/x", "k", 1)

    headers = signed_headers(request, Ed25519Signer("k-2", private))

    parameters = headers["Signature-Input"].removeprefix("suluh=")
    base = (
        '"@method": GET\n"@target-uri": https://a.example/x\n"idempotency-key": k\n'
        f'"@signature-params": {parameters}'
    )
    signature = base64.b64decode(headers["Signature"].removeprefix("suluh=:").removesuffix(":"))
    private.public_key().verify(signature, base.encode())


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (201, Answer.ACCEPTED),
        (202, Answer.PENDING),
        (301, Answer.REFUSED),
        (401, Answer.RETRY),
        (404, Answer.REFUSED),
        (409, Answer.RETRY),
        (422, Answer.REFUSED),
        (429, Answer.RETRY),
        (500, Answer.UNKNOWN),
        (503, Answer.UNKNOWN),
    ],
)
def test_statuses_are_classed(peer: Peer, status: int, answer: Answer) -> None:
    peer.status = status

    assert gateway(peer).send(PAYLOAD, "k1").answer is answer


def test_the_peers_wish_is_read(peer: Peer) -> None:
    peer.status, peer.headers = 429, {"Retry-After": "120"}

    assert gateway(peer).send(PAYLOAD, "k1").after_seconds == 120
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert retry_after("sebentar") is None


def test_an_answer_that_is_lost_leaves_doubt_and_a_look_up_ends_it(peer: Peer) -> None:
    peer.mute = True
    lost = gateway(peer).send(PAYLOAD, "k1")
    peer.mute = False

    assert lost.answer is Answer.UNKNOWN
    assert gateway(peer).look_up(PAYLOAD, "k1").answer is Answer.CONFIRMED
    assert gateway(peer).look_up(PAYLOAD, "k2") is None


def test_who_cannot_be_asked_leaves_doubt(peer: Peer) -> None:
    assert gateway(peer, asks=False).look_up(PAYLOAD, "k1").answer is Answer.UNKNOWN


def test_an_endless_answer_is_cut(peer: Peer) -> None:
    peer.answer = b'{"id":"' + b"x" * 3_000_000 + b'"}'

    assert gateway(peer).send(PAYLOAD, "k1").answer is Answer.ACCEPTED


def test_a_private_address_nobody_vouched_for_is_refused(peer: Peer) -> None:
    outcome = gateway(peer, allowed=False).send(PAYLOAD, "k1")

    assert (outcome.answer, outcome.error, peer.seen) == (Answer.REFUSED, "not_public", [])


def test_a_port_nobody_listens_on_is_a_certain_no(peer: Peer) -> None:
    place = "127.0.0.1:9"
    destination = HttpDestination(
        f"http://{place}/", HmacSigner("k", SECRET), allowed=frozenset({place})
    )

    outcome = HttpGateway({"kota": destination}.get).send(PAYLOAD, "k1")

    assert (outcome.answer, outcome.error) == (Answer.RETRY, "no_connection")


def test_hostile_answers_do_not_harm(peer: Peer) -> None:
    for answer in (b"[" * 50_000, b"\xff\xfe", json.dumps({"id": {"a": 1}}).encode()):
        peer.answer = answer
        assert gateway(peer).send(PAYLOAD, "k1").answer is Answer.ACCEPTED
