"""Who sees a text inside the house, shown where it is under embargo or sensitive."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext

from suluh.foundation.accounts.rules import ROLE_LABELS, Actor, Grant
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import HeldPost
from suluh.newsroom.editorial import models
from suluh.newsroom.editorial.queries.readers import Reader, readers_of_copy, readers_of_story
from suluh.newsroom.regulation.rules.frozen import chain_from_json

ORDINARY = "ordinary"
VIA = {"plt": "Plt. ", "plh": "Plh. "}

Row = dict[str, str]


def inside_of_copy(copy: models.Copy, actor: Actor, now: datetime) -> list[Row]:
    """Return who may read a Copy that is under embargo or sensitive; else nobody is listed."""
    sensitivity = chain_from_json(copy.chain).case.sensitivity
    if not _is_close(copy.not_before, sensitivity, now):
        return []
    return _rows(readers_of_copy(copy, now), actor)


def inside_of_story(story: models.Story, actor: Actor, now: datetime) -> list[Row]:
    """Return who may read a story that is under embargo or sensitive; else nobody is listed."""
    if not _is_close(story.not_before, story.sensitivity, now):
        return []
    return _rows(readers_of_story(story, now), actor)


def _is_close(not_before: datetime | None, sensitivity: str, now: datetime) -> bool:
    return (not_before is not None and not_before > now) or sensitivity != ORDINARY


def _rows(readers: Sequence[Reader], actor: Actor) -> list[Row]:
    units = {unit.code: unit.name.in_(actor.locale) for unit in org.list_units(closed=True)}
    return [
        {"name": one.name, "by": "; ".join(_ground(each, units, actor.locale) for each in one.by)}
        for one in readers
    ]


def _ground(ground: Grant | HeldPost, units: dict[str, str], locale: str) -> str:
    unit = units.get(ground.unit_code, ground.unit_code)
    if isinstance(ground, Grant):
        return f"{gettext(ROLE_LABELS[ground.role])}, {unit}"
    return f"{VIA.get(ground.via, '')}{ground.title.in_(locale)}, {unit}"
