"""The receiver in docs/how-to/webhook.md accepts what the product posts, and nothing else."""

import re
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from suluh.foundation.outbox.gateways.http import HmacSigner, HttpDestination, HttpGateway
from suluh.foundation.outbox.gateways.http.signing import Request, signed_headers
from suluh.foundation.outbox.rules.outcomes import Answer

PAGE = Path(__file__).resolve().parents[5] / "docs" / "how-to" / "webhook.md"
SECRET = "0123456789abcdef" * 4
CHANNEL = "5a0f2c1e-0000-4000-8000-000000000001"
KEY = f"webhook:{CHANNEL}:abc:id:1"
PAYLOAD = {
    "account": CHANNEL,
    "body": '{"title":"Sumur pantau dibuka","v":1}',
    "created": 1795000000,
}


@pytest.fixture
def receiver(monkeypatch):
    """The page's own program, listening."""
    monkeypatch.setenv("SULUH_SECRET", SECRET)
    monkeypatch.setenv("SULUH_URI", "set below")
    (program,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    found: dict[str, object] = {}
    exec(compile(program, str(PAGE), "exec"), found)
    server = ThreadingHTTPServer(("127.0.0.1", 0), found["Receiver"])
    server.RequestHandlerClass.log_message = lambda *_ignored: None
    found["place"] = f"127.0.0.1:{server.server_port}"
    found["URI"] = f"http://{found['place']}/suluh"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


def post(receiver, secret=SECRET):
    signer = HmacSigner(CHANNEL, secret.encode("ascii"))
    place = HttpDestination(receiver["URI"], signer, allowed=frozenset({receiver["place"]}))
    return HttpGateway(lambda _account: place).send(PAYLOAD, KEY)


def test_what_the_product_posts_is_taken_once(receiver):
    assert post(receiver).answer is Answer.ACCEPTED
    assert post(receiver).answer is Answer.ACCEPTED

    assert receiver["KNOWN"] == {KEY: {"title": "Sumur pantau dibuka", "v": 1}}


def test_a_stranger_is_not_let_in(receiver):
    outcome = post(receiver, secret="f" * 64)

    assert (outcome.answer, outcome.error) == (Answer.RETRY, "not_let_in")
    assert receiver["KNOWN"] == {}


def signed(receiver, method="POST", body=b'{"v":1}'):
    request = Request(method, receiver["URI"], KEY, 1795000000, body)
    return signed_headers(request, HmacSigner(CHANNEL, SECRET.encode("ascii")))


def test_nothing_that_is_signed_can_be_changed(receiver):
    is_suluh, uri = receiver["is_suluh"], receiver["URI"]
    headers = signed(receiver)

    assert is_suluh("POST", uri, headers, b'{"v":1}')
    assert not is_suluh("POST", uri, headers, b'{"v":2}')
    assert not is_suluh("PUT", uri, headers, b'{"v":1}')
    assert not is_suluh("POST", uri + "?x=1", headers, b'{"v":1}')
    assert not is_suluh("POST", uri, headers | {"Idempotency-Key": "other"}, b'{"v":1}')
    later = headers["Signature-Input"].replace("created=1", "created=2")
    assert not is_suluh("POST", uri, headers | {"Signature-Input": later}, b'{"v":1}')
    assert not is_suluh("POST", uri, headers | {"Signature": "é"}, b'{"v":1}')
    assert not is_suluh("POST", uri, {}, b'{"v":1}')


def test_a_look_up_is_signed_too(receiver):
    headers = signed(receiver, "GET", b"")

    assert receiver["is_suluh"]("GET", receiver["URI"], headers)
    assert not receiver["is_suluh"]("POST", receiver["URI"], headers)
