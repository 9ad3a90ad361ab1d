"""Loading a unit's supplement and bringing it into force."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.audit.operations import Entry, record
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import UnitRow, local_day
from suluh.foundation.outbox.operations import announce
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused, Stale
from suluh.kernel.states import step
from suluh.newsroom.regulation import models, permissions, queries
from suluh.newsroom.regulation.events import SupplementCameIntoForce
from suluh.newsroom.regulation.rules.reach import check_reach
from suluh.newsroom.regulation.rules.reading import parse_supplement
from suluh.newsroom.regulation.rules.simulation import simulate_supplement
from suluh.newsroom.regulation.rules.source import Unreadable
from suluh.newsroom.regulation.rules.versions import VERSIONS, VersionState, VersionVerb


@transaction.atomic
def load_supplement(*, actor: Actor, text: bytes, now: datetime) -> models.SupplementVersion:
    """Store a supplement as draft; the same file twice gives the same row.

    The house of today is asked whether its steps reach posts of other units. Raises Unreadable
    with lines; Refused: no_role, other_unit, no_unit, no_version, version_exists.
    """
    supplement = parse_supplement(text)
    parent = models.RegulationVersion.objects.filter(
        code=supplement.supplement_of, version=supplement.parent_version
    ).first()
    if parent is None:
        raise Refused("no_version", _("There is no such version of the regulation."))
    permissions.require_manager(actor, org.get_unit(supplement.unit).path)
    regulation = queries.regulation_version(parent.id)
    parse_supplement(text, regulation)
    beyond = check_reach(supplement, regulation, org.house_snapshot(now))
    if beyond:
        raise Unreadable(beyond)
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
    *, actor: Actor, supplement_id: UUID, now: datetime, accept_gaps: bool = False
) -> models.SupplementVersion:
    """Let a supplement hold from now on in place of its earlier version.

    The house of today is tried first: unless `accept_gaps`, a chain that the supplement makes
    impossible stops it. Announces SupplementCameIntoForce. Raises Unreadable, where it reaches
    posts of other units by now; Refused: no_role, other_unit, no_version, wrong_state, guard (not
    effective yet), impossible_chains; Stale.
    """
    row, unit = _mine(actor, supplement_id)
    rows = models.SupplementVersion.objects
    facts = {"today": local_day(now, unit.zone), "effective_from": row.effective_from}
    to = step(VERSIONS, VersionState(row.state), VersionVerb.BRING_INTO_FORCE, facts).to
    gaps = _gaps(row, now)
    if gaps and not accept_gaps:
        reason = _("%(count)s chains could not be signed today, the first: %(first)s")
        raise Refused("impossible_chains", reason, count=len(gaps), first=gaps[0])
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


@transaction.atomic
def end_supplement(*, actor: Actor, supplement_id: UUID, now: datetime) -> models.SupplementVersion:
    """Let a supplement hold no longer; open chains keep its steps.

    Raises Refused: no_role, other_unit, no_version, wrong_state; Stale.
    """
    row, _unit = _mine(actor, supplement_id)
    to = step(VERSIONS, VersionState(row.state), VersionVerb.SUPERSEDE).to
    present = models.SupplementVersion.objects.filter(id=row.id, state=row.state)
    if present.update(state=to.value, superseded_at=now) != 1:
        raise Stale(_("Somebody else changed this version first."))
    row.refresh_from_db()
    _audit("supplement.end", row, actor, now)
    return row


@transaction.atomic
def confirm_supplement_reading(
    *, actor: Actor, supplement_id: UUID, now: datetime
) -> models.SupplementReading:
    """Note that somebody who holds a post of the branch has read its supplement; twice is once.

    Raises Refused: not_your_post, no_version.
    """
    row = models.SupplementVersion.objects.filter(
        id=supplement_id, state=VersionState.IN_FORCE.value
    ).first()
    if row is None:
        raise Refused("no_version", _("This supplement is not in force."))
    permissions.require_post(actor, org.get_unit(row.unit_code).path)
    found, made = models.SupplementReading.objects.get_or_create(
        person_id=actor.person_id, supplement_id=row.id, defaults={"confirmed_at": now}
    )
    if made:
        _audit("supplement.confirm_reading", row, actor, now)
    return found


def _mine(actor: Actor, supplement_id: UUID) -> tuple[models.SupplementVersion, UnitRow]:
    rows = models.SupplementVersion.objects.select_for_update()
    row = rows.filter(id=supplement_id).first()
    if row is None:
        raise Refused("no_version", _("There is no such supplement."))
    unit = org.get_unit(row.unit_code)
    permissions.require_manager(actor, unit.path)
    return row, unit


def _gaps(row: models.SupplementVersion, now: datetime) -> list[str]:
    supplement = parse_supplement(row.text.encode())
    regulation, house = queries.regulation_version(row.regulation_id), org.house_snapshot(now)
    beyond = check_reach(supplement, regulation, house)
    if beyond:
        raise Unreadable(beyond)
    present = queries.supplements_in_force(now)
    found = simulate_supplement(supplement, regulation, house, present)
    return [f"{one.case.unit}, {one.case.kind}: {one.obstacles[0]}" for one in found]


def _audit(action: str, row: models.SupplementVersion, actor: Actor, now: datetime) -> None:
    entry = Entry(
        action,
        f"supplement:{row.id}",
        actor_id=actor.person_id,
        unit_code=row.unit_code,
        data={"name": str(row), "sha256": row.sha256},
    )
    record(entry, now=now)
