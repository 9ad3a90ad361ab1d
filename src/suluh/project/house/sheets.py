"""The process that reads a table of unknown origin: little memory, little time, one answer.

A spreadsheet of two kilobytes may claim a billion cells, and the reader of XLSX ends its process
when memory runs out. So no other process reads one.
"""

import codecs
import csv
import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterable
from typing import Any, Final

import yaml
from python_calamine import CalamineError, CalamineWorkbook

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 100
MOST_LETTERS: Final = 2_000
MOST_PARTS: Final = 1_000
MOST_UNPACKED: Final = 80_000_000
MEMORY: Final = 512 * 1024 * 1024
CPU_SECONDS: Final = 10
Line = tuple[int, dict[str, str]]


def read_rows(suffix: str, data: bytes) -> list[Line]:
    """Return the rows below the names of the columns, each with its line.

    Raises ValueError: one sentence, with the line where there is one.
    """
    reader = {".csv": _csv, ".xlsx": _xlsx}.get(suffix, _yaml)
    try:
        return _limited(reader(data))
    except (CalamineError, yaml.YAMLError, csv.Error) as wrong:
        raise ValueError(" ".join(str(wrong).split())[:200]) from wrong


def _limited(rows: Iterable[Line]) -> list[Line]:
    found: list[Line] = []
    for line, cells in rows:
        if len(found) == MOST_ROWS:
            raise ValueError(f"line {line}: more than {MOST_ROWS:,} rows")
        if len(cells) > MOST_COLUMNS:
            raise ValueError(f"line {line}: more than {MOST_COLUMNS} columns")
        for name, cell in cells.items():
            if len(cell) > MOST_LETTERS:
                shown = name[:40]
                raise ValueError(f"line {line}: “{shown}” has more than {MOST_LETTERS:,} letters")
        found.append((line, cells))
    return found


def _csv(data: bytes) -> list[Line]:
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


def _xlsx(data: bytes) -> list[Line]:
    _check_archive(data)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    if sheet.width > MOST_COLUMNS:
        raise ValueError(f"line 1: more than {MOST_COLUMNS} columns")
    rows = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 2)
    return _with_names([(at, [_cell(one) for one in cells]) for at, cells in enumerate(rows, 1)])


def _check_archive(data: bytes) -> None:
    """Look at what the parts say of themselves; what they hide runs into the limit of memory."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as wrong:
        raise ValueError("it is damaged, protected by a password, or no XLSX") from wrong
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
        raise ValueError("it unpacks to far more than its size")


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _with_names(rows: list[tuple[int, list[str]]]) -> list[Line]:
    filled = [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells)]
    if not filled:
        return []
    names = [name.strip().lower() for name in filled[0][1]]
    while names and not names[-1]:
        names.pop()
    if len(set(names)) != len(names):
        raise ValueError("line 1: two columns have the same name")
    for line, cells in filled[1:]:
        beyond = [cell for cell in cells[len(names) :] if cell.strip()]
        if beyond:
            raise ValueError(
                f"line {line}: {len(cells)} cells under {len(names)} columns; "
                "text with a comma stands in quotation marks"
            )
    return [
        (line, {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name})
        for line, cells in filled[1:]
    ]


def _yaml(data: bytes) -> list[Line]:
    text = _text(data)
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if getattr(event, "anchor", None):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise ValueError(f"line {line}: anchors and aliases are not allowed")
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if node is None:
        return []
    loaded = yaml.safe_load(text)
    if not isinstance(loaded, list) or not isinstance(node, yaml.SequenceNode):
        raise ValueError("line 1: a list of rows is expected")
    rows = []
    for item, value in zip(node.value, loaded, strict=True):
        line = item.start_mark.line + 1
        if not isinstance(value, dict):
            raise ValueError(f"line {line}: a row of names and values is expected")
        cells = {str(key).lower(): "" if one is None else str(one) for key, one in value.items()}
        rows.append((line, cells))
    return rows


def main() -> int:
    """Answer a table on standard input with one JSON object on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer: dict[str, Any] = {"rows": read_rows(sys.argv[1], sys.stdin.buffer.read())}
    except ValueError as wrong:
        answer = {"wrong": str(wrong)}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
