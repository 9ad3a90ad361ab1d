"""Pictures come in and are described here."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from suluh.foundation.accounts.rules import Action, Actor, decide
from suluh.foundation.audit.operations import Entry, record
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import UnitRow
from suluh.foundation.outbox.operations import announce
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.canonical import clean_text, digest
from suluh.kernel.refusals import Refused, Stale
from suluh.newsroom.assets import events, models, queries, rules
from suluh.newsroom.assets.gateways import files
from suluh.newsroom.assets.gateways.decoder import Decoded, decode


@dataclass(frozen=True, slots=True)
class Description:
    """What a person says about a picture."""

    title: str = ""
    caption_id: str = ""
    caption_en: str = ""
    alt_id: str = ""
    alt_en: str = ""
    credit: str = ""
    taken_date: date | None = None
    consent: rules.Consent = rules.Consent.UNANSWERED
    consent_by: str = ""
    consent_date: date | None = None
    guardian: str = ""
    guardian_date: date | None = None
    focal_x: int = 50
    focal_y: int = 50
    rights_note: str = ""
    rights_until_date: date | None = None


def upload_picture(
    *, actor: Actor, unit_code: str, data: bytes, filename: str, now: datetime
) -> rules.PictureRow:
    """Take a picture in: master and renditions are made, the original is kept aside privately.

    The same bytes from the same person for the same unit give the picture that is there already.
    Decoding runs in a child process and outside any transaction.
    Raises Refused: no_role, other_unit, no_unit, or a code of `rules.REFUSALS`; a refused file of
    a permitted size is kept aside too, and audited.
    """
    unit = _writable_unit(actor, unit_code)
    kept = _kept_already(actor, unit, digest(data))
    if kept is not None:
        return queries.get_picture(kept)
    try:
        decoded = _decode(data)
    except Refused as refused:
        _set_aside(actor, unit, data, refused.code, now)
        raise
    picture = models.Picture(
        original_digest=digest(data), original_format=rules.sniff(data), filename=filename[-200:]
    )
    files.keep(files.original_path(picture.original_digest, _extension(picture)), data)
    _keep_media(decoded)
    return _save_new(actor, unit, picture, decoded, now)


def _writable_unit(actor: Actor, unit_code: str) -> UnitRow:
    unit = org.get_unit(unit_code)
    decision = decide(actor, Action.EDIT_PICTURE, unit.path)
    if not decision.allowed:
        raise Refused(decision.code, decision.reason)
    return unit


def _kept_already(actor: Actor, unit: UnitRow, original: str) -> UUID | None:
    same = models.Picture.objects.filter(
        original_digest=original, unit_id=unit.id, uploaded_by_id=actor.person_id
    )
    return same.values_list("id", flat=True).order_by("id").first()


def _decode(data: bytes) -> Decoded:
    code = rules.refusal_of(data)
    if code:
        raise Refused(code, rules.REFUSALS[code], limit=rules.MOST_BYTES // rules.MB)
    return decode(data)


def _set_aside(actor: Actor, unit: UnitRow, data: bytes, code: str, now: datetime) -> None:
    if data and len(data) <= rules.MOST_BYTES:
        files.keep(files.original_path(digest(data), "refused"), data)
    entry = Entry(
        action="picture.refused",
        subject=f"file:{digest(data)[:32]}",
        actor_id=actor.person_id,
        unit_code=unit.code,
        data={"code": code, "bytes": len(data)},
    )
    record(entry, now=now)


def _extension(picture: models.Picture) -> str:
    return rules.EXTENSIONS[picture.original_format]


def _keep_media(decoded: Decoded) -> None:
    name = digest(decoded.master)
    for (width, fmt), data in decoded.renditions.items():
        files.keep(files.media_path(name, width, fmt), data)
    files.keep(files.media_path(name), decoded.master)


@transaction.atomic
def _save_new(
    actor: Actor, unit: UnitRow, picture: models.Picture, decoded: Decoded, now: datetime
) -> rules.PictureRow:
    picture.digest = digest(decoded.master)
    picture.width, picture.height = decoded.width, decoded.height
    picture.taken_date = _day(decoded.taken)
    picture.unit_id = unit.id
    picture.uploaded_by_id = actor.person_id
    picture.credit = clean_text(f"{actor.name} / {unit.name.id}")[:200]
    picture.uploaded_at = now
    picture.save()
    _audit("picture.upload", picture, actor, unit.code, now)
    fact = events.PictureUploaded(str(picture.id), picture.digest, unit.code)
    announce(fact, subject=f"picture:{picture.id}", now=now)
    return queries.get_picture(picture.id)


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


@transaction.atomic
def describe_picture(
    *, actor: Actor, picture_id: UUID, description: Description, version: int, now: datetime
) -> rules.PictureRow:
    """Write words, consent, rights and focal point of a picture last seen as `version`.

    Raises Refused: no_picture, no_role, other_unit, bad_focal_point; Stale: somebody was faster.
    """
    picture = models.Picture.objects.select_related("unit").filter(id=picture_id).first()
    if picture is None:
        raise Refused("no_picture", queries.NO_PICTURE)
    _writable_unit(actor, picture.unit.code)
    if not (0 <= description.focal_x <= 100 and 0 <= description.focal_y <= 100):
        raise Refused("bad_focal_point", _("The focal point lies outside the picture."))
    fields = {key: _clean(value) for key, value in asdict(description).items()}
    changed = models.Picture.objects.filter(id=picture_id, version=version).update(
        **fields, version=version + 1
    )
    if changed != 1:
        raise Stale(_("Somebody else has described this picture meanwhile. Look at it again."))
    _audit("picture.describe", picture, actor, picture.unit.code, now)
    return queries.get_picture(picture_id)


def _clean(value: object) -> object:
    if isinstance(value, rules.Consent):
        return value.value
    return clean_text(value) if isinstance(value, str) else value


def _audit(
    action: str, picture: models.Picture, actor: Actor, unit_code: str, now: datetime
) -> None:
    entry = Entry(
        action=action,
        subject=f"picture:{picture.id}",
        actor_id=actor.person_id,
        unit_code=unit_code,
    )
    record(entry, now=now)
