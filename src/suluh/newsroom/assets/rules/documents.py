"""Documents that are attached to a story: which kinds, which limits, what refuses one. No Django.

A document goes out byte for byte as it was handed in and as reviewers opened it: it may carry a
certified electronic signature, which one changed byte would break. So nothing is cleaned;
what should not be public is refused, with a sentence that says how to save the file anew.
"""

import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.canonical import clean_text

MB: Final = 1024 * 1024
MOST_BYTES: Final = 25 * MB
MOST_PAGES: Final = 2000
MOST_OBJECTS: Final = 200_000
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 500
LONGEST_NAME: Final = 100
TYPES: Final = {"pdf": "application/pdf", "csv": "text/csv"}
SUFFIXES: Final = {media_type: f".{kind}" for kind, media_type in TYPES.items()}

OFFICE: Final = _(
    "Word, Excel and OpenDocument files are not attached: macros, comments and names of people "
    "ride along unseen, and they look different everywhere. Save it as PDF, a table also as CSV."
)
REFUSALS: Final[dict[str, str]] = {
    "no_document": _("This file is neither a PDF nor a CSV table. Save it as one of these."),
    "office": OFFICE,
    "drawing": _("Drawings and web pages are not attached: they can carry scripts. Save as PDF."),
    "empty": _("This file is empty. Choose it again."),
    "too_large": _("This file is larger than %(limit)s MB. Make it smaller or split it."),
    "damaged": _("This file is damaged or cut off. Save it as PDF again and send that."),
    "locked": _("This PDF asks for a password. Save it without one."),
    "runs": _(
        "This PDF contains a script or an action that starts by itself. Print it into a new PDF "
        "and send that."
    ),
    "hides": _(
        "Another file, a film or a form of another program hides in this PDF. Print it into a "
        "new PDF and send that."
    ),
    "too_long": _("This document has too many pages or rows to be read. Split it."),
    "too_hard": _("This document could not be read within the limits of time and memory."),
    "formula": _(
        "Row %(at)s of this table has a cell that a spreadsheet would run as a formula. Write "
        "values only."
    ),
    "uneven": _("Row %(at)s of this table has another number of cells than the first."),
    "no_utf8": _("This table is not written in UTF-8. Save it as “CSV UTF-8”."),
}
OFFICE_STARTS: Final = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"{\\rtf",
)
MARKUP: Final = re.compile(rb"\s*<[!?a-zA-Z]")
BOM: Final = b"\xef\xbb\xbf"
UNPRINTED: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as other rooms see it; `said_by` is what the file tells about its maker."""

    id: UUID
    digest: str
    media_type: str
    size: int
    pages: int
    filename: str
    said_by: str
    is_signed: bool
    unit_code: str


def sniff(data: bytes) -> str:
    """Return 'pdf' or 'csv' by the bytes, never by the name, or the code that refuses them."""
    if not data.removeprefix(BOM).strip():
        return "empty"
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(OFFICE_STARTS):
        return "office"
    if MARKUP.match(data.removeprefix(BOM)):
        return "drawing"
    return "no_document" if UNPRINTED.search(data[:4096]) else "csv"


def refusal_of(data: bytes) -> str:
    """Return the code that refuses these bytes before anything reads them, or ''."""
    if len(data) > MOST_BYTES:
        return "too_large"
    kind = sniff(data)
    return "" if kind in TYPES else kind


def public_name(filename: str, media_type: str) -> str:
    """Return the name under which a reader saves it: no folder, no trick, the right suffix."""
    words = clean_text(filename.replace("\\", "/").rpartition("/")[2])
    stem = words.rpartition(".")[0] if "." in words else words
    stem = re.sub(r"[^\w .()+-]", "-", stem).strip(" .-")[:LONGEST_NAME].strip(" .-")
    return f"{stem or 'lampiran'}{SUFFIXES[media_type]}"


def title_of(filename: str) -> str:
    """Return a first proposal for the title: the name of the file in words."""
    return re.sub(r"[_\s]+", " ", filename.rpartition(".")[0]).strip()[:200]
