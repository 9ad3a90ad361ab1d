"""Text whose every character carries its form: bold, italic, link."""

import itertools
import unicodedata
from collections.abc import Iterable
from typing import Final

from suluh.kernel import canonical

Style = tuple[str, str]
PLAIN: Final[Style] = ("", "")


class Rich:
    """A line of text with one style, `(mark, href)`, per character. Never changed in place."""

    __slots__ = ("styles", "text")

    def __init__(self, text: str = "", styles: list[Style] | None = None) -> None:
        self.text = text
        self.styles = [PLAIN] * len(text) if styles is None else styles

    def __add__(self, other: "Rich") -> "Rich":
        return Rich(self.text + other.text, self.styles + other.styles)

    def piece(self, start: int, end: int | None = None) -> "Rich":
        """Return the characters from `start` to before `end`."""
        return Rich(self.text[start:end], self.styles[start:end])

    def without(self, spans: Iterable[tuple[int, int]]) -> "Rich":
        """Return the text with these spans (ordered, apart) left out."""
        texts: list[str] = []
        styles: list[Style] = []
        at = 0
        for start, end in [*spans, (len(self.text), len(self.text))]:
            texts.append(self.text[at:start])
            styles += self.styles[at:start]
            at = end
        return Rich("".join(texts), styles)

    def marked(self, spans: Iterable[tuple[int, int]], mark: str) -> "Rich":
        """Return the text with `mark` (b or i) added to these spans."""
        styles = list(self.styles)
        for start, end in spans:
            for index in range(start, end):
                old, href = styles[index]
                styles[index] = ("".join(sorted({*old, mark})), href)
        return Rich(self.text, styles)

    def composed(self) -> "Rich":
        """Return the text in NFC; a composed character has the style of its first one."""
        if unicodedata.is_normalized("NFC", self.text):
            return self
        whole = unicodedata.normalize("NFC", self.text)
        text, styles = [], []
        for start, end in _clusters(self.text):
            cluster = unicodedata.normalize("NFC", self.text[start:end])
            text.append(cluster)
            styles += [self.styles[start]] * len(cluster)
        return Rich(whole, styles) if "".join(text) == whole else Rich(whole)

    def runs(self) -> list[canonical.Run]:
        """Return the runs of the canonical form."""
        pairs = zip(self.text, self.styles, strict=True)
        groups = itertools.groupby(pairs, key=lambda pair: pair[1])
        return canonical.clean_runs(
            [["".join(char for char, _ in chars), *style] for style, chars in groups]
        )

    def is_all(self, mark: str) -> bool:
        """Say whether every visible character carries `mark`."""
        seen = self.seen()
        return bool(seen) and all(mark in style[0] for style in seen)

    def seen(self) -> list[Style]:
        """Return the styles of the visible characters."""
        pairs = zip(self.text, self.styles, strict=True)
        return [style for char, style in pairs if not char.isspace()]


def _clusters(text: str) -> Iterable[tuple[int, int]]:
    """Cut where composition cannot cross: before a starter that does not join what is left."""
    start = 0
    for index in range(1, len(text)):
        if unicodedata.combining(text[index]):
            continue
        before = unicodedata.normalize("NFC", text[start:index])
        if unicodedata.normalize("NFC", before[-1:] + text[index]) == before[-1:] + text[index]:
            yield start, index
            start = index
    if text:
        yield start, len(text)


def ink(text: str) -> int:
    """Count the characters that are no white space: the unit of the accounting."""
    return sum(1 for char in text if not char.isspace())
