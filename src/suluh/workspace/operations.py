"""Keep a view of a list under a name, let go of it, and write the morning's letters."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from suluh.foundation.accounts import queries as accounts
from suluh.foundation.accounts.rules import Actor
from suluh.foundation.notify import operations as notify
from suluh.foundation.notify import queries as notices
from suluh.foundation.org import queries as org
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.canonical import clean_text
from suluh.kernel.refusals import Refused
from suluh.kernel.worktime import Calendar
from suluh.workspace import letters, models, rules

NO_VIEW = _("There is no such view.")


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


def choose_reminding(*, actor: Actor, is_wanted: bool) -> None:
    """Keep whether a person wants the morning's letter."""
    models.Reminding.objects.update_or_create(
        person_id=actor.person_id, defaults={"is_wanted": is_wanted}
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
