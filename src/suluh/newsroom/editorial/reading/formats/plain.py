"""Plain text: .txt files and pasted messages."""

import codecs
import re
from typing import Final

from suluh.newsroom.editorial.reading.extract import Extract, Line
from suluh.newsroom.editorial.reading.limits import MB, TEXT_BYTES, refuse
from suluh.newsroom.editorial.reading.rich import Rich
from suluh.newsroom.editorial.reading.rules import credits, noise

_BREAK: Final = re.compile(r"\r\n|\r|\n|\u2028|\u2029|\x0c")
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Wrapped text: lines of nearly one length that stop in the middle of a sentence.
_WRAP_LEAST: Final = 45
_WRAP_MOST: Final = 100
_WRAP_SPREAD: Final = 30
_SENTENCE_END: Final = re.compile(r"[.!?:;|”\"')\]]\s*$")


def read(data: bytes) -> Extract:
    """Return the lines of a text file.

    Raises Refused: too_large, not_text.
    """
    if len(data) > TEXT_BYTES:
        refuse("too_large", limit=TEXT_BYTES // MB)
    text, encoding = decode(data)
    return Extract(lines_of(text), encoding=encoding)


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the encoding it was read with.

    A byte order mark wins; else UTF-8; else Windows-1252, which the result says.

    Raises Refused: not_text.
    """
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            refuse("not_text")
        text, encoding = _windows(data), "cp1252"
    check_characters(text)
    return text, encoding


def _windows(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        refuse("not_text")


def check_characters(text: str) -> None:
    """Refuse what no text holds: NUL and lone surrogates.

    Raises Refused: not_text.
    """
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        refuse("not_text")


def lines_of(text: str) -> list[Line]:
    """Return one line per physical line; paragraphs wrapped at a column are joined.

    A text counts as wrapped when a block of three lines or more is; a block that holds
    furniture or credits stays as it is.
    """
    blocks: list[list[tuple[int, str]]] = [[]]
    for no, line in enumerate(_BREAK.split(text), start=1):
        if line.strip():
            blocks[-1].append((no, line))
        else:
            blocks.append([])
    wrapped = [block for block in blocks if _is_wrapped([line.rstrip() for _, line in block])]
    if all(len(block) < 3 for block in wrapped):
        wrapped = []
    lines: list[Line] = []
    for block in blocks:
        if block in wrapped:
            lines.append(Line(block[0][0], Rich(" ".join(line.strip() for _, line in block))))
        else:
            lines += [Line(no, Rich(line)) for no, line in block]
    return lines


def _is_wrapped(texts: list[str]) -> bool:
    full = texts[:-1]
    if not full or not all(_WRAP_LEAST <= len(text) <= _WRAP_MOST for text in full):
        return False
    if len(texts[-1]) > _WRAP_MOST or max(map(len, full)) - min(map(len, full)) > _WRAP_SPREAD:
        return False
    if any(noise.reason(text.strip(), edge=True) or credits.labelled(text) for text in texts):
        return False
    inside = [text for text in full if not _SENTENCE_END.search(text)]
    return len(inside) * 3 >= len(full) * 2
