"""Files with which a stranger checks an Edition: one Edition, or a signed head."""

from collections.abc import Mapping
from datetime import datetime

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import queries as editorial
from suluh.publishing.ledger import models, queries
from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.publishing.ledger.rules import chain, jws, record, tree
from suluh.publishing.ledger.rules.chain import OTHER_HOUSE
from suluh.publishing.ledger.rules.export import Export, HeadExport, Opened
from suluh.publishing.ledger.rules.head import ContentState, HeadStatement, Move, moved
from suluh.publishing.ledger.rules.keys import Purpose
from suluh.publishing.ledger.rules.trust import OTHER_ROOT, Trust
from suluh.publishing.ledger.signing import Signer

NO_EDITION = _("There is no such Edition.")


def export_edition(
    folder: KeyFolder, content_id: str, locale: str, version: int = 0, *, is_open: bool = True
) -> bytes:
    """Return the export of one Edition; version 0 is the newest. Closed, it holds no text.

    Raises Refused: no_edition, no_keys.
    """
    rows = models.Edition.objects.filter(content_id=content_id, locale=locale)
    edition = (
        rows.filter(version=version).first() if version else rows.filter(is_latest=True).first()
    )
    if edition is None:
        raise Refused("no_edition", NO_EDITION)
    read = record.parse(jws.parse(edition.jws).payload)
    opened = editorial.opened_parts(read.parts.values())
    parts = {
        name: Opened(*opened[commitment])
        for name, commitment in read.parts.items()
        if is_open and commitment in opened
    }
    trust = folder.trust()
    erasures = tuple(
        rows.filter(action=record.Action.ERASE, version__gt=edition.version)
        .order_by("version")
        .values_list("jws", flat=True)
    )
    return Export(
        root=trust.root.public,
        edition=edition.jws,
        certificates=folder.certificates(),
        revocations=folder.revocations(),
        parts=parts,
        erasures=erasures,
        paths=_paths(folder, (edition.jws, *erasures)),
    ).to_bytes()


def _paths(folder: KeyFolder, texts: tuple[str, ...]) -> dict[str, tree.Path]:
    """Return, for each JWS of a key revoked later, the way to the tree of its good work."""
    trust = folder.trust()
    found: dict[str, tree.Path] = {}
    for text in texts:
        entry = trust.revocations.of(jws.parse(text).kid)
        if entry is None or entry.good is None:
            continue
        signed = _signed_by(entry.kid, entry.good.head)
        if jws.fingerprint(text) in signed:
            found[jws.fingerprint(text)] = tree.path(signed, signed.index(jws.fingerprint(text)))
    return found


def _signed_by(kid: str, head: record.Position) -> list[str]:
    signed = []
    for text in queries.all_jws():
        parsed = jws.parse(text)
        read = record.parse(parsed.payload)
        if parsed.kid == kid and read.place <= head.place:
            signed.append(jws.fingerprint(text))
    return signed


def export_head(folder: KeyFolder, now: datetime) -> bytes:
    """Return a signed head of a ledger that was verified first.

    It names the newest version and state of everything. Raises Refused: no_edition, no_keys.
    """
    report = chain.verify(queries.all_jws(), folder.trust())
    return _head_file(folder, report.head, report.states, now)


def current_head(folder: KeyFolder, now: datetime) -> bytes:
    """Return a signed head as the worker leaves it: from the rows, which it does not verify.

    Raises Refused: no_edition, no_keys, not_valid_then, revoked, not_next, not_now,
    nothing_to_erase.
    """
    return _head_file(folder, queries.head_position(), _states(), now)


def _states() -> dict[tuple[str, str], ContentState]:
    """Return the state of every content, folded from the rows; records of erasures are read."""
    rows = models.Edition.objects.order_by("epoch", "number")
    erasing = rows.filter(action=record.Action.ERASE).values_list("sha256", "jws")
    erases = {mark: record.parse(jws.parse(text).payload).erases for mark, text in erasing}
    columns = ("sha256", "content_id", "locale", "version", "action", "published_at")
    found: dict[tuple[str, str], ContentState] = {}
    for mark, content_id, locale, version, action, at in rows.values_list(*columns):
        move = Move(content_id, locale, version, record.Action(action), at, erases.get(mark, ()))
        found[content_id, locale] = moved(found.get((content_id, locale)), move, mark)
    return found


def _head_file(
    folder: KeyFolder,
    head: record.Position | None,
    states: Mapping[tuple[str, str], ContentState],
    now: datetime,
) -> bytes:
    if head is None:
        raise Refused("no_edition", NO_EDITION)
    signer = Signer.open(folder.path)
    statement = HeadStatement(
        institution=signer.institution,
        head=head,
        at=now,
        entries=tuple(states[key] for key in sorted(states)),
    )
    signed = signer.sign(jws.Typ.HEAD, Purpose.HEAD, statement.to_bytes(), now)
    return HeadExport(
        root=signer.trust.root.public,
        head=signed,
        certificates=folder.certificates(),
        revocations=folder.revocations(),
    ).to_bytes()


def read_head(data: bytes, trust: Trust) -> HeadStatement:
    """Return what a head file says, if a key of this root signed it that still counts.

    Raises Refused: malformed, other_root, other_house, unknown_key, bad_signature,
    not_valid_then, revoked.
    """
    file = HeadExport.parse(data)
    if file.root != trust.root.public:
        raise Refused("other_root", OTHER_ROOT)
    known = trust.joined(file.certificates, file.revocations)
    said = HeadStatement.parse(known.check(file.head, jws.Typ.HEAD, Purpose.HEAD))
    kid = jws.parse(file.head).kid
    known.check_time(kid, Purpose.HEAD, said.at)
    known.check_revoked(kid, file.head)
    if said.institution != trust.root.institution:
        raise Refused("other_house", OTHER_HOUSE, institution=said.institution)
    return said


def texts_shown() -> set[tuple[str, str]]:
    """Return every (content, locale) that is public now and had nothing erased."""
    rows = models.Edition.objects.filter(
        is_latest=True, action__in=[str(one) for one in record.SHOWS]
    )
    erased = models.Edition.objects.filter(action=record.Action.ERASE)
    found = rows.values_list("content_id", "locale")
    return set(found) - set(erased.values_list("content_id", "locale"))
