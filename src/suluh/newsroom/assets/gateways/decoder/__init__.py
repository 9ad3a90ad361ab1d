"""Decodes a picture in a child process that may neither eat the machine nor see its secrets."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from suluh.kernel.refusals import Refused
from suluh.newsroom.assets.gateways.children import ask_child
from suluh.newsroom.assets.rules import REFUSALS

CHILD: Final = "suluh.newsroom.assets.gateways.decoder.child"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A picture as the house keeps it; renditions by (width, format)."""

    master: bytes
    width: int
    height: int
    taken: str = ""
    renditions: Mapping[tuple[int, str], bytes] = field(default_factory=dict)


def decode(data: bytes) -> Decoded:
    """Return the public master of `data` and its renditions; the same bytes give the same answer.

    Raises Refused: too_many_pixels, moves, damaged, too_hard.
    """
    with tempfile.TemporaryDirectory(prefix="suluh-picture-") as name:
        folder = Path(name)
        (folder / "source").write_bytes(data)
        answer = ask_child(CHILD, folder)
        if "refused" in answer:
            code = str(answer["refused"])
            raise Refused(code, REFUSALS[code])
        return _read(folder, answer)


def _read(folder: Path, answer: dict[str, object]) -> Decoded:
    width, height = int(str(answer["width"])), int(str(answer["height"]))
    renditions = {}
    for file in sorted(folder.glob("*-*")):
        at, _, fmt = file.name.partition("-")
        renditions[int(at), fmt] = file.read_bytes()
    return Decoded(
        (folder / "master").read_bytes(), width, height, str(answer["taken"]), renditions
    )
