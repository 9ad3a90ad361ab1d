"""A saved version of a text: its fields, and what an erasure leaves of them."""

from collections.abc import Collection, Mapping
from typing import Any, Final

# The field of a saved version that became each frozen part.
FIELDS: Final = ("title", "lead", "body", "credits")


def is_whole(words: Mapping[str, Any]) -> bool:
    """Say whether nothing of a saved version has been erased."""
    return all(field in words for field in FIELDS)


def without(
    words: Mapping[str, Any], parts: Collection[str], present: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what stays of an edit when older wordings of `parts` are erased.

    A field that says what the present text says is no older wording. Of an edit of a picture or an
    attachment, its number stays.
    """
    left = {
        field: value
        for field, value in words.items()
        if field not in parts or (field in present and present[field] == value)
    }
    for family in ("figure", "file"):
        if f"{family}/{words.get(family)}" in parts:
            return {family: words[family]}
    return left
