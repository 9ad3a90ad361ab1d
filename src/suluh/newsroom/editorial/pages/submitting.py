"""The page before submission: what will be asked of whom, and what stands in the way."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.org import queries as org
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models, rules
from suluh.newsroom.editorial.operations.previewing import preview_submission
from suluh.newsroom.editorial.pages.chain import preview_rows, rules_line
from suluh.newsroom.editorial.pages.words import here, language_word, part_word
from suluh.newsroom.editorial.queries.public import live_locales
from suluh.newsroom.regulation import queries as regulation
from suluh.newsroom.regulation.rules.chains import ImpossibleChain


def offered(story: models.Story) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the languages that can be submitted, and the purposes of a change."""
    there = set(story.texts.values_list("locale", flat=True))
    locales = [one for one in org.get_institution().languages if one in there]
    return locales, purposes(story)


def purposes(story: models.Story) -> list[tuple[str, str]]:
    """Return update and correction for what is public; nothing to choose before that."""
    there = set(story.texts.values_list("locale", flat=True))
    public = set(public_locales(story.content_id))
    if not public:
        return []
    first = [(rules.Purpose.PUBLISH.value, gettext("First publication of the other language"))]
    return [
        (rules.Purpose.UPDATE.value, gettext("Update: there is something new")),
        (rules.Purpose.CORRECT.value, gettext("Correction: something was wrong")),
        *(first if there - public else []),
    ]


def submit_page(
    story: models.Story, actor: Actor, chosen: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """Return the chain that would be computed, or the obstacles in words."""
    locales = tuple(chosen["locales"])
    preview = preview_submission(
        actor=actor, content_id=story.content_id, locales=locales,
        purpose=str(chosen["purpose"]), now=now,
    )  # fmt: skip
    page: dict[str, Any] = {
        "story": story,
        "languages": ", ".join(language_word(one) for one in locales),
        "obstacles": _obstacles(preview.refusal, now),
        "warnings": _warnings(story, locales),
    }
    if preview.chain is not None:
        page["rules"] = rules_line(preview.chain)
        page["rule_title"] = preview.chain.title.in_(actor.locale)
        page["steps"] = preview_rows(preview.chain, dict(preview.carried or {}), actor)
        page["carried"] = len(preview.carried or {})
    return page


def named(refusal: Refused, now: datetime) -> list[Refused]:
    """Return every reason of a refusal, with names in place of the regulation's codes."""
    if not isinstance(refusal, ImpossibleChain):
        return [refusal]
    in_force, house = regulation.regulation_in_force(now), org.house_snapshot(now)
    words = {"part": part_word, "locale": language_word}
    found = []
    for one in refusal.obstacles:
        values = one.named(in_force, house, here())
        values = {key: words[key](str(at)) if key in words else at for key, at in values.items()}
        found.append(Refused(one.code, one.reason, **values))
    return found


def _obstacles(refusal: Refused | None, now: datetime) -> list[str]:
    if refusal is None:
        return []
    return [gettext(one.reason) % one.params for one in named(refusal, now)]


def _warnings(story: models.Story, locales: Sequence[str]) -> list[str]:
    """A translation that follows an older text may go out, but not unnoticed."""
    first = org.get_institution().languages[0]
    texts = {text.locale: text for text in story.texts.all()}
    source = texts.get(first)
    found = []
    for locale in locales:
        text = texts.get(locale)
        follows = text.translated_from if text else None
        if source is not None and follows is not None and follows < source.version:
            sentence = gettext("The %(language)s translation follows an older text.")
            found.append(sentence % {"language": language_word(locale)})
    return found


def public_locales(content_id: str) -> list[str]:
    """Return the languages in which a content is public now."""
    there = {locale for _content, locale in live_locales([content_id])}
    return [one for one in org.get_institution().languages if one in there]
