"""A person at a browser without script: cookies, forms, redirects. Standard library only."""

import base64
import hashlib
import hmac
import http.client
import re
import struct
import time
import urllib.parse
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http import HTTPStatus
from typing import Any

REDIRECTS = {301, 302, 303, 307, 308}
SAFE = {"GET", "HEAD", "OPTIONS"}
FORM = "application/x-www-form-urlencoded"
Fields = dict[str, Any]
IDLE_SECONDS = 1.0


@dataclass
class Form:
    """One form of a page with the values it would send."""

    action: str
    method: str
    fields: list[tuple[str, str]]
    choices: dict[str, list[str]] = field(default_factory=dict)

    def with_values(self, values: Fields) -> list[tuple[str, str]]:
        """Return what is sent when a person fills in `values`."""
        return [(name, value) for name, value in self.fields if name not in values] + _pairs(values)


def _pairs(values: Fields) -> list[tuple[str, str]]:
    sent = []
    for name, value in values.items():
        many = value if isinstance(value, list | tuple) else [value]
        sent += [(name, str(one)) for one in many if one is not None]
    return sent


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select = ""
        self._area = ""
        self._text = ""
        self._by_id: dict[str, Form] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            method = given.get("method", "get").lower()
            self._open = Form(given.get("action", ""), method, [])
            self.forms.append(self._open)
            if given.get("id"):
                self._by_id[given["id"]] = self._open
            return
        form = self._by_id.get(given.get("form", "")) or self._open
        if form is None or not (given.get("name") or tag == "option") or "disabled" in given:
            return
        self._field(tag, given, form)

    def _field(self, tag: str, given: dict[str, str], form: Form) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "input":
            _input(given, form)
        elif tag == "button":
            form.choices.setdefault(name, []).append(value)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            form.choices.setdefault(self._select, []).append(value)
            if "selected" in given:
                form.fields.append((self._select, value))
        elif tag == "textarea":
            self._area, self._text = name, ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area and self._open is not None:
            text = self._text.removeprefix("\n")
            self._open.fields.append((self._area, text))
            self._area = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._open = None


def _input(given: dict[str, str], form: Form) -> None:
    name, value, kind = given["name"], given.get("value", ""), given.get("type", "text").lower()
    if kind in {"checkbox", "radio"}:
        form.choices.setdefault(name, []).append(value or "on")
        if "checked" in given:
            form.fields.append((name, value or "on"))
    elif kind not in {"submit", "button", "image", "file", "reset"}:
        form.fields.append((name, value))


@dataclass
class Page:
    """An answer."""

    status: int
    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    def forms(self) -> list[Form]:
        """Return the forms of the page."""
        reader = _Forms()
        reader.feed(self.text)
        return reader.forms

    def form(self, *, has: str) -> Form:
        """Return the form with a field or button named `has`."""
        for form in self.forms():
            if has in dict(form.fields) or has in form.choices:
                return form
        raise LookupError(f"no form with {has!r} on {self.url} ({self.status})")

    def links(self) -> list[str]:
        """Return the addresses the page leads to."""
        return re.findall(r'href="([^"#]+)', self.text)


class Client:
    """One person's browser."""

    def __init__(self, origin: str, timeout: float = 30.0) -> None:
        self.origin = origin.rstrip("/")
        self.timeout = timeout
        self.cookies: dict[str, str] = {}
        self.stepped_up_at = float("-inf")
        self._connection: http.client.HTTPConnection | None = None
        self._used_at = 0.0

    def at(self, origin: str) -> "Client":
        """Return the same person's browser at another address of the same house."""
        other = Client(origin, self.timeout)
        other.cookies, other.stepped_up_at = dict(self.cookies), self.stepped_up_at
        return other

    def request(
        self,
        method: str,
        path: str,
        data: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Page:
        """Make one request without following anything."""
        url = urllib.parse.urljoin(self.origin + "/", path)
        parts = urllib.parse.urlsplit(url)
        target = urllib.parse.quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
            f"?{parts.query}" if parts.query else ""
        )
        sent = {"Host": parts.netloc, **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method not in {"GET", "HEAD", "OPTIONS"}:
            sent.setdefault("Origin", self.origin)
            sent.setdefault("Referer", url)
        answer, body = self._ask(parts.netloc, (method, target, data, sent))
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self._keep(value)
        return Page(answer.status, url, {k.lower(): v for k, v in answer.getheaders()}, body)

    def _ask(self, netloc: str, asked: tuple[Any, ...]) -> tuple[http.client.HTTPResponse, bytes]:
        """Ask on the open connection; a connection that was closed meanwhile is opened anew."""
        if time.monotonic() - self._used_at > IDLE_SECONDS:
            self.close()
        own = netloc == urllib.parse.urlsplit(self.origin).netloc
        kept = self._connection if own else None
        connection = kept or http.client.HTTPConnection(netloc, timeout=self.timeout)
        self._connection = None if own else self._connection
        method, target, data, headers = asked
        try:
            connection.request(method, target, body=data, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            connection.close()
            if kept is None or method not in SAFE:
                raise
            return self._ask(netloc, asked)
        unread = data is not None and answer.status >= HTTPStatus.BAD_REQUEST  # by the server
        if own and not answer.will_close and not unread:
            self._connection, self._used_at = connection, time.monotonic()
        else:
            connection.close()
        return answer, body

    def close(self) -> None:
        """Let the connection go; the cookies stay."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def post(
        self,
        path: str,
        values: Fields,
        files: list[tuple[str, str, bytes]] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Page:
        """Post fields without a page before it; the token is the one the cookie holds."""
        self.token()
        pairs = [("csrfmiddlewaretoken", self.cookies.get("csrftoken", "")), *_pairs(values)]
        if files is None:
            body, kind = urllib.parse.urlencode(pairs).encode(), FORM
        else:
            body, kind = _multipart(pairs, files)
        return self.request("POST", path, body, {"Content-Type": kind, **(headers or {})})

    def token(self) -> None:
        """See to it that this browser holds a token."""
        if "csrftoken" not in self.cookies:
            self.request("GET", "/akun/login/?bahasa=id")
            if "csrftoken" not in self.cookies:
                self.request("GET", "/akun/password/change/")

    def _keep(self, header: str) -> None:
        name, _, value = header.split(";", 1)[0].partition("=")
        if value in {"", '""'} or "max-age=0" in header.lower():
            self.cookies.pop(name.strip(), None)
        else:
            self.cookies[name.strip()] = value

    def get(self, path: str) -> Page:
        """Open a page, following redirects."""
        return self._follow(self.request("GET", path))

    def _follow(self, page: Page) -> Page:
        for _hop in range(8):
            if page.status not in REDIRECTS:
                return page
            page = self.request("GET", urllib.parse.urljoin(page.url, page.headers["location"]))
        raise LookupError(f"too many redirects at {page.url}")

    def submit(
        self,
        page: Page,
        form: Form,
        values: Fields,
        files: list[tuple[str, str, bytes]] | None = None,
    ) -> Page:
        """Send a form as a browser without script does, and follow to where it leads."""
        url = urllib.parse.urljoin(page.url, form.action or page.url)
        pairs = form.with_values(values)
        if form.method == "get":
            return self.get(f"{url.split('?')[0]}?{urllib.parse.urlencode(pairs)}")
        if files is None:
            body = urllib.parse.urlencode(pairs).encode()
            kind = FORM
        else:
            body, kind = _multipart(pairs, files)
        return self._follow(self.request("POST", url, body, {"Content-Type": kind}))


def _multipart(
    pairs: list[tuple[str, str]], files: list[tuple[str, str, bytes]]
) -> tuple[bytes, str]:
    mark = hashlib.sha256(repr(pairs).encode()).hexdigest()[:32]
    lines: list[bytes] = []
    for name, value in pairs:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        lines.append(head.encode() + value.encode() + b"\r\n")
    for name, filename, data in files:
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        lines.append(head.encode() + data + b"\r\n")
    return b"".join(lines) + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


def totp(secret: str, at: float | None = None) -> str:
    """Return the second factor of a secret. Source: RFC 6238."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    counter = struct.pack(">Q", int((at or time.time()) // 30))
    digest = hmac.new(key, counter, hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
