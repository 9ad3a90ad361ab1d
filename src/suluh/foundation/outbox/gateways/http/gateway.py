"""POST the exact bytes with a signature; ask by GET where the peer can be asked."""

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from suluh.foundation.outbox.gateways.deadline import closes_after
from suluh.foundation.outbox.gateways.http.answers import read_status
from suluh.foundation.outbox.gateways.http.guard import Resolver, Target, check_url
from suluh.foundation.outbox.gateways.http.signing import Request, Signer, signed_headers
from suluh.foundation.outbox.rules import Capability, Outcome
from suluh.kernel.refusals import Refused

STEP_SECONDS: Final = 10
MOST_BYTES: Final = 64 * 1024
Failures: Final = (OSError, HTTPError, ValueError)


@dataclass(frozen=True)
class HttpDestination:
    """Where an account's requests go. `look_up_url` holds `{key}`; '' where nobody can be asked.

    `allowed`: `host:port` inside a private network that the administrator vouched for.
    """

    url: str
    signer: Signer
    look_up_url: str = ""
    allowed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


class HttpGateway:
    """Payload: `account`, `body` (exact text), `created` (Unix seconds).

    No redirect is followed: an address that moved must be entered anew by a person.
    """

    capability = Capability(timeout_seconds=30)

    def __init__(
        self,
        destinations: Callable[[str], HttpDestination | None],
        *,
        resolver: Resolver | None = None,
        tls: Callable[[], ssl.SSLContext] = ssl.create_default_context,
    ) -> None:
        self._destinations = destinations
        self._resolver = {"resolver": resolver} if resolver else {}
        self._tls = tls

    def send(self, payload: Mapping[str, object], key: str) -> Outcome:
        """Send the body; until the connection stands nothing can have arrived."""
        destination = self._destinations(str(payload["account"]))
        if destination is None:
            return Outcome.refused("no_channel")
        body = str(payload["body"]).encode("utf-8")
        request = Request("POST", destination.url, key, _created(payload), body)
        opened = self._open(destination.url, destination)
        if isinstance(opened, Outcome):
            return opened
        connection, target = opened
        try:
            answer = self._exchange(connection, target, request, destination.signer)
        except Failures as wrong:
            return Outcome.unknown("no_answer", _short(wrong))
        finally:
            connection.close()
        polls = bool(destination.look_up_url)
        return read_status(answer.status, answer.headers, answer.body, polls=polls)

    def look_up(self, payload: Mapping[str, object], key: str) -> Outcome | None:
        """Ask whether the peer has what bears our key: 200 yes, 202 not yet, 404 no."""
        destination = self._destinations(str(payload["account"]))
        if destination is None or not destination.look_up_url:
            return Outcome.unknown("cannot_ask")
        url = destination.look_up_url.replace("{key}", quote(key, safe=""))
        opened = self._open(url, destination)
        if isinstance(opened, Outcome):
            return opened
        connection, target = opened
        request = Request("GET", url, key, _created(payload))
        try:
            answer = self._exchange(connection, target, request, destination.signer)
        except Failures as wrong:
            return Outcome.unknown("no_answer", _short(wrong))
        finally:
            connection.close()
        return _found(answer)

    def _open(
        self, url: str, destination: HttpDestination
    ) -> tuple[HTTPConnection, Target] | Outcome:
        try:
            target = check_url(url, allowed=destination.allowed, **self._resolver)
        except Refused as refused:
            if refused.code == "not_found":
                return Outcome.retry("not_found", str(refused), whole_account=True)
            return Outcome.refused(refused.code, str(refused))
        wrong: Exception = OSError("no address")
        for address in target.addresses[:3]:
            connection = self._connection(target, address)
            try:
                connection.connect()
            except Failures as failed:
                connection.close()
                wrong = failed
            else:
                return connection, target
        return Outcome.retry("no_connection", _short(wrong), whole_account=True)

    def _connection(self, target: Target, address: str) -> HTTPConnection:
        if target.scheme == "http":
            return HTTPConnection(address, target.port, timeout=STEP_SECONDS)
        return HTTPSConnection(
            address,
            target.port,
            timeout=STEP_SECONDS,
            ssl_context=self._tls(),
            server_hostname=target.host,
        )

    def _exchange(
        self, connection: HTTPConnection, target: Target, request: Request, signer: Signer
    ) -> _Answer:
        headers = {"Host": target.name, "User-Agent": "Suluh", "Accept-Encoding": "identity"}
        headers |= signed_headers(request, signer)
        if request.body:
            headers["Content-Type"] = "application/json; charset=utf-8"
        with closes_after(self.capability.timeout_seconds - 10, lambda: connection.sock):
            connection.request(
                request.method,
                target.path,
                body=request.body or None,
                headers=headers,
                preload_content=False,
                decode_content=False,
            )
            response = connection.getresponse()
            body = response.read(MOST_BYTES, decode_content=False)
        return _Answer(response.status, response.headers, body)


def _created(payload: Mapping[str, object]) -> int:
    created = payload["created"]
    return created if isinstance(created, int) else 0


def _found(answer: _Answer) -> Outcome | None:
    if answer.status == 404:
        return None
    outcome = read_status(answer.status, answer.headers, answer.body, polls=True)
    if answer.status == 200:
        return Outcome.confirmed(outcome.remote)
    if answer.status == 202:
        return outcome
    return Outcome.unknown("no_clear_answer", f"HTTP {answer.status}", after=outcome.after_seconds)


def _short(wrong: Exception) -> str:
    return f"{type(wrong).__name__}: {wrong}"[:250]
