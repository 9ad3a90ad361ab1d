"""What happened that a person should know, newest first, with the title it is about."""

import re
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.notify import queries as notify
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import local_day, zone_label
from suluh.newsroom.editorial import queries as editorial
from suluh.newsroom.editorial.queries.titles import copy_titles, story_titles
from suluh.newsroom.planning import queries as planning
from suluh.ui.moments import iso_in, moment

ABOUT: Final = re.compile(r"/(naskah|telaah|kegiatan)/([0-9a-z-]{26,36})/")


def notices_page(actor: Actor, now: datetime) -> dict[str, Any]:
    """Return a person's notices; a title is shown only where they may still read the thing."""
    rows = notify.list_notices(actor.person_id)
    zone = org.get_unit(actor.unit_code).zone
    titles = _titles(actor, [row.url for row in rows])
    shown = [
        {
            "subject": gettext(row.subject),
            "title": titles.get(row.url, ""),
            "url": row.url,
            "new": row.read_at is None,
            "today": local_day(row.at, zone) == local_day(now, zone),
            "time": moment(row.at, zone, zone_label(zone)),
            "iso": iso_in(row.at, zone),
        }
        for row in rows
    ]
    return {"rows": shown, "new": sum(1 for row in shown if row["new"])}


def _titles(actor: Actor, urls: list[str]) -> dict[str, str]:
    """Return what each page is about, of those the actor may read."""
    about = {url: match.groups() for url in urls if (match := ABOUT.match(url))}
    stories = {key for what, key in about.values() if what == "naskah"}
    readable = editorial.visible_to(actor).filter(content_id__in=stories)
    found = {("naskah", key): name for key, name in story_titles(
        readable.order_by().values_list("content_id", flat=True)
    ).items()}  # fmt: skip
    copies = editorial.copies_visible_to(actor).filter(id__in=_keys(about, "telaah"))
    found |= {("telaah", str(key)): name for key, name in copy_titles(copies).items()}
    done = planning.visible_to(actor).filter(id__in=_keys(about, "kegiatan"))
    found |= {("kegiatan", str(key)): name for key, name in done.values_list("id", "what")}
    return {url: found.get((what, key), "") for url, (what, key) in about.items()}


def _keys(about: dict[str, tuple[str, ...]], wanted: str) -> list[UUID]:
    return [UUID(key) for what, key in about.values() if what == wanted and len(key) == 36]
