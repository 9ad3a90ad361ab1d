"""An activity is handed in, taken, made a story, closed: one verb, one function."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from suluh.foundation.accounts.rules import Action, Actor, decide
from suluh.foundation.audit.operations import Entry, record
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import UnitRow, local_day
from suluh.foundation.outbox.operations import announce
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.canonical import INVISIBLE, clean_text
from suluh.kernel.ids import CONTENT_ID
from suluh.kernel.refusals import Refused, Stale
from suluh.kernel.states import step
from suluh.newsroom.assets import queries as assets
from suluh.newsroom.planning import events, models, queries
from suluh.newsroom.planning.rules.activities import (
    MOST_PICTURES,
    TRANSITIONS,
    ActivityRow,
    Draft,
    State,
    Verb,
    check_draft,
)

REASON_LENGTH = 500
TOO_MANY = _("At most %(limit)s photos fit one activity.")


@transaction.atomic
def hand_in_activity(
    *, actor: Actor, unit_code: str, draft: Draft, now: datetime, token: UUID | None = None
) -> ActivityRow:
    """Take in what a unit did; announces ActivityHandedIn.

    `token` names one filled-in form: sending it twice gives the activity of the first time.
    Raises Refused: no_unit, no_role, other_unit, no_picture, and what `check_draft` refuses.
    """
    unit = org.get_unit(unit_code)
    _may(actor, Action.SUBMIT_ACTIVITY, unit.path)
    known = token and models.Activity.objects.filter(handed_in_by_id=actor.person_id, token=token)
    earlier = known.first() if known else None
    if earlier is not None:
        return queries.get_activity(earlier.id)
    check_draft(draft, local_day(now, unit.zone))
    activity = _insert(actor, unit, draft, now, token)
    _attach(actor, activity, unit.code, draft.pictures)
    _note_step(activity.id, "hand_in", ("", State.NEW), (actor.person_id, now, ""))
    _audit("activity.hand_in", activity.id, actor, unit.code, now)
    fact = events.ActivityHandedIn(str(activity.id), unit.code, str(actor.person_id))
    announce(fact, subject=f"activity:{activity.id}", now=now)
    return queries.get_activity(activity.id)


def _may(actor: Actor, action: Action, unit_path: str) -> None:
    decision = decide(actor, action, unit_path)
    if not decision.allowed:
        raise Refused(decision.code, decision.reason)


def _insert(
    actor: Actor, unit: UnitRow, draft: Draft, now: datetime, token: UUID | None
) -> models.Activity:
    year = local_day(now, unit.zone).year
    return models.Activity.objects.create(
        unit_id=unit.id,
        year=year,
        number=_next_number(unit.id, year),
        what=clean_text(draft.what),
        description=INVISIBLE.sub("", draft.description).strip(),
        form=draft.form,
        event_date=draft.event_date,
        event_time=draft.event_time,
        place=clean_text(draft.place)[:200],
        people=clean_text(draft.people)[:500],
        handed_in_by_id=actor.person_id,
        handed_in_at=now,
        token=token,
    )


def _next_number(unit_id: UUID, year: int) -> int:
    series, _created = models.Series.objects.get_or_create(unit_id=unit_id, year=year)
    models.Series.objects.filter(id=series.id).update(last=F("last") + 1)
    return int(models.Series.objects.values_list("last", flat=True).get(id=series.id))


def _attach(
    actor: Actor, activity: models.Activity, unit_code: str, picture_ids: tuple[UUID, ...]
) -> None:
    """Hang pictures on an activity; they must be visible and of the same unit."""
    wanted = list(dict.fromkeys(picture_ids))
    seen = assets.visible_ids(actor, wanted)
    pictures = assets.get_pictures(seen)
    if len(seen) != len(wanted) or any(row.unit_code != unit_code for row in pictures.values()):
        raise Refused("no_picture", assets.NO_PICTURE)
    start = models.ActivityPicture.objects.filter(activity=activity).count()
    models.ActivityPicture.objects.bulk_create(
        models.ActivityPicture(activity=activity, picture_id=picture_id, place=start + number)
        for number, picture_id in enumerate(wanted)
    )


@transaction.atomic
def add_pictures(
    *, actor: Actor, activity_id: UUID, picture_ids: tuple[UUID, ...], now: datetime
) -> ActivityRow:
    """Hang more pictures on an activity; those that hang there already stay in their place.

    Raises Refused: no_activity, no_role, other_unit, no_picture, too_many_pictures, wrong_state.
    """
    row = queries.get_activity(activity_id)
    _may(actor, Action.SUBMIT_ACTIVITY, row.unit_path)
    if row.state is State.CLOSED:
        raise Refused("wrong_state", _("This activity is closed."))
    fresh = tuple(one for one in picture_ids if one not in row.pictures)
    if len(row.pictures) + len(fresh) > MOST_PICTURES:
        raise Refused("too_many_pictures", TOO_MANY, limit=MOST_PICTURES)
    _attach(actor, models.Activity.objects.get(id=activity_id), row.unit_code, fresh)
    _audit("activity.add_pictures", activity_id, actor, row.unit_code, now)
    return queries.get_activity(activity_id)


@transaction.atomic
def take_activity(*, actor: Actor, activity_id: UUID, now: datetime) -> ActivityRow:
    """An editor takes an activity on.

    Raises Refused: no_activity, no_role, other_unit, wrong_state; Stale.
    """
    row = queries.get_activity(activity_id)
    _may(actor, Action.CLOSE_ACTIVITY, row.unit_path)
    fields = {"taken_by_id": actor.person_id, "taken_at": now}
    return _move(row, Verb.TAKE, fields, (actor, now, ""))


@transaction.atomic
def close_activity(*, actor: Actor, activity_id: UUID, reason: str, now: datetime) -> ActivityRow:
    """Close an activity without a story, for a reason; announces ActivityClosed.

    Raises Refused: no_activity, other_unit, wrong_state, guard (no reason, published); Stale.
    """
    row = queries.get_activity(activity_id)
    _may(actor, Action.CLOSE_ACTIVITY, row.unit_path)
    said = clean_text(reason)[:REASON_LENGTH]
    after = _move(row, Verb.CLOSE, {"closed_reason": said}, (actor, now, said))
    fact = events.ActivityClosed(str(row.id), row.unit_code, str(row.handed_in_by_id))
    announce(fact, subject=f"activity:{row.id}", now=now)
    return after


@transaction.atomic
def take_back_activity(*, actor: Actor, activity_id: UUID, now: datetime) -> ActivityRow:
    """The one who handed it in takes it back before an editor has begun.

    Raises Refused: no_activity (somebody else's too), wrong_state; Stale.
    """
    row = queries.get_activity(activity_id)
    if row.handed_in_by_id != actor.person_id:
        raise Refused("no_activity", queries.NO_ACTIVITY)
    return _move(row, Verb.TAKE_BACK, {"closed_reason": ""}, (actor, now, ""))


@transaction.atomic
def reopen_activity(*, actor: Actor, activity_id: UUID, now: datetime) -> ActivityRow:
    """Open a closed activity again. Raises Refused: no_activity, other_unit, wrong_state; Stale."""
    row = queries.get_activity(activity_id)
    _may(actor, Action.CLOSE_ACTIVITY, row.unit_path)
    fields = {"closed_reason": "", "content_id": "", "taken_by_id": None, "taken_at": None}
    return _move(row, Verb.REOPEN, fields, (actor, now, ""))


@transaction.atomic
def link_story(*, actor: Actor, activity_id: UUID, content_id: str, now: datetime) -> ActivityRow:
    """A story is being made from an activity; editorial calls it when it makes the story.

    Linking the same story again changes nothing. Raises Refused: no_activity, no_role,
    other_unit, bad_content_id, wrong_state; Stale.
    """
    if not CONTENT_ID.fullmatch(content_id):
        raise Refused("bad_content_id", _("This is no content id."))
    row = queries.get_activity(activity_id)
    _may(actor, Action.WRITE_STORY, row.unit_path)
    if row.state is State.STORY and row.content_id == content_id:
        return row
    return _move(row, Verb.LINK, {"content_id": content_id}, (actor, now, ""))


def _move(
    row: ActivityRow, verb: Verb, fields: Mapping[str, object], by: tuple[Actor, datetime, str]
) -> ActivityRow:
    actor, now, note = by
    facts = {"reason": note, "voiced": row.voiced_at is not None}
    to = step(TRANSITIONS, row.state, verb, facts).to
    changed = models.Activity.objects.filter(id=row.id, state=row.state.value).update(
        state=to.value, **fields
    )
    if changed != 1:
        raise Stale(_("Somebody else has just changed this activity. Look at it again."))
    _note_step(row.id, verb.value, (row.state.value, to), (actor.person_id, now, note))
    _audit(f"activity.{verb.value}", row.id, actor, row.unit_code, now)
    return queries.get_activity(row.id)


def _note_step(
    activity_id: UUID,
    verb: str,
    states: tuple[str, str],
    by: tuple[UUID | None, datetime, str],
) -> None:
    person_id, now, note = by
    models.ActivityStep.objects.create(
        activity_id=activity_id,
        verb=verb,
        from_state=str(states[0]),
        to_state=str(states[1]),
        by_id=person_id,
        at=now,
        note=note,
    )


def _audit(action: str, activity_id: UUID, actor: Actor, unit_code: str, now: datetime) -> None:
    entry = Entry(
        action=action,
        subject=f"activity:{activity_id}",
        actor_id=actor.person_id,
        unit_code=unit_code,
    )
    record(entry, now=now)


@transaction.atomic
def mark_voiced(*, content_id: str, now: datetime) -> int:
    """The story of these activities is public; returns how many became voiced by it.

    Announces ActivityVoiced for each. A later Edition changes nothing.
    """
    silent = models.Activity.objects.select_related("unit").filter(
        content_id=content_id, voiced_at__isnull=True, state=State.STORY.value
    )
    voiced = 0
    for activity in silent:
        held = models.Activity.objects.filter(id=activity.id, voiced_at__isnull=True)
        if held.update(voiced_at=now) != 1:
            continue
        voiced += 1
        _note_step(activity.id, "voiced", (State.STORY, State.STORY), (None, now, ""))
        fact = events.ActivityVoiced(
            str(activity.id), activity.unit.code, str(activity.handed_in_by_id), content_id
        )
        announce(fact, subject=f"activity:{activity.id}", now=now)
    return voiced
