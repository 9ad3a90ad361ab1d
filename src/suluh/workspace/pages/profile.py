"""Who somebody is in this house: posts, roles and their own choices."""

from typing import Any

from django.utils.translation import gettext

from suluh.foundation.accounts import queries as accounts
from suluh.foundation.accounts.rules import ROLE_LABELS, Actor
from suluh.foundation.org import queries as org
from suluh.workspace import queries

VIA = {"plt": "Plt. ", "plh": "Plh. "}


def account_of(actor: Actor) -> dict[str, Any]:
    """Return a person's posts and roles in words, and their choices."""
    user = accounts.users_of({actor.person_id})[actor.person_id]
    units = {unit.code: unit.name.in_(actor.locale) for unit in org.list_units()}
    posts = [
        f"{VIA.get(post.via, '')}{post.title.in_(actor.locale)}, {units.get(post.unit_code, '')}"
        for post in actor.posts
    ]
    roles = [
        f"{gettext(ROLE_LABELS[grant.role])}, {units.get(grant.unit_code, grant.unit_code)}"
        for grant in actor.grants
    ]
    return {
        "name": actor.name,
        "email": actor.email,
        "unit": units.get(actor.unit_code, actor.unit_code),
        "posts": posts,
        "roles": roles,
        "choices": {
            "locale": user.locale,
            "theme": user.theme,
            "density": user.density,
            "reminders": queries.is_reminded(actor.person_id),
            "day_letter": queries.is_told(actor.person_id),
        },
    }
