"""What a person must or may look at after an import, in words."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from suluh.newsroom.editorial.reading.story import Ask, Form, Question

QUESTIONS: Final = {
    Ask.NO_TITLE: _("No title was found in the file. Write one."),
    Ask.NO_TEXT: _("No text was found in the file."),
    Ask.COVERAGE_OR_OURS: _(
        "The text carries another outlet's name. Is it coverage, or ours? Without a note on the "
        "rights it cannot be published."
    ),
    Ask.PICTURE_MISSING: _("The file speaks of a picture that is not in it. Add the picture."),
    Ask.NOTES_SET_ASIDE: _("Notes of the file were set aside. Read them in the list below."),
    Ask.ATTACHMENT_NOT_READ: _("An attachment of the file was not read."),
    Ask.NO_EVENT_DATE: _("The day of the event is not in the text. Write it under Facts."),
    Ask.EVENT_DATE_FROM_STAMP: _("The day of the event was taken from a date stamp. Check it."),
    Ask.QUOTES_UNBALANCED: _("A quotation is opened and not closed. Look at it."),
    Ask.ENCODING_GUESSED: _("The signs of the file had to be guessed. Look for wrong letters."),
}

SIMPLER: Final = {
    Form.UNDERLINE: _("Underlined words are plain text now."),
    Form.STRUCK: _("Struck words are plain text now."),
    Form.RAISED: _("Raised or lowered signs are plain text now."),
    Form.HEADING: _("A heading of level %(text)s is a heading of level 3 now."),
    Form.TOP_HEADING: _("A heading of level 1 inside the text is a heading of level 2 now."),
    Form.NESTED_LIST: _("A list inside a list is one list now."),
    Form.LAYOUT_TABLE: _("A table that only laid out the page is paragraphs now."),
    Form.JOINED_CELLS: _("Joined cells of a table are empty cells now."),
    Form.LINK: _("A link is plain text now. It led to %(text)s"),
    Form.PICTURE_OUTSIDE: _("A picture that is not in the file left only its words."),
    Form.EMPHASIS: _("Bold or italic words stand in a field without form and are plain now."),
    Form.BOLD_LINE: _("A bold line of its own is a heading now."),
}


def mapped_rows(mapped: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what became simpler at an import, as sentences."""
    return [
        {"line": one["line"], "text": str(SIMPLER[Form(one["what"])]) % {"text": one["text"]}}
        for one in mapped
    ]


def question_words(question: Question) -> str:
    """Return a question as a sentence, with the passage it is about."""
    sentence = str(QUESTIONS[question.ask])
    return f"{sentence} “{question.text[:160]}”" if question.text else sentence
