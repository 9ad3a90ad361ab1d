"""Builds the demo: the house first, then fourteen months of its work, by a told clock."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Final

from django.db import transaction

from suluh.foundation.org import queries as org
from suluh.kernel.clock import FixedClock
from suluh.newsroom.planning import operations as planning
from suluh.newsroom.planning.rules.activities import Draft
from suluh.newsroom.regulation import operations as regulation
from suluh.project.demo import guard, house, reading
from suluh.project.demo.agenda import Agenda, Life
from suluh.project.demo.desks import notices_read
from suluh.project.demo.fates import tell
from suluh.project.demo.readers import readers
from suluh.project.demo.stage import Stage
from suluh.project.demo.timeline import Timeline
from suluh.publishing.ledger import commands as keys
from suluh.publishing.ledger.keyfolder import KeyFolder

KEY_HELD: Final = timedelta(days=320)
BOTH_TIMES: Final = timedelta(days=800)
NEXT_YEAR: Final = timedelta(days=20)
ROOT_KEY: Final = "demo-root.pem"

Settle = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Share:
    """How much of the demo to build; tests take less."""

    stories: tuple[reading.StoryData, ...]
    activities: tuple[reading.ActivityData, ...]
    readers: bool = True

    @classmethod
    def whole(cls) -> "Share":
        """Everything there is."""
        return cls(tuple(reading.stories()), tuple(reading.activities()))


def found_house(home: Path, *, password: str, now: datetime) -> None:
    """Make keys under a DEMO root, institution, people and the regulation; once.

    Raises Refused: real_keys, real_house, real_edition.
    """
    guard.refuse_real_keys(home)
    guard.refuse_real_rows(home)
    timeline = Timeline(now)
    short = reading.load("institution.yaml")["short_name"]
    if not (home / "keys" / "root.json").exists():
        root = keys.RootFile(home / ROOT_KEY)
        folder = KeyFolder(home / "keys")
        keys.init(folder, root, institution=short, now=timeline.start, demo=True)
        # The servers sign by the real clock while the months are told: one key for both times.
        keys.rotate(folder, root, now=timeline.start, valid=BOTH_TIMES)
    if not org.has_institution():
        with transaction.atomic():
            house.set_up(timeline, password)
            _load_regulation(timeline.start)
            _publish_calendars(timeline)


def _load_regulation(now: datetime) -> None:
    profiles = resources.files("suluh.newsroom.regulation") / "profiles"
    administrator = house.people().actor("galih", now)
    version = regulation.load_regulation(
        actor=administrator, text=(profiles / "contoh.yaml").read_bytes(), now=now
    )
    regulation.bring_into_force(actor=administrator, version_id=version.id, now=now)


def _publish_calendars(timeline: Timeline) -> None:
    """Calendars of the years that were known when the house was set up, by its administrator."""
    administrator = house.people().actor("galih", timeline.start)
    years = range(timeline.start.year, timeline.start.year + 2)
    house.publish_calendars(administrator, years, now=timeline.start)


def tell_months(home: Path, share: Share, *, clock: FixedClock, settle: Settle) -> Stage:
    """Let everything happen between the founding and a little before now.

    `clock` stands at the real now; it is moved here. Raises Refused: no_demo and the guard's.
    """
    guard.refuse_outside_demo(home)
    timeline = Timeline(clock.now())
    stage = Stage(timeline, clock)
    clock.at = timeline.start
    agenda = Agenda(clock, settle)
    for life in _lives(home, share, stage):
        agenda.add(life)
    agenda.run(timeline.end)
    return stage


def _lives(home: Path, share: Share, stage: Stage) -> Iterable[Life]:
    yield _new_key(home, stage)
    yield _next_year(stage)
    yield notices_read(stage)
    if share.readers:
        yield from readers(home, stage)
    for activity in share.activities:
        yield _silent(activity, stage)
    for story in share.stories:
        yield tell(story, stage)


def _new_key(home: Path, stage: Stage) -> Life:
    """The key officer makes a new signing key before its first year ends."""
    yield stage.timeline.start + KEY_HELD
    root = keys.RootFile(home / ROOT_KEY)
    keys.rotate(KeyFolder(home / "keys"), root, now=stage.clock.now())


def _next_year(stage: Stage) -> Life:
    """The officer publishes the years to come as soon as they can be computed."""
    yield stage.timeline.end - NEXT_YEAR
    known = stage.timeline.start.year + 2
    years = range(known, stage.timeline.now.year + 2)
    house.publish_calendars(stage.actor("galih"), years, now=stage.clock.now())


def _silent(data: reading.ActivityData, stage: Stage) -> Life:
    """Work that was handed in and that nobody has written about, or will not, for a reason."""
    yield stage.timeline.at(data.days_ago, data.time, stage.zone(data.unit))
    pictures = [stage.picture(key, data.by, data.unit) for key in data.pictures]
    row = planning.hand_in_activity(
        actor=stage.actor(data.by),
        unit_code=data.unit,
        draft=Draft(
            what=data.what,
            description=data.note,
            form=data.form,
            event_date=stage.today(data.unit),
            place=data.place,
            people=data.people,
            pictures=tuple(pictures),
        ),
        now=stage.clock.now(),
    )
    if not data.taken:
        return
    yield stage.timeline.later(stage.clock.now(), 70, "BHM")
    editor = stage.actor(data.taken)
    planning.take_activity(actor=editor, activity_id=row.id, now=stage.clock.now())
    if not data.closed:
        return
    yield stage.timeline.later(stage.clock.now(), 25, "BHM")
    planning.close_activity(
        actor=stage.actor(data.taken),
        activity_id=row.id,
        reason=data.closed,
        now=stage.clock.now(),
    )
