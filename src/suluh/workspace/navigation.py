"""The navigation of the office, in the order of the loop; a person sees what is theirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from suluh.foundation.accounts.rules import Action, Actor, decide
from suluh.newsroom.editorial.queries import comments, desk
from suluh.newsroom.planning import queries as planning
from suluh.publishing.delivery import queries as delivery

NOTHING: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the office."""

    key: str
    label: object
    url_name: str
    icon: str
    action: Action | None = None
    group: int = 0
    short: object = ""  # below an icon on a phone


ENTRIES: Final = (
    Entry("desk", _("Desk"), "desk", "desk"),
    Entry("activities", _("Activities"), "activities", "agenda", Action.READ_ACTIVITY),
    Entry("stories", _("Stories"), "stories", "story", Action.READ_STORY),
    Entry("channels", _("Channels"), "channels", "channels", Action.READ_DELIVERY),
    Entry("messages", _("Messages"), "messages", "mail", Action.ANSWER_MESSAGE),
    Entry(
        "published_today",
        _("Published today"),
        "published_today",
        "feed",
        group=1,
        short=_("Today"),
    ),
    Entry("workflow", _("Who signs what"), "regulation_workflow", "regulation", group=1),
    Entry("pictures", _("Photos"), "pictures", "image", Action.EDIT_PICTURE, group=2),
    Entry(
        "supplements",
        _("Supplements"),
        "regulation_supplements",
        "regulation",
        Action.MANAGE_UNIT,
        group=3,
    ),
    Entry("house", _("House"), "house", "house", Action.MANAGE_HOUSE, group=3),
)


def waiting(actor: Actor) -> dict[str, int]:
    """Return how much waits for a person in each place: one query for each kind of thing."""
    mine = desk.count_waiting(actor) + comments.waiting_comments(actor).count()
    found = {"desk": mine + desk.count_returned(actor)}
    if decide(actor, Action.CLOSE_ACTIVITY).allowed:
        found["activities"] = planning.count_new(actor)
    if decide(actor, Action.DECIDE_DELIVERY).allowed:
        found["channels"] = delivery.count_waiting(actor)
    return found


def entries_for(
    actor: Actor, path: str, counts: Mapping[str, int] = NOTHING
) -> list[dict[str, object]]:
    """Return the entries an actor may open, with the current one marked and what waits there."""
    rows: list[dict[str, object]] = []
    for entry in ENTRIES:
        if entry.action and not decide(actor, entry.action).allowed:
            continue
        url = reverse(entry.url_name)
        rows.append(
            {
                "key": entry.key,
                "label": gettext(str(entry.label)),
                "short": gettext(str(entry.short or entry.label)),
                "url": url,
                "icon": entry.icon,
                "group": entry.group,
                "current": path == url or (url != "/" and path.startswith(url)),
                "count": counts.get(entry.key, 0),
            }
        )
    return rows
