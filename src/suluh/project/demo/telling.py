"""The life of one story, told by the operations that people use."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from suluh.foundation.org import queries as org
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import operations as editorial
from suluh.newsroom.editorial import queries, rules
from suluh.newsroom.editorial.rules.plainform import to_body
from suluh.newsroom.planning import operations as planning
from suluh.newsroom.planning.rules.activities import Draft
from suluh.project.demo import reading
from suluh.project.demo.agenda import Life
from suluh.project.demo.dating import dated
from suluh.project.demo.reading import StoryData, TextData
from suluh.project.demo.stage import Stage
from suluh.project.demo.timeline import spread

SITE_KINDS: Final = frozenset({"page", "menu", "setting"})
LINK: Final = re.compile(r"content:\{([a-z0-9-]+)\}")
TRANSLATORS: Final = ("meilani", "ruben")


class Telling:
    """One story on the stage; each method is an act or a stretch of acts."""

    def __init__(self, story: StoryData, stage: Stage) -> None:
        self.story = story
        self.stage = stage
        self.content_id = ""
        self.versions: dict[str, int] = {}
        self.day = stage.timeline.day(story.days_ago, stage.zone(story.unit))

    # --- acts -------------------------------------------------------------------------------

    def now(self) -> datetime:
        return self.stage.clock.now()

    def pause(self, key: str, least: int, most: int, unit: str = "") -> datetime:
        """Return the moment some working minutes from now, always the same for the same act."""
        minutes = least + spread(f"{self.story.key}/{key}", most - least)
        return self.stage.timeline.later(self.now(), minutes, unit or self.story.unit)

    def hand_in(self) -> UUID | None:
        """The unit says what it did."""
        if not self.story.activity:
            return None
        story, stage = self.story, self.stage
        pictures = [stage.picture(key, story.by, story.unit) for key in story.pictures]
        draft = Draft(
            what=story.activity,
            description=story.note,
            form=story.form,
            event_date=self.day,
            place=story.place,
            people=story.people,
            pictures=tuple(pictures),
        )
        row = planning.hand_in_activity(
            actor=stage.actor(story.by), unit_code=story.unit, draft=draft, now=self.now()
        )
        return row.id

    def begin(self, activity: UUID | None) -> None:
        """An editor opens the story, writes the Indonesian text and sets the pictures."""
        story, stage = self.story, self.stage
        editor = stage.actor(story.editor)
        made = editorial.create_story(
            actor=editor,
            draft=editorial.StoryDraft(
                kind=story.kind, unit_code=story.unit, facts=self.facts(), activity_id=activity
            ),
            now=self.now(),
        )
        self.content_id = stage.contents[story.key] = made.content_id
        if activity is not None:
            planning.link_story(
                actor=editor, activity_id=activity, content_id=self.content_id, now=self.now()
            )
        for key in story.pictures:
            picture = stage.picture(key, story.by or story.editor, story.unit)
            editorial.add_figure(
                actor=editor, content_id=self.content_id, picture_id=picture, now=self.now()
            )
        self.attach()
        self.write("id", self.first_text("id"))

    def attach(self) -> None:
        """Hang the documents of the story on it, each with its title."""
        editor = self.stage.actor(self.story.editor)
        for row in self.story.files:
            kept = editorial.attach_upload(
                actor=editor,
                content_id=self.content_id,
                data=(reading.FILES / row["file"]).read_bytes(),
                filename=row["file"],
                now=self.now(),
            )
            titles = {locale: row[locale] for locale in self.story.texts}
            editorial.name_file(
                actor=editor,
                content_id=self.content_id,
                number=kept.number,
                titles=titles,
                now=self.now(),
            )

    def facts(self) -> editorial.StoryFacts:
        story = self.story
        fate = story.fate
        embargo = None
        if fate.name == "embargo":
            zone = self.stage.zone(story.unit)
            embargo = self.stage.timeline.ahead(fate.days, "10.00", zone)
        return editorial.StoryFacts(
            event_date=None if story.kind in SITE_KINDS else self.day,
            place=story.place,
            topics=story.topics,
            audience=story.audience,
            not_before=embargo,
            sensitivity=story.sensitivity,
            slug=story.slug,
        )

    def first_text(self, locale: str) -> TextData:
        """Return the text as it was first published: with the mistake, without the addition."""
        text = self.story.texts[locale]
        if locale not in self.story.fate.wrong:
            return text
        right, wrong = self.story.fate.wrong[locale]
        if right not in text.title + text.lead + text.body:
            raise LookupError(f"{self.story.key}: “{right}” is not in the text")
        return TextData(
            *(part.replace(right, wrong) for part in (text.title, text.lead, text.body))
        )

    def write(self, locale: str, text: TextData, by: str = "") -> None:
        """Save the text of one language."""
        saved = editorial.save_text(
            actor=self.stage.actor(by or self.story.editor),
            content_id=self.content_id,
            draft=editorial.TextDraft(
                locale=locale,
                title=dated(text.title, self.day),
                lead=dated(text.lead, self.day),
                body=to_body(dated(self.linked(text.body), self.day)),
                credits=self.credits(locale),
                based_on=self.versions.get(locale, 0),
                translated_from=self.versions["id"] if locale != "id" else None,
            ),
            now=self.now(),
        )
        self.versions[locale] = saved.version

    def linked(self, body: str) -> str:
        """Put content ids where the data name a story by its key."""
        return LINK.sub(lambda found: f"content:{self.stage.contents[found[1]]}", body)

    def credits(self, locale: str) -> list[dict[str, str]]:
        if self.story.kind in SITE_KINDS:
            return []
        people = [("writer", self.story.by or self.story.editor), ("editor", self.story.editor)]
        if locale != "id":
            people.append(("translator", self.translator))
        return [{"role": role, "name": self.stage.name(key)} for role, key in people]

    @property
    def translator(self) -> str:
        return TRANSLATORS[spread(self.story.key, len(TRANSLATORS))]

    def submit(
        self, locales: tuple[str, ...] = (), purpose: str = "publish",
        reason: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        editorial.submit_story(
            actor=self.stage.actor(self.story.editor),
            content_id=self.content_id,
            locales=locales or tuple(self.story.texts),
            purpose=purpose,
            reason=reason,
            now=self.now(),
        )

    def copy(self) -> Any:
        return queries.last_copy_of(self.content_id)

    def step_of(self) -> tuple[str, list[str]]:
        """Return the first open step and those who can sign it, by key."""
        waiting = queries.who_waits(self.copy(), self.now())
        step, signers = next(iter(sorted(waiting.items())))
        by_name = {name: key for key, name in self.stage.people.names.items()}
        names = org.names_of({UUID(one.person) for one in signers})
        found = [by_name[names[UUID(one.person)]] for one in signers]
        turn = spread(f"{self.story.key}{step}", len(found))
        return step, found[turn:] + found[:turn]

    def sign(self) -> None:
        """Let somebody whose turn it is sign the first open step."""
        copy = self.copy()
        step, people = self.step_of()
        seen = list(copy.parts.values_list("commitment", flat=True))
        for key in people:
            try:
                editorial.sign_off(
                    actor=self.stage.actor(key),
                    copy_id=copy.id,
                    step=step,
                    seen=seen,
                    now=self.now(),
                )
            except Refused as refused:
                if refused.code != "another_person":
                    raise
            else:
                return
        raise LookupError(f"{self.story.key}: nobody can sign {step}")

    # --- stretches --------------------------------------------------------------------------

    def reviewed(self, most: int = 99) -> Life:
        """Sign-off by sign-off, until the chain is satisfied or `most` were given."""
        given = 0
        while given < most and self.copy().state == rules.CopyState.IN_REVIEW:
            yield self.pause(f"sign{self.copy().number}.{given}", 14, 110, "BHM")
            self.sign()
            given += 1

    def written(self) -> Life:
        """From the event to a text in every language it has."""
        story, stage = self.story, self.stage
        yield stage.timeline.at(story.days_ago, story.time, stage.zone(story.unit))
        activity = self.hand_in()
        if activity is not None:
            yield self.pause("take", 12, 90)
            planning.take_activity(
                actor=stage.actor(story.editor), activity_id=activity, now=self.now()
            )
        yield self.pause("write", 20, 80)
        self.begin(activity)
        if "en" in story.texts:
            yield self.pause("translate", 30, 120)
            self.write("en", self.first_text("en"), by=self.translator)

    def submitted(self) -> Life:
        yield from self.written()
        yield self.pause("submit", 10, 45)
        self.submit()

    def published(self) -> Life:
        yield from self.submitted()
        yield from self.reviewed()
