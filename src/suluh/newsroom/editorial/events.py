"""What this room announces."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CopySubmitted:
    """A text went into review."""

    copy_id: str
    content_id: str
    unit_code: str
    submitted_by: str


@dataclass(frozen=True, slots=True)
class StepOpened:
    """A step's turn has come; its holders should be told."""

    copy_id: str
    content_id: str
    step: str
    persons: tuple[str, ...]
    due_at: str


@dataclass(frozen=True, slots=True)
class CopyReturned:
    """A reviewer wants changes."""

    copy_id: str
    content_id: str
    returned_by: str
    tell: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CopyCleared:
    """Every sign-off is there; the text may go out from `due_at` on."""

    copy_id: str
    content_id: str
    due_at: str


@dataclass(frozen=True, slots=True)
class CopyRescheduled:
    """An approved text goes out at another time."""

    copy_id: str
    content_id: str
    due_at: str


@dataclass(frozen=True, slots=True)
class CopyTakenBack:
    """An open Copy no longer stands; nothing of it may be published."""

    copy_id: str
    content_id: str


@dataclass(frozen=True, slots=True)
class CommentWritten:
    """Somebody commented on a text or answered; `tell` are the people concerned."""

    comment_id: str
    content_id: str
    written_by: str
    tell: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentsErased:
    """An erasure took the last words that named these documents; their bytes have to go."""

    content_id: str
    digests: tuple[str, ...]
