"""From the data of a letter to the bytes of its PDF.

Set by Typst from our template and our fonts, with the data as JSON: no word of a text is ever read
as markup. The compiler checks the rules of PDF/UA-1 and PDF/A-2a and refuses what breaks them.
"""

import json
import logging
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, Literal

import typst

log = logging.getLogger("suluh.website")

FOLDER: Final = Path(__file__).resolve().parent
TEMPLATE: Final = FOLDER / "rilis.typ"
FONTS: Final = FOLDER / "fonts"
STANDARDS: Final[tuple["Standard", ...]] = ("ua-1", "a-2a")
VERSION: Final = version("typst")
Standard = Literal["ua-1", "a-2a"]


@cache
def _compiler() -> typst.Compiler:
    """One compiler for the process: it reads the fonts once."""
    return typst.Compiler(font_paths=[str(FONTS)], ignore_system_fonts=True)


def set_letter(data: Mapping[str, Any], pictures: Mapping[str, bytes]) -> bytes:
    """Return a PDF; the same data and pictures give the same bytes, on any day and machine.

    A release goes out even if something in it cannot be set: a picture that cannot be read is
    left out, and a sign that no font draws costs the two standards, not the letter.
    """
    with tempfile.TemporaryDirectory(prefix="suluh-letter-") as name:
        folder = Path(name)
        (folder / "rilis.typ").write_bytes(TEMPLATE.read_bytes())
        for file, content in pictures.items():
            (folder / file).write_bytes(content)
        for kept, standards in ((set(pictures), STANDARDS), (set(), STANDARDS), (set(), ())):
            try:
                return _compiled(folder, {**data, "pictures": sorted(kept)}, standards)
            except typst.TypstError as wrong:
                log.warning("website.letter.reduced standards=%s: %s", standards, wrong)
        raise ValueError("the letter cannot be set")


def _compiled(folder: Path, data: Mapping[str, Any], standards: tuple[Standard, ...]) -> bytes:
    year, month, day, hour, minute, second = data["made"]
    made = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    answer = _compiler().compile(
        str(folder / "rilis.typ"),
        root=str(folder),
        sys_inputs={"data": json.dumps(data, sort_keys=True)},
        pdf_standards=list(standards),
        timestamp=int(made.timestamp()),
    )
    if not isinstance(answer, bytes):
        raise TypeError("a PDF is one file")
    return answer
