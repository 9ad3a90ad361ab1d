"""Asks for one page over kept connections for some seconds; a process of its own.

`python -I load.py PORT PATH CONNECTIONS SECONDS LENGTH HOST`: prints {"requests", "wrong",
"p50_s", "p99_s"}. An answer whose status is not 200 or whose body has not LENGTH bytes is wrong.
"""

import json
import selectors
import socket
import sys
import time


class Connection:
    def __init__(self, port: int, request: bytes) -> None:
        self.request = request
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self) -> None:
        self.began = time.perf_counter()
        self.read = b""
        self.wanted = -1
        self.socket.sendall(self.request)

    def take(self) -> tuple[bool, int] | None:
        """Read what there is; (right status, body length) once the answer is whole."""
        got = self.socket.recv(1 << 18)
        if not got:
            return False, -1
        self.read += got
        if self.wanted < 0 and not self.head():
            return None
        if self.chunked:
            if not self.read.endswith(b"0\r\n\r\n"):
                return None
            self.length = sum(chunks(self.read[self.wanted :]))
        elif len(self.read) < self.wanted + self.length:
            return None
        return self.read.startswith(b"HTTP/1.1 200"), self.length

    def head(self) -> bool:
        """Read where the body begins and how it ends; False while that is not there yet."""
        at = self.read.find(b"\r\n\r\n")
        if at < 0:
            return False
        names = self.read[:at].lower()
        self.wanted = at + 4
        self.chunked = b"transfer-encoding: chunked" in names
        length = names.find(b"content-length:")
        self.length = int(names[length + 15 :].split(b"\r\n", 1)[0]) if length >= 0 else 0
        return True


def chunks(body: bytes) -> list[int]:
    """Return the lengths of a body's chunks."""
    found, at = [], 0
    while at < len(body):
        end = body.index(b"\r\n", at)
        size = int(body[at:end].split(b";")[0], 16)
        found.append(size)
        at = end + 2 + size + 2
    return found


def run(port: int, request: bytes, count: int, seconds: float, length: int) -> dict:
    """Keep `count` connections busy until the time is over."""
    ready = selectors.DefaultSelector()
    for _one in range(count):
        connection = Connection(port, request)
        ready.register(connection.socket, selectors.EVENT_READ, connection)
        connection.ask()
    until = time.perf_counter() + seconds
    took: list[float] = []
    wrong = 0
    while (now := time.perf_counter()) < until:
        for key, _mask in ready.select(1):
            answer = key.data.take()
            if answer is None:
                continue
            took.append(now - key.data.began)
            wrong += answer != (True, length)
            key.data.ask()
    took.sort()
    at = {name: took[int(len(took) * part)] for name, part in (("p50_s", 0.5), ("p99_s", 0.99))}
    return {"requests": len(took), "wrong": wrong, **{k: round(v, 5) for k, v in at.items()}}


if __name__ == "__main__":
    PORT, PATH, COUNT, SECONDS, LENGTH, HOST = sys.argv[1:]
    REQUEST = f"GET {PATH} HTTP/1.1\r\nHost: {HOST}\r\nAccept: text/html\r\n\r\n".encode()
    print(json.dumps(run(int(PORT), REQUEST, int(COUNT), float(SECONDS), int(LENGTH))))
