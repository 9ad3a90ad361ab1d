"""Words of kinds, languages, parts and moments, for every screen of this room."""

from datetime import date, datetime
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import zone_label
from suluh.kernel.bilingual import Bilingual
from suluh.newsroom.editorial import rules
from suluh.newsroom.editorial.rules.states import KIND_LABELS
from suluh.ui.moments import iso_in, moment

PARTS: Final = {
    "title": _("Title"),
    "lead": _("Lead"),
    "body": _("Text"),
    "credits": _("Credits"),
    "facts": _("Facts"),
    "figure": _("Picture"),
    "file": _("File"),
}
ROLES: Final = {
    "writer": _("Writer"),
    "editor": _("Editor"),
    "photo": _("Photo"),
    "translator": _("Translator"),
    "source": _("Source"),
}
FACTS: Final = {
    "kind": _("Kind"),
    "unit": _("Unit"),
    "event_date": _("Day of the event"),
    "place": _("Place"),
    "not_before": _("Not before"),
    "topics": _("Topics"),
    "audience": _("For whom"),
    "rights": _("Note on the rights"),
}


def kind_word(kind: str) -> str:
    """Return the label of a kind; one of another room is its own slug."""
    return gettext(KIND_LABELS[rules.Kind(kind)]) if kind in set(rules.Kind) else kind


def purpose_word(purpose: str) -> str:
    """Return the label of what an Edition will do."""
    return gettext(dict(rules.purpose_choices())[purpose])


def language_word(locale: str) -> str:
    """Return a language's name in the reader's language."""
    return str(get_language_info(locale)["name_translated"])


def here() -> str:
    """Return the language in which this page is read."""
    return get_language() or "id"


def unit_word(code: str) -> str:
    """Return a unit's name in the reader's language; a code that no unit has is shown as it is."""
    known = {unit.code: unit.name for unit in org.list_units(closed=True)}
    return known[code].in_(here()) if code in known else code


def day(on: date | None) -> str:
    """Return a day written out, '' for none."""
    return date_format(on, "j F Y") if on else ""


def part_word(part: str) -> str:
    """Return the name of a part: 'Picture 2' for 'figure/2'."""
    family, _slash, number = part.partition("/")
    return f"{PARTS[family]} {number}".strip()


def when(at: datetime | None, zone: str, *, seconds: bool = False) -> dict[str, str]:
    """Return a moment as text and for machines."""
    return {"text": moment(at, zone, zone_label(zone), seconds=seconds), "iso": iso_in(at, zone)}


def bilingual(data: Any, locale: str) -> str:
    """Return a Bilingual, or a {"id","en"} of a stored chain, in the reader's language."""
    if isinstance(data, Bilingual):
        return data.in_(locale)
    return Bilingual(data["id"], data["en"]).in_(locale)
