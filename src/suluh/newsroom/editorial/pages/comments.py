"""Comments as screens show them: under the block they quote, or apart where its words are gone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from suluh.foundation.accounts.rules import Actor
from suluh.kernel.canonical import Part
from suluh.newsroom.editorial import models
from suluh.newsroom.editorial.operations.commenting import may_settle
from suluh.newsroom.editorial.pages.words import part_word, when
from suluh.newsroom.editorial.queries.comments import threads_of
from suluh.newsroom.editorial.rules.passages import part_texts, place_of

Row = dict[str, Any]
Parts = Mapping[str, Part]


@dataclass(frozen=True, slots=True)
class Talk:
    """The threads of one content for one reader, and where a new one is begun."""

    content_id: str
    threads: tuple[models.Comment, ...]
    actor: Actor
    zone: str
    back: str
    copy: models.Copy | None = None

    def new_url(self, locale: str = "", part: str = "", place: int = 0) -> str:
        """Return the address of the small form for a part, or for the whole."""
        asked = {
            "salinan": str(self.copy.id) if self.copy else "",
            "bahasa": locale, "bagian": part, "letak": str(place or ""),
        }  # fmt: skip
        kept = {key: value for key, value in asked.items() if value}
        address = reverse("comment_new", args=[self.content_id])
        return f"{address}?{urlencode(kept)}" if kept else address


def talk_of(
    content_id: str, actor: Actor, zone: str, back: str, copy: models.Copy | None = None
) -> Talk:
    """Return the threads of a content; the caller has checked that the actor reads it."""
    return Talk(content_id, tuple(threads_of(content_id)), actor, zone, back, copy)


def talk_about(content_id: str, actor: Actor, zone: str) -> Row:
    """Return every thread of a content for its own page: open ones, and settled ones apart."""
    talk = talk_of(content_id, actor, zone, reverse("story", args=[content_id]))
    rows = [thread_row(one, talk) for one in talk.threads]
    return {
        "open": [row for row in rows if not row["settled"]],
        "settled": [row for row in rows if row["settled"]],
        "new_url": talk.new_url(),
    }


def with_talk(shown: Row, parts: Parts, talk: Talk) -> Row:
    """Return a reading with its threads at their places, and a link for a new one at each."""
    locale = shown["locale"]
    mine = [one for one in talk.threads if one.locale == locale and one.part]
    placed = _placed(mine, parts)
    gone = [thread_row(one, talk, gone=True) for one in mine if one.id not in _ids(placed)]

    def at(part: str, place: int = 0) -> Row:
        here = placed.get((part, place), ())
        return {
            "what": part_word(part) if part != "body" else _block_word(place),
            "url": talk.new_url(locale, part, place),
            "threads": [thread_row(one, talk) for one in here],
        }

    place = 0
    for row in shown["blocks"]:
        if row["op"] == "-":
            continue
        row["talk"] = at("body", place)
        place += 1
    for figure in _figures(shown):
        figure["talk"] = at(f"figure/{figure['number']}")
    more = {"title_talk": at("title"), "lead_talk": at("lead")}
    return shown | more | {"gone": gone}


def _block_word(place: int) -> str:
    return gettext("text, paragraph %(n)s") % {"n": place + 1}


def _figures(shown: Row) -> Iterable[Row]:
    inside = [row["figure"] for row in shown["blocks"] if row["figure"]]
    return [*inside, *shown["figures"]]


def _placed(
    threads: Iterable[models.Comment], parts: Parts
) -> dict[tuple[str, int], list[models.Comment]]:
    """A thread without a passage stands at its part's beginning; a picture is one place."""
    found: dict[tuple[str, int], list[models.Comment]] = {}
    for one in threads:
        if one.part not in parts or one.part in {"credits", "facts"}:
            continue
        texts = part_texts(one.part, parts[one.part])
        place = place_of(one.passage, texts, one.place) if one.passage else 0
        if place is not None:
            spot = place if one.part == "body" else 0
            found.setdefault((one.part, spot), []).append(one)
    return found


def _ids(placed: Mapping[tuple[str, int], list[models.Comment]]) -> set[Any]:
    return {one.id for rows in placed.values() for one in rows}


def whole(talk: Talk) -> Row:
    """Return the threads on the text as a whole."""
    rows = [thread_row(one, talk) for one in talk.threads if not one.part]
    return {"threads": rows, "url": talk.new_url()}


def thread_row(comment: models.Comment, talk: Talk, *, gone: bool = False) -> Row:
    """Return one thread; `gone` says that its passage is no longer in the text shown."""
    said = [_said(comment.person.name, comment.text, when(comment.at, talk.zone))]
    said += [
        _said(one.person.name, one.text, when(one.at, talk.zone))
        for one in sorted(comment.replies.all(), key=lambda one: (one.at, one.id))
    ]
    return {
        "id": comment.id,
        "url": reverse("comment", args=[comment.content_id, comment.id]),
        "back": talk.back,
        "where": f"{part_word(comment.part)}, {comment.locale.upper()}" if comment.part else "",
        "passage": comment.passage,
        "gone": gone and bool(comment.passage),
        "returned": comment.returned,
        "copy": comment.copy.number if comment.copy else None,
        "said": said,
        "settled": comment.resolved_at is not None,
        "settled_by": comment.resolved_by.name if comment.resolved_by else "",
        "may_settle": may_settle(talk.actor, comment),
    }


def _said(person: str, text: str, at: dict[str, str]) -> Row:
    return {"person": person, "text": text, "time": at["text"], "iso": at["iso"]}
