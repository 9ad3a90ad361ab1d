"""How much a file may ask of us, and the sentences that say no.

Figures: ASVS 5.0 V5.2 (size, ratio and count before reading); depth 200 and 2 MB of markup
are what kept the measured parsers under a second.
"""

from typing import Final, NoReturn

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused

MB: Final = 1_000_000
TEXT_BYTES: Final = 2 * MB
FILE_BYTES: Final = 25 * MB
ARCHIVE_ENTRIES: Final = 2_000
ARCHIVE_BYTES: Final = 80 * MB
ARCHIVE_RATIO: Final = 100
XML_BYTES: Final = 10 * MB
PICTURE_BYTES: Final = 20 * MB
PICTURES_BYTES: Final = 24 * MB
PICTURES: Final = 60
DEPTH: Final = 200
LINES: Final = 3_000
CHARACTERS: Final = 500_000
WORD: Final = 2_000
# What the fields of a figure hold; the rest of a longer text is set aside.
CAPTION: Final = 500
ALT: Final = 300
CREDIT: Final = 200
CHILD_MEMORY: Final = 512 * 1024 * 1024
CHILD_CPU_SECONDS: Final = 10
CHILD_WALL_SECONDS: Final = 20

REASONS: Final = {
    "empty": _("There is no text in this file."),
    "too_large": _("This file is larger than %(limit)s MB. Send the text without its pictures."),
    "too_long": _("This text is too long for one story. Split it into several files."),
    "unknown_format": _("Only .txt, .docx, .odt, .html and .eml files can be read."),
    "wrong_format": _(
        "The content is not what the name of the file says. Save it again as %(ext)s."
    ),
    "macros": _("This file contains macros. Save it as a plain .docx and send it again."),
    "archive_bomb": _("This file unpacks to far more than its size and was not opened."),
    "archive_unsafe": _("This file names parts outside itself and was not opened."),
    "archive_broken": _("This file is damaged or protected by a password and cannot be opened."),
    "markup_entities": _(
        "This file declares entities or an outside definition and was not opened."
    ),
    "markup_broken": _("This file is damaged: its markup cannot be read."),
    "markup_deep": _("This file nests its parts too deeply and was not opened."),
    "not_text": _("This file contains bytes that are no text. Save it as plain text in UTF-8."),
    "word_too_long": _("Line %(line)s holds a word of more than %(limit)s characters."),
    "unreadable": _("This file could not be read within the limits of time and memory."),
    "unbalanced": _("This text could not be sorted without losing words, so nothing was changed."),
}


def refuse(code: str, **params: object) -> NoReturn:
    """Raise the refusal of this code.

    Raises Refused: one of the codes in `REASONS`.
    """
    raise Refused(code, REASONS[code], **params)
