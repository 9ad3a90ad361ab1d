"""Which channel carries which Edition, and how urgently."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from suluh.foundation.outbox.rules import Priority
from suluh.kernel.bilingual import gettext_noop as _
from suluh.newsroom.regulation.rules.channels import Outgoing

# What is told to readers and systems by itself; pages, menus and settings only change the site.
MAILED_KINDS: Final = frozenset({"news", "press_release", "announcement"})


class ChannelKind(StrEnum):
    """The kinds of channel there are now; each has a folder in gateways."""

    WEBSITE = "website"
    MAIL = "mail"
    WEBHOOK = "webhook"


# Every house has them.
BUILT_IN: Final = (ChannelKind.WEBSITE, ChannelKind.MAIL)

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


def takes(channel: ChannelRow, text: Outgoing, unit_path: str, went: Collection[UUID] = ()) -> bool:
    """Say whether a channel gets a text: it fits, or an older version `went` there."""
    new = text.is_shown and any(
        fits(channel, kind=text.kind, locale=one, unit_path=unit_path) for one in text.locales
    )
    return new or channel.id in went or channel.kind is ChannelKind.WEBSITE


def words_of(kinds: Collection[ChannelKind], text_kind: str) -> frozenset[str]:
    """Return the regulation's words for kinds of channel; what is news stands in the feeds too."""
    words = {kind.value for kind in kinds}
    is_fed = ChannelKind.WEBSITE in kinds and text_kind in MAILED_KINDS
    return frozenset(words | {"feed"} if is_fed else words)


def priority_of(action: str, *, bulk: bool = False) -> Priority:
    """Withdrawals, corrections and erasures go before everything else."""
    if action in {"withdraw", "correct", "erase"}:
        return Priority.URGENT
    return Priority.BULK if bulk else Priority.NORMAL
