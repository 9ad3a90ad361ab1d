"""The form of the rich editor: the fields of the plain form, with the body as blocks."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.base import BlockField

from suluh.kernel.canonical import Part
from suluh.newsroom.editorial.editor.blocks import body_block
from suluh.newsroom.editorial.forms import TextForm
from suluh.newsroom.editorial.rules.stream import Stream, to_body, to_stream

TYPED = ("title", "lead", "based_on", "source_version", "follows")


class EditorForm(TextForm):
    """One language of a story in the rich editor."""

    def __init__(self, *args: Any, figures: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.block = body_block(figures)
        self.fields["body"] = BlockField(self.block, label=_("Text"), required=False)

    def is_whole(self) -> bool:
        """Say whether the browser sent every field of the body, as its script does."""
        try:
            self.stream()
        except (KeyError, ValueError, TypeError):
            return False
        return True

    def rendered_body(self) -> SafeString:
        """Return the blocks as the browser's script reads them."""
        bound = self["body"]
        value = bound.value() if self.is_bound else self.block.to_python(self.initial["body"])
        drawn: SafeString = bound.field.widget.render_with_errors(
            "body", value, attrs={"id": "body"}, errors=bound.errors or None
        )
        return drawn

    def stream(self) -> Stream:
        """Return the body as typed, whether it may be saved or not."""
        raw: Stream = self.block.get_prep_value(self["body"].data)
        return raw

    def canonical_body(self) -> Part:
        """Return the body in canonical form. Raises Refused: bad_link, no_figure, unreadable."""
        return to_body(self.stream())

    def words(self) -> dict[str, Any]:
        """Return every field as typed, for keeping it unsaved."""
        names = [name for name in self.fields if name != "body"]
        return {name: self.data.get(name, "") for name in names} | {"body": self.stream()}


def saved_initial(plain: Mapping[str, Any], body: Part | None) -> dict[str, Any]:
    """Return the form's first values from those of the plain form and the stored body."""
    return {**plain, "body": _or_empty(to_stream(body) if body else [])}


def unsaved_initial(plain: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    """Return the form's first values from unsaved words; versions are those of now."""
    kept = {name: value for name, value in words.items() if name not in TYPED[2:4]}
    return {**plain, **kept, "body": _or_empty(kept["body"])}


def _or_empty(stream: Stream) -> Stream:
    """Give somebody who begins a place to write in, and every block a name on the page."""
    blocks = stream or [{"type": "text", "value": None}]
    return [{"id": str(uuid4()), **one} for one in blocks]
