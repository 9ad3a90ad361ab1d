"""What the editor's page shows around its form."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from suluh.kernel.canonical import CREDIT_ROLES, clean_text
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models
from suluh.newsroom.editorial.pages import writing
from suluh.newsroom.editorial.rules.stream import to_body

ICONS: Final = (
    "arrow-down", "arrow-right", "arrow-up", "bin", "bold", "check", "circle-plus", "copy", "cross",
    "cut", "dots-horizontal", "edit", "grip", "h2", "h3", "help", "image", "italic", "link",
    "list-ol", "list-ul", "minus", "openquote", "pilcrow", "placeholder", "plus", "plus-inverse",
    "rotate", "table", "thumbtack", "thumbtack-crossed", "warning",
)  # fmt: skip


def figure_choices(rows: Sequence[Mapping[str, Any]], named: set[int]) -> list[tuple[str, str]]:
    """Return the story's pictures as choices, and numbers that the text names without one."""
    choices = [
        (
            str(row["number"]),
            format_html(
                '<img src="{}" alt="" width="{}" height="{}" loading="lazy">'
                "<span><b>{}</b> {}</span>",
                row["src"],
                row["part"]["width"],
                row["part"]["height"],
                gettext("Picture %(number)s") % {"number": row["number"]},
                row["part"]["caption"] or gettext("no caption yet"),
            ),
        )
        for row in rows
    ]
    there = {number for number, _label in choices}
    missing = sorted(number for number in named if str(number) not in there)
    lost = gettext("Picture %(number)s is no longer in this story")
    return choices + [(str(number), lost % {"number": number}) for number in missing]


def figures_named(stream: Sequence[Mapping[str, Any]]) -> set[int]:
    """Return the numbers of the pictures that a body in the editor names."""
    values = [str(one.get("value")) for one in stream if one.get("type") == "figure"]
    return {int(value) for value in values if value.isdecimal()}


def icons() -> SafeString:
    """Return the drawings that the editor's scripts refer to, as one hidden picture."""
    symbols = (
        render_to_string(f"wagtailadmin/icons/{name}.svg")
        .replace('xmlns="http://www.w3.org/2000/svg"', "")
        .replace("<svg", "<symbol")
        .replace("</svg>", "</symbol>")
        for name in ICONS
    )
    return mark_safe("".join(symbols))  # noqa: S308 files of a package, nobody's input


def settings_of_scripts(request: HttpRequest) -> dict[str, Any]:
    """Return what Wagtail's scripts read first."""
    header = settings.CSRF_HEADER_NAME.removeprefix("HTTP_").replace("_", "-").title()
    return {
        "CSRF_TOKEN": get_token(request),
        "CSRF_HEADER_NAME": header,
        "ADMIN_API": {},
        "ADMIN_URLS": {},
        "I18N_ENABLED": False,
        "LOCALES": [],
        "KEYBOARD_SHORTCUTS_ENABLED": False,
    }


def unsaved_reading(story: models.Story, unsaved: models.UnsavedText) -> dict[str, Any]:
    """Return a person's own unsaved words as they read; links that may not stand are text."""
    return writing.preview(story, unsaved.locale, _typed(unsaved))


def is_saved(unsaved: models.UnsavedText, text: models.StoryText) -> bool:
    """Say whether unsaved words say what the text says: then there is nothing to offer."""
    typed = _typed(unsaved)
    same = (clean_text(typed["title"]), clean_text(typed["lead"]), typed["body"]) == (
        text.title, text.lead, text.body,
    )  # fmt: skip
    return same and sorted(map(repr, typed["people"])) == sorted(map(repr, text.credits))


def _typed(unsaved: models.UnsavedText) -> dict[str, Any]:
    words = unsaved.words
    try:
        body = to_body(words.get("body", ()), strict=False)
    except Refused:
        body = writing.EMPTY
    people = [
        {"role": role, "name": clean_text(name)}
        for role in CREDIT_ROLES
        for name in str(words.get(f"credit_{role}", "")).split(";")
        if clean_text(name)
    ]
    return {
        "title": str(words.get("title", "")),
        "lead": str(words.get("lead", "")),
        "body": body,
        "people": people,
    }
