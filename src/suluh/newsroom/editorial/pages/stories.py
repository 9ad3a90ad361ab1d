"""The list of stories and the overview of one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from suluh.foundation.accounts.rules import Action, Actor, decide, scopes
from suluh.foundation.org import queries as org
from suluh.kernel.clock import iso
from suluh.newsroom.editorial import models, rules
from suluh.newsroom.editorial.pages import facts as fact_pages
from suluh.newsroom.editorial.pages import files
from suluh.newsroom.editorial.pages.chain import chain_rows, code_of, rules_line
from suluh.newsroom.editorial.pages.comments import talk_about
from suluh.newsroom.editorial.pages.importing import mapped_rows
from suluh.newsroom.editorial.pages.inside import inside_of_story
from suluh.newsroom.editorial.pages.words import (
    here,
    kind_word,
    language_word,
    purpose_word,
    when,
)
from suluh.newsroom.editorial.pages.writing import figure_rows
from suluh.newsroom.editorial.queries.listing import SHOWN, StoryRow, count_states, rows_of
from suluh.newsroom.regulation.rules.frozen import chain_from_json
from suluh.ui.marks import MARKS
from suluh.ui.moments import clock_row

VIEWS = (
    ("", _("All")),
    ("draft", _("Draft")),
    ("in_review", _("In review")),
    ("returned", _("Returned")),
    ("cleared", _("Approved")),
    ("published", _("Published")),
    ("withdrawn", _("Withdrawn")),
)
MINE = (("saya", _("Mine")),)
LANGUAGES = (("no-en", _("English missing")), ("stale-en", _("English out of date")))
LANGUAGE_STATES = {
    "live": pgettext_lazy("translation", "published"),
    "stale": pgettext_lazy("translation", "stale"),
    "draft": pgettext_lazy("translation", "draft"),
    "none": pgettext_lazy("translation", "not there yet"),
}
SET_ASIDE = {
    "navigation": _("navigation"),
    "counter": _("counter"),
    "address": _("address"),
    "date_stamp": _("date stamp"),
    "mark": _("mark"),
    "label": _("label"),
    "separator": _("separator"),
    "duplicate": _("said twice"),
    "placeholder": _("placeholder"),
    "header": _("header"),
    "related": _("related stories"),
    "tags": _("tags"),
    "legal": _("legal notice"),
    "outlet": _("name of another outlet"),
    "hidden": _("hidden text"),
    "deleted": _("deleted text"),
    "comment": _("comment"),
    "note": _("note"),
    "quoted_mail": _("quoted mail"),
    "signature": _("mail signature"),
    "too_long": _("longer than its field"),
    "picture_missing": _("words of a picture that is not there"),
}


def kind_choices(actor: Actor) -> list[tuple[str, str]]:
    """Return the kinds a person may open, with labels."""
    site = {rules.Kind.PAGE, rules.Kind.MENU, rules.Kind.SETTING}
    may = decide(actor, Action.EDIT_SITE).allowed
    return [(one.value, kind_word(one)) for one in rules.Kind if may or one not in site]


def unit_choices(actor: Actor, action: Action) -> list[tuple[str, str]]:
    """Return the units in which a person may do this, their own first."""
    units = org.list_units(within=scopes(actor, action))
    units.sort(key=lambda unit: unit.code != actor.unit_code)
    return [(unit.code, unit.name.in_(actor.locale)) for unit in units]


def list_page(
    actor: Actor, rows: Sequence[StoryRow], asked: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    """Return the list with its views and filters; `asked` is the query of the address."""
    kept = {key: value for key, value in asked.items() if value and key != "sesudah"}
    counts = count_states(actor)
    older = rows[-1] if len(rows) == SHOWN else None
    return {
        "rows": [list_row(row, actor, now) for row in rows],
        "views": [
            {
                "label": label,
                "url": _address(kept | {"keadaan": key}),
                "count": counts[key or "all"],
                "current": kept.get("keadaan", "") == key,
            }
            for key, label in VIEWS
        ],
        "query": {"name": "q", "value": kept.get("q", ""), "label": gettext("Find in titles")},
        "hidden": [{"name": key, "value": value} for key, value in kept.items() if key != "q"],
        "chosen": _chosen(kept, actor),
        "offers": _offers(kept, actor),
        "older_url": _address(kept | {"sesudah": f"{iso(older.changed_at)},{older.id}"})
        if older
        else "",
        "newer_url": _address(kept) if asked.get("sesudah") else "",
        "csv_url": f"{reverse('stories_csv')}?{urlencode(kept)}",
        "may_write": decide(actor, Action.WRITE_STORY).allowed,
        "narrowed": bool(kept),
    }


def _address(query: Mapping[str, str]) -> str:
    kept = {key: value for key, value in query.items() if value}
    return f"{reverse('stories')}{'?' if kept else ''}{urlencode(kept)}"


def _chosen(kept: Mapping[str, str], actor: Actor) -> list[dict[str, str]]:
    labels: dict[str, tuple[str, dict[str, Any]]] = {
        "unit": (gettext("Unit"), dict(unit_choices(actor, Action.READ_STORY))),
        "jenis": (gettext("Kind"), dict(kind_choices(actor))),
        "bahasa-naskah": (gettext("Language"), dict(LANGUAGES)),
        "milik": (gettext("Written by"), dict(MINE)),
    }
    return [
        {
            "label": label,
            "value": str(values.get(kept[key], kept[key])),
            "remove_url": _address({k: v for k, v in kept.items() if k != key}),
        }
        for key, (label, values) in labels.items()
        if kept.get(key)
    ]


def _offers(kept: Mapping[str, str], actor: Actor) -> list[dict[str, Any]]:
    """The selects of the filter form that are not chosen yet."""
    offers = (
        ("unit", gettext("Unit"), unit_choices(actor, Action.READ_STORY)),
        ("jenis", gettext("Kind"), kind_choices(actor)),
        ("bahasa-naskah", gettext("Language"), LANGUAGES),
        ("milik", gettext("Written by anyone"), MINE),
    )
    return [
        {"name": name, "label": label, "choices": choices}
        for name, label, choices in offers
        if not kept.get(name) and (len(choices) > 1 or choices == MINE)
    ]


def list_row(row: StoryRow, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return one story as a table row."""
    clock = None
    if row.step_due_at is not None:
        clock = clock_row(row.step_due_at, row.opened_at, now)
    return {
        "title": row.title,
        "number": row.number,
        "url": reverse("story", args=[row.content_id]),
        "unit": row.unit_name.in_(actor.locale),
        "kind": kind_word(row.kind),
        "state": shown_state(row, now),
        "clock": clock,
        "languages": [{"locale": one, "state": state} for one, state in row.languages],
        "changed": when(row.changed_at, row.zone),
    }


def shown_state(row: StoryRow, now: datetime) -> str:
    """Return the mark of a story: approved texts are scheduled or under embargo."""
    if row.state != "cleared":
        return row.state
    if row.not_before is not None and row.not_before > now:
        return "embargo"
    return "scheduled" if row.due_at is not None and row.due_at > now else "cleared"


def csv_table(
    rows: Iterable[StoryRow], actor: Actor, now: datetime
) -> tuple[list[str], Iterator[list[object]]]:
    """Return header and rows of the exported list; the rows are drawn when they are sent."""
    header = [gettext("Number"), gettext("Title"), gettext("Kind"), gettext("Unit"),
              gettext("State"), gettext("Languages"), gettext("Changed at")]  # fmt: skip
    language = here()
    return header, (_csv_row(row, actor, now, language) for row in rows)


def _csv_row(row: StoryRow, actor: Actor, now: datetime, language: str) -> list[object]:
    """The answer's own language is no longer active when its rows are drawn."""
    with override(language):
        return [
            row.number, row.title, kind_word(row.kind), row.unit_name.in_(actor.locale),
            str(MARKS[shown_state(row, now)].label),
            ", ".join(f"{one.upper()} {LANGUAGE_STATES[state]}" for one, state in row.languages),
            iso(row.changed_at),
        ]  # fmt: skip


def story_page(story: models.Story, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return everything about one story."""
    row = rows_of([story], now)[0]
    copies = list(models.Copy.objects.filter(content_id=story.content_id)
                  .select_related("unit", "submitted_by").order_by("-number"))  # fmt: skip
    last = copies[0] if copies else None
    public = next((one for one in copies if one.state == "published"), None)
    return {
        "story": story,
        "row": list_row(row, actor, now),
        "kind": kind_word(story.kind),
        "texts": _texts(story, row),
        "figures": figure_rows(story, org.get_institution().languages[0]),
        "files": files.story_rows(story, org.get_institution().languages[0]),
        "facts": fact_pages.of_story(story, actor, now),
        "copy": last,
        "steps": chain_rows(last, actor, now) if last else [],
        "rules": rules_line(chain_from_json(last.chain)) if last else "",
        "code": code_of(last) if last else "",
        "talk": talk_about(story.content_id, actor, story.unit.zone),
        "past": _past(story, copies),
        "inside": inside_of_story(story, actor, now),
        "aside": _aside(story),
        "mapped": mapped_rows(story.mapped),
        "may": _may(story, last, public, actor),
        "due": when(last.due_at if last else None, story.unit.zone, seconds=True),
    }


def _texts(story: models.Story, row: StoryRow) -> list[dict[str, Any]]:
    found = {text.locale: text for text in story.texts.select_related("changed_by")}
    return [
        {
            "locale": locale,
            "language": language_word(locale),
            "state": state,
            "text": found.get(locale),
            "changed": when(found[locale].changed_at, story.unit.zone) if locale in found else None,
            "url": reverse("story_text", args=[story.content_id, locale]),
            "editor_url": reverse("story_editor", args=[story.content_id, locale]),
        }
        for locale, state in row.languages
    ]


VERBS = {
    "submit": _("%(person)s submitted copy %(number)s"),
    "sign": _("%(person)s signed copy %(number)s"),
    "return": _("%(person)s returned copy %(number)s"),
    "take_back": _("%(person)s took copy %(number)s back"),
    "clear": _("Copy %(number)s was approved"),
    "publish": _("Copy %(number)s was published"),
    "supersede": _("Copy %(number)s was replaced by a newer one"),
}


def _past(story: models.Story, copies: Sequence[models.Copy]) -> list[dict[str, str]]:
    numbers = {copy.id: copy for copy in copies}
    moves = models.CopyTransition.objects.filter(copy_id__in=numbers, verb__in=VERBS)
    rows = []
    for move in moves.select_related("person"):
        copy = numbers[move.copy_id]
        words = {"person": move.person.name if move.person else "", "number": copy.number}
        text = f"{str(VERBS[move.verb]) % words} ({purpose_word(copy.purpose)})"
        rows.append((move.at, text, reverse("review", args=[copy.id])))
    for edit in story.edits.exclude(locale="").select_related("person").defer("text"):
        saved = {"person": edit.person.name, "locale": edit.locale.upper(), "n": edit.version}
        if edit.version:
            text = gettext("%(person)s saved %(locale)s version %(n)s") % saved
            address = reverse("story_versions", args=[story.content_id, edit.locale])
            rows.append((edit.at, text, f"{address}?sampai={edit.version}"))
    rows.sort(key=lambda one: one[0], reverse=True)
    zone = story.unit.zone
    return [
        {"time": when(at, zone)["text"], "time_iso": when(at, zone)["iso"], "text": text,
         "url": url}
        for at, text, url in rows[:60]
    ]  # fmt: skip


def _aside(story: models.Story) -> list[dict[str, Any]]:
    return [
        {"line": one["line"], "text": one["text"], "why": SET_ASIDE.get(one["why"], one["why"])}
        for one in story.set_aside
    ]


def _may(
    story: models.Story, last: models.Copy | None, public: models.Copy | None, actor: Actor
) -> dict[str, bool]:
    def can(action: Action) -> bool:
        return decide(actor, action, story.unit.path).allowed

    locked = last is not None and last.state in {"in_review", "cleared"}
    withdrawn = public is not None and public.purpose == rules.Purpose.WITHDRAW
    changes = public is None or can(Action.CORRECT_STORY)
    return {
        "write": not locked and can(Action.WRITE_STORY),
        "submit": not locked and can(Action.SUBMIT_STORY) and changes,
        "withdraw": public is not None and not withdrawn and not locked
        and can(Action.WITHDRAW_STORY),
        "erase": public is not None and not locked and can(Action.WITHDRAW_STORY),
        "locked": locked,
        "public": public is not None and not withdrawn,
    }  # fmt: skip
