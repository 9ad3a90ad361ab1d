"""Looks into a document in a child process; nothing of it is changed."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from suluh.kernel.refusals import Refused
from suluh.newsroom.assets.gateways.children import ask_child
from suluh.newsroom.assets.rules.documents import REFUSALS

CHILD = "suluh.newsroom.assets.gateways.inspector.child"


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was seen: pages (0 for a table), who the file says made it, whether it is signed."""

    pages: int = 0
    said_by: str = ""
    is_signed: bool = False


def inspect(data: bytes) -> Inspected:
    """Return what a PDF or CSV holds.

    Raises Refused: damaged, locked, runs, hides, too_long, too_hard, formula, uneven, no_utf8.
    """
    with tempfile.TemporaryDirectory(prefix="suluh-document-") as name:
        folder = Path(name)
        (folder / "source").write_bytes(data)
        answer = ask_child(CHILD, folder)
    if "refused" in answer:
        code = str(answer["refused"])
        raise Refused(code, REFUSALS[code], at=str(answer.get("at", "")))
    pages = int(str(answer.get("pages", 0)))
    return Inspected(pages, str(answer.get("said_by", "")), bool(answer.get("is_signed")))
