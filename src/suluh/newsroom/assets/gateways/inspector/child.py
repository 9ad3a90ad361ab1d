"""The child: reads `source` in the folder it is given and says what is in it, or why not.

It lowers its own limits before it loads anything that reads.
"""

import csv
import io
import json
import re
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

MEMORY: Final = 768 * 1024 * 1024
CPU_SECONDS: Final = 10

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

import pikepdf  # noqa: E402 after the limits

from suluh.newsroom.assets.rules import documents  # noqa: E402 after the limits

DEEPEST: Final = 60
# What starts by itself or reaches out of the file (ISO 32000-2, 12.6.4 and 12.6.3).
RUNNING_KEYS: Final = frozenset({"/JS", "/JavaScript", "/AA"})
RUNNING_ACTIONS: Final = frozenset(
    {
        "/Launch", "/JavaScript", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition",
        "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView",
    }
)  # fmt: skip
# What holds another file or program (7.11.4, 12.5.6.15, 13, 12.7.8).
HIDING_KEYS: Final = frozenset(
    {"/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent", "/Collection", "/AF"}
)
HIDING_KINDS: Final = frozenset(
    {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/EmbeddedFile"}
)
WEB: Final = re.compile(rb"(?i)\s*(https?:|mailto:|tel:)")
FORMULA: Final = re.compile(r"[\t\r ]*[=+\-@\t\r]")
NUMBER: Final = re.compile(r"\s*[+-]?[0-9][0-9.,\s]*%?\s*|-")
DELIMITERS: Final = ",;\t"


class Refusal(Exception):  # noqa: N818 because a refusal is an answer
    """A code of `documents.REFUSALS`, and the row of a table where there is one."""


def main(folder: Path) -> dict[str, object]:
    """Return what the document holds; {'refused': code} for one that is not taken."""
    data = (folder / "source").read_bytes()
    try:
        return _pdf(data) if data.startswith(b"%PDF-") else _table(data)
    except Refusal as refusal:
        return {"refused": refusal.args[0], "at": (*refusal.args, "")[1]}
    except pikepdf.PasswordError:
        return {"refused": "locked"}
    except (MemoryError, RecursionError):
        return {"refused": "too_hard"}
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, csv.Error):
        return {"refused": "damaged"}


def _pdf(data: bytes) -> dict[str, object]:
    tail = data.rstrip(b"\r\n \t\x00")
    if not tail.endswith(b"%%EOF"):
        raise Refusal("damaged")  # cut off, or something hangs behind it
    with pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True) as read:
        if len(read.pages) > documents.MOST_PAGES or len(read.objects) > documents.MOST_OBJECTS:
            raise Refusal("too_long")
        if not read.pages:
            raise Refusal("damaged")
        signed = False
        for one in _dictionaries(read):
            _check(one)
            signed = signed or "/ByteRange" in one
        said = {str(read.docinfo[key]).strip() for key in ("/Author", "/Creator")
                if key in read.docinfo}  # fmt: skip
        words = " · ".join(sorted(word for word in said if word))
        return {"pages": len(read.pages), "said_by": words[:200], "is_signed": signed}


def _dictionaries(read: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every dictionary of the file, whether a page uses it or not."""
    for one in (read.trailer, *read.objects):
        yield from _inside(one, DEEPEST)


def _inside(one: Any, left: int) -> Iterator[Any]:
    """Yield the direct dictionaries of an object; what it only points at is an object itself."""
    if not isinstance(one, pikepdf.Object) or left == 0:
        if left == 0:
            raise Refusal("too_hard")
        return
    if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        yield one
        values: list[Any] = [value for _key, value in one.items()]
    elif isinstance(one, pikepdf.Array):
        values = list(one)
    else:
        return
    for value in values:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _inside(value, left - 1)


def _check(one: Any) -> None:
    keys = {key for key, _value in one.items()}
    if keys & RUNNING_KEYS or _name(one, "/S") in RUNNING_ACTIONS:
        raise Refusal("runs")
    if keys & HIDING_KEYS or _name(one, "/Subtype") in HIDING_KINDS:
        raise Refusal("hides")
    if isinstance(one, pikepdf.Stream) and keys & {"/F", "/FFilter"}:
        raise Refusal("hides")  # its bytes lie in another file
    link = one.get("/URI")
    if isinstance(link, pikepdf.String) and not WEB.match(bytes(link)):
        raise Refusal("runs")


def _name(one: Any, key: str) -> str:
    value = one.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _table(data: bytes) -> dict[str, object]:
    try:
        text = data.removeprefix(documents.BOM).decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal("no_utf8") from None
    if documents.UNPRINTED.search(data):
        raise Refusal("damaged")
    head = text.splitlines()[0] if text.splitlines() else ""
    delimiter = max(DELIMITERS, key=head.count)
    csv.field_size_limit(documents.MB)
    width = 0
    for at, row in enumerate(
        csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1
    ):
        width = width or len(row)
        if at > documents.MOST_ROWS or width > documents.MOST_COLUMNS:
            raise Refusal("too_long")
        if width < 2:
            raise Refusal("no_document")
        if row and len(row) != width:
            raise Refusal("uneven", str(at))
        if any(FORMULA.match(cell) and not NUMBER.fullmatch(cell) for cell in row):
            raise Refusal("formula", str(at))
    return {}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
