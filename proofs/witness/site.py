"""A reader of the baked site, in a process of its own.

`python -I site.py PUBLIC_FOLDER`: prints {CONTENT_ID: {"pages": {PATH: SHA256}, "exports": N,
"feed": N}} for every text that the folder of the public site shows.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path


def read(root: Path) -> dict[str, dict]:
    found: dict[str, dict] = {}
    for export in root.rglob("edition.json"):
        content_id = content_of(export)
        row = found.setdefault(content_id, {"pages": {}, "exports": 0, "feed": 0})
        row["exports"] += 1
        page = export.with_name("index.html")
        if page.exists():
            path = page.relative_to(root).as_posix()
            row["pages"][path] = hashlib.sha256(page.read_bytes()).hexdigest()
    for feed in (root / "feeds").glob("*/semua.json"):
        count_feed(feed, found)
    return found


def content_of(export: Path) -> str:
    """Read the content id from the signed record itself: the middle of a JWS."""
    payload = json.loads(export.read_bytes())["edition"].split(".")[1]
    record = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return str(record["content_id"])


def count_feed(feed: Path, found: dict[str, dict]) -> None:
    for item in json.loads(feed.read_bytes())["items"]:
        for row in found.values():
            if any(f"/{path.removesuffix('index.html')}" in item["url"] for path in row["pages"]):
                row["feed"] += 1


if __name__ == "__main__":
    print(json.dumps(read(Path(sys.argv[1]))))
