"""Words for the screens of this room."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import get_language_info, gettext, override
from django.utils.translation import gettext_lazy as _

from suluh.kernel.canonical import Part
from suluh.publishing.ledger.rules.corrections import changes

PARTS: Final = {
    "title": _("Title"),
    "lead": _("Lead"),
    "body": _("Text"),
    "credits": _("Credits"),
    "facts": _("Facts"),
    "figure": _("Picture"),
    "file": _("File"),
}
NAMED: Final = {
    "credits/writer": _("Writer"),
    "credits/editor": _("Editor"),
    "credits/photo": _("Photo"),
    "credits/translator": _("Translator"),
    "credits/source": _("Source"),
    "facts/event_date": _("Day of the event"),
    "facts/place": _("Place"),
}
STATES: Final = {
    "asked": ("by_person", _("waits for a second person")),
    "confirmed": ("sending", _("confirmed, being carried out")),
    "done": ("ok", _("carried out")),
    "dropped": ("skipped", _("taken back")),
    "refused": ("bad", _("could not be carried out")),
}


def language_word(locale: str) -> str:
    """Return a language's name in the reader's language."""
    return str(get_language_info(locale)["name_translated"])


def part_word(part: str) -> str:
    """Return the name of a part: 'Picture 2' for 'figure/2'."""
    family, _slash, number = part.partition("/")
    word = gettext(str(PARTS[family])) if family in PARTS else family
    return f"{word} {number}".strip()


def corrected(
    before: Mapping[str, Part], after: Mapping[str, Part], locale: str
) -> tuple[dict[str, str], ...]:
    """Return what a version changed, in the language of its text; nothing without one before."""
    found = changes(before, after) if before else []
    with override(locale):
        return tuple(
            {"part": one.part, "wrong": _said(one.part, one.wrong),
             "right": _said(one.part, one.right)}
            for one in found
        )  # fmt: skip


def _said(part: str, words: str) -> str:
    """Return a sentence as it is, and a name or a fact with what it is."""
    if part not in NAMED or not words:
        return words
    if part == "facts/event_date":
        words = date_format(date.fromisoformat(words), "j F Y")
    return f"{NAMED[part]}: {words}"


def whole_consequences() -> list[tuple[str, str]]:
    """Return what becomes of a text that is erased altogether: where, and what."""
    return [
        (gettext("Database"), gettext(
            "Title, lead, text, captions and credits of every version in this language are "
            "deleted with their salts, and with them the drafts, their history and the "
            "reviewers' notes. Number, dates, unit and signatures stay.")),
        (gettext("Ledger"), gettext(
            "The erasure is an Edition of its own, signed, with reason and clause. The chain "
            "still verifies; whoever checks an older copy is told “erased”.")),
        (gettext("Site"), gettext(
            "The page, its print page and all older versions disappear. In their place, under an "
            "address without words, stands that the story was erased, on which day and why. The "
            "old address leads nowhere.")),
        (gettext("Public files"), gettext(
            "Pictures and attachments that no other public text shows are deleted from the site. "
            "A photo itself stays in the room Photos.")),
        (gettext("Feeds"), gettext(
            "The entry says that it was erased; feed readers that took the text earlier may keep "
            "it.")),
        (gettext("Mail and other systems"), gettext(
            "Letters that were sent cannot be called back. What we kept of them is deleted, and "
            "connected systems are told of the erasure.")),
        (gettext("Backups"), gettext(
            "Backups made before keep the text until they are deleted; after a restore the "
            "erasure is carried out again by itself.")),
    ]  # fmt: skip


def part_consequences() -> list[tuple[str, str]]:
    """Return what becomes of parts of older wordings while the newest stays public."""
    return [
        (gettext("Database"), gettext(
            "The chosen parts of all older versions are deleted with their salts. What is public "
            "now, and the drafts of the newsroom, stay as they are.")),
        (gettext("Ledger"), gettext(
            "The erasure is an Edition of its own, signed, with reason and clause. The chain "
            "still verifies; whoever checks an older copy is told “erased”.")),
        (gettext("Site"), gettext(
            "The story stays. In its list of versions stands on which day words of them were "
            "erased; an older version without its title or text has no page any more.")),
        (gettext("Mail and other systems"), gettext(
            "Letters that were sent cannot be called back, and connected systems keep what they "
            "took earlier.")),
        (gettext("Backups"), gettext(
            "Backups made before keep the text until they are deleted; after a restore the "
            "erasure is carried out again by itself.")),
    ]  # fmt: skip
