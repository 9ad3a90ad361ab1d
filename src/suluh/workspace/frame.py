"""What the frame around every office page shows."""

import contextlib
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from suluh.foundation.accounts.rules import Action, Actor, decide
from suluh.foundation.org import queries as org
from suluh.kernel import clock
from suluh.publishing.ledger import queries as ledger
from suluh.workspace.navigation import entries_for

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
            "nav": entries_for(actor, request.path),
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
    for key, name in (("profile_url", "profile"), ("palette_url", "palette")):
        with contextlib.suppress(NoReverseMatch):
            found[key] = reverse(name)
    return found


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
        post = posts[0]
        via = {"plt": "Plt. ", "plh": "Plh. "}.get(post.via, "")
        return via + str(post.title.in_(getattr(actor, "locale", "id")))
    grants = getattr(actor, "grants", ())
    return str(grants[0].unit_code) if grants else ""
