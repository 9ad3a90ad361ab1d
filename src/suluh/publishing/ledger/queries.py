"""Read the ledger. Rows carry the readable parts; what was erased is simply not there."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from suluh.foundation.accounts.rules import Action, Actor, scopes
from suluh.foundation.org import queries as org
from suluh.kernel import canonical
from suluh.kernel.bilingual import Bilingual
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.canonical import Part
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import queries as editorial
from suluh.publishing.ledger import models
from suluh.publishing.ledger.rules import jws, record
from suluh.publishing.ledger.rules.record import Position
from suluh.publishing.ledger.rules.rows import (
    EditionRow,
    EpochRow,
    ErasureRow,
    RefusedRow,
    SignedByRow,
)
from suluh.publishing.ledger.words import corrected

NO_EDITION: Final = _("Nothing of this text is public.")
NO_REQUEST: Final = _("There is no such request.")


def is_paused() -> bool:
    """Say whether the newest epoch waits for a person's release (after a restore)."""
    return paused_epoch() is not None


def paused_epoch() -> EpochRow | None:
    """Return the epoch that waits for its release, or None."""
    epoch = models.Epoch.objects.order_by("-number").first()
    if epoch is None or epoch.paused_at is None or epoch.released_at is not None:
        return None
    return EpochRow(epoch.number, epoch.paused_at, epoch.known_head)


def released_at() -> datetime | None:
    """Return when a restored house was last released by a person, or None."""
    rows = models.Epoch.objects.filter(released_at__isnull=False).order_by("-released_at")
    return rows.values_list("released_at", flat=True).first()


def head_position() -> Position | None:
    """Return the last position of the ledger."""
    last = models.Edition.objects.order_by("-epoch", "-number").first()
    return Position(last.epoch, last.number, last.sha256) if last else None


def newest_at() -> datetime | None:
    """Return when the latest Edition was published, for the doctor."""
    found: datetime | None = models.Edition.objects.aggregate(newest=Max("published_at"))["newest"]
    return found


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


def editions_of_texts(texts: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[EditionRow]]:
    """Return every Edition of several (content, locale), oldest first, in few queries."""
    found: dict[tuple[str, str], list[EditionRow]] = {text: [] for text in texts}
    ids = {content_id for content_id, _locale in found}
    rows = models.Edition.objects.filter(content_id__in=ids).order_by("version")
    for row in rows_of(each for each in rows if (each.content_id, each.locale) in found):
        found[row.content_id, row.locale].append(row)
    return found


def editions_after(epoch: int, number: int, limit: int = 200) -> list[EditionRow]:
    """Return the Editions behind a position, in order."""
    later = models.Edition.objects.filter(epoch__gt=epoch) | models.Edition.objects.filter(
        epoch=epoch, number__gt=number
    )
    return rows_of(later.order_by("epoch", "number")[:limit])


def published_between(
    since: datetime, until: datetime, *, unit_codes: Collection[str] | None = None, limit: int
) -> tuple[int, list[EditionRow]]:
    """Return how many Editions were appended in [since, until), and the newest of them.

    Whatever came after them: every act that was public, not what stands now.
    """
    rows = models.Edition.objects.filter(published_at__gte=since, published_at__lt=until)
    if unit_codes is not None:
        rows = rows.filter(unit_code__in=unit_codes)
    newest = rows.order_by("-published_at", "-epoch", "-number")[:limit]
    return rows.count(), rows_of(newest)


def find_by_code(short_code: str) -> list[EditionRow]:
    """Return the Editions with a printed short code."""
    return rows_of(models.Edition.objects.filter(short_code=short_code))


def texts() -> list[tuple[str, str]]:
    """Return every (content, locale) that ever had an Edition, newest first publication first."""
    rows = models.Edition.objects.filter(is_latest=True)
    rows = rows.order_by("-first_published_at", "-epoch", "-number")
    return list(rows.values_list("content_id", "locale"))


@dataclass(frozen=True, slots=True)
class Text:
    """Which content in which language has an Edition at a position."""

    epoch: int
    number: int
    content_id: str
    locale: str


def texts_after(epoch: int, number: int, limit: int) -> list[Text]:
    """Return the texts of the Editions behind a position, in order."""
    later = models.Edition.objects.filter(Q(epoch__gt=epoch) | Q(epoch=epoch, number__gt=number))
    rows = later.order_by("epoch", "number")[:limit]
    return [Text(*row) for row in rows.values_list("epoch", "number", "content_id", "locale")]


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
    before = _versions_before(found, parts)
    read = {each.id: _read(each) for each in found}
    names = dict(models.SignedBy.objects.filter(
        commitment__in=[one.person for each in read.values() for one in each.sign_offs]
    ).values_list("commitment", "name"))  # fmt: skip
    known = (names, org.post_titles())
    return [
        _row(each, read[each.id], parts.get(each.id, {}), before.get(each.id, {}), known)
        for each in found
    ]


def new_row(
    edition: models.Edition,
    read: record.EditionRecord,
    parts: dict[str, Part],
    names: dict[str, str],
) -> EditionRow:
    """Return an Edition that was appended this moment, from what it was made of."""
    return _row(edition, read, parts, {}, (names, org.post_titles()))


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


def _versions_before(
    editions: list[models.Edition], parts: dict[object, dict[str, Part]]
) -> dict[object, dict[str, Part]]:
    """Return the parts of the version that each correction corrects.

    Where words of it were erased since, those of the correction stand for them: no difference.
    """
    earlier: dict[object, models.Edition] = {}
    for each in editions:
        if each.action == record.Action.CORRECT:
            last = (
                models.Edition.objects.filter(
                    content_id=each.content_id, locale=each.locale, version__lt=each.version
                )
                .exclude(action=record.Action.ERASE)
                .order_by("-version")
                .first()
            )
            if last is not None:
                earlier[each.id] = last
    opened = _parts_by_edition(list(earlier.values()))
    found = {}
    for edition_id, last in earlier.items():
        after, known = parts.get(edition_id, {}), opened.get(last.id, {})
        stood = last.parts.values_list("name", flat=True) if known else ()
        found[edition_id] = {name: after[name] for name in stood if name in after} | known
    return found


def _row(
    edition: models.Edition,
    read: record.EditionRecord,
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
        corrected=corrected(before, parts, edition.locale),
        parts=parts,
        signed_by=tuple(_signer(one, names, titles) for one in read.sign_offs),
        previous_version=edition.version - 1,
        copy_id=str(edition.copy_id or ""),
        erases={one.version: one.parts for one in read.erases},
        is_aside=is_aside(read),
    )


def is_aside(read: record.EditionRecord) -> bool:
    """Say whether an erasure leaves what was shown before it (see `rules.head`)."""
    if read.action is not record.Action.ERASE:
        return False
    return shown_before(read) not in {one.version for one in read.erases}


def shown_before(read: record.EditionRecord) -> int:
    """Return the last version with text before a record, 0 for none."""
    rows = models.Edition.objects.filter(
        content_id=read.content_id,
        locale=read.locale,
        version__lt=read.version,
        action__in=[str(one) for one in record.SHOWS],
    )
    return rows.aggregate(last=Max("version"))["last"] or 0


def last_version(content_id: str, locale: str) -> int:
    """Return the number of the last Edition of any action, 0 for none."""
    rows = models.Edition.objects.filter(content_id=content_id, locale=locale)
    return rows.aggregate(last=Max("version"))["last"] or 0


def erasures_for(actor: Actor) -> QuerySet[models.ErasureRequest]:
    """Return the requests of the units whose texts the actor may withdraw."""
    return models.ErasureRequest.objects.filter(unit_code__in=_codes(actor))


def _codes(actor: Actor) -> list[str]:
    within = scopes(actor, Action.WITHDRAW_STORY)
    return [unit.code for unit in org.list_units() if unit.path.startswith(within)]


def list_erasures(actor: Actor, *, limit: int = 100) -> list[ErasureRow]:
    """Return requests, those first that wait for a second person, then the newest."""
    found = list(erasures_for(actor).order_by("-asked_at", "-id")[:limit])
    found.sort(key=lambda one: one.state != "asked")
    return [_erasure_row(one) for one in found]


def get_erasure(actor: Actor, request_id: UUID) -> ErasureRow:
    """Return one request. Raises Refused: no_request, also for another unit's."""
    found = erasures_for(actor).filter(id=request_id).first()
    if found is None:
        raise Refused("no_request", NO_REQUEST)
    return _erasure_row(found)


def erasable(actor: Actor, content_id: str) -> list[EditionRow]:
    """Return the newest Edition of each locale of a content the actor may ask to erase.

    Raises Refused: no_edition, also for another unit's and for what was never public.
    """
    codes = set(_codes(actor))
    rows = [row for row in locales_of(content_id).values() if row.unit_code in codes]
    if not rows:
        raise Refused("no_edition", NO_EDITION)
    return sorted(rows, key=lambda row: row.locale, reverse=True)


def older_parts(content_id: str, locale: str) -> list[str]:
    """Return the parts of older wordings that can be erased while the text stays public.

    Those whose bytes still exist and do not stand, unchanged, in what is public now.
    """
    latest = latest_of(content_id, locale)
    if latest is None or latest.action not in set(record.SHOWS):
        return []
    now_shown = set(latest.parts.values_list("commitment", flat=True))
    rows = models.EditionPart.objects.filter(
        edition__content_id=content_id, edition__locale=locale, edition__version__lt=latest.version
    ).exclude(commitment__in=now_shown)
    named = dict(rows.values_list("commitment", "name"))
    return sorted({named[one] for one in editorial.opened_parts(named)})


def _erasure_row(one: models.ErasureRequest) -> ErasureRow:
    latest = latest_edition(one.content_id, one.locale)
    return ErasureRow(
        id=one.id,
        content_id=one.content_id,
        locale=one.locale,
        unit_code=one.unit_code,
        title=latest.title if latest else "",
        reason=one.reason,
        clause=one.clause,
        parts=tuple(one.parts),
        names=one.names,
        state=one.state,
        asked_by=org.get_person(one.asked_by_id).name,
        asked_by_id=one.asked_by_id,
        asked_at=one.asked_at,
        confirmed_by=org.get_person(one.confirmed_by_id).name if one.confirmed_by_id else "",
        done_at=one.done_at,
        error=one.error,
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
