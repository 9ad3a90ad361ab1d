"""What is true of stories and Copies without a database."""

from suluh.newsroom.editorial.rules.parts import (
    Credit,
    FigureDraft,
    FileDraft,
    Manuscript,
    Snapshot,
    changed_parts,
    linked_files,
    manuscript_parts,
)
from suluh.newsroom.editorial.rules.publication import (
    FrozenCopy,
    FrozenPart,
    FrozenSignOff,
    SignedCopy,
)
from suluh.newsroom.editorial.rules.states import (
    LOCKING,
    TRANSITIONS,
    CopyState,
    Kind,
    Purpose,
    Verb,
    kind_choices,
    purpose_choices,
    signed_for_the_same,
    state_choices,
)

__all__ = [
    "LOCKING",
    "TRANSITIONS",
    "CopyState",
    "Credit",
    "FigureDraft",
    "FileDraft",
    "FrozenCopy",
    "FrozenPart",
    "FrozenSignOff",
    "Kind",
    "Manuscript",
    "Purpose",
    "SignedCopy",
    "Snapshot",
    "Verb",
    "changed_parts",
    "kind_choices",
    "linked_files",
    "manuscript_parts",
    "purpose_choices",
    "signed_for_the_same",
    "state_choices",
]
