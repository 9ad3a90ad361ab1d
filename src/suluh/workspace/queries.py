"""Reads of this room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import day_in
from suluh.publishing.ledger import queries as ledger
from suluh.publishing.ledger.rules.rows import EditionRow
from suluh.workspace import models

MOST_OF_A_DAY: Final = 500


def views_of(actor: Actor, place: str) -> list[models.SavedView]:
    """Return a person's own views of a list, by name."""
    return list(
        models.SavedView.objects.filter(person_id=actor.person_id, place=place).order_by("name")
    )


def is_reminded(person_id: UUID) -> bool:
    """Say whether a person gets the morning's letter; so does who never chose."""
    row = models.Reminding.objects.filter(person_id=person_id).first()
    return row is None or row.is_wanted


def is_told(person_id: UUID) -> bool:
    """Say whether a person gets the letter of their unit's day; so does who never chose."""
    return not without_day_letter({person_id})


def without_day_letter(person_ids: set[UUID]) -> set[UUID]:
    """Return who of them does not want the letter of what their unit published."""
    rows = models.Reminding.objects.filter(person_id__in=person_ids, wants_day=False)
    return set(rows.values_list("person_id", flat=True))


@dataclass(frozen=True, slots=True)
class Published:
    """An Edition of a day; `title` is the last one the text had, '' where it is erased."""

    edition: EditionRow
    title: str


@dataclass(frozen=True, slots=True)
class Day:
    """What was made public on a day: `count` of it, and the newest of them."""

    count: int
    rows: tuple[Published, ...]


def published_on(day: date, zone: str, *, unit_code: str = "") -> Day:
    """Return every Edition of a day as a zone counts it, as `published_within` does."""
    return published_within(*day_in(day, zone), unit_code=unit_code)


def published_within(since: datetime, until: datetime, *, unit_code: str = "") -> Day:
    """Return every Edition appended in [since, until), whatever came after them.

    With a unit those of the unit and all below it, closed ones too. Editions are public: the
    same answer for everybody.
    """
    codes = None
    if unit_code:
        path = org.get_unit(unit_code).path
        codes = [unit.code for unit in org.list_units(within=(path,), closed=True)]
    count, rows = ledger.published_between(since, until, unit_codes=codes, limit=MOST_OF_A_DAY)
    return Day(count, _with_titles(rows))


def _with_titles(rows: Sequence[EditionRow]) -> tuple[Published, ...]:
    bare = [(row.content_id, row.locale) for row in rows if not row.title]
    earlier = ledger.editions_of_texts(bare)
    found = []
    for row in rows:
        before = earlier.get((row.content_id, row.locale), ())
        titles = [one.title for one in before if one.title and one.version < row.version]
        found.append(Published(row, row.title or (titles[-1] if titles else "")))
    return tuple(found)
