"""Who may change the regulation, and who must confirm reading it."""

from suluh.foundation.accounts.rules import Action, Actor, decide
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused


def require_manager(actor: Actor, unit_path: str = "") -> None:
    """Raise Refused unless the actor manages the house, or the unit at `unit_path`."""
    action = Action.MANAGE_UNIT if unit_path else Action.MANAGE_HOUSE
    decision = decide(actor, action, unit_path)
    if not decision.allowed:
        raise Refused(decision.code, decision.reason)


def manages(actor: Actor, unit_path: str) -> bool:
    """Say whether the actor manages the unit at `unit_path`."""
    return decide(actor, Action.MANAGE_UNIT, unit_path).allowed


def require_post(actor: Actor, unit_path: str = "") -> None:
    """Raise Refused: not_your_post, unless the actor holds a post or stands in for one.

    With `unit_path` a post of that unit or below.
    """
    if not any(post.unit_path.startswith(unit_path) for post in actor.posts):
        raise Refused(
            "not_your_post", _("Only people who hold a post are asked to confirm reading.")
        )
