"""The outside reader counts an answer only where the awaited Edition stands in it."""

import http.server
import json
import subprocess
import sys
import threading
import time

import pytest

from tests.architecture.tree import TOP

READER = TOP / "proofs/witness/reader.py"
OLD, NEW = b"<h1>Kabar lama</h1>", b"<h1>Kabar baru</h1>"


class Site(http.server.BaseHTTPRequestHandler):
    """Answers what it is told to, as a site whose page changes."""

    protocol_version = "HTTP/1.1"
    status, body = 404, NEW
    asked = 0

    def do_GET(self):
        Site.asked += 1
        self.send_response(Site.status)
        self.send_header("Content-Length", str(len(Site.body)))
        self.end_headers()
        self.wfile.write(Site.body)

    def log_message(self, *_words):
        """Say nothing."""


@pytest.fixture
def origin():
    Site.status, Site.body, Site.asked = 404, NEW, 0
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def until(truth, seconds=20):
    end = time.monotonic() + seconds
    while not truth() and time.monotonic() < end:
        time.sleep(0.01)
    assert truth()


def asked_again():
    before = Site.asked
    until(lambda: Site.asked > before + 2)


def test_neither_a_404_nor_an_older_page_is_seen(origin, tmp_path):
    log = tmp_path / "seen.jsonl"
    command = [sys.executable, "-I", str(READER), str(log), origin, "5"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, text=True) as reader:
        reader.stdin.write("/id/kabar/\tKabar baru\n")
        reader.stdin.flush()
        asked_again()
        Site.status, Site.body = 200, OLD
        asked_again()
        assert not log.exists()
        changed, Site.body = time.time(), NEW
        until(log.exists)
        reader.stdin.write("end\n")
        reader.stdin.close()

    (line,) = [json.loads(one) for one in log.read_text().splitlines()]
    assert line["path"] == "/id/kabar/"
    assert line["at"] >= changed


def test_a_page_without_words_to_look_for_is_refused(origin, tmp_path):
    command = [sys.executable, "-I", str(READER), str(tmp_path / "seen.jsonl"), origin, "5"]

    done = subprocess.run(
        command, input="/id/kabar/\n", capture_output=True, text=True, timeout=30, check=False
    )

    assert "no words to look for" in done.stderr
    assert done.returncode != 0
