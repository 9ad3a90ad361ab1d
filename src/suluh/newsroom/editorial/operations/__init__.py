"""What can be done with stories and Copies. One verb, one function, one transaction."""

from suluh.newsroom.editorial.operations.early import (
    grant_early_reading,
    read_early,
    revoke_early_reading,
)
from suluh.newsroom.editorial.operations.frozen import erase_parts
from suluh.newsroom.editorial.operations.lost import adopt_story, settle_lost, take_in_part
from suluh.newsroom.editorial.operations.publication import mark_published
from suluh.newsroom.editorial.operations.review import return_copy, sign_off, take_back
from suluh.newsroom.editorial.operations.scheduling import reschedule
from suluh.newsroom.editorial.operations.submission import (
    Submission,
    submit_copy,
    submit_story,
    withdraw_story,
)
from suluh.newsroom.editorial.operations.writing import (
    StoryDraft,
    StoryFacts,
    TextDraft,
    add_figure,
    change_facts,
    create_story,
    describe_figure,
    remove_figure,
    save_text,
)

__all__ = [
    "StoryDraft",
    "StoryFacts",
    "Submission",
    "TextDraft",
    "add_figure",
    "adopt_story",
    "change_facts",
    "create_story",
    "describe_figure",
    "erase_parts",
    "grant_early_reading",
    "mark_published",
    "read_early",
    "remove_figure",
    "reschedule",
    "return_copy",
    "revoke_early_reading",
    "save_text",
    "settle_lost",
    "sign_off",
    "submit_copy",
    "submit_story",
    "take_back",
    "take_in_part",
    "withdraw_story",
]
