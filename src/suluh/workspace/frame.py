"""What the frame around every office page shows."""

import contextlib
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from suluh.foundation.accounts.rules import ROLE_LABELS, Action, Actor, decide
from suluh.foundation.notify.queries import count_unread
from suluh.foundation.org import queries as org
from suluh.kernel import clock
from suluh.publishing.ledger import queries as ledger
from suluh.workspace import queries
from suluh.workspace.navigation import entries_for, waiting
from suluh.workspace.rules import FILTERS, clean_query

LATE_SECONDS: Final = 30


def frame(request: HttpRequest) -> dict[str, object]:
    """Context processor: the person, the institution, the navigation."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"frame": {"theme": "system", "density": "compact"}}
    institution = org.get_institution()
    user = request.user
    return {
        "frame": {
            "person_name": actor.name,
            "role_line": _role_line(actor),
            "unit_name": org.get_unit(actor.unit_code).name.in_(actor.locale),
            "institution_name": institution.short_name,
            "demo": institution.is_demo,
            "nav": entries_for(actor, request.path, waiting(actor)),
            "news_count": count_unread(actor.person_id),
            "saved": _saved(actor, request),
            "theme": getattr(user, "theme", "system"),
            "density": getattr(user, "density", "compact"),
            "language": actor.locale,
            "home_url": reverse("desk"),
            "logout_url": reverse("account_logout"),
            **_urls(),
            **_heartbeat(),
            **_paused(actor),
        }
    }


def _urls() -> dict[str, str]:
    """Return the addresses of pages that this house has."""
    found = {}
    known = (("profile_url", "profile"), ("palette_url", "palette"), ("news_url", "notices"))
    for key, name in known:
        with contextlib.suppress(NoReverseMatch):
            found[key] = reverse(name)
    return found


def _saved(actor: Actor, request: HttpRequest) -> dict[str, object]:
    """Return a person's own views of the list that this page is, or nothing."""
    place = next((one for one in FILTERS if request.path == reverse(one)), "")
    if not place:
        return {}
    query = clean_query(place, request.META.get("QUERY_STRING", ""))
    rows = [
        {
            "label": one.name,
            "url": f"{reverse(place)}?{one.query}",
            "current": one.query == query,
            "remove_url": reverse("view_remove", args=[one.id]),
        }
        for one in queries.views_of(actor, place)
    ]
    return {
        "rows": rows,
        "known": any(row["current"] for row in rows),
        "narrowed": bool(query),
        "query": query,
        "place": place,
        "save_url": reverse("view_save"),
    }


def _paused(actor: Actor) -> dict[str, object]:
    """Return the banner of a restored house that stands still."""
    if not ledger.is_paused():
        return {}
    text = gettext("The house is paused after a restore: nothing is published or sent.")
    banner = {"tone": "bad", "text": text}
    if decide(actor, Action.MANAGE_HOUSE).allowed:
        banner |= {"url": reverse("house_release"), "link": gettext("Look and release it")}
    return {"banner": banner}


def _heartbeat() -> dict[str, object]:
    """Return whether the scheduler lives: it leaves its time in a file every few seconds."""
    path = Path(settings.SULUH_HOME) / "loop.heartbeat"
    try:
        age = (clock.now() - clock.from_iso(path.read_text(encoding="ascii"))).total_seconds()
    except (OSError, ValueError):
        return {"heartbeat": gettext("The scheduler is not running"), "heartbeat_late": True}
    if age > LATE_SECONDS:
        return {"heartbeat": gettext("The scheduler is not running"), "heartbeat_late": True}
    return {"heartbeat": gettext("The scheduler is running"), "heartbeat_late": False}


def _role_line(actor: object) -> str:
    posts = getattr(actor, "posts", ())
    if posts:
        own = getattr(actor, "unit_code", "")
        post = next((one for one in posts if one.unit_code == own), posts[0])
        via = {"plt": "Plt. ", "plh": "Plh. "}.get(post.via, "")
        return via + str(post.title.in_(getattr(actor, "locale", "id")))
    grants = getattr(actor, "grants", ())
    return gettext(ROLE_LABELS[grants[0].role]) if grants else ""
