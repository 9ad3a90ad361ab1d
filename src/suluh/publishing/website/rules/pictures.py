"""Which renditions of a picture are public, and where they lie."""

from dataclasses import dataclass
from typing import Final

from suluh.publishing.website.rules.paths import file_path, picture_path
from suluh.publishing.website.rules.rows import Part, Picture

WIDTHS: Final = (480, 960, 1600)
SHARED_WIDTH: Final = 1200
SMALL: Final = 480
MIDDLE: Final = 960
FORM: Final = "webp"
SHARED_FORM: Final = "jpg"
SUFFIXES: Final = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "text/csv": ".csv",
    "application/zip": ".zip",
}


@dataclass(frozen=True, slots=True, order=True)
class Media:
    """A public file beside the pages: a rendition, or with width 0 the attached file itself."""

    path: str
    digest: str
    width: int = 0
    form: str = ""


def picture_of(figure: Part) -> Picture:
    """Return a figure part as a picture."""
    return Picture(figure["image"], figure["width"], figure["height"], figure["alt"])


def rendition(picture: Picture, width: int, form: str = FORM) -> Media:
    """Return the rendition of at most `width`; a picture is never made larger."""
    width = min(width, picture.width)
    return Media(picture_path(picture.image, width, form), picture.image, width, form)


def renditions(picture: Picture) -> list[Media]:
    """Return all widths that a page offers, narrowest first, without doubles."""
    return sorted({rendition(picture, width) for width in WIDTHS}, key=lambda one: one.width)


def attachment(part: Part) -> Media:
    """Return the public file of a file part; an unknown type is served as bytes."""
    return Media(file_path(part["file"], SUFFIXES.get(part["type"], ".bin")), part["file"])
