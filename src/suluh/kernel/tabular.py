"""Tables as CSV that a spreadsheet opens as text, never as a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import chain
from typing import Final

# Source: OWASP, CSV injection; the full-width forms are read as operators by some programs.
OPERATORS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")
CONTROLS: Final = ("\t", "\r", "\n")
BYTE_ORDER_MARK: Final = "\ufeff"


def safe_cell(value: object) -> str:
    """Return `value` as the text of a cell; text that could be a formula gets a leading `'`.

    Numbers stay numbers, dates become ISO 8601, None and '' an empty cell.
    """
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    text = str(value).replace("\x00", "")
    start = text.lstrip()
    if text.startswith(CONTROLS) or start.startswith(OPERATORS):
        return f"'{text}"
    return text


def to_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a CSV file in UTF-8 with a byte order mark, which Excel needs to read it as such.

    Source: RFC 4180.
    """
    return b"".join(csv_lines(header, rows))


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Yield `to_csv` line by line, for lists that may be long."""
    yield BYTE_ORDER_MARK.encode("utf-8")
    for row in chain([header], rows):
        out = io.StringIO()
        writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
        writer.writerow([safe_cell(value) for value in row])
        yield out.getvalue().encode("utf-8")
