"""Who may do what with a story or a Copy."""

from suluh.foundation.accounts.rules import Action, Actor, decide
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models
from suluh.newsroom.editorial.rules import LOCKING

LOCKED = _("This text is in review and locked. Take it back first if it has to change.")


def require(actor: Actor, action: Action, unit_path: str) -> None:
    """Raise Refused unless the actor may do this in the unit.

    What somebody may not even read does not exist for them (no_story).
    """
    if decide(actor, action, unit_path).allowed:
        return
    if not decide(actor, Action.READ_STORY, unit_path).allowed:
        raise Refused("no_story", _("There is no such story."))
    decision = decide(actor, action, unit_path)
    raise Refused(decision.code, decision.reason)


def require_unlocked(story: models.Story) -> None:
    """Raise Refused: locked, while a Copy of the story is open."""
    open_copy = models.Copy.objects.filter(
        content_id=story.content_id, state__in=[state.value for state in LOCKING]
    )
    if open_copy.exists():
        raise Refused("locked", LOCKED)
