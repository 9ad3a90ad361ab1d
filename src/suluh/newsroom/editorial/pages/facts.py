"""The form of a story's facts: what it shows first, and its choices."""

from datetime import datetime
from typing import Any

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.org import queries as org
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models
from suluh.newsroom.regulation import queries as regulation


def first_language() -> str:
    """Return the language in which stories are written first."""
    return org.get_institution().languages[0]


def initial(story: models.Story) -> dict[str, Any]:
    """Return the stored facts as the form's fields."""
    return {
        "event_date": story.event_date,
        "place": story.place,
        "topics": ", ".join(story.topics),
        "audience": story.audience,
        "sensitivity": story.sensitivity,
        "rights": story.rights,
        "slug": story.slug,
        "not_before": story.not_before,
    }


def sensitivities(actor: Actor, now: datetime) -> list[tuple[str, str]]:
    """Return the regulation's degrees of sensitivity; before the first one, only the ordinary."""
    try:
        known = regulation.regulation_in_force(now).sensitivities
    except Refused:
        return [("ordinary", "ordinary")]
    return [(slug, label.in_(actor.locale)) for slug, label in known.items()]
