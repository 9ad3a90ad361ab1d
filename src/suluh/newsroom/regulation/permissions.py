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


def require_post(actor: Actor) -> None:
    """Raise Refused: not_your_post, unless the actor holds a post or stands in for one."""
    if not actor.posts:
        raise Refused(
            "not_your_post", _("Only people who hold a post are asked to confirm reading.")
        )
