"""Write and change the working text. Every save keeps the version before it."""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from suluh.foundation.accounts.rules import Action, Actor
from suluh.foundation.audit import operations as audit
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import local_day
from suluh.kernel import canonical
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused, Stale
from suluh.newsroom.assets import queries as assets
from suluh.newsroom.editorial import models, rules
from suluh.newsroom.editorial.permissions import require, require_unlocked
from suluh.newsroom.editorial.rules.marks import CHANGED, mark_of

SOMEBODY_ELSE = _(
    "Somebody else saved this text while you were writing. Nothing of yours is lost: both "
    "versions are shown side by side."
)
MOST_AT_ONCE = 50
EMPTY_BODY = {"v": canonical.VERSION, "blocks": []}


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """What is the same in every language of a story."""

    event_date: date | None = None
    place: str = ""
    topics: tuple[str, ...] = ()
    audience: str = ""
    not_before: datetime | None = None
    rights: str = ""
    sensitivity: str = "ordinary"
    slug: str = ""


@dataclass(frozen=True, slots=True)
class TextDraft:
    """The text of one language as a form hands it in; `based_on` is the version it was read at."""

    locale: str
    title: str
    lead: str
    body: Mapping[str, Any]
    credits: Sequence[Mapping[str, str]] = ()
    based_on: int = 0
    translated_from: int | None = None


@dataclass(frozen=True, slots=True)
class StoryDraft:
    """A new story. `content_id` is given only where it was drawn before (import)."""

    kind: str
    unit_code: str
    facts: StoryFacts = field(default_factory=StoryFacts)
    activity_id: UUID | None = None
    source_sha256: str = ""
    foreign_outlet: str = ""
    set_aside: Sequence[Mapping[str, object]] = ()
    mapped: Sequence[Mapping[str, object]] = ()


@transaction.atomic
def create_story(*, actor: Actor, draft: StoryDraft, now: datetime) -> models.Story:
    """Open a story in a unit.

    Raises Refused: no_unit, no_role, other_unit, unknown_kind.
    """
    unit = org.get_unit(draft.unit_code)
    require(actor, Action.WRITE_STORY, unit.path)
    if draft.kind not in set(rules.Kind):
        raise Refused("unknown_kind", _("There is no kind “%(kind)s”."), kind=draft.kind)
    if draft.kind in {rules.Kind.PAGE, rules.Kind.MENU, rules.Kind.SETTING}:
        require(actor, Action.EDIT_SITE, unit.path)
    story = _numbered(
        local_day(now, unit.zone).year,
        kind=draft.kind,
        unit_id=unit.id,
        activity_id=draft.activity_id,
        source_sha256=draft.source_sha256,
        foreign_outlet=draft.foreign_outlet,
        set_aside=list(draft.set_aside),
        mapped=list(draft.mapped),
        created_by_id=actor.person_id,
        created_at=now,
        changed_at=now,
        **_facts_columns(draft.facts),
    )
    record("story.create", story, actor, now, kind=draft.kind)
    return story


def _facts_columns(facts: StoryFacts) -> dict[str, Any]:
    return {
        "event_date": facts.event_date,
        "place": canonical.clean_text(facts.place),
        "topics": sorted(set(facts.topics)),
        "audience": facts.audience,
        "not_before": facts.not_before,
        "rights": canonical.clean_text(facts.rights),
        "sensitivity": facts.sensitivity,
        "slug": facts.slug,
    }


def _numbered(year: int, **columns: Any) -> models.Story:
    """Write a story under the next number; whoever took it first only costs another try."""
    for _one in range(MOST_AT_ONCE):
        with contextlib.suppress(IntegrityError), transaction.atomic():
            return models.Story.objects.create(number=next_number(year), **columns)
    raise Stale(_("Too many texts are begun at this moment; try again."))


def next_number(year: int) -> str:
    """Return the next story number of a year."""
    prefix = f"N-{year}-"
    last = models.Story.objects.filter(number__startswith=prefix).aggregate(last=Max("number"))
    counted = int(str(last["last"]).removeprefix(prefix)) if last["last"] else 0
    return f"{prefix}{counted + 1:05d}"


def record(action: str, story: models.Story, actor: Actor, now: datetime, **data: object) -> None:
    """Write an act on a story into the audit."""
    audit.record(
        audit.Entry(
            action=action,
            subject=f"content:{story.content_id}",
            actor_id=actor.person_id,
            unit_code=story.unit.code,
            data=data,
        ),
        now=now,
    )


def lock_story(actor: Actor, content_id: str, action: Action = Action.WRITE_STORY) -> models.Story:
    """Return a story locked for a change of its text. Raises Refused: no_story, locked, …"""
    story = (
        models.Story.objects.select_for_update(of=("self",))
        .select_related("unit")
        .filter(content_id=content_id)
        .first()
    )
    if story is None:
        raise Refused("no_story", _("There is no such story."))
    require(actor, action, story.unit.path)
    require_unlocked(story)
    return story


def mark_of_facts(story: models.Story) -> str:
    """Return the mark of the facts as they stand."""
    return mark_of(*(getattr(story, name) for name in _facts_columns(StoryFacts())))


@transaction.atomic
def change_facts(
    *, actor: Actor, content_id: str, facts: StoryFacts, now: datetime, seen: str = ""
) -> models.Story:
    """Change what is the same in every language; `seen` is the mark of what the form showed.

    Raises Refused: no_story, locked, …; Stale where somebody else changed them since.
    """
    story = lock_story(actor, content_id)
    if seen and seen != mark_of_facts(story):
        there = (str(getattr(story, name) or "") for name in _facts_columns(facts))
        raise Stale(CHANGED, now="; ".join(filter(None, there)))
    for name, value in _facts_columns(facts).items():
        setattr(story, name, value)
    story.changed_at = now
    story.save()
    remember(
        story, ("", 0), (actor, now), {"facts": {"place": facts.place, "rights": facts.rights}}
    )
    record("story.facts", story, actor, now)
    return story


@transaction.atomic
def save_text(
    *, actor: Actor, content_id: str, draft: TextDraft, now: datetime
) -> models.StoryText:
    """Save the text of one language in canonical form; a save without a change changes nothing.

    `draft.based_on` 0 means that the writer saw no text yet.
    Raises Refused: no_story, locked, not_canonical; Stale where somebody else saved since.
    """
    story = lock_story(actor, content_id)
    body = canonical.normal("body", dict(draft.body))
    fields: dict[str, Any] = {
        "title": canonical.clean_text(draft.title),
        "lead": canonical.clean_text(draft.lead),
        "body": body,
        "credits": [
            {"role": one["role"], "name": canonical.clean_text(one["name"])}
            for one in draft.credits
            if canonical.clean_text(one["name"])
        ],
    }
    if len(fields["title"]) > 300:
        raise Refused("long_title", _("A title has at most 300 characters."))
    text = models.StoryText.objects.filter(story=story, locale=draft.locale).first()
    if text is None and draft.based_on == 0:
        text = models.StoryText.objects.create(
            story=story,
            locale=draft.locale,
            translated_from=draft.translated_from,
            changed_at=now,
            changed_by_id=actor.person_id,
            **fields,
        )
    elif text is None or text.version != draft.based_on:
        raise Stale(SOMEBODY_ELSE)
    elif _unchanged(text, fields, draft):
        return text
    else:
        _update(text, fields, draft, (actor, now))
    written = fields | {"translated_from": text.translated_from}
    remember(story, (draft.locale, text.version), (actor, now), written)
    models.Story.objects.filter(id=story.id).update(changed_at=now)
    record("story.text", story, actor, now, locale=draft.locale, version=text.version)
    return text


def _unchanged(text: models.StoryText, fields: Mapping[str, Any], draft: TextDraft) -> bool:
    same = all(getattr(text, name) == value for name, value in fields.items())
    return same and draft.translated_from in {None, text.translated_from}


def _update(
    text: models.StoryText,
    fields: Mapping[str, Any],
    draft: TextDraft,
    by: tuple[Actor, datetime],
) -> None:
    actor, now = by
    changed = models.StoryText.objects.filter(id=text.id, version=draft.based_on).update(
        version=F("version") + 1,
        changed_at=now,
        changed_by_id=actor.person_id,
        translated_from=draft.translated_from or text.translated_from,
        **fields,
    )
    if changed != 1:
        raise Stale(SOMEBODY_ELSE)
    text.refresh_from_db()


def remember(
    story: models.Story,
    at: tuple[str, int],
    by: tuple[Actor, datetime],
    text: Mapping[str, Any],
) -> None:
    """Keep what was written at (locale, version) by (actor, now): four eyes rest on it."""
    (locale, version), (actor, now) = at, by
    acting_for = next((post.for_person_id for post in actor.posts if post.for_person_id), None)
    models.TextEdit.objects.create(
        story=story,
        locale=locale,
        version=version,
        person_id=actor.person_id,
        for_person_id=acting_for,
        at=now,
        text=dict(text),
    )


@transaction.atomic
def add_figure(
    *, actor: Actor, content_id: str, picture_id: UUID, now: datetime
) -> models.StoryFigure:
    """Add a picture to a story under the next number. Raises Refused: no_picture, locked."""
    story = lock_story(actor, content_id)
    picture = assets.find_visible(actor, picture_id)
    last = story.figures.aggregate(last=Max("number"))["last"] or 0
    figure = models.StoryFigure.objects.create(
        story=story, number=last + 1, picture_id=picture.id, credit=picture.credit
    )
    for locale in org.get_institution().languages:
        models.StoryFigureText.objects.create(
            figure=figure,
            locale=locale,
            caption=picture.caption.in_(locale),
            alt=picture.alt.in_(locale),
        )
    remember(story, ("", 0), (actor, now), {"figure": figure.number})
    record("story.figure", story, actor, now, figure=figure.number)
    return figure


@dataclass(frozen=True, slots=True)
class FigureWords:
    """Caption and description of a picture in one language."""

    locale: str
    caption: str
    alt: str
    credit: str = ""


@transaction.atomic
def describe_figure(
    *, actor: Actor, content_id: str, number: int, words: FigureWords, now: datetime
) -> None:
    """Write a picture's caption and description in one language; a credit is for them all."""
    story = lock_story(actor, content_id)
    figure = story.figures.filter(number=number).first()
    if figure is None:
        raise Refused("no_figure", _("There is no such picture in this story."))
    models.StoryFigureText.objects.update_or_create(
        figure=figure,
        locale=words.locale,
        defaults={
            "caption": canonical.clean_text(words.caption),
            "alt": canonical.clean_text(words.alt),
        },
    )
    if words.credit:
        figure.credit = canonical.clean_text(words.credit)
        figure.save(update_fields=["credit"])
    remember(story, (words.locale, 0), (actor, now), {"figure": number, "caption": words.caption})
    record("story.figure", story, actor, now, figure=number)


@transaction.atomic
def remove_figure(*, actor: Actor, content_id: str, number: int, now: datetime) -> None:
    """Take a picture out of a story; where there is none, nobody has edited anything.

    Raises Refused: figure_in_text while a text names it.
    """
    story = lock_story(actor, content_id)
    for text in story.texts.all():
        named = [block["n"] for block in text.body["blocks"] if block["t"] == "figure"]
        if number in named:
            raise Refused("figure_in_text", _("The text still names this picture."))
    deleted, _rows = story.figures.filter(number=number).delete()
    if not deleted:
        return
    remember(story, ("", 0), (actor, now), {"figure_removed": number})
    record("story.figure_removed", story, actor, now, figure=number)
