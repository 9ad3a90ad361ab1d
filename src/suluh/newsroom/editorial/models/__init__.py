"""Stories, the text of each locale, Copies with their sign-offs, comments, early readers."""

from suluh.newsroom.editorial.models.comments import Comment, CommentReply
from suluh.newsroom.editorial.models.copies import (
    Copy,
    CopyPart,
    CopyPost,
    CopyTransition,
    PartBytes,
    SignOff,
)
from suluh.newsroom.editorial.models.reading import CopySeen, EarlyReader
from suluh.newsroom.editorial.models.stories import (
    Story,
    StoryFigure,
    StoryFigureText,
    StoryFile,
    StoryFileTitle,
    StoryText,
    TextEdit,
    UnsavedText,
)

__all__ = [
    "Comment",
    "CommentReply",
    "Copy",
    "CopyPart",
    "CopyPost",
    "CopySeen",
    "CopyTransition",
    "EarlyReader",
    "PartBytes",
    "SignOff",
    "Story",
    "StoryFigure",
    "StoryFigureText",
    "StoryFile",
    "StoryFileTitle",
    "StoryText",
    "TextEdit",
    "UnsavedText",
]
