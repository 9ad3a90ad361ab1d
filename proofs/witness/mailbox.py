"""A mail peer in a process of its own: takes letters by SMTP, writes each to its own log.

`python -I mailbox.py LOG PORT [FAULTS]`: FAULTS is a JSON file read before each answer, with
{"reject": N, "drop_after_data": N, "hang": N}: how many of the next letters meet each fault.
The log is one JSON line per letter that was fully received: {"at","from","to","data","answered"}.
"""

import json
import socketserver
import sys
import threading
import time
from pathlib import Path

LOCK = threading.Lock()


class Letters(socketserver.StreamRequestHandler):
    timeout = 60

    def handle(self) -> None:
        self.sender, self.to = "", []
        self.say("220 witness")
        while line := self.rfile.readline(4096):
            verb = line.strip().upper()
            if verb.startswith(b"DATA"):
                if not self.take():
                    return
            elif verb.startswith(b"QUIT"):
                self.say("221 bye")
                return
            else:
                self.small_talk(line, verb)

    def small_talk(self, line: bytes, verb: bytes) -> None:
        if verb.startswith(b"EHLO"):
            self.wfile.write(
                b"250-witness\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 20000000\r\n"
            )
            return
        if verb.startswith(b"MAIL"):
            self.sender, self.to = line.decode("utf-8", "replace").strip(), []
        elif verb.startswith(b"RCPT"):
            text = line.decode("utf-8", "replace")
            self.to.append(text[text.find("<") + 1 : text.rfind(">")])
        self.say("250 ok")

    def take(self) -> bool:
        fault = next_fault()
        if fault == "reject":
            self.say("451 not now")
            return True
        self.say("354 go on")
        data = bytearray()
        while (line := self.rfile.readline(1 << 20)) not in {b"", b".\r\n"}:
            data += line[1:] if line.startswith(b"..") else line
        if line == b"":
            return False  # the sender died in the middle: nothing was received
        record(self.sender, self.to, bytes(data), fault)
        if fault == "drop_after_data":
            return False
        if fault == "hang":
            time.sleep(45)
            return False
        self.say("250 taken")
        return True

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


def next_fault() -> str:
    if FAULTS is None or not FAULTS.exists():
        return ""
    with LOCK:
        left = json.loads(FAULTS.read_text())
        for name, count in left.items():
            if count > 0:
                left[name] = count - 1
                FAULTS.write_text(json.dumps(left))
                return name
    return ""


def record(sender: str, to: list[str], data: bytes, fault: str) -> None:
    line = {
        "at": time.time(), "from": sender, "to": to, "data": data.decode("utf-8", "replace"),
        "fault": fault,
    }  # fmt: skip
    with LOCK, LOG.open("a") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


if __name__ == "__main__":
    LOG = Path(sys.argv[1])
    FAULTS = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    with Server(("127.0.0.1", int(sys.argv[2])), Letters) as server:
        server.serve_forever()
