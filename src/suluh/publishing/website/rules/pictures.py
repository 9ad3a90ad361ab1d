"""Which renditions of a picture are public, and where they lie."""

from dataclasses import dataclass
from typing import Final

from suluh.publishing.ledger.rules.attachments import file_path
from suluh.publishing.website.rules.paths import picture_path
from suluh.publishing.website.rules.rows import Part, Picture

# Of the widths that assets keep (`newsroom.assets.rules.WIDTHS`), those a page offers.
WIDTHS: Final = (320, 640, 960, 1280, 1920)
SHARED_WIDTH: Final = 1280
SHARED_FORM: Final = "jpeg"
SMALL: Final = 640
MIDDLE: Final = 960
FORM: Final = "webp"
SUFFIX: Final = {"webp": "webp", "jpeg": "jpg"}


@dataclass(frozen=True, slots=True, order=True)
class Media:
    """A public file beside the pages: a rendition, or with width 0 the master or attached file."""

    path: str
    digest: str
    width: int = 0
    form: str = ""


def picture_of(figure: Part) -> Picture:
    """Return a figure part as a picture."""
    return Picture(figure["image"], figure["width"], figure["height"], figure["alt"])


def shown_width(picture: Picture, width: int) -> int:
    """Return the largest kept width up to `width`; a small picture is shown as it is."""
    kept = [one for one in WIDTHS if one <= min(width, picture.width)]
    return max(kept, default=picture.width)


def rendition(picture: Picture, width: int, form: str = FORM) -> Media:
    """Return the rendition of at most `width`; one smaller than all of them is its master."""
    shown = shown_width(picture, width)
    if shown not in WIDTHS:
        return Media(picture_path(picture.image, shown, SUFFIX["jpeg"]), picture.image)
    return Media(picture_path(picture.image, shown, SUFFIX[form]), picture.image, shown, form)


def renditions(picture: Picture) -> list[Media]:
    """Return all widths that a page offers, narrowest first, without doubles."""
    return sorted({rendition(picture, width) for width in WIDTHS}, key=lambda one: one.width)


def attachment(part: Part) -> Media:
    """Return the public file of a file part; an unknown type is served as bytes."""
    return Media(file_path(part), part["file"])
