"""A reader outside who asks for pages again and again, in a process of its own.

`python -I reader.py LOG ORIGIN MILLISECONDS` reads lines `ADDRESS<tab>WORDS` from its standard
input (`end` ends it). It asks for each address, with that pause between two rounds, until a 200
has the words of the awaited Edition in it: neither an older page nor another answer counts.
LOG gets one JSON line per page: {"at", "path"}, when the first such answer had come whole.
"""

import http.client
import json
import sys
import threading
import time
import urllib.parse
from pathlib import Path


def listen(wanted: list[tuple[str, bytes]], wrong: list[str], ended: threading.Event) -> None:
    for line in sys.stdin:
        if line.strip() == "end":
            break
        path, _tab, words = line.strip().partition("\t")
        if not words:
            wrong.append(f"reader: no words to look for at {path}")
            break
        wanted.append((path, words.encode()))
    ended.set()


def look(origin: str, log: Path, pause: float) -> str:
    wanted: list[tuple[str, bytes]] = []
    wrong: list[str] = []
    ended = threading.Event()
    threading.Thread(target=listen, args=(wanted, wrong, ended), daemon=True).start()
    host = urllib.parse.urlsplit(origin).netloc
    connection = http.client.HTTPConnection(host, timeout=10)
    seen: set[str] = set()
    while not ended.is_set():
        for path, words in [one for one in wanted if one[0] not in seen]:
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException):
                connection.close()
                continue
            if answer.status == 200 and words in body:
                seen.add(path)
                with log.open("a") as file:
                    file.write(json.dumps({"at": time.time(), "path": path}) + "\n")
        time.sleep(pause)
    return "".join(wrong)


if __name__ == "__main__":
    sys.exit(look(sys.argv[2], Path(sys.argv[1]), float(sys.argv[3]) / 1000) or 0)
