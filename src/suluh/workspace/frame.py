"""What the frame around every office page shows."""

from django.http import HttpRequest

from suluh.foundation.org import queries as org
from suluh.workspace.navigation import entries_for


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
        }
    }


def _role_line(actor: object) -> str:
    posts = getattr(actor, "posts", ())
    if posts:
        post = posts[0]
        via = {"plt": "Plt. ", "plh": "Plh. "}.get(post.via, "")
        return via + str(post.title.in_(getattr(actor, "locale", "id")))
    grants = getattr(actor, "grants", ())
    return str(grants[0].unit_code) if grants else ""
