"""Marks inside a line: emphasis of chat messages, written-out line breaks, bullets."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from suluh.newsroom.editorial.reading.rich import Rich

# A mark opens before a letter after white space or a bracket, and closes the other way round.
_OPEN: Final = r"(?:^|(?<=[\s(\[{\"'“‘*_>.,:;–—/-]))"
_CLOSE: Final = r"(?=$|[\s)\]}\"'”’*_.,:;!?–—/-])"
_EMPHASIS: Final = (
    ("b", re.compile(rf"{_OPEN}(\*\*?)(?![\s*])([^*\n]*?[^\s*])(\1){_CLOSE}")),
    ("i", re.compile(rf"{_OPEN}(__?)(?![\s_])([^_\n]*?[^\s_])(\1){_CLOSE}")),
)
# Two characters, a backslash and an n: once before a capital, or several times in a row.
_LITERAL_BREAK: Final = re.compile(r"(?:\s*(?:\\r)?\\n){2,}|(?:\\r)?\\n(?![a-z])")
_CHAT: Final = re.compile(
    r"\s*(?:\[\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?,?\s+\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:\s?[AP]M)?\]\s*[^:\n]{1,40}:\s"
    r"|\d{1,2}/\d{1,2}/\d{2,4},?\s+\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:\s?[AP]M)?\s-\s[^:\n]{1,40}:\s"
    r"|\[\d{1,2}[.:]\d{2},?\s+\d{1,2}/\d{1,2}/\d{2,4}\]\s*[^:\n]{1,40}:\s)"
)
_BULLET: Final = re.compile(r"\s*([•●○▪■◦‣▸►✓✔➢❖·*+–—-])\s+(?=\S)")
_SURE_BULLET: Final = re.compile(r"\s*([•●○▪■◦‣▸►✓✔➢❖·])\s*(?=\S)")
_NUMBER: Final = re.compile(r"\s*\(?(\d{1,2}|[a-z])[.)]\)?\s+(?=\S)")


def emphasis(rich: Rich) -> tuple[Rich, list[str]]:
    """Return the text with `*bold*` and `_italic_` as styles, and the marks consumed."""
    used: list[str] = []
    for mark, pattern in _EMPHASIS:
        rich, found = _consume(rich, mark, pattern)
        used += found
    return rich, used


def _consume(rich: Rich, mark: str, pattern: re.Pattern[str]) -> tuple[Rich, list[str]]:
    matches = list(pattern.finditer(rich.text))
    spans = [match.span(group) for match in matches for group in (1, 3)]
    if not matches:
        return rich, []
    left = rich.marked([match.span(2) for match in matches], mark).without(spans)
    # Two characters that stood apart would become one: the marks stay where they are.
    if not unicodedata.is_normalized("NFC", left.text):
        return rich, []
    return left, [rich.text[start:end] for start, end in spans]


def literal_breaks(rich: Rich) -> Iterator[tuple[Rich, str]]:
    """Yield the pieces between written-out line breaks, each with the break after it."""
    at = 0
    for match in _LITERAL_BREAK.finditer(rich.text):
        yield rich.piece(at, match.start()), match.group()
        at = match.end()
    yield rich.piece(at), ""


def chat_prefix(text: str) -> int:
    """Return how many characters are the stamp and sender of a forwarded chat message."""
    match = _CHAT.match(text)
    return match.end() if match else 0


def bullet(text: str) -> int:
    """Return how many characters at the start are a bullet; 0 where there is none."""
    match = _SURE_BULLET.match(text) or _BULLET.match(text)
    return match.end() if match else 0


def is_sure_bullet(text: str) -> bool:
    """Say whether the line begins with a sign that is only ever a bullet."""
    return bool(_SURE_BULLET.match(text))


def number(text: str) -> tuple[str, int]:
    """Return the number or letter a list item begins with, and where its text starts."""
    match = _NUMBER.match(text)
    return (match.group(1), match.end()) if match else ("", 0)


def follows(before: str, after: str) -> bool:
    """Say whether two item numbers are neighbours: 1 and 2, a and b."""
    if before.isdigit() != after.isdigit():
        return False
    if after.isdigit():
        return int(after) == int(before) + 1
    return ord(after) == ord(before) + 1
