"""Loading a unit's supplement and bringing it into force."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.audit.operations import Entry, record
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import local_day
from suluh.foundation.outbox.operations import announce
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused, Stale
from suluh.kernel.states import step
from suluh.newsroom.regulation import models, permissions, queries
from suluh.newsroom.regulation.events import SupplementCameIntoForce
from suluh.newsroom.regulation.rules.reading import parse_supplement
from suluh.newsroom.regulation.rules.versions import VERSIONS, VersionState, VersionVerb


@transaction.atomic
def load_supplement(*, actor: Actor, text: bytes, now: datetime) -> models.SupplementVersion:
    """Store a supplement as draft; the same file twice gives the same row.

    Raises Unreadable with lines; Refused: not_yours, no_unit, no_version, version_exists.
    """
    supplement = parse_supplement(text)
    parent = models.RegulationVersion.objects.filter(
        code=supplement.supplement_of, version=supplement.parent_version
    ).first()
    if parent is None:
        raise Refused("no_version", _("There is no such version of the regulation."))
    parse_supplement(text, queries.regulation_version(parent.id))
    permissions.require_manager(actor, org.get_unit(supplement.unit).path)
    known = parent.supplements.filter(code=supplement.code, version=supplement.version).first()
    if known is not None and known.sha256 == supplement.sha256:
        return known
    if known is not None:
        name = f"{supplement.code} {supplement.version}"
        reason = _("Version %(name)s is stored with another text: give the change a new number.")
        raise Refused("version_exists", reason, name=name)
    row = models.SupplementVersion.objects.create(
        regulation=parent,
        code=supplement.code,
        version=supplement.version,
        unit_code=supplement.unit,
        text=text.decode("utf-8-sig"),
        sha256=supplement.sha256,
        effective_from=supplement.effective_from,
        loaded_by_id=actor.person_id,
        loaded_at=now,
    )
    _audit("supplement.load", row, actor, now)
    return row


@transaction.atomic
def bring_supplement_into_force(
    *, actor: Actor, supplement_id: UUID, now: datetime
) -> models.SupplementVersion:
    """Let a supplement hold from now on in place of its earlier version.

    Announces SupplementCameIntoForce. Raises Refused: not_yours, no_version, wrong_state, guard
    (not effective yet); Stale.
    """
    rows = models.SupplementVersion.objects
    row = rows.select_for_update().filter(id=supplement_id).first()
    if row is None:
        raise Refused("no_version", _("There is no such supplement."))
    unit = org.get_unit(row.unit_code)
    permissions.require_manager(actor, unit.path)
    facts = {"today": local_day(now, unit.zone), "effective_from": row.effective_from}
    to = step(VERSIONS, VersionState(row.state), VersionVerb.BRING_INTO_FORCE, facts).to
    earlier = rows.filter(
        regulation_id=row.regulation_id, code=row.code, state=VersionState.IN_FORCE.value
    )
    earlier.update(state=VersionState.SUPERSEDED.value, superseded_at=now)
    if rows.filter(id=row.id, state=row.state).update(state=to.value, in_force_at=now) != 1:
        raise Stale(_("Somebody else changed this version first."))
    row.refresh_from_db()
    _audit("supplement.bring_into_force", row, actor, now)
    fact = SupplementCameIntoForce(row.id, row.code, row.version, row.unit_code)
    announce(fact, subject=f"supplement:{row.id}", now=now)
    return row


def _audit(action: str, row: models.SupplementVersion, actor: Actor, now: datetime) -> None:
    entry = Entry(
        action,
        f"supplement:{row.id}",
        actor_id=actor.person_id,
        unit_code=row.unit_code,
        data={"name": str(row), "sha256": row.sha256},
    )
    record(entry, now=now)
