"""What may be asked about pictures. `visible_to(actor)` is the only entrance to lists."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db.models import Q, QuerySet

from suluh.foundation.accounts.rules import Action, Actor, decide, scopes
from suluh.kernel.bilingual import Bilingual
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.canonical import Part, clean_text, digest, normal
from suluh.kernel.refusals import Refused
from suluh.newsroom.assets import models, rules
from suluh.newsroom.assets.gateways import files
from suluh.newsroom.assets.rules import documents

NO_PICTURE = _("There is no such picture.")
NO_FILE = _("There is no such file.")


def visible_to(actor: Actor) -> QuerySet[models.Picture]:
    """Return the pictures an actor may see: of the units they read, and their own."""
    mine = Q(uploaded_by_id=actor.person_id)
    for scope in scopes(actor, Action.READ_STORY):
        mine |= Q(unit__path__startswith=scope)
    return (
        models.Picture.objects.filter(mine).select_related("unit").order_by("-uploaded_at", "-id")
    )


def list_pictures(
    actor: Actor, *, unit_code: str = "", before: UUID | None = None, limit: int = 24
) -> list[rules.PictureRow]:
    """Return visible pictures, newest first; `before` is the last one of the page before."""
    rows = visible_to(actor).order_by("-id")
    if unit_code:
        rows = rows.filter(unit__code=unit_code)
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [_row(row) for row in rows[:limit]]


def find_visible(actor: Actor, picture_id: UUID) -> rules.PictureRow:
    """Return a picture the actor may see. Raises Refused: no_picture."""
    row = visible_to(actor).filter(id=picture_id).first()
    if row is None:
        raise Refused("no_picture", NO_PICTURE)
    return _row(row)


def visible_ids(actor: Actor, picture_ids: Iterable[UUID]) -> set[UUID]:
    """Return which of these pictures the actor may see."""
    return set(visible_to(actor).filter(id__in=list(picture_ids)).values_list("id", flat=True))


def can_edit(actor: Actor, picture: rules.PictureRow) -> bool:
    """Say whether the actor may describe a picture."""
    return decide(actor, Action.EDIT_PICTURE, picture.unit_path).allowed


def get_picture(picture_id: UUID) -> rules.PictureRow:
    """Return a picture, whoever asks; for rooms above. Raises Refused: no_picture."""
    row = models.Picture.objects.select_related("unit").filter(id=picture_id).first()
    if row is None:
        raise Refused("no_picture", NO_PICTURE)
    return _row(row)


def get_pictures(picture_ids: Iterable[UUID]) -> dict[UUID, rules.PictureRow]:
    """Return pictures by id, whoever asks; for rooms above."""
    rows = models.Picture.objects.select_related("unit").filter(id__in=list(picture_ids))
    return {row.id: _row(row) for row in rows}


def why_unpublishable(image_digests: Iterable[str], day: date) -> dict[str, str]:
    """Return, by public digest, why a picture must not be published on `day`.

    Where several units hold the same bytes, one answer that blocks is enough, and a copy nobody
    has answered for counts only if it is the only one. An unknown digest is not here.
    """
    known: dict[str, list[rules.PictureRow]] = {}
    rows = models.Picture.objects.select_related("unit").filter(digest__in=list(image_digests))
    for row in rows.order_by("id"):
        known.setdefault(row.digest, []).append(_row(row))
    reasons = {name: rules.why_none_may(copies, day) for name, copies in known.items()}
    return {name: reason for name, reason in reasons.items() if reason}


def public_master(digest: str) -> bytes:
    """Return the bytes that a part names: a picture's master, a JPEG, or a document as it is.

    Raises Refused: no_picture.
    """
    try:
        places = [files.media_path(digest), *_document_places(digest)]
    except ValueError as wrong:
        raise Refused("no_picture", NO_PICTURE) from wrong
    for place in places:
        if place.exists():
            return place.read_bytes()
    raise Refused("no_picture", NO_PICTURE)


def _document_places(digest: str) -> list[Path]:
    return [files.document_path(digest, suffix) for suffix in documents.SUFFIXES.values()]


def get_document(document_id: UUID) -> documents.DocumentRow:
    """Return a document, whoever asks; for rooms above. Raises Refused: no_file."""
    found = get_documents([document_id])
    if document_id not in found:
        raise Refused("no_file", NO_FILE)
    return found[document_id]


def get_documents(document_ids: Iterable[UUID]) -> dict[UUID, documents.DocumentRow]:
    """Return documents by id, whoever asks; for rooms above."""
    rows = models.Document.objects.select_related("unit").filter(id__in=list(document_ids))
    return {row.id: _document(row) for row in rows}


def documents_by_digest(digests: Iterable[str]) -> dict[str, documents.DocumentRow]:
    """Return what is known of documents by the digest that a part names, the first of each."""
    rows = models.Document.objects.select_related("unit").filter(digest__in=list(digests))
    return {row.digest: _document(row) for row in rows.order_by("-id")}


def documents_of(digests: Iterable[str]) -> dict[UUID, str]:
    """Return the ids of all documents with these bytes, each with its digest."""
    rows = models.Document.objects.filter(digest__in=list(digests))
    return dict(rows.values_list("id", "digest"))


def unreadable(digests: Iterable[str]) -> list[str]:
    """Return the documents whose bytes are not here, or no longer those of their digest."""
    found = []
    for name in sorted(set(digests)):
        try:
            is_whole = digest(public_master(name)) == name
        except Refused:
            is_whole = False
        if not is_whole:
            found.append(name)
    return found


def rendition(image_digest: str, width: int, fmt: str) -> bytes:
    """Return one rendition; `fmt` is 'webp' or 'jpeg'. Raises Refused: no_picture."""
    if fmt not in rules.FORMATS or width not in rules.WIDTHS:
        raise Refused("no_picture", NO_PICTURE)
    return _bytes(image_digest, width, fmt)


def _bytes(image_digest: str, width: int, fmt: str) -> bytes:
    try:
        return files.media_path(image_digest, width, fmt).read_bytes()
    except (ValueError, FileNotFoundError) as wrong:
        raise Refused("no_picture", NO_PICTURE) from wrong


def rendition_widths(image_digest: str) -> tuple[int, ...]:
    """Return the widths in which a picture is kept besides its master."""
    try:
        return tuple(
            width for width in rules.WIDTHS if files.media_path(image_digest, width).exists()
        )
    except ValueError:
        return ()


def has_public_files(image_digest: str) -> bool:
    """Say whether anything of a picture is here that a page could show."""
    try:
        return any(
            files.media_path(image_digest, width, form).exists()
            for form in rules.FORMATS
            for width in (0, *rules.WIDTHS)
        ) or any(place.exists() for place in _document_places(image_digest))
    except ValueError:
        return False


def figure_part(picture: rules.PictureRow, locale: str) -> Part:
    """Return the canonical figure part of a picture in one language.

    Text that is missing in English stays empty: a caption in the wrong language is not a caption.
    """
    english = locale.startswith("en")
    part: Part = {
        "v": 1,
        "image": picture.digest,
        "width": picture.width,
        "height": picture.height,
        "caption": clean_text(picture.caption.en if english else picture.caption.id),
        "alt": clean_text(picture.alt.en if english else picture.alt.id),
        "credit": clean_text(picture.credit),
    }
    return normal("figure/1", part)


def _document(row: models.Document) -> documents.DocumentRow:
    return documents.DocumentRow(
        id=row.id,
        digest=row.digest,
        media_type=row.media_type,
        size=row.size,
        pages=row.pages,
        filename=row.filename,
        said_by=row.said_by,
        is_signed=row.is_signed,
        unit_code=row.unit.code,
    )


def _row(row: models.Picture) -> rules.PictureRow:
    return rules.PictureRow(
        id=row.id,
        digest=row.digest,
        width=row.width,
        height=row.height,
        unit_code=row.unit.code,
        unit_path=row.unit.path,
        title=row.title,
        caption=Bilingual(row.caption_id, row.caption_en),
        alt=Bilingual(row.alt_id, row.alt_en),
        credit=row.credit,
        consent=rules.Consent(row.consent),
        consent_by=row.consent_by,
        consent_date=row.consent_date,
        guardian=row.guardian,
        guardian_date=row.guardian_date,
        focal_x=row.focal_x,
        focal_y=row.focal_y,
        rights_note=row.rights_note,
        rights_until_date=row.rights_until_date,
        taken_date=row.taken_date,
        uploaded_by_id=row.uploaded_by_id,
        uploaded_at=row.uploaded_at,
        version=row.version,
    )
