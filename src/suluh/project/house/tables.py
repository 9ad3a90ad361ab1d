"""Rows from CSV, XLSX or YAML, each with the line it came from."""

import codecs
import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from python_calamine import CalamineError, CalamineWorkbook

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_ROWS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file; `line` is what the person sees in their program."""

    line: int
    cells: dict[str, str]


def read(path: Path) -> list[Row]:
    """Read a table; the first row names the columns. Raises Refused: unreadable, too_large."""
    if not path.is_file():
        raise Refused("unreadable", _("There is no file %(file)s."), file=path)
    if path.stat().st_size > MOST_BYTES:
        raise Refused("too_large", _("%(file)s is larger than 5 MB."), file=path)
    readers = {".csv": _csv, ".xlsx": _xlsx, ".yaml": _yaml, ".yml": _yaml}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        reason = _("%(file)s: only CSV, XLSX and YAML can be read.")
        raise Refused("unreadable", reason, file=path)
    try:
        rows = reader(path.read_bytes())
    except (ValueError, CalamineError, yaml.YAMLError, csv.Error) as wrong:
        reason = _("%(file)s cannot be read: %(why)s")
        raise Refused("unreadable", reason, file=path, why=str(wrong)[:200]) from wrong
    if len(rows) > MOST_ROWS:
        raise Refused("too_large", _("%(file)s has more than 20,000 rows."), file=path)
    return rows


def _csv(data: bytes) -> list[Row]:
    text = _text(data)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = []
    try:
        for cells in reader:
            rows.append((reader.line_num, cells))
    except csv.Error as wrong:
        raise ValueError(f"line {reader.line_num}: {wrong}") from wrong
    return _with_names(rows)


def _text(data: bytes) -> str:
    """Read UTF-8, with or without its mark, or UTF-16 with it, as spreadsheets save."""
    if data[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        raise ValueError(
            f"line {line}: no UTF-8 text; save it as “CSV UTF-8” or as XLSX"
        ) from wrong


def _xlsx(data: bytes) -> list[Row]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheet = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return _with_names([(at, [_cell(one) for one in cells]) for at, cells in enumerate(sheet, 1)])


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _with_names(rows: list[tuple[int, list[str]]]) -> list[Row]:
    filled = [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells)]
    if not filled:
        return []
    names = [name.strip().lower() for name in filled[0][1]]
    while names and not names[-1]:
        names.pop()
    if len(set(names)) != len(names):
        raise ValueError("two columns have the same name")
    for line, cells in filled[1:]:
        beyond = [cell for cell in cells[len(names) :] if cell.strip()]
        if beyond:
            raise ValueError(
                f"line {line}: {len(cells)} cells under {len(names)} columns; "
                "text with a comma stands in quotation marks"
            )
    return [
        Row(line, {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name})
        for line, cells in filled[1:]
    ]


def _yaml(data: bytes) -> list[Row]:
    text = _text(data)
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if getattr(event, "anchor", None):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise ValueError(f"line {line}: anchors and aliases are not allowed")
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    loaded = yaml.safe_load(text)
    if not isinstance(loaded, list) or not isinstance(node, yaml.SequenceNode):
        raise ValueError("a list of rows is expected")
    rows = []
    for item, value in zip(node.value, loaded, strict=True):
        if not isinstance(value, dict):
            raise ValueError(
                f"line {item.start_mark.line + 1}: a row of names and values is expected"
            )
        cells = {str(key).lower(): "" if one is None else str(one) for key, one in value.items()}
        rows.append(Row(item.start_mark.line + 1, cells))
    return rows
