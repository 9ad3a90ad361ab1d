"""Read the ledger. Rows carry the readable parts; what was erased is simply not there."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from django.db.models import QuerySet

from suluh.foundation.org import queries as org
from suluh.kernel import canonical
from suluh.kernel.bilingual import Bilingual
from suluh.kernel.canonical import Part
from suluh.newsroom.editorial import queries as editorial
from suluh.publishing.ledger import models
from suluh.publishing.ledger.rules import jws, record
from suluh.publishing.ledger.rules.corrections import changes
from suluh.publishing.ledger.rules.record import Position
from suluh.publishing.ledger.rules.rows import (
    EditionRow,
    EpochRow,
    RefusedRow,
    SignedByRow,
)


def is_paused() -> bool:
    """Say whether the newest epoch waits for a person's release (after a restore)."""
    return paused_epoch() is not None


def paused_epoch() -> EpochRow | None:
    """Return the epoch that waits for its release, or None."""
    epoch = models.Epoch.objects.order_by("-number").first()
    if epoch is None or epoch.paused_at is None or epoch.released_at is not None:
        return None
    return EpochRow(epoch.number, epoch.paused_at, epoch.known_head)


def head_position() -> Position | None:
    """Return the last position of the ledger."""
    last = models.Edition.objects.order_by("-epoch", "-number").first()
    return Position(last.epoch, last.number, last.sha256) if last else None


def latest_of(content_id: str, locale: str) -> models.Edition | None:
    """Return the newest Edition's row of a content in a locale."""
    return models.Edition.objects.filter(
        content_id=content_id, locale=locale, is_latest=True
    ).first()


def latest_edition(content_id: str, locale: str) -> EditionRow | None:
    """Return the newest Edition of a content in a locale."""
    found = latest_of(content_id, locale)
    return row_of(found) if found else None


def locales_of(content_id: str) -> dict[str, EditionRow]:
    """Return the newest Edition of each locale of a content."""
    rows = models.Edition.objects.filter(content_id=content_id, is_latest=True)
    return {row.locale: row for row in rows_of(rows)}


def editions_of(content_id: str, locale: str) -> list[EditionRow]:
    """Return every Edition of a content in a locale, oldest first."""
    rows = models.Edition.objects.filter(content_id=content_id, locale=locale)
    return rows_of(rows.order_by("version"))


def editions_after(epoch: int, number: int, limit: int = 200) -> list[EditionRow]:
    """Return the Editions behind a position, in order."""
    later = models.Edition.objects.filter(epoch__gt=epoch) | models.Edition.objects.filter(
        epoch=epoch, number__gt=number
    )
    return rows_of(later.order_by("epoch", "number")[:limit])


def latest_editions(
    *,
    locale: str | None = None,
    unit_code: str | None = None,
    kinds: Iterable[str] | None = None,
    before: datetime | None = None,
    limit: int | None = None,
) -> list[EditionRow]:
    """Return the newest Edition of each (content, locale), newest first publication first.

    Withdrawn and erased ones are among them, with their action.
    """
    rows = models.Edition.objects.filter(is_latest=True)
    if locale is not None:
        rows = rows.filter(locale=locale)
    if unit_code is not None:
        rows = rows.filter(unit_code=unit_code)
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    if before is not None:
        rows = rows.filter(first_published_at__lt=before)
    rows = rows.order_by("-first_published_at", "-epoch", "-number")
    return rows_of(rows[:limit] if limit is not None else rows)


def find_by_code(short_code: str) -> list[EditionRow]:
    """Return the Editions with a printed short code."""
    return rows_of(models.Edition.objects.filter(short_code=short_code))


def all_jws() -> Iterator[str]:
    """Yield every signed record in the order of the ledger."""
    rows = models.Edition.objects.order_by("epoch", "number")
    yield from rows.values_list("jws", flat=True).iterator(2_000)


def row_of(edition: models.Edition) -> EditionRow:
    """Return one Edition with its readable parts."""
    return rows_of([edition])[0]


def rows_of(
    editions: "QuerySet[models.Edition] | Iterable[models.Edition]",
) -> list[EditionRow]:
    """Return Editions with their parts, in a fixed number of queries."""
    found = list(editions)
    parts = _parts_by_edition(found)
    before = _versions_before(found)
    names = dict(models.SignedBy.objects.filter(
        commitment__in=[one.person for each in found for one in _read(each).sign_offs]
    ).values_list("commitment", "name"))  # fmt: skip
    titles = org.post_titles()
    return [
        _row(each, parts.get(each.id, {}), before.get(each.id, {}), (names, titles))
        for each in found
    ]


def _read(edition: models.Edition) -> record.EditionRecord:
    return record.parse(jws.parse(edition.jws).payload)


def _parts_by_edition(editions: list[models.Edition]) -> dict[object, dict[str, Part]]:
    rows = list(
        models.EditionPart.objects.filter(edition__in=editions).values_list(
            "edition_id", "name", "commitment"
        )
    )
    opened = editorial.opened_parts({commitment for _id, _name, commitment in rows})
    found: dict[object, dict[str, Part]] = {}
    for edition_id, name, commitment in rows:
        if commitment in opened:
            part = canonical.parse(name, opened[commitment][1])
            found.setdefault(edition_id, {})[name] = part
    return found


def _versions_before(editions: list[models.Edition]) -> dict[object, dict[str, Part]]:
    """Return the parts of the version that each correction corrects."""
    earlier: dict[object, models.Edition] = {}
    for each in editions:
        if each.action == record.Action.CORRECT:
            last = (
                models.Edition.objects.filter(
                    content_id=each.content_id, locale=each.locale, version__lt=each.version
                )
                .order_by("-version")
                .first()
            )
            if last is not None:
                earlier[each.id] = last
    parts = _parts_by_edition(list(earlier.values()))
    return {edition_id: parts.get(last.id, {}) for edition_id, last in earlier.items()}


def _row(
    edition: models.Edition,
    parts: dict[str, Part],
    before: dict[str, Part],
    known: tuple[dict[str, str], dict[str, Bilingual]],
) -> EditionRow:
    names, titles = known
    return EditionRow(
        epoch=edition.epoch,
        number=edition.number,
        content_id=edition.content_id,
        locale=edition.locale,
        version=edition.version,
        kind=edition.kind,
        action=edition.action,
        unit_code=edition.unit_code,
        published_at=edition.published_at,
        due_at=edition.due_at,
        first_published_at=edition.first_published_at,
        address=edition.address,
        register_number=edition.register_number,
        short_code=edition.short_code,
        jws=edition.jws,
        jws_sha256=edition.sha256,
        note=edition.reason,
        corrected=tuple(
            {"part": one.part, "wrong": one.wrong, "right": one.right}
            for one in (changes(before, parts) if before else ())
        ),
        parts=parts,
        signed_by=tuple(_signer(one, names, titles) for one in _read(edition).sign_offs),
        previous_version=edition.version - 1,
        copy_id=str(edition.copy_id or ""),
    )


def _signer(
    one: record.SignOff, names: dict[str, str], titles: dict[str, Bilingual]
) -> SignedByRow:
    title = titles.get(one.post)
    return SignedByRow(
        post=one.post,
        title_id=title.id if title else one.post,
        title_en=title.in_("en") if title else one.post,
        name=names.get(one.person, ""),
        at=one.at,
        clause=one.clause,
    )


def list_refused() -> list[RefusedRow]:
    """Return approved Copies that the last check refused, newest first."""
    rows = models.DueCopy.objects.filter(state="refused").order_by("-done_at", "-due_at")
    return [RefusedRow(row.copy_id, row.content_id, row.error_code, row.error) for row in rows]


def contents_without(known: Collection[str]) -> list[str]:
    """Return the contents with Editions that are not among `known`."""
    rows = models.Edition.objects.order_by("content_id").values_list("content_id", flat=True)
    return [content_id for content_id in rows.distinct() if content_id not in known]
