"""The page on which one language of a story is written, and its preview."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.org import queries as org
from suluh.kernel import canonical
from suluh.kernel.canonical import Part
from suluh.newsroom.assets import queries as assets
from suluh.newsroom.editorial import models, queries
from suluh.newsroom.editorial.pages import files
from suluh.newsroom.editorial.pages.reading import reading
from suluh.newsroom.editorial.pages.words import language_word, when
from suluh.newsroom.editorial.queries.versions import find_words
from suluh.newsroom.editorial.rules.plainform import to_text
from suluh.newsroom.editorial.rules.versions import is_whole

EMPTY: Part = {"v": canonical.VERSION, "blocks": []}


def text_page(story: models.Story, locale: str, actor: Actor) -> dict[str, Any]:
    """Return what the writing page shows beside its form."""
    languages = org.get_institution().languages
    texts = {text.locale: text for text in story.texts.select_related("changed_by")}
    text, source = texts.get(locale), texts.get(languages[0])
    open_copy = queries.open_copy_of(story.content_id)
    return {
        "story": story,
        "locale": locale,
        "language": language_word(locale),
        "text": text,
        "changed": when(text.changed_at if text else None, story.unit.zone),
        "tabs": [_tab(story, one, locale, one in texts) for one in languages],
        "editor_tabs": [
            _tab(story, one, locale, one in texts, "story_editor") for one in languages
        ],
        "source": _source(story, text, source) if locale != languages[0] else None,
        "open_copy": open_copy,
        "may_write": open_copy is None and queries.can_write(actor, story),
        "figures": figure_rows(story, locale),
        "files": files.story_rows(story, locale),
    }


def _tab(
    story: models.Story, one: str, here: str, there: bool, name: str = "story_text"
) -> dict[str, Any]:
    return {
        "label": language_word(one),
        "url": reverse(name, args=[story.content_id, one]),
        "current": one == here,
        "count": None if there else 0,
    }


def source_of(story: models.Story, locale: str) -> models.StoryText | None:
    """Return the text that a translation into `locale` follows, or None."""
    first = org.get_institution().languages[0]
    return story.texts.filter(locale=first).first() if locale != first else None


def _source(
    story: models.Story, text: models.StoryText | None, source: models.StoryText | None
) -> dict[str, Any] | None:
    """The source language beside a translation, with what changed since it was translated."""
    if source is None:
        return None
    seen = text.translated_from if text else None
    stale = seen is not None and seen < source.version
    before = _version(story, source.locale, seen) if stale and seen else None
    parts = _parts(source.title, source.lead, source.body, source.credits)
    return {
        "version": source.version,
        "stale": stale,
        "untied": text is not None and seen is None,
        "reading": reading(source.locale, parts, before, _address(story)),
    }


def _version(story: models.Story, locale: str, version: int) -> Mapping[str, Part] | None:
    words = find_words(story, locale, version)
    if words is None or not is_whole(words):
        return None
    return _parts(words["title"], words["lead"], words["body"], words["credits"])


def _parts(title: str, lead: str, body: Part, people: Any) -> dict[str, Part]:
    return {
        "title": canonical.text_part(title),
        "lead": canonical.text_part(lead),
        "body": body,
        "credits": {"v": canonical.VERSION, "people": list(people)},
    }


def _address(story: models.Story) -> Any:
    return lambda digest: reverse("story_picture", args=[story.content_id, digest])


def initial(text: models.StoryText | None, source: models.StoryText | None) -> dict[str, Any]:
    """Return what the form shows first."""
    versions = {"source_version": source.version if source else None, "follows": True}
    if text is None:
        return {"based_on": 0, **versions}
    return {
        "title": text.title,
        "lead": text.lead,
        "body": to_text(text.body),
        "based_on": text.version,
        **credit_texts(text.credits),
        **versions,
    }


def credit_texts(people: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return the credits as the form's fields."""
    names: dict[str, list[str]] = {}
    for one in people:
        names.setdefault(f"credit_{one['role']}", []).append(one["name"])
    return {field: "; ".join(found) for field, found in names.items()}


def preview(story: models.Story, locale: str, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed as readers will see it; `typed` has title, lead, body, people."""
    parts = _with_figures(story, locale, typed)
    return reading(locale, parts, None, _address(story), files.story_address(story))


def _with_figures(story: models.Story, locale: str, typed: Mapping[str, Any]) -> dict[str, Part]:
    parts = _parts(typed["title"], typed["lead"], typed["body"], typed["people"])
    for row in figure_rows(story, locale):
        parts[f"figure/{row['number']}"] = row["part"]
    return parts | files.story_parts(story, locale)


def figure_rows(story: models.Story, locale: str) -> list[dict[str, Any]]:
    """Return the pictures of a story with their words in one language."""
    figures = list(story.figures.order_by("number").prefetch_related("texts"))
    pictures = assets.get_pictures([figure.picture_id for figure in figures])
    rows = []
    for figure in figures:
        picture = pictures.get(figure.picture_id)
        if picture is None:
            continue
        words = next((one for one in figure.texts.all() if one.locale == locale), None)
        part = {
            "v": canonical.VERSION,
            "image": picture.digest,
            "width": picture.width,
            "height": picture.height,
            "caption": words.caption if words else "",
            "alt": words.alt if words else "",
            "credit": figure.credit or picture.credit,
        }
        rows.append(
            {"number": figure.number, "part": part, "picture": picture,
             "src": _address(story)(picture.digest)}
        )  # fmt: skip
    return rows


def reading_of(story: models.Story, text: models.StoryText) -> dict[str, Any]:
    """Return a stored text as it reads."""
    return preview(story, text.locale, _typed(text))


def reading_between(
    story: models.Story, locale: str, words: Mapping[str, Any], before: Mapping[str, Any]
) -> dict[str, Any]:
    """Return saved words as they read, with what changed since `before`; erased ones are empty."""
    after, older = (_with_figures(story, locale, _kept(one)) for one in (words, before))
    return reading(locale, after, older, _address(story), files.story_address(story))


def _kept(words: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": words.get("title", ""),
        "lead": words.get("lead", ""),
        "body": words.get("body", EMPTY),
        "people": words.get("credits", ()),
    }


def parts_of_text(story: models.Story, text: models.StoryText) -> Mapping[str, Part]:
    """Return the parts of a stored text that can be read and quoted."""
    return _with_figures(story, text.locale, _typed(text))


def _typed(text: models.StoryText) -> dict[str, Any]:
    return {"title": text.title, "lead": text.lead, "body": text.body, "people": text.credits}
