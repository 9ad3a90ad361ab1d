"""What may be asked about work done. `visible_to(actor)` is the only entrance to lists."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from suluh.foundation.accounts.rules import Action, Actor, scopes
from suluh.kernel.bilingual import Bilingual
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.newsroom.planning import models
from suluh.newsroom.planning.rules.activities import OPEN, ActivityRow, State, WorkCount

NO_ACTIVITY = _("There is no such activity.")
VOICED = "voiced"
SLICE = 500


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step an activity took; `by_id` None: the house itself."""

    verb: str
    by_id: UUID | None
    at: datetime
    note: str


def visible_to(actor: Actor) -> QuerySet[models.Activity]:
    """Return the activities an actor may see: of the units they read, and their own."""
    mine = Q(handed_in_by_id=actor.person_id)
    for scope in scopes(actor, Action.READ_ACTIVITY):
        mine |= Q(unit__path__startswith=scope)
    return models.Activity.objects.filter(mine).select_related("unit")


@dataclass(frozen=True, slots=True)
class ActivityFilter:
    """What a list is narrowed to; '' everywhere is all.

    `state`: 'open', 'voiced', or a state of the table; `mine`: handed in by the reader.
    """

    state: str = ""
    words: str = ""
    unit: str = ""
    mine: bool = False


def list_activities(
    actor: Actor,
    wanted: ActivityFilter,
    *,
    before: tuple[date, UUID] | None = None,
    limit: int = 50,
) -> list[ActivityRow]:
    """Return visible activities, the latest event first; `before` is (day, id) of the last one."""
    rows = _narrowed(actor, wanted)
    if before is not None:
        day, last = before
        rows = rows.filter(Q(event_date__lt=day) | Q(event_date=day, id__lt=last))
    return _rows(rows[:limit])


def every_activity(actor: Actor, wanted: ActivityFilter) -> Iterator[ActivityRow]:
    """Yield every visible activity that fits, in slices; the order is that of the first moment.

    Which activities they are is asked once, so that one whose day is changed meanwhile is there.
    """
    ids = list(_narrowed(actor, wanted).values_list("id", flat=True))
    for start in range(0, len(ids), SLICE):
        some = ids[start : start + SLICE]
        found = {row.id: row for row in _rows(visible_to(actor).filter(id__in=some))}
        yield from (found[one] for one in some if one in found)


def _narrowed(actor: Actor, wanted: ActivityFilter) -> QuerySet[models.Activity]:
    rows = _in_state(visible_to(actor), wanted.state)
    if wanted.unit:
        rows = rows.filter(unit__code=wanted.unit)
    if wanted.mine:
        rows = rows.filter(handed_in_by_id=actor.person_id)
    for word in wanted.words.split()[:6]:
        rows = rows.filter(
            Q(what__icontains=word) | Q(place__icontains=word) | Q(description__icontains=word)
        )
    return rows.order_by("-event_date", "-id")


def _in_state(rows: QuerySet[models.Activity], state: str) -> QuerySet[models.Activity]:
    if state == VOICED:
        return rows.filter(voiced_at__isnull=False)
    if state == "open":
        return rows.filter(state__in=[one.value for one in OPEN])
    if state in set(State):
        return rows.filter(state=state, voiced_at__isnull=True)
    return rows


def count_states(actor: Actor) -> dict[str, int]:
    """Return how many visible activities stand where, 'voiced' apart; 'all' and 'open' as well."""
    counts: dict[str, int] = {state.value: 0 for state in State}
    voiced = Q(voiced_at__isnull=False)
    rows = visible_to(actor).order_by().values("state")
    for row in rows.annotate(silent=Count("id", filter=~voiced)):
        counts[row["state"]] = row["silent"]
    counts[VOICED] = visible_to(actor).filter(voiced).count()
    counts["open"] = sum(counts[state.value] for state in OPEN)
    counts["all"] = sum(counts[key] for key in (*State, VOICED))
    return counts


def count_new(actor: Actor) -> int:
    """Return how many new activities wait for this person, an editor, to take them on."""
    within = Q(pk__in=[])
    for scope in scopes(actor, Action.CLOSE_ACTIVITY):
        within |= Q(unit__path__startswith=scope)
    rows = models.Activity.objects.filter(within, state=State.NEW.value, voiced_at__isnull=True)
    return rows.count()


def find_visible(actor: Actor, activity_id: UUID) -> ActivityRow:
    """Return an activity the actor may see. Raises Refused: no_activity."""
    found = _rows(visible_to(actor).filter(id=activity_id))
    if not found:
        raise Refused("no_activity", NO_ACTIVITY)
    return found[0]


def get_activity(activity_id: UUID) -> ActivityRow:
    """Return an activity, whoever asks; for operations. Raises Refused: no_activity."""
    found = _rows(models.Activity.objects.select_related("unit").filter(id=activity_id))
    if not found:
        raise Refused("no_activity", NO_ACTIVITY)
    return found[0]


def activities_of(content_id: str) -> list[ActivityRow]:
    """Return the activities a story was made from, whoever asks; for editorial."""
    if not content_id:
        return []
    rows = models.Activity.objects.select_related("unit").filter(content_id=content_id)
    return _rows(rows.order_by("id"))


def steps_of(activity_id: UUID) -> list[StepRow]:
    """Return what happened to an activity, oldest first; the caller has checked visibility."""
    rows = models.ActivityStep.objects.filter(activity_id=activity_id).order_by("at", "id")
    return [StepRow(row.verb, row.by_id, row.at, row.note) for row in rows]


def recent_places(unit_code: str, limit: int = 2) -> list[str]:
    """Return the places a unit named last, without its own office, each once."""
    rows = models.Activity.objects.filter(unit__code=unit_code).exclude(place="")
    named = rows.exclude(place=F("unit__name_id")).order_by("-id").values_list("place", flat=True)
    return list(dict.fromkeys(named[:20]))[:limit]


def list_unvoiced(actor: Actor, *, limit: int = 20) -> list[ActivityRow]:
    """Return visible activities neither voiced nor closed, the oldest event first."""
    rows = visible_to(actor).filter(voiced_at__isnull=True).exclude(state=State.CLOSED.value)
    return _rows(rows.order_by("event_date", "id")[:limit])


def count_work(actor: Actor, from_date: date, until_date: date) -> list[WorkCount]:
    """Return done and voiced per unit for events from a day to before another, by unit code.

    Work taken back by its own contributor (closed without a reason) is not counted as done.
    """
    within = visible_to(actor).filter(event_date__gte=from_date, event_date__lt=until_date)
    return _counted(within)


def count_work_of(unit_path: str, from_date: date, until_date: date) -> WorkCount:
    """Return done and voiced of a unit and everything below it, whoever asks."""
    rows = models.Activity.objects.filter(
        unit__path__startswith=unit_path, event_date__gte=from_date, event_date__lt=until_date
    )
    parts = _counted(rows)
    return WorkCount(
        unit_code=unit_path.rstrip("/").rpartition("/")[2],
        done=sum(part.done for part in parts),
        voiced=sum(part.voiced for part in parts),
        open=sum(part.open for part in parts),
        closed=sum(part.closed for part in parts),
    )


def _counted(rows: QuerySet[models.Activity]) -> list[WorkCount]:
    done = rows.exclude(state=State.CLOSED.value, closed_reason="")
    silent = Q(voiced_at__isnull=True)
    closed = Q(state=State.CLOSED.value)
    table = (
        done.order_by()
        .values("unit__code")
        .annotate(
            done=Count("id"),
            voiced=Count("id", filter=~silent),
            closed=Count("id", filter=silent & closed),
            open=Count("id", filter=silent & ~closed),
        )
        .order_by("unit__code")
    )
    return [
        WorkCount(row["unit__code"], row["done"], row["voiced"], row["open"], row["closed"])
        for row in table
    ]


def _rows(rows: QuerySet[models.Activity]) -> list[ActivityRow]:
    found = list(rows)
    pictures: dict[UUID, list[UUID]] = {}
    hung = models.ActivityPicture.objects.filter(activity__in=found).order_by("place")
    for activity_id, picture_id in hung.values_list("activity_id", "picture_id"):
        pictures.setdefault(activity_id, []).append(picture_id)
    return [_row(row, tuple(pictures.get(row.id, ()))) for row in found]


def _row(row: models.Activity, pictures: tuple[UUID, ...]) -> ActivityRow:
    return ActivityRow(
        id=row.id,
        number=row.number,
        year=row.year,
        unit_code=row.unit.code,
        unit_path=row.unit.path,
        unit_name=Bilingual(row.unit.name_id, row.unit.name_en),
        zone=row.unit.zone,
        what=row.what,
        description=row.description,
        form=row.form,
        event_date=row.event_date,
        event_time=row.event_time,
        place=row.place,
        people=row.people,
        handed_in_by_id=row.handed_in_by_id,
        handed_in_at=row.handed_in_at,
        state=State(row.state),
        taken_by_id=row.taken_by_id,
        taken_at=row.taken_at,
        closed_reason=row.closed_reason,
        content_id=row.content_id,
        voiced_at=row.voiced_at,
        pictures=pictures,
    )
