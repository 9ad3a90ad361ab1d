"""What a submission is for has to fit what is public already."""

from collections.abc import Mapping

from suluh.foundation.accounts.rules import Action, Actor
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.canonical import clean_text
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models, rules
from suluh.newsroom.editorial.permissions import require
from suluh.newsroom.editorial.queries.public import live_locales

CHANGES = frozenset({rules.Purpose.UPDATE, rules.Purpose.CORRECT})
PUBLIC_ALREADY = _("This text is public already: say whether this is an update or a correction.")


def check_purpose(
    actor: Actor,
    story: models.Story,
    locales: tuple[str, ...],
    purpose: str,
    reason: Mapping[str, str],
) -> None:
    """Refuse a first publication of what is public, and a change of what is not.

    Raises Refused: public_already, not_published, reason_missing, no_role.
    """
    live = {locale for _content, locale in live_locales([story.content_id])}
    if purpose not in CHANGES:
        if live & set(locales):
            raise Refused("public_already", PUBLIC_ALREADY)
        return
    if not live:
        raise Refused("not_published", _("Only what is public can be updated or corrected."))
    require(actor, Action.CORRECT_STORY, story.unit.path)
    silent = [one for one in live & set(locales) if not clean_text(reason.get(one, ""))]
    if purpose == rules.Purpose.CORRECT and silent:
        sentence = _("A correction says what was wrong, in every language that it corrects.")
        raise Refused("reason_missing", sentence)
