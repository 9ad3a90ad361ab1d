"""Activities and the reader of pasted messages. No Django, no clock."""

from suluh.newsroom.planning.rules.activities import (
    TRANSITIONS,
    ActivityRow,
    Draft,
    State,
    Verb,
    WorkCount,
    check_draft,
    forms_of_work,
    possible_verbs,
)
from suluh.newsroom.planning.rules.marked import blocks_of, plain_of
from suluh.newsroom.planning.rules.paste import Suggestion, read_paste

__all__ = [
    "TRANSITIONS",
    "ActivityRow",
    "Draft",
    "State",
    "Suggestion",
    "Verb",
    "WorkCount",
    "blocks_of",
    "check_draft",
    "forms_of_work",
    "plain_of",
    "possible_verbs",
    "read_paste",
]
