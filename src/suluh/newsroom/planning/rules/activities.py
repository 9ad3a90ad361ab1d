"""What an activity is, where it can go, and what must be said about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from suluh.kernel.bilingual import Bilingual
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.canonical import clean_text
from suluh.kernel.refusals import Refused
from suluh.kernel.states import Step, step
from suluh.newsroom.regulation.rules.activities import activity_taxonomy

WHAT_LENGTH: Final = 240
DESCRIPTION_LENGTH: Final = 20_000
MOST_PICTURES: Final = 20
DEFAULT_FORM: Final = "coverage"
OLDEST: Final = timedelta(days=5 * 365)
FURTHEST: Final = timedelta(days=366)


class State(StrEnum):
    """Where an activity stands."""

    NEW = "new"
    TAKEN = "taken"
    STORY = "story"
    CLOSED = "closed"


class Verb(StrEnum):
    """What is done to an activity."""

    TAKE = "take"
    LINK = "link"
    CLOSE = "close"
    TAKE_BACK = "take_back"
    REOPEN = "reopen"


STATE_LABELS: Final[dict[State, str]] = {
    State.NEW: _("Handed in"),
    State.TAKEN: _("An editor is on it"),
    State.STORY: _("Being written"),
    State.CLOSED: _("Closed"),
}
OPEN: Final = frozenset({State.NEW, State.TAKEN})

NO_REASON: Final = _("Write the reason; whoever handed it in will read it.")
VOICED: Final = _("This activity has been published already and stays as it is.")


def _with_reason(facts: Mapping[str, object]) -> str:
    if facts.get("voiced"):
        return VOICED
    return "" if facts.get("reason") else NO_REASON


TRANSITIONS: Final[Mapping[tuple[State, Verb], Step[State]]] = {
    (State.NEW, Verb.TAKE): Step(State.TAKEN),
    (State.NEW, Verb.LINK): Step(State.STORY),
    (State.NEW, Verb.CLOSE): Step(State.CLOSED, _with_reason),
    (State.NEW, Verb.TAKE_BACK): Step(State.CLOSED),
    (State.TAKEN, Verb.LINK): Step(State.STORY),
    (State.TAKEN, Verb.CLOSE): Step(State.CLOSED, _with_reason),
    (State.STORY, Verb.CLOSE): Step(State.CLOSED, _with_reason),
    (State.CLOSED, Verb.REOPEN): Step(State.NEW),
}


def possible_verbs(activity: "ActivityRow") -> frozenset[Verb]:
    """Return what can be done next, whoever asks: the buttons."""
    facts = {"voiced": activity.voiced_at is not None, "reason": "given"}
    found = set()
    for at, verb in TRANSITIONS:
        if at is activity.state and not _refused(activity.state, verb, facts):
            found.add(verb)
    return frozenset(found)


def _refused(state: State, verb: Verb, facts: Mapping[str, object]) -> bool:
    try:
        step(TRANSITIONS, state, verb, facts)
    except Refused:
        return True
    return False


@dataclass(frozen=True, slots=True)
class Draft:
    """An activity as it is handed in. `description` may hold WhatsApp's marks (`rules.marked`)."""

    what: str
    event_date: date
    place: str
    description: str = ""
    form: str = DEFAULT_FORM
    event_time: time | None = None
    people: str = ""
    pictures: tuple[UUID, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity as screens and other rooms see it."""

    id: UUID
    number: int
    year: int
    unit_code: str
    unit_path: str
    unit_name: Bilingual
    zone: str
    what: str
    description: str
    form: str
    event_date: date
    event_time: time | None
    place: str
    people: str
    handed_in_by_id: UUID
    handed_in_at: datetime
    state: State
    taken_by_id: UUID | None = None
    taken_at: datetime | None = None
    closed_reason: str = ""
    content_id: str = ""
    voiced_at: datetime | None = None
    pictures: tuple[UUID, ...] = field(default=())

    @property
    def label(self) -> str:
        """Return the number people say, counted per unit and year: `KW03/K-0412`."""
        return f"{self.unit_code}/K-{self.number:04d}"

    @property
    def shown_state(self) -> str:
        """Return the state for the eye; 'voiced' once its story is public."""
        return "voiced" if self.voiced_at is not None else self.state.value


@dataclass(frozen=True, slots=True)
class WorkCount:
    """How much of a unit's work became public. `closed` is done work nobody will voice."""

    unit_code: str
    done: int
    voiced: int
    open: int
    closed: int

    @property
    def ratio(self) -> float | None:
        """Return voiced ÷ done, or None where nothing was done."""
        return self.voiced / self.done if self.done else None


def forms_of_work() -> list[tuple[str, Bilingual]]:
    """Return the forms of PR activity, (slug, label), in the order of the article.

    Source: the taxonomy that newsroom.regulation ships.
    """
    return [(form.slug, form.label) for form in activity_taxonomy().forms]


def check_draft(draft: Draft, today: date) -> None:
    """Refuse what cannot be an activity.

    Raises Refused: no_words, too_long, bad_date, bad_form, too_many_pictures.
    """
    if not clean_text(draft.what):
        raise Refused("no_words", _("Write in one or two sentences what happened."))
    if len(draft.what) > WHAT_LENGTH:
        raise Refused(
            "too_long", _("Keep it to %(limit)s letters; the rest fits below."), limit=WHAT_LENGTH
        )
    if len(draft.description) > DESCRIPTION_LENGTH:
        raise Refused("too_long", _("The description is longer than %(limit)s letters."),
                      limit=DESCRIPTION_LENGTH)  # fmt: skip
    if not today - OLDEST <= draft.event_date <= today + FURTHEST:
        raise Refused("bad_date", _("This date is too far away. Check the year."))
    if draft.form not in {slug for slug, _label in forms_of_work()}:
        raise Refused("bad_form", _("This form of activity is not in the regulation."))
    if len(draft.pictures) > MOST_PICTURES:
        raise Refused(
            "too_many_pictures",
            _("At most %(limit)s photos fit one activity."),
            limit=MOST_PICTURES,
        )
