"""Keep a view of a list under a name, and let go of it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from suluh.foundation.accounts.rules import Actor
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.canonical import clean_text
from suluh.kernel.refusals import Refused
from suluh.workspace import models, rules

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
