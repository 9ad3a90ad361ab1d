"""What can become of a story: published, corrected, withdrawn, late, returned, and so on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from suluh.newsroom.editorial import operations as editorial
from suluh.newsroom.editorial.operations.early import EarlyReading
from suluh.newsroom.editorial.operations.review import Note
from suluh.project.demo.agenda import Life
from suluh.project.demo.reading import StoryData
from suluh.project.demo.stage import Stage
from suluh.project.demo.telling import Telling


def tell(story: StoryData, stage: Stage) -> Life:
    """Return the life of a story."""
    return FATES[story.fate.name](Telling(story, stage))


def _published(one: Telling) -> Life:
    yield from one.published()


def _corrected(one: Telling) -> Life:
    """Published with a mistake; some days later the right figure, with the reason."""
    yield from one.published()
    yield one.now() + timedelta(days=one.story.fate.days)
    yield one.pause("correct", 5, 50)
    for locale in one.story.fate.wrong:
        one.write(locale, one.story.texts[locale])
    one.submit(tuple(one.story.fate.wrong), "correct", one.story.fate.reason)
    yield from one.reviewed()


def _updated(one: Telling) -> Life:
    """Published; later the same text with a paragraph more."""
    whole = one.story
    yield from one.published()
    yield one.now() + timedelta(days=whole.fate.days)
    yield one.pause("update", 5, 50)
    for locale, added in whole.fate.added.items():
        text = whole.texts[locale]
        one.write(locale, replace(text, body=f"{text.body}\n\n{added}"))
    one.submit(tuple(whole.fate.added), "update", whole.fate.reason)
    yield from one.reviewed()


def _withdrawn(one: Telling) -> Life:
    yield from one.published()
    yield one.now() + timedelta(days=one.story.fate.days)
    yield one.pause("withdraw", 5, 50)
    editorial.withdraw_story(
        actor=one.stage.actor(one.story.editor),
        content_id=one.content_id,
        reason=one.story.fate.reason,
        now=one.now(),
    )
    yield from one.reviewed()


def _scheduled(one: Telling) -> Life:
    """In review with the wish for an instant; approved, it waits for it."""
    yield from one.submitted()
    zone = one.stage.zone(one.story.unit)
    editorial.reschedule(
        actor=one.stage.actor("sirait"),
        copy_id=one.copy().id,
        due_at=one.stage.timeline.ahead(one.story.fate.days, "06.00", zone),
        now=one.now(),
    )
    yield from one.reviewed()


def _embargo(one: Telling) -> Life:
    """Approved and under embargo; named people may read it already."""
    yield from one.published()
    yield one.pause("readers", 5, 20)
    for reader in one.story.fate.readers:
        name, _at, outlet = reader.partition("@")
        address = f"{name.lower().replace(' ', '.')}@{outlet}"
        until = one.copy().not_before
        editorial.grant_early_reading(
            actor=one.stage.actor("yosefina"),
            copy_id=one.copy().id,
            reading=EarlyReading(name, address, until),
            now=one.now(),
        )


def _in_review(one: Telling) -> Life:
    yield from one.submitted()
    yield from one.reviewed(one.story.fate.signed)


def _returned(one: Telling) -> Life:
    yield from one.submitted()
    yield from one.reviewed(one.story.fate.signed)
    yield one.pause("return", 20, 60, "BHM")
    step, people = one.step_of()
    editorial.return_copy(
        actor=one.stage.actor(people[0]),
        copy_id=one.copy().id,
        step=step,
        notes=[Note(**note) for note in one.story.fate.notes],
        now=one.now(),
    )


def _taken_back(one: Telling) -> Life:
    yield from one.submitted()
    yield from one.reviewed(one.story.fate.signed)
    yield one.pause("back", 10, 40)
    editorial.take_back(
        actor=one.stage.actor(one.story.editor), copy_id=one.copy().id, now=one.now()
    )


def _draft(one: Telling) -> Life:
    yield from one.written()


def _stale(one: Telling) -> Life:
    """The Indonesian text changed after it was translated."""
    yield from one.written()
    yield one.pause("stale", 40, 90)
    text = one.story.texts["id"]
    one.write("id", replace(text, body=f"{text.body}\n\n{one.story.fate.added['id']}"))


FATES: Final[Mapping[str, Callable[[Telling], Iterator[datetime]]]] = {
    "published": _published,
    "corrected": _corrected,
    "updated": _updated,
    "withdrawn": _withdrawn,
    "scheduled": _scheduled,
    "embargo": _embargo,
    "in_review": _in_review,
    "returned": _returned,
    "taken_back": _taken_back,
    "draft": _draft,
    "stale": _stale,
}
