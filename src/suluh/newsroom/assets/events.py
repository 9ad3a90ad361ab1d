"""Facts of this room."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PictureUploaded:
    """A picture was handed in."""

    picture_id: str
    digest: str
    unit_code: str


@dataclass(frozen=True, slots=True)
class DocumentUploaded:
    """A document was handed in."""

    document_id: str
    digest: str
    unit_code: str
