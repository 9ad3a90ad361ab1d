"""Pictures: limits, consent, rights, and what keeps one from being published. No Django."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from suluh.kernel.bilingual import Bilingual
from suluh.kernel.bilingual import gettext_noop as _

MB: Final = 1024 * 1024
MOST_BYTES: Final = 25 * MB
MOST_PIXELS: Final = 40_000_000
LONGEST_SIDE: Final = 12_000
MASTER_SIDE: Final = 3840
MOST_AT_ONCE: Final = 20
CHUNK_BYTES: Final = 1 * MB
WIDTHS: Final = (320, 640, 960, 1280, 1920)
FORMATS: Final = ("webp", "jpeg")
EXTENSIONS: Final = {"webp": "webp", "jpeg": "jpg", "png": "png"}
MEDIA_TYPES: Final = {"webp": "image/webp", "jpeg": "image/jpeg"}

NOT_A_PICTURE: Final = _(
    "This file is no JPEG, PNG or WebP picture. Save or photograph it again as JPEG."
)
DRAWING: Final = _("Drawings in SVG are not taken as photos. Export it as PNG and send that.")
PHONE_FORMAT: Final = _(
    "This photo is in the phone's HEIC format. Share it as JPEG, or set the camera to "
    "“most compatible”."
)
TOO_LARGE: Final = _("This picture is larger than %(limit)s MB. Send it smaller.")
EMPTY: Final = _("This file is empty. Choose the photo again.")
REFUSALS: Final[dict[str, str]] = {
    "not_a_picture": NOT_A_PICTURE,
    "drawing": DRAWING,
    "phone_format": PHONE_FORMAT,
    "too_large": TOO_LARGE,
    "empty": EMPTY,
    "too_many_pixels": _(
        "This picture has more than 40 million points or a side over 12,000. Send it smaller."
    ),
    "moves": _("This picture moves. Send a still one."),
    "damaged": _("This picture is damaged or cut off and cannot be read. Send it again."),
    "too_hard": _("This picture could not be read within the limits of time and memory."),
}


class Consent(StrEnum):
    """What is known about the people in a picture; one answer for each picture."""

    UNANSWERED = "unanswered"
    NOBODY = "nobody_recognisable"
    GIVEN = "consent_given"
    OFFICIAL = "official_on_duty"
    CHILD = "child_guardian"


CONSENT_LABELS: Final[dict[Consent, str]] = {
    Consent.UNANSWERED: _("Not answered yet"),
    Consent.NOBODY: _("Nobody can be recognised"),
    Consent.GIVEN: _("The people in it have agreed"),
    Consent.OFFICIAL: _("Officials on duty"),
    Consent.CHILD: _("A child is in it, and the guardian has agreed"),
}


def consent_choices() -> list[tuple[str, str]]:
    """Return the stored values with their labels."""
    return [(consent.value, label) for consent, label in CONSENT_LABELS.items()]


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture as other rooms see it. `width` and `height` are those of the public master."""

    id: UUID
    digest: str
    width: int
    height: int
    unit_code: str
    unit_path: str
    title: str
    caption: Bilingual
    alt: Bilingual
    credit: str
    consent: Consent
    consent_by: str
    consent_date: date | None
    guardian: str
    guardian_date: date | None
    focal_x: int
    focal_y: int
    rights_note: str
    rights_until_date: date | None
    taken_date: date | None
    uploaded_by_id: UUID
    uploaded_at: datetime
    version: int

    @property
    def is_described(self) -> bool:
        """Say whether it has a caption, a description for the blind and a credit."""
        return bool(self.caption.id and self.alt.id and self.credit)


UNANSWERED: Final = _("Say who can be recognised in the photo.")
NO_CONSENT: Final = _("Write who agreed to the photo, and when.")
NO_OFFICIAL: Final = _("Write which official is in the photo.")
NO_GUARDIAN: Final = _("A child is in the photo: write the guardian's name and when they agreed.")
EXPIRED: Final = _("The right to use this photo has ended.")


def may_be_published(picture: PictureRow, day: date) -> str:
    """Return why a picture must not be published on `day`, or '' if it may.

    Source: UU 27/2022 Pasal 4 ayat (2) and Pasal 25 (children: the guardian's consent).
    """
    if picture.rights_until_date is not None and day > picture.rights_until_date:
        return EXPIRED
    return missing_consent(picture)


def why_none_may(copies: Sequence[PictureRow], day: date) -> str:
    """Return why the bytes that several units hold must not be published on `day`, or ''."""
    answered = [one for one in copies if one.consent is not Consent.UNANSWERED]
    reasons = (may_be_published(one, day) for one in answered or copies)
    return next((reason for reason in reasons if reason), "")


def missing_consent(picture: PictureRow) -> str:
    """Return what the answer about people in the picture still lacks, or ''."""
    if picture.consent is Consent.UNANSWERED:
        return UNANSWERED
    if picture.consent is Consent.GIVEN:
        return "" if picture.consent_by and picture.consent_date else NO_CONSENT
    if picture.consent is Consent.OFFICIAL:
        return "" if picture.consent_by else NO_OFFICIAL
    if picture.consent is Consent.CHILD:
        return "" if picture.guardian and picture.guardian_date else NO_GUARDIAN
    return ""


def sniff(head: bytes) -> str:
    """Return 'jpeg', 'png' or 'webp' by the first bytes, or a refusal's code."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return "phone_format"
    return "drawing" if b"<svg" in head[:4096].lower() else "not_a_picture"


def refusal_of(data: bytes) -> str:
    """Return the code that refuses these bytes before anything decodes them, or ''."""
    if not data:
        return "empty"
    if len(data) > MOST_BYTES:
        return "too_large"
    kind = sniff(data)
    return "" if kind in EXTENSIONS else kind


def rendition_widths(master_width: int) -> tuple[int, ...]:
    """Return the widths in which a master is kept besides itself."""
    return tuple(width for width in WIDTHS if width <= master_width)


def serving_width(asked: int, master_width: int) -> int:
    """Return the smallest kept width that is at least `asked`; the master's where none is."""
    kept = (*rendition_widths(master_width), master_width)
    return next((width for width in kept if width >= asked), master_width)
