"""Stories, the text of each locale, Copies with their sign-offs, and early readers."""

from suluh.newsroom.editorial.models.copies import (
    Copy,
    CopyPart,
    CopyTransition,
    PartBytes,
    ReviewNote,
    SignOff,
)
from suluh.newsroom.editorial.models.reading import EarlyReader
from suluh.newsroom.editorial.models.stories import (
    Story,
    StoryFigure,
    StoryFigureText,
    StoryText,
    TextEdit,
)

__all__ = [
    "Copy",
    "CopyPart",
    "CopyTransition",
    "EarlyReader",
    "PartBytes",
    "ReviewNote",
    "SignOff",
    "Story",
    "StoryFigure",
    "StoryFigureText",
    "StoryText",
    "TextEdit",
]
