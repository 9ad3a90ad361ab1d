"""Which channel carries which Edition, and how urgently."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from suluh.foundation.outbox.rules import Priority
from suluh.kernel.bilingual import gettext_noop as _

# What is told to readers and systems by itself; pages, menus and settings only change the site.
MAILED_KINDS: Final = frozenset({"news", "press_release", "announcement"})


class ChannelKind(StrEnum):
    """The kinds of channel there are now; each has a folder in gateways."""

    WEBSITE = "website"
    MAIL = "mail"
    WEBHOOK = "webhook"


CHANNEL_LABELS: Final[dict[ChannelKind, str]] = {
    ChannelKind.WEBSITE: _("Website and feeds"),
    ChannelKind.MAIL: _("Mail to subscribers"),
    ChannelKind.WEBHOOK: _("Another system"),
}

PURPOSE_LABELS: Final[dict[str, str]] = {
    "publish": _("Publication"),
    "update": _("Update"),
    "correct": _("Correction"),
    "withdraw": _("Withdrawal"),
    "erase": _("Erasure"),
}


def channel_choices() -> list[tuple[str, str]]:
    """Return the stored values with their labels."""
    return [(kind.value, label) for kind, label in CHANNEL_LABELS.items()]


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel; `unit_path` '' carries the whole house."""

    id: UUID
    kind: ChannelKind
    name: str
    unit_path: str
    is_open: bool
    settings: Mapping[str, Any] = field(default_factory=dict)


def fits(channel: ChannelRow, *, kind: str, locale: str, unit_path: str) -> bool:
    """Say whether an open channel carries content of this kind, language and unit."""
    if channel.kind is ChannelKind.WEBSITE:
        return True
    if not channel.is_open or not unit_path.startswith(channel.unit_path):
        return False
    kinds = channel.settings.get("kinds") or MAILED_KINDS
    locales = channel.settings.get("locales") or (locale,)
    return kind in kinds and locale in locales


def priority_of(action: str, *, bulk: bool = False) -> Priority:
    """Withdrawals, corrections and erasures go before everything else."""
    if action in {"withdraw", "correct", "erase"}:
        return Priority.URGENT
    return Priority.BULK if bulk else Priority.NORMAL
