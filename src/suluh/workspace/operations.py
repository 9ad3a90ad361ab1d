"""Keep a view of a list under a name, let go of it, and write letters to staff."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from suluh.foundation.accounts import queries as accounts
from suluh.foundation.accounts.rules import Actor
from suluh.foundation.notify import operations as notify
from suluh.foundation.notify import queries as notices
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import UnitRow, local_day
from suluh.foundation.outbox import operations as outbox
from suluh.foundation.outbox.rules import Draft
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.canonical import clean_text
from suluh.kernel.refusals import Refused
from suluh.kernel.worktime import Calendar
from suluh.publishing.ledger import queries as ledger
from suluh.workspace import letters, models, queries, rules
from suluh.workspace.letters import UnitDay

NO_VIEW = _("There is no such view.")
UNITS_AT_ONCE: Final = 10  # between them the scheduler publishes what falls due


@transaction.atomic
def save_view(
    *, actor: Actor, place: str, name: str, query: str, now: datetime
) -> models.SavedView:
    """Keep a list's filters under a name; the same name again replaces them.

    Raises Refused: no_view (no such list), no_name, nothing_narrowed, too_long, too_many.
    """
    if place not in rules.FILTERS:
        raise Refused("no_view", NO_VIEW)
    called = clean_text(name)
    if not called or len(called) > 40:
        raise Refused("no_name", _("Give the view a name of at most 40 characters."))
    kept = rules.clean_query(place, query)
    if not kept:
        raise Refused("nothing_narrowed", _("Choose a filter first; all is not a view."))
    if len(kept) > rules.LONGEST_QUERY:
        raise Refused("too_long", _("The words you look for are too long to be kept."))
    mine = models.SavedView.objects.filter(person_id=actor.person_id, place=place)
    if mine.exclude(name=called).count() >= rules.MOST_VIEWS:
        reason = _("A list has at most %(limit)s views of yours. Remove one first.")
        raise Refused("too_many", reason, limit=rules.MOST_VIEWS)
    row, _made = models.SavedView.objects.update_or_create(
        person_id=actor.person_id, place=place, name=called,
        defaults={"query": kept}, create_defaults={"query": kept, "made_at": now},
    )  # fmt: skip
    return row


@transaction.atomic
def remove_view(*, actor: Actor, view_id: UUID) -> str:
    """Remove a view of one's own; returns its list. Raises Refused: no_view."""
    row = models.SavedView.objects.filter(id=view_id, person_id=actor.person_id).first()
    if row is None:
        raise Refused("no_view", NO_VIEW)
    row.delete()
    return row.place


def choose_letters(*, actor: Actor, morning: bool, day: bool) -> None:
    """Keep whether a person wants the morning's letter and that of what their unit published."""
    models.Reminding.objects.update_or_create(
        person_id=actor.person_id, defaults={"is_wanted": morning, "wants_day": day}
    )


def remind_due(*, now: datetime) -> int:
    """Write to whoever has not read what asks something of them; returns how many letters.

    Once a working day, when the person's own office is open and has been since the notice came:
    never at night, on a day off or twice. Repeating it writes nobody twice.
    """
    unread = notices.oldest_unread(rules.ASKING)
    chosen = {row.person_id: row for row in models.Reminding.objects.all()}
    written = 0
    for person_id, since in unread.items():
        opened = rules.opened_at(now, _calendar_of(person_id, now))
        choice = chosen.get(person_id)
        if opened is None or since >= opened or (choice and not choice.is_wanted):
            continue
        if choice is None or choice.last_date != opened.date():
            written += _remind(person_id, opened.date(), now)
    return written


def _calendar_of(person_id: UUID, now: datetime) -> Calendar:
    return org.calendar_for(org.get_person(person_id).unit_code, now)


@transaction.atomic
def _remind(person_id: UUID, day: date, now: datetime) -> int:
    """Note the day and plan the letter in one transaction; 0 where nothing waits any more."""
    models.Reminding.objects.get_or_create(person_id=person_id)
    rows = models.Reminding.objects.filter(person_id=person_id, is_wanted=True)
    user = accounts.users_of({person_id}).get(person_id)
    if user is None or not rows.exclude(last_date=day).update(last_date=day):
        return 0
    try:
        letter = letters.letter_of_the_morning(accounts.actor_for(user, now), now)
    except Refused as refused:
        if refused.code != "left":
            raise
        return 0
    if letter is None:
        return 0
    notify.plan_mail(letter, key=f"morning:{person_id}:{day}", now=now)
    return 1


def write_day_letters(*, now: datetime) -> int:
    """Write to the people of some units what these published; returns how many units it did.

    Once a day from 17.00 in the unit's own zone on: what it and the units below it published
    since 17.00 of the day before. Nobody is written to of a day without, nor of one that ended
    before a restored house was released: its letters may have left before the restore. Of a unit
    that is seen for the first time the day is only noted.
    Repeating it until it returns 0 does every unit once.
    """
    told = dict(models.DayLetter.objects.values_list("unit_id", "last_date"))
    waiting = []
    for unit in org.list_units():
        day, last = rules.ended_day(now, unit.zone), told.get(unit.id)
        if last is None or last < day:
            waiting.append((unit, day))
    for unit, day in waiting[:UNITS_AT_ONCE]:
        _write_day(unit, day, now)
    return len(waiting[:UNITS_AT_ONCE])


@transaction.atomic
def _write_day(unit: UnitRow, day: date, now: datetime) -> None:
    """Note the day and plan its letters in one transaction."""
    models.DayLetter.objects.get_or_create(unit_id=unit.id, defaults={"last_date": day})
    rows = models.DayLetter.objects.filter(unit_id=unit.id, last_date__lt=day)
    if not rows.update(last_date=day):
        return
    since, until = rules.span_of(day, unit.zone)
    released = ledger.released_at()
    if released is not None and released >= until:
        return
    found = queries.published_within(since, until, unit_code=unit.code)
    published = UnitDay.of(unit, day, found)
    if published.rows:
        outbox.plan_effects(_day_drafts(published, now), now=now)


def _day_drafts(published: UnitDay, now: datetime) -> Iterator[Draft]:
    """Yield a letter for everybody of the unit who has an account and wants it."""
    unit, day = published.unit, published.day
    today = local_day(now, unit.zone)
    people = {one.id: one for one in org.list_people(unit_code=unit.code)}
    users = accounts.users_of(set(people))
    silent = queries.without_day_letter(set(users))
    for person_id, person in people.items():
        if person_id not in users or person_id in silent or person.has_left(today):
            continue
        letter = letters.letter_of_the_day(published, person, users[person_id].locale)
        key = f"{rules.origin_of(unit.code, day)}:{person_id}"
        try:
            draft = notify.draft_mail(letter, key=key, now=now)
        except Refused:  # their address is none; the others' letters leave
            continue
        yield replace(draft, origin=rules.origin_of(unit.code, day))


def forget_day_letters(*, content_id: str, locale: str, now: datetime) -> int:
    """Erase what letters said of a text that is erased; returns how many letters."""
    units = {unit.code: unit for unit in org.list_units(closed=True)}
    origins = set()
    for edition in ledger.editions_of(content_id, locale):
        below = units.get(edition.unit_code)
        for unit in units.values():
            if below is not None and below.path.startswith(unit.path):
                day = rules.day_of(edition.published_at, unit.zone)
                origins.add(rules.origin_of(unit.code, day))
    return outbox.forget(now=now, origins=origins)
