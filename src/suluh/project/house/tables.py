"""Rows from CSV, XLSX or YAML, each with the line it came from."""

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
    text = data.decode("utf-8-sig")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    rows = [(reader.line_num, cells) for cells in reader]
    return _with_names(rows)


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
    if len(set(names)) != len(names):
        raise ValueError("two columns have the same name")
    return [
        Row(line, {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name})
        for line, cells in filled[1:]
    ]


def _yaml(data: bytes) -> list[Row]:
    node = yaml.compose(data.decode("utf-8"), Loader=yaml.SafeLoader)
    loaded = yaml.safe_load(data)
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
