"""What Wagtail's scripts say, in the reader's language."""

from typing import Final

from django.utils.translation import gettext

from suluh.kernel.bilingual import gettext_noop as _

SAID: Final = {
    "Actions": _("Actions"),
    "Add": _("Add"),
    "Autosave in progress…": _("Keeping your words…"),
    "A network error occurred.": _("The line is broken. Your words stay here; go on."),
    "A server error occurred.": _("Your words could not be kept. Please save."),
    "Blocks": _("Blocks"),
    "Broken link": _("Broken link"),
    "Changes have been autosaved.": _("Your words are kept, not saved."),
    "Character count:": _("Characters:"),
    "Collapse all": _("Close all"),
    "Delete": _("Remove"),
    "Drag": _("Move"),
    "Duplicate": _("Repeat"),
    "Edit": _("Change"),
    "Expand all": _("Open all"),
    "Insert a block": _("Add a block"),
    "Line break": _("Line break"),
    "Move down": _("Move down"),
    "Move up": _("Move up"),
    "No results": _("Nothing found"),
    "Pin toolbar": _("Keep the tools in sight"),
    "Preview": _("Preview"),
    "Reload saved content": _("Load the kept words again"),
    "Reload the page": _("Load the page again"),
    "Search options…": _("Find…"),
    "Server Error": _("The server did not answer"),
    "Show error": _("Show the error"),
    "Show latest content": _("Show the newest words"),
    "Split block": _("Split the block here"),
    "The editor just crashed. Content has been reset to the last saved version.": _(
        "The editor stopped. It shows what was kept last."
    ),
    "This field is required.": _("This field is required."),
    "Toggle section": _("Open or close"),
    "Unpin toolbar": _("Show the tools only where you write"),
    "Write something or type ‘/’ to insert a block": _(
        "Write, or type / for headings, lists, pictures"
    ),
}


def script_words() -> dict[str, str]:
    """Return the scripts' own English with what they say instead."""
    return {english: gettext(ours) for english, ours in SAID.items()}
