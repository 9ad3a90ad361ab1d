"""The result of reading: fields, body in canonical form, and what was set aside."""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Literal

from suluh.kernel import canonical
from suluh.newsroom.editorial.reading.rich import ink


class Why(StrEnum):
    """Why a piece of the source is in no field. Each is documented in `import.md`."""

    NAVIGATION = "navigation"
    COUNTER = "counter"
    ADDRESS = "address"
    DATE_STAMP = "date_stamp"
    MARK = "mark"
    LABEL = "label"
    SEPARATOR = "separator"
    DUPLICATE = "duplicate"
    PLACEHOLDER = "placeholder"
    HEADER = "header"
    RELATED = "related"
    TAGS = "tags"
    LEGAL = "legal"
    OUTLET = "outlet"
    HIDDEN = "hidden"
    DELETED = "deleted"
    COMMENT = "comment"
    NOTE = "note"
    QUOTED_MAIL = "quoted_mail"
    SIGNATURE = "signature"
    TOO_LONG = "too_long"


class Ask(StrEnum):
    """What a person must or may look at after the import."""

    NO_TITLE = "no_title"
    NO_TEXT = "no_text"
    COVERAGE_OR_OURS = "coverage_or_ours"
    PICTURE_MISSING = "picture_missing"
    NOTES_SET_ASIDE = "notes_set_aside"
    ATTACHMENT_NOT_READ = "attachment_not_read"
    NO_EVENT_DATE = "no_event_date"
    EVENT_DATE_FROM_STAMP = "event_date_from_stamp"
    QUOTES_UNBALANCED = "quotes_unbalanced"
    ENCODING_GUESSED = "encoding_guessed"


# These leave the story incomplete until a person answers; the others are only shown.
IN_PART: Final = frozenset(
    {
        Ask.NO_TITLE,
        Ask.NO_TEXT,
        Ask.COVERAGE_OR_OURS,
        Ask.PICTURE_MISSING,
        Ask.NOTES_SET_ASIDE,
        Ask.ATTACHMENT_NOT_READ,
    }
)
EXIT_CODES: Final = {"whole": 0, "in_part": 4}


@dataclass(frozen=True, slots=True)
class SetAside:
    """A piece of the source that is in no field, where it stood, and why."""

    line: int
    text: str
    why: Why


class Form(StrEnum):
    """A form of the source that the canonical form, or the field, does not hold."""

    UNDERLINE = "underline"
    STRUCK = "struck"
    RAISED = "raised"
    HEADING = "heading"
    TOP_HEADING = "top_heading"
    NESTED_LIST = "nested_list"
    LAYOUT_TABLE = "layout_table"
    JOINED_CELLS = "joined_cells"
    LINK = "link"
    PICTURE_OUTSIDE = "picture_outside"
    EMPHASIS = "emphasis"
    BOLD_LINE = "bold_line"


BECAME: Final = {
    Form.UNDERLINE: "plain_text",
    Form.STRUCK: "plain_text",
    Form.RAISED: "plain_text",
    Form.HEADING: "heading_3",
    Form.TOP_HEADING: "heading_2",
    Form.NESTED_LIST: "one_list",
    Form.LAYOUT_TABLE: "paragraphs",
    Form.JOINED_CELLS: "empty_cells",
    Form.LINK: "plain_text",
    Form.PICTURE_OUTSIDE: "caption",
    Form.EMPHASIS: "plain_text",
    Form.BOLD_LINE: "heading_2",
}


@dataclass(frozen=True, slots=True)
class Mapped:
    """Where a form became a simpler one; `text` is the link's target, the heading's level."""

    line: int
    what: Form
    text: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as it is printed and stored."""
        return {
            "line": self.line, "what": self.what.value, "to": BECAME[self.what], "text": self.text
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """Something for a person to decide; `text` is the passage it is about."""

    ask: Ask
    text: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes of a picture inside the file, untouched: the assets room decodes them."""

    name: str
    data: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Figure:
    """A caption, a credit, or a picture, or all of them."""

    caption: str = ""
    credit: str = ""
    alt: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class ReadStory:
    """A text as a story. `blocks` are canonical body blocks; figure blocks count `figures`."""

    title: str
    lead: str
    blocks: list[dict[str, Any]]
    byline: str
    editor: str
    event_date: str
    place: str
    figures: list[Figure]
    set_aside: list[SetAside]
    source_sha256: str
    extracted: str
    extracted_ink: int
    locale: str = "id"
    foreign_outlet: str = ""
    questions: list[Question] = field(default_factory=list)
    mapped: list[Mapped] = field(default_factory=list)
    encoding: str = "utf-8"

    @property
    def completeness(self) -> Literal["whole", "in_part"]:
        """Whether everything found its place without a question that blocks."""
        return "in_part" if any(q.ask in IN_PART for q in self.questions) else "whole"

    @property
    def exit_code(self) -> int:
        """0 whole, 4 in part."""
        return EXIT_CODES[self.completeness]

    @property
    def paragraphs(self) -> list[str]:
        """One plain text per body block that has text."""
        return [text for text in map(block_text, self.blocks) if text]

    def field_ink(self) -> int:
        """Characters in the fields, without white space."""
        texts = [self.title, self.lead, *self.paragraphs, self.byline, self.editor]
        for figure in self.figures:
            texts += [figure.caption, figure.credit, figure.alt]
        return sum(map(ink, texts))

    def aside_ink(self) -> int:
        """Characters in the list of what was set aside, without white space."""
        return sum(ink(piece.text) for piece in self.set_aside)

    def is_balanced(self) -> bool:
        """Say whether nothing of the source is missing and nothing was added."""
        return self.extracted_ink == self.field_ink() + self.aside_ink()


def block_text(block: dict[str, Any]) -> str:
    """Return the text of a body block; items, rows and cells are parted by white space."""
    if "r" in block:
        return _plain(block["r"])
    if "i" in block:
        return "\n".join(map(_plain, block["i"]))
    return "\n".join("\t".join(map(_plain, row)) for row in block.get("c", []))


def _plain(runs: list[canonical.Run]) -> str:
    return "".join(run[0] for run in runs)


def to_json_fields(read: ReadStory) -> dict[str, Any]:
    """Return the fields as printed by the import; the operation adds story, id and locale.

    `event_date` and `place` are readings of words that stay in the text: they are not
    counted. Every other text is, with `set_aside`.
    """
    return {
        "title": read.title,
        "lead": read.lead,
        "paragraphs": read.paragraphs,
        "byline": read.byline,
        "editor": read.editor,
        "event_date": read.event_date,
        "place": read.place,
        "figures": [
            {
                "caption": figure.caption,
                "credit": figure.credit,
                "alt": figure.alt,
                "image": figure.picture.digest if figure.picture else "",
            }
            for figure in read.figures
        ],
        "set_aside": [
            {"line": piece.line, "text": piece.text, "why": piece.why.value}
            for piece in read.set_aside
        ],
        "mapped": [one.as_json() for one in read.mapped],
        "source_sha256": read.source_sha256,
    }
