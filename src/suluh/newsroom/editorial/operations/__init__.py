"""What can be done with stories and Copies. One verb, one function, one transaction."""

from suluh.newsroom.editorial.operations.attaching import (
    attach_upload,
    name_file,
    remove_file,
)
from suluh.newsroom.editorial.operations.early import (
    grant_early_reading,
    read_early,
    revoke_early_reading,
)
from suluh.newsroom.editorial.operations.forgetting import erase_text
from suluh.newsroom.editorial.operations.frozen import erase_parts
from suluh.newsroom.editorial.operations.lost import adopt_story, settle_lost, take_in_part
from suluh.newsroom.editorial.operations.publication import mark_published
from suluh.newsroom.editorial.operations.review import return_copy, sign_off, take_back
from suluh.newsroom.editorial.operations.scheduling import reschedule
from suluh.newsroom.editorial.operations.seeing import note_seen
from suluh.newsroom.editorial.operations.submission import (
    Submission,
    submit_copy,
    submit_story,
    withdraw_story,
)
from suluh.newsroom.editorial.operations.unsaved import (
    Words,
    drop_unsaved,
    keep_unsaved,
    rest_unsaved_on,
    save_written,
)
from suluh.newsroom.editorial.operations.versions import OlderVersion, take_version
from suluh.newsroom.editorial.operations.writing import (
    StoryDraft,
    StoryFacts,
    TextDraft,
    add_figure,
    change_facts,
    create_story,
    describe_figure,
    mark_of_facts,
    remove_figure,
    save_text,
)

__all__ = [
    "OlderVersion",
    "StoryDraft",
    "StoryFacts",
    "Submission",
    "TextDraft",
    "Words",
    "add_figure",
    "adopt_story",
    "attach_upload",
    "change_facts",
    "create_story",
    "describe_figure",
    "drop_unsaved",
    "erase_parts",
    "erase_text",
    "grant_early_reading",
    "keep_unsaved",
    "mark_of_facts",
    "mark_published",
    "name_file",
    "note_seen",
    "read_early",
    "remove_figure",
    "remove_file",
    "reschedule",
    "rest_unsaved_on",
    "return_copy",
    "revoke_early_reading",
    "save_text",
    "save_written",
    "settle_lost",
    "sign_off",
    "submit_copy",
    "submit_story",
    "take_back",
    "take_in_part",
    "take_version",
    "withdraw_story",
]
