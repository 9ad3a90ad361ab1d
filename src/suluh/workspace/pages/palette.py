"""Find a place, an act or a story by its words; the page behind Ctrl K."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from suluh.foundation.accounts.rules import Action, Actor, decide
from suluh.newsroom.editorial.queries.listing import StoryFilter, list_stories
from suluh.workspace.navigation import entries_for

MOST = 12


def palette_page(actor: Actor, words: str, now: datetime) -> dict[str, Any]:
    """Return what fits the words, in groups: acts, places, stories."""
    sought = words.casefold().split()
    groups = [
        {"title": gettext("Do"), "rows": _fitting(_acts(actor), sought)},
        {"title": gettext("Go to"), "rows": _fitting(_places(actor), sought)},
        {"title": gettext("Stories"), "rows": _stories(actor, words, now)},
    ]
    return {"words": words, "groups": [group for group in groups if group["rows"]]}


def _acts(actor: Actor) -> list[dict[str, Any]]:
    acts = (
        (Action.SUBMIT_ACTIVITY, gettext("Hand in an activity"), "activity-hand-in", "camera"),
        (Action.WRITE_STORY, gettext("Write a new story"), "story_new", "add"),
        (Action.WRITE_STORY, gettext("Import a file as a story"), "story_import", "upload"),
        (Action.EDIT_PICTURE, gettext("Upload a picture"), "picture-upload", "image"),
        (None, gettext("Change language, theme and density"), "profile", "settings"),
        (None, gettext("Change the password"), "account_change_password", "key"),
        (None, gettext("Sign out"), "account_logout", "close"),
    )
    return [
        {"label": label, "url": reverse(name), "icon": icon}
        for action, label, name, icon in acts
        if action is None or decide(actor, action).allowed
    ]


def _places(actor: Actor) -> list[dict[str, Any]]:
    return [
        {"label": entry["label"], "url": entry["url"], "icon": entry["icon"]}
        for entry in entries_for(actor, "")
    ]


def _fitting(rows: list[dict[str, Any]], sought: list[str]) -> list[dict[str, Any]]:
    return [row for row in rows if all(word in str(row["label"]).casefold() for word in sought)]


def _stories(actor: Actor, words: str, now: datetime) -> list[dict[str, Any]]:
    if not words.strip() or not decide(actor, Action.READ_STORY).allowed:
        return []
    found = list_stories(actor, StoryFilter(words=words), limit=MOST, now=now)
    return [
        {"label": row.title, "note": f"{row.number} · {row.unit_name.in_(actor.locale)}",
         "url": reverse("story", args=[row.content_id]), "icon": "story"}
        for row in found
    ]  # fmt: skip
