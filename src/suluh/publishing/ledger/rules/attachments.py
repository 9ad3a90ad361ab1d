"""Files that an Edition names, and where the public finds them."""

from collections.abc import Mapping
from typing import Any, Final

SUFFIXES: Final = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "text/csv": ".csv",
    "application/zip": ".zip",
}


def attached(parts: Mapping[str, Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the parts `file/N` by number."""
    numbers = sorted(int(name[5:]) for name in parts if name.startswith("file/"))
    return [parts[f"file/{number}"] for number in numbers]


def file_path(part: Mapping[str, Any]) -> str:
    """Return the public file of a file part; an unknown type is served as bytes."""
    digest = part["file"]
    name = f"{digest}{SUFFIXES.get(part['type'], '.bin')}"
    return f"media/{digest[:2]}/{name}"
