"""The review page: one frozen Copy for one reader."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from suluh.foundation.accounts.rules import Action, Actor, decide
from suluh.foundation.org import queries as org
from suluh.kernel.canonical import Part
from suluh.newsroom.assets import queries as assets
from suluh.newsroom.editorial import models, queries, rules
from suluh.newsroom.editorial.pages import files
from suluh.newsroom.editorial.pages.chain import (
    Answer,
    answers,
    chain_rows,
    code_of,
    post_word,
    rules_line,
)
from suluh.newsroom.editorial.pages.comments import Talk, talk_of, whole, with_talk
from suluh.newsroom.editorial.pages.inside import inside_of_copy
from suluh.newsroom.editorial.pages.reading import reading
from suluh.newsroom.editorial.pages.words import kind_word, purpose_word, when
from suluh.newsroom.editorial.queries.titles import copy_titles
from suluh.newsroom.editorial.rules.states import STATE_LABELS
from suluh.newsroom.regulation.rules.frozen import chain_from_json
from suluh.ui.moments import clock_row

Locales = dict[str, dict[str, Part]]


def review_page(copy: models.Copy, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return everything the template `review.html` prints."""
    mine = answers(copy, actor, now)
    parts = queries.parts_of(copy)
    seen = _compared_with(copy, actor)
    before = queries.parts_of(seen) if seen else None
    steps = chain_rows(copy, actor, now)
    chain = chain_from_json(copy.chain)
    languages = org.get_institution().languages
    talk = _talk(copy, actor)
    shown = sorted(parts, key=lambda one: languages.index(one) if one in languages else 99)
    return {
        "copy": copy,
        "title": copy_titles([copy])[copy.id] or copy.content_id,
        "story": models.Story.objects.filter(content_id=copy.content_id).first(),
        "unit": copy.unit.name_en if actor.locale == "en" else copy.unit.name_id,
        "kind": kind_word(copy.kind),
        "purpose": purpose_word(copy.purpose),
        "state": _state(copy, mine),
        "readings": [
            _with_talk(
                reading(
                    one,
                    parts[one],
                    before.get(one, {}) if before else None,
                    _address(copy),
                    files.copy_address(copy),
                ),
                parts[one],
                talk,
            )
            for one in shown
        ],
        "compared": _compared_words(copy, seen, actor),
        "withdrawal": copy.purpose == rules.Purpose.WITHDRAW,
        "reasons": _reasons(copy),
        "slug": copy.slug,
        "talk": whole(talk) if talk else None,
        "checks": _picture_checks(parts, now) + files.checks(parts),
        "steps": steps,
        "rules": rules_line(chain),
        "code": code_of(copy),
        "decide": _decide(copy, mine, actor, now),
        "others": _other_answers(copy, mine, actor),
        "may": _may(copy, actor),
        "early": early_rows(copy, actor),
        "inside": inside_of_copy(copy, actor, now),
        "due": when(copy.due_at, copy.unit.zone, seconds=True),
    }


def _talk(copy: models.Copy, actor: Actor) -> Talk | None:
    """Comments belong to a story; another room's content has none."""
    if not queries.visible_to(actor).filter(content_id=copy.content_id).exists():
        return None
    back = reverse("review", args=[copy.id])
    return talk_of(copy.content_id, actor, copy.unit.zone, back, copy)


def _with_talk(shown: dict[str, Any], parts: dict[str, Part], talk: Talk | None) -> dict[str, Any]:
    return with_talk(shown, parts, talk) if talk else shown


def _address(copy: models.Copy) -> Any:
    return lambda digest: reverse("review_picture", args=[copy.id, digest])


def _compared_with(copy: models.Copy, actor: Actor) -> models.Copy | None:
    """What the reader saw last; else, for a change of something public, what is public."""
    seen = queries.last_seen_by(copy, actor.person_id)
    if seen is None and copy.purpose in {rules.Purpose.UPDATE, rules.Purpose.CORRECT}:
        published = models.Copy.objects.filter(
            content_id=copy.content_id, number__lt=copy.number, state="published"
        )
        seen = published.order_by("-number").first()
    return seen


def _compared_words(copy: models.Copy, seen: models.Copy | None, actor: Actor) -> str:
    if seen is None:
        return ""
    step = seen.transitions.filter(person_id=actor.person_id, verb__in=queries.DECIDED).last()
    numbers = {"number": copy.number, "seen": seen.number}
    if step is None and seen.seen.filter(person_id=actor.person_id).exists():
        return gettext("Copy %(number)s against copy %(seen)s, which you read") % numbers
    if step is None:
        return gettext("Copy %(number)s against the published copy %(seen)s") % numbers
    if step.verb == "return":
        return gettext("Copy %(number)s against copy %(seen)s, which you returned") % numbers
    return gettext("Copy %(number)s against copy %(seen)s, which you signed") % numbers


def _state(copy: models.Copy, mine: list[Answer]) -> dict[str, str]:
    if any(one.allowed for one in mine):
        return {"key": "in_review", "label": gettext("Waiting for your decision")}
    return {"key": copy.state, "label": gettext(STATE_LABELS[rules.CopyState(copy.state)])}


def _reasons(copy: models.Copy) -> list[dict[str, str]]:
    return [{"locale": locale, "text": text} for locale, text in sorted(copy.reason.items())]


def _picture_checks(parts: Locales, now: datetime) -> list[dict[str, str]]:
    """What is known of each picture: caption, description, credit, consent."""
    figures = {
        (name, str(part["image"])): part
        for named in parts.values()
        for name, part in named.items()
        if name.startswith("figure/")
    }
    reasons = assets.why_unpublishable([digest for _name, digest in figures], now.date())
    rows = []
    for (name, digest), part in sorted(figures.items(), key=lambda one: one[0]):
        number = name.partition("/")[2]
        missing = gettext(reasons[digest]) if digest in reasons else ""
        if not missing and not part["caption"]:
            missing = gettext("There is no caption.")
        if missing:
            text = gettext("Picture %(number)s: %(missing)s") % {
                "number": number, "missing": missing,
            }  # fmt: skip
            rows.append({"state": "bad" if digest in reasons else "warn", "text": text})
        else:
            text = gettext("Picture %(number)s: caption, description, credit and consent")
            rows.append({"state": "ok", "text": text % {"number": number}})
    return rows


def _decide(
    copy: models.Copy, mine: list[Answer], actor: Actor, now: datetime
) -> dict[str, Any] | None:
    if not mine:
        return None
    first = mine[0]
    if not first.allowed:
        return {"title": gettext("You cannot sign this"), "note": first.reason}
    opened = copy.transitions.filter(verb="open", step=first.step.key).order_by("-at").first()
    start = opened.at if opened else None
    return {
        "title": gettext("Your decision, as %(post)s") % {"post": post_word(first, actor)},
        "clock": clock_row(copy.step_due_at, start, now),
        "approve": {"url": _sign_url(copy, first), "label": gettext("Approve")},
        "send_back": {
            "url": reverse("review_return", args=[copy.id, first.step.key]),
            "label": gettext("Return"),
        },
    }


def _sign_url(copy: models.Copy, answer: Answer) -> str:
    """The fingerprint says what this page showed."""
    return f"{reverse('review_sign', args=[copy.id, answer.step.key])}?kode={code_of(copy)}"


def _other_answers(copy: models.Copy, mine: list[Answer], actor: Actor) -> list[dict[str, str]]:
    return [
        {
            "label": gettext("Approve as %(post)s") % {"post": post_word(one, actor)},
            "url": _sign_url(copy, one) if one.allowed else "",
            "reason": one.reason,
        }
        for one in mine[1:]
    ]


def _may(copy: models.Copy, actor: Actor) -> dict[str, bool]:
    def can(action: Action) -> bool:
        return decide(actor, action, copy.unit.path).allowed

    is_open = copy.state in {"in_review", "cleared"}
    return {
        "take_back": is_open and can(Action.SUBMIT_STORY),
        "schedule": is_open and can(Action.SCHEDULE_STORY),
        "early": copy.state == "cleared" and can(Action.GRANT_EARLY_READING),
    }


def early_rows(copy: models.Copy, actor: Actor) -> list[dict[str, Any]]:
    """Return who may read a Copy early, for those who may grant it."""
    if not decide(actor, Action.GRANT_EARLY_READING, copy.unit.path).allowed:
        return []
    return [
        {
            "reader": one,
            "until": when(one.expires_at, copy.unit.zone),
            "last": when(one.last_read_at, copy.unit.zone),
        }
        for one in copy.early_readers.order_by("-granted_at")
    ]
