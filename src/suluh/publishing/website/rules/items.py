"""From Editions to the item that lists show."""

from collections.abc import Sequence

from suluh.publishing.ledger.rules.attachments import attached
from suluh.publishing.website.rules.pictures import attachment, picture_of
from suluh.publishing.website.rules.rows import GONE, Attached, EditionRow, Item, Picture


def item_of(editions: Sequence[EditionRow]) -> Item:
    """Return the item after these Editions (oldest first, at least one).

    A withdrawal holds no parts: the item keeps the title it had. An erasure keeps nothing.
    """
    first, newest = editions[0], editions[-1]
    told = _last_told(editions)
    erased = newest.action == "erase"
    title = str(told.parts.get("title", {}).get("text", "")) if told and not erased else ""
    lead = str(told.parts.get("lead", {}).get("text", "")) if told else ""
    gone = newest.action in GONE
    return Item(
        content_id=newest.content_id,
        locale=newest.locale,
        kind=newest.kind,
        unit_code=newest.unit_code,
        address=newest.address,
        first_at=first.published_at,
        changed_at=newest.published_at,
        action=newest.action,
        version=newest.version,
        last=newest.last,
        title=title,
        lead="" if gone else lead,
        picture=None if gone or told is None else _picture(told),
        files=() if gone or told is None else _files(told),
        topics=() if gone or told is None else tuple(told.parts.get("facts", {}).get("topics", ())),
    )


def states_of(editions: Sequence[EditionRow]) -> list[Item]:
    """Return every state the item ever had, oldest first."""
    return [item_of(editions[:count]) for count in range(1, len(editions) + 1)]


def _last_told(editions: Sequence[EditionRow]) -> EditionRow | None:
    return next((row for row in reversed(editions) if row.parts), None)


def _files(edition: EditionRow) -> tuple[Attached, ...]:
    return tuple(
        Attached(attachment(one).path, one["type"], one["size"], one["title"] or one["name"])
        for one in attached(edition.parts)
    )


def _picture(edition: EditionRow) -> Picture | None:
    numbers = sorted(
        int(name.removeprefix("figure/")) for name in edition.parts if name.startswith("figure/")
    )
    return picture_of(edition.parts[f"figure/{numbers[0]}"]) if numbers else None
