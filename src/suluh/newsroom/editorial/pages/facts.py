"""Facts in words: of a frozen part, of a story, and of the form in which they are changed."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.org import queries as org
from suluh.kernel.canonical import Part
from suluh.kernel.clock import from_iso
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models
from suluh.newsroom.editorial.pages.words import day, here, kind_word, unit_word, when
from suluh.newsroom.editorial.rules.taxonomy import AUDIENCES, audience_word, topic_word
from suluh.newsroom.regulation import queries as regulation


def first_language() -> str:
    """Return the language in which stories are written first."""
    return org.get_institution().languages[0]


def fact_word(key: str, facts: Part) -> str:
    """Return one value of a canonical `facts` part as people say it; '' where there is none."""
    value = facts[key]
    if not value:
        return ""
    if key == "unit":
        return unit_word(str(value))
    if key == "event_date":
        return day(date.fromisoformat(str(value)))
    if key == "not_before":
        return when(from_iso(str(value)), zone_of(str(facts["unit"])))["text"]
    return _coded(key, value)


def _coded(key: str, value: Any) -> str:
    if key == "kind":
        return kind_word(str(value))
    if key == "topics":
        return topic_words(value)
    return audience_word(str(value), here()) if key == "audience" else str(value)


def topic_words(topics: Iterable[str]) -> str:
    """Return topics in the reader's language, with commas between them."""
    return ", ".join(topic_word(one, here()) for one in topics)


def zone_of(unit_code: str) -> str:
    """Return the zone of a unit, or the one of the house where no unit has this code."""
    zones = {unit.code: unit.zone for unit in org.list_units(closed=True)}
    return zones.get(unit_code) or org.get_institution().zone


def audiences(story: models.Story) -> list[tuple[str, str]]:
    """Return whom a text can be for, what an older one says included."""
    codes = dict.fromkeys(["", *AUDIENCES, story.audience])
    return [(one, audience_word(one, here()) if one else gettext("not said")) for one in codes]


def of_story(story: models.Story, actor: Actor, now: datetime) -> dict[str, str]:
    """Return the working facts of a story as its overview lists them."""
    degrees = dict(sensitivities(actor, now))
    return {
        "event_date": day(story.event_date),
        "topics": topic_words(story.topics),
        "audience": audience_word(story.audience, here()) if story.audience else "",
        "sensitivity": degrees.get(story.sensitivity, story.sensitivity),
        "not_before": when(story.not_before, story.unit.zone)["text"],
    }


def initial(story: models.Story) -> dict[str, Any]:
    """Return the stored facts as the form's fields."""
    return {
        "event_date": story.event_date,
        "place": story.place,
        "topics": topic_words(story.topics),
        "audience": story.audience,
        "sensitivity": story.sensitivity,
        "rights": story.rights,
        "slug": story.slug,
        "not_before": story.not_before,
    }


def choices(story: models.Story, actor: Actor, now: datetime) -> dict[str, list[tuple[str, str]]]:
    """Return what the form of the facts offers, by field."""
    return {"sensitivity": sensitivities(actor, now), "audience": audiences(story)}


def sensitivities(actor: Actor, now: datetime) -> list[tuple[str, str]]:
    """Return the regulation's degrees of sensitivity; before the first one, only the ordinary."""
    try:
        known = regulation.regulation_in_force(now).sensitivities
    except Refused:
        return [("ordinary", gettext("ordinary"))]
    return [(slug, label.in_(actor.locale)) for slug, label in known.items()]
