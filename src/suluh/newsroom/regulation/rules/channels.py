"""The channels a rule may be for, and what decides through which of them a text will go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from suluh.kernel.bilingual import gettext_noop as _
from suluh.newsroom.regulation.rules.regulation import Regulation
from suluh.newsroom.regulation.rules.source import Problem, problem

CHANNELS: Final = ("website", "feed", "mail", "webhook")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A text on its way out; `is_shown` is false for a withdrawal, '' is a text without a past."""

    unit: str
    kind: str
    locales: tuple[str, ...]
    content_id: str = ""
    is_shown: bool = True


def check_channels(regulation: Regulation) -> Iterator[Problem]:
    """Yield the rules that no text could ever meet: they are for a channel there is not.

    Asked of a file that is handed in, not of versions stored before.
    """
    for rule in regulation.rules:
        for name in rule.match.channels:
            if name not in CHANNELS:
                reason = _(
                    "The rule '%(rule)s' is for the channel '%(name)s', which does not exist; "
                    "there are %(known)s."
                )
                known = ", ".join(CHANNELS)
                yield problem(
                    rule.line, "no_channel", reason, rule=rule.key, name=name, known=known
                )
