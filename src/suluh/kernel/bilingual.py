"""Text that exists in Indonesian and English, and the mark for translatable sentences."""

from dataclasses import dataclass


def gettext_noop(message: str) -> str:
    """Mark a sentence in pure code as translatable; returns it unchanged."""
    return message


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in the two languages of the house; English falls back to Indonesian."""

    id: str
    en: str = ""

    def in_(self, locale: str) -> str:
        """Return the text in `locale`, or the Indonesian one where there is none."""
        return self.en if locale.startswith("en") and self.en else self.id
