"""Two other systems in a process of their own: one knows our key, one can be asked.

`python -I webhook.py LOG PORT [FAULTS]`. POST /keyed does a thing once per Idempotency-Key;
POST /lookup does it every time, and GET /lookup/KEY says whether it was done (200, 404).
The log is one JSON line per thing done: {"at","peer","key","content_id","locale","version",
"action","sha256","title"}; a second body under a known key is logged with "differs".
FAULTS is a JSON file {"keyed": [FAULT, …], "lookup": […]}, one taken per POST: `500_before`,
`500_after`, `drop_before`, `drop_after`, `429`, `slow:S` (and then done), `slow_drop:S`,
`slow_429:S`.
"""

import hashlib
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

LOCK = threading.Lock()
DONE: dict[str, str] = {}


class Peer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        key = unquote(self.path.removeprefix("/lookup/"))
        with LOCK:
            found = f"lookup {key}" in DONE
        self.answer(200 if found else 404, {"id": key} if found else {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        peer = self.path.strip("/")
        fault, _colon, seconds = next_fault(peer).partition(":")
        if fault.startswith("slow"):
            time.sleep(float(seconds or 1))
        if fault in {"drop_before", "slow_drop"}:
            self.close_connection = True
        elif fault == "500_before":
            self.answer(500, {})
        elif fault in {"429", "slow_429"}:
            self.answer(429, {}, {"Retry-After": "1"})
        else:
            self.finish_post(peer, body, fault)

    def finish_post(self, peer: str, body: bytes, fault: str) -> None:
        key = self.headers["Idempotency-Key"]
        take(peer, key, body)
        if fault == "drop_after":
            self.close_connection = True
        elif fault == "500_after":
            self.answer(500, {})
        else:
            self.answer(200, {"id": key})

    def answer(self, status: int, said: dict, headers: dict | None = None) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_given: object) -> None:
        pass


def take(peer: str, key: str, body: bytes) -> None:
    told = json.loads(body)
    sha256 = hashlib.sha256(body).hexdigest()
    line = {"at": time.time(), "peer": peer, "key": key, "sha256": sha256}
    line |= {name: told[name] for name in ("content_id", "locale", "version", "action", "title")}
    with LOCK:
        known = DONE.get(f"{peer} {key}")
        if peer == "keyed" and known == sha256:
            return  # the same thing again: done once
        if known and known != sha256:
            line["differs"] = True
        DONE[f"{peer} {key}"] = sha256
        with LOG.open("a") as file:
            file.write(json.dumps(line) + "\n")


def next_fault(peer: str) -> str:
    if FAULTS is None or not FAULTS.exists():
        return ""
    with LOCK:
        left = json.loads(FAULTS.read_text())
        if not left.get(peer):
            return ""
        fault = left[peer].pop(0)
        beside = FAULTS.with_suffix(".new")
        beside.write_text(json.dumps(left))
        beside.replace(FAULTS)
        return fault


if __name__ == "__main__":
    LOG = Path(sys.argv[1])
    FAULTS = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Peer).serve_forever()
