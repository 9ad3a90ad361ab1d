"""The blocks of the editor, made of Wagtail's parts: exactly what the canonical form holds."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from wagtail import blocks
from wagtail.admin.rich_text.editors import draftail

from suluh.newsroom.editorial.rules.stream import KINDS, LINK

# What a link pasted into the editor may lead to; `http:` comes in and is refused with a sentence.
PASTED_LINKS = "^(https?:|mailto:|tel:|content:|file:)"
LINES = (("h2", "h2"), ("h3", "h3"), ("quote", "openquote"), (False, "list-ul"), (True, "list-ol"))


class DraftailRichTextArea(draftail.DraftailRichTextArea):
    """Draftail over a content state; Wagtail's HTML is never made and its registry never asked."""

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        forms.HiddenInput.__init__(
            self,
            attrs={
                "data-draftail-input": True,
                "data-controller": "w-init",
                "data-w-init-event-value": "w-draftail:init",
                **(attrs or {}),
            },
        )
        self.options = _options()
        self.plugins: list[Any] = []

    def format_value(self, value: Any) -> str:
        """Return the content state as the hidden field holds it; `null` is an empty one."""
        return json.dumps(value or None)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what the browser sent; the rules read it and refuse what they cannot read."""
        return _loaded(data.get(name))


class TableInput(forms.HiddenInput):
    """Rows of typed cells; `editor.js` draws them as a table."""

    template_name = "editorial/table_input.html"
    is_hidden = False

    def format_value(self, value: Any) -> str:
        """Return the table as the hidden field holds it."""
        return json.dumps(value) if value else ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what the browser sent."""
        return _loaded(data.get(name))

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add the words of the buttons that the script draws."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        words = {
            "cell": gettext("Row %(row)s, column %(column)s"),
            "head": gettext("The first row is a heading"),
            "addRow": gettext("Add a row"),
            "addColumn": gettext("Add a column"),
            "dropRow": gettext("Remove row %(n)s"),
            "dropColumn": gettext("Remove column %(n)s"),
            "hint": gettext("In a cell: **bold**, *italic*, [words](https://…)."),
        }
        context["words"] = {"json": json.dumps(words)}
        return context


class JsonBlock(blocks.FieldBlock):
    """A block whose value is plain JSON in one hidden field."""

    def __init__(self, widget: forms.Widget, **kwargs: Any) -> None:
        self.field = forms.Field(required=False, widget=widget)
        super().__init__(**kwargs)


class FigureChoice(forms.RadioSelect):
    """The pictures of the story, each with its number and caption."""

    template_name = "editorial/figure_choice.html"


def body_block(figures: Sequence[tuple[str, str]]) -> blocks.StreamBlock:
    """Return the block of a whole body; `figures` are (number, label) of the story's pictures."""
    return blocks.StreamBlock(
        [
            ("text", JsonBlock(DraftailRichTextArea(), label=gettext("Writing"), icon="pilcrow")),
            (
                "figure",
                blocks.ChoiceBlock(
                    choices=list(figures),
                    widget=FigureChoice,
                    label=gettext("Picture"),
                    icon="image",
                ),
            ),
            ("table", JsonBlock(TableInput(), label=gettext("Table"), icon="table")),
        ],
        required=False,
    )


def _options() -> dict[str, Any]:
    lines = {
        "h2": gettext("Heading"),
        "h3": gettext("Smaller heading"),
        "quote": gettext("Quote"),
        False: gettext("List"),
        True: gettext("Numbered list"),
    }
    return {
        "maxListNesting": 0,
        "stateSaveInterval": 0,  # the form holds every word at once: Save may follow the last one
        "enableLineBreak": False,
        "enableHorizontalRule": False,
        "blockTypes": [
            {"type": KINDS[kind], "icon": icon, "description": lines[kind]} for kind, icon in LINES
        ],
        "inlineStyles": [
            {"type": "BOLD", "icon": "bold", "description": gettext("Bold")},
            {"type": "ITALIC", "icon": "italic", "description": gettext("Italic")},
        ],
        "entityTypes": [
            {
                "type": LINK,
                "icon": "link",
                "description": gettext("Link"),
                "attributes": ["url"],
                "allowlist": {"href": PASTED_LINKS},
            }
        ],
    }


def _loaded(text: str | None) -> Any:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return text
