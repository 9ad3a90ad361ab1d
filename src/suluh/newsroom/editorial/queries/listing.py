"""Stories as rows of a list."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.org import queries as org
from suluh.kernel.bilingual import Bilingual
from suluh.newsroom.editorial import models, rules
from suluh.newsroom.editorial.queries.public import live_locales
from suluh.newsroom.editorial.queries.titles import story_titles

DRAFT = "draft"
WITHDRAWN = "withdrawn"
STATES = (DRAFT, "in_review", "returned", "taken_back", "cleared", "published", WITHDRAWN)
SHOWN = 50
SLICE = 500
Annotated = QuerySet[Any]  # stories with last_state and last_purpose, which the stubs cannot know


@dataclass(frozen=True, slots=True)
class StoryFilter:
    """What a list is narrowed to; '' everywhere is all. `writer` is who wrote or edited."""

    words: str = ""
    state: str = ""
    unit: str = ""
    kind: str = ""
    language: str = ""
    writer: UUID | None = None
    before: tuple[datetime, UUID] | None = None


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story in a list. `languages` pairs each locale with live, stale, draft or none."""

    id: UUID
    content_id: str
    number: str
    title: str
    kind: str
    unit_code: str
    unit_name: Bilingual
    zone: str
    state: str
    languages: tuple[tuple[str, str], ...]
    changed_at: datetime
    copy_id: UUID | None = None
    opened_at: datetime | None = None
    step_due_at: datetime | None = None
    due_at: datetime | None = None
    not_before: datetime | None = None


def list_stories(
    actor: Actor, wanted: StoryFilter, *, limit: int = SHOWN, now: datetime
) -> list[StoryRow]:
    """Return visible stories, the last changed first; `wanted.before` is the end of a page."""
    stories = _narrowed(_visible(actor), wanted)
    if wanted.before is not None:
        at, last = wanted.before
        stories = stories.filter(Q(changed_at__lt=at) | Q(changed_at=at, id__lt=last))
    return rows_of(stories[:limit], now)


def every_story(actor: Actor, wanted: StoryFilter, *, now: datetime) -> Iterator[StoryRow]:
    """Yield every visible story that fits, in slices; the order is that of the first moment.

    Which stories they are is asked once: one that is changed meanwhile moves up the list, and
    would be missed by a page that goes on below the last row.
    """
    ids = list(_narrowed(_visible(actor), wanted).values_list("id", flat=True))
    for start in range(0, len(ids), SLICE):
        some = ids[start : start + SLICE]
        place = {one: at for at, one in enumerate(some)}
        stories = sorted(_visible(actor).filter(id__in=some), key=lambda one: place[one.id])
        yield from rows_of(stories, now)


def count_stories(actor: Actor, wanted: StoryFilter) -> int:
    """Return how many visible stories fit."""
    return _narrowed(_visible(actor), wanted).order_by().count()


def count_states(actor: Actor) -> dict[str, int]:
    """Return how many visible stories stand where, and 'all'."""
    counts = dict.fromkeys(STATES, 0)
    for state, purpose in _visible(actor).order_by().values_list("last_state", "last_purpose"):
        counts[_state(state, purpose)] += 1
    counts["all"] = sum(counts.values())
    return counts


def _visible(actor: Actor) -> Annotated:
    from suluh.newsroom.editorial.queries import visible_to  # noqa: PLC0415 it imports this module

    last = models.Copy.objects.filter(content_id=OuterRef("content_id")).order_by("-number")
    return visible_to(actor).annotate(
        last_state=Subquery(last.values("state")[:1]),
        last_purpose=Subquery(last.values("purpose")[:1]),
    )


def _narrowed(stories: Annotated, wanted: StoryFilter) -> Annotated:
    for word in wanted.words.split()[:6]:
        named = models.StoryText.objects.filter(story=OuterRef("pk"), title__icontains=word)
        stories = stories.filter(Q(Exists(named)) | Q(number__icontains=word))
    if wanted.unit:
        stories = stories.filter(unit__code=wanted.unit)
    if wanted.kind:
        stories = stories.filter(kind=wanted.kind)
    if wanted.writer:
        wrote = models.TextEdit.objects.filter(story=OuterRef("pk"), person_id=wanted.writer)
        stories = stories.filter(Q(created_by_id=wanted.writer) | Q(Exists(wrote)))
    return _in_language(_in_state(stories, wanted.state), wanted.language)


def _in_state(stories: Annotated, state: str) -> Annotated:
    if state == DRAFT:
        return stories.filter(last_state__isnull=True)
    if state == WITHDRAWN:
        return stories.filter(last_state="published", last_purpose=rules.Purpose.WITHDRAW.value)
    if state == "open":
        return stories.filter(Q(last_state__isnull=True) | ~Q(last_state="published"))
    if state in STATES:
        stories = stories.filter(last_state=state)
        withdrawn = rules.Purpose.WITHDRAW.value
        return stories.exclude(last_purpose=withdrawn) if state == "published" else stories
    return stories


def _in_language(stories: Annotated, language: str) -> Annotated:
    """`en` has English, `no-en` lacks it, `stale-en` follows an older Indonesian text."""
    what, _dash, locale = language.rpartition("-")
    texts = models.StoryText.objects.filter(story=OuterRef("pk"), locale=locale)
    if what == "no":
        return stories.exclude(Exists(texts))
    if what == "stale":
        source = models.StoryText.objects.filter(
            story=OuterRef("story"), locale=org.get_institution().languages[0]
        )
        behind = texts.annotate(source=Subquery(source.values("version")[:1]))
        return stories.filter(Exists(behind.filter(translated_from__lt=F("source"))))
    return stories.filter(Exists(texts)) if locale else stories


def rows_of(stories: Iterable[models.Story], now: datetime) -> list[StoryRow]:
    """Return stories as rows, with a fixed number of queries whatever their number."""
    found = list(stories)
    contents = [story.content_id for story in found]
    titles = story_titles(contents)
    last: dict[str, models.Copy] = {}
    for copy in models.Copy.objects.filter(content_id__in=contents).order_by("number"):
        last[copy.content_id] = copy
    opened = _opened([copy.id for copy in last.values()])
    pairs = languages_of(found)
    return [
        _row(story, titles.get(story.content_id, ""), last.get(story.content_id), opened, pairs)
        for story in found
    ]


def _opened(copy_ids: list[UUID]) -> dict[UUID, datetime]:
    rows = models.CopyTransition.objects.filter(copy_id__in=copy_ids, verb="open").order_by()
    return dict(rows.values("copy_id").annotate(last=Max("at")).values_list("copy_id", "last"))


def _row(
    story: models.Story,
    title: str,
    copy: models.Copy | None,
    opened: dict[UUID, datetime],
    pairs: dict[UUID, tuple[tuple[str, str], ...]],
) -> StoryRow:
    in_review = copy is not None and copy.state == rules.CopyState.IN_REVIEW
    return StoryRow(
        id=story.id,
        content_id=story.content_id,
        number=story.number,
        title=title or story.number,
        kind=story.kind,
        unit_code=story.unit.code,
        unit_name=Bilingual(story.unit.name_id, story.unit.name_en),
        zone=story.unit.zone,
        state=_state(copy.state if copy else None, copy.purpose if copy else None),
        languages=pairs.get(story.id, ()),
        changed_at=story.changed_at,
        copy_id=copy.id if copy else None,
        opened_at=opened.get(copy.id) if copy else None,
        step_due_at=copy.step_due_at if copy and in_review else None,
        due_at=copy.due_at if copy else None,
        not_before=story.not_before,
    )


def _state(state: str | None, purpose: str | None) -> str:
    if state is None:
        return DRAFT
    if state == rules.CopyState.PUBLISHED and purpose == rules.Purpose.WITHDRAW:
        return WITHDRAWN
    return "published" if state == rules.CopyState.SUPERSEDED else state


def languages_of(stories: Iterable[models.Story]) -> dict[UUID, tuple[tuple[str, str], ...]]:
    """Return how each language of each story stands: live, stale, draft or none."""
    found = {story.id: story.content_id for story in stories}
    source, *_others = languages = org.get_institution().languages
    texts: dict[UUID, dict[str, tuple[int, int | None]]] = {}
    rows = models.StoryText.objects.filter(story_id__in=list(found))
    for story_id, locale, version, follows in rows.values_list(
        "story_id", "locale", "version", "translated_from"
    ):
        texts.setdefault(story_id, {})[locale] = (version, follows)
    live = live_locales(found.values())
    return {
        story_id: tuple(
            (locale, _stands(texts.get(story_id, {}), locale, source, (content, locale) in live))
            for locale in languages
        )
        for story_id, content in found.items()
    }


def _stands(texts: dict[str, tuple[int, int | None]], locale: str, source: str, live: bool) -> str:
    if locale not in texts:
        return "none"
    follows = texts[locale][1]
    if follows is not None and source in texts and follows < texts[source][0]:
        return "stale"
    return "live" if live else DRAFT
