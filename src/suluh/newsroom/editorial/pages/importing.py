"""What a person must or may look at after an import, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from suluh.newsroom.editorial.reading.story import Ask, Question

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


def question_words(question: Question) -> str:
    """Return a question as a sentence, with the passage it is about."""
    sentence = str(QUESTIONS[question.ask])
    return f"{sentence} “{question.text[:160]}”" if question.text else sentence
