"""Captions of pictures and their credits, recognised by the credit or the label."""

import re
from dataclasses import dataclass
from typing import Final

_WORD: Final = (
    r"(?:foto|photo|gambar|dok(?:umentasi|\.)?(?:\s*foto)?|kredit|credit|ft\.?|sumber(?: foto)?)"
)
_IN_BRACKETS: Final = re.compile(
    rf"(?P<open>[(\[]\s*{_WORD}(?:\s*(?:oleh|by|/\s*dok\.?|\s*dok\.?))?\s*[:.;/=-]?\s*)"
    r"(?P<credit>[^()\[\]]{1,60}?)(?P<close>\s*[)\]]\.?)\s*$",
    re.IGNORECASE,
)
_AT_END: Final = re.compile(
    r"(?<=[.!?”\"'])(?P<open>\s*(?:foto|photo|kredit foto|credit)(?:\s*(?:oleh|by))?\s*[:/]\s*)"
    r"(?P<credit>(?:dok\.?\s*)?[^.!?:]{2,50}?)(?P<close>\.?\s*)$",
    re.IGNORECASE,
)
_LABELLED: Final = re.compile(
    r"(?P<label>(?:ket(?:erangan|\.)?\s*(?:foto|gambar)|caption|teks foto|foto"
    r"|gambar)\s*(?:\d+\s*)?[:.]\s*)",
    re.IGNORECASE,
)
# A paragraph longer than this is no caption, whatever it ends with (measured on press texts).
CAPTION_WORDS: Final = 60
_LONGEST: Final = 800
_CREDIT_WORDS: Final = 4


@dataclass(frozen=True, slots=True)
class Caption:
    """Spans of caption and credit in a line; what is between them is label."""

    caption: tuple[int, int]
    credit: tuple[int, int]


def find(text: str) -> Caption | None:
    """Return the caption a line is, or None where it is text.

    "Suasana rapat. (foto: sari)", "Keterangan foto: Suasana rapat", "Suasana rapat. Foto: Sari".
    """
    if len(text) > _LONGEST or len(text.split()) > CAPTION_WORDS:
        return None
    label = _LABELLED.match(text)
    start = label.end() if label else 0
    for pattern in (_IN_BRACKETS, _AT_END):
        match = pattern.search(text, start)
        if match:
            return Caption((start, match.start("open")), match.span("credit"))
    # "Foto: Sari" names a photographer; "Caption: Sari" does not.
    least = _CREDIT_WORDS if label and label.group().lower().startswith("foto") else 0
    if label and len(text[start:].split()) > least:
        return Caption((start, len(text)), (len(text), len(text)))
    return None
