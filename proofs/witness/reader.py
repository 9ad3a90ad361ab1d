"""A reader outside who asks for pages again and again, in a process of its own.

`python -I reader.py LOG ORIGIN MILLISECONDS` reads addresses from its standard input, one a line
(`end` ends it), and asks for each, with that pause between two rounds, until it answers 200.
LOG gets one JSON line per page: {"at", "path"}, when the first 200 had come whole.
"""

import http.client
import json
import sys
import threading
import time
import urllib.parse
from pathlib import Path


def listen(wanted: list[str], ended: threading.Event) -> None:
    for line in sys.stdin:
        if line.strip() == "end":
            break
        wanted.append(line.strip())
    ended.set()


def look(origin: str, log: Path, pause: float) -> None:
    wanted: list[str] = []
    ended = threading.Event()
    threading.Thread(target=listen, args=(wanted, ended), daemon=True).start()
    host = urllib.parse.urlsplit(origin).netloc
    connection = http.client.HTTPConnection(host, timeout=10)
    seen: set[str] = set()
    while not ended.is_set():
        for path in [one for one in wanted if one not in seen]:
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException):
                connection.close()
                continue
            if answer.status == 200 and body:
                seen.add(path)
                with log.open("a") as file:
                    file.write(json.dumps({"at": time.time(), "path": path}) + "\n")
        time.sleep(pause)


if __name__ == "__main__":
    look(sys.argv[2], Path(sys.argv[1]), float(sys.argv[3]) / 1000)
