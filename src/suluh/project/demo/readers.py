"""People outside who ask for news by mail, and press the link in the letter they get."""

import re
from collections.abc import Iterator, Mapping
from email import message_from_bytes, policy
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from django.utils.translation import gettext, override

from suluh.project.demo import reading
from suluh.project.demo.agenda import Life
from suluh.project.demo.stage import Stage
from suluh.project.demo.timeline import spread
from suluh.publishing.delivery import operations as delivery
from suluh.publishing.delivery.rules import confirm_path
from suluh.publishing.website.rules.consent import CONSENT

MAILBOX: Final = "surat-keluar"
LATEST: Final = 12
EARLY: Final = (390, 300, 210, 120)
WITHIN_DAYS: Final = 24


def readers(home: Path, stage: Stage) -> Iterator[Life]:
    """Yield the lives of the subscribers; the first ones came early, most of them lately."""
    for number, row in enumerate(reading.load("subscribers.yaml")["subscribers"]):
        lately = 1 + spread(row["email"], WITHIN_DAYS)
        yield _reader(row, EARLY[number] if number < len(EARLY) else lately, home / MAILBOX, stage)


def _reader(row: Mapping[str, str], days_ago: int, mailbox: Path, stage: Stage) -> Life:
    hour, minute = 6 + spread(row["email"], 15), spread(f"{row['email']}/m", 60)
    yield stage.timeline.at(days_ago, f"{hour}.{minute:02}", "Asia/Jakarta")
    with override(row["locale"]):
        consent = gettext(CONSENT)
    delivery.subscribe(
        address=row["email"],
        locale=row["locale"],
        consent_text=consent,
        units=[row["unit"]] if row["unit"] else [],
        now=stage.clock.now(),
    )
    yield stage.timeline.later(stage.clock.now(), 4, "KP")
    token = _token_in_letter(mailbox, row)
    if token:
        delivery.confirm(token=token, now=stage.clock.now())


def _token_in_letter(mailbox: Path, row: Mapping[str, str]) -> str:
    """Return the token of the newest letter to an address; '' where no letter has come."""
    link = re.compile(re.escape(confirm_path(row["locale"], "TOKEN")).replace("TOKEN", r"(\S+)"))
    for path in sorted(mailbox.glob("*.eml"), reverse=True)[:LATEST]:
        letter = message_from_bytes(path.read_bytes(), policy=policy.default)
        body = letter.get_body(("plain",))
        found = link.search(body.get_content()) if body and row["email"] in letter["To"] else None
        if found:
            return unquote(found[1])
    return ""
