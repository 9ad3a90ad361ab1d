"""Loading a version, bringing it into force, confirming that it was read."""

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
from suluh.newsroom.regulation import models, permissions
from suluh.newsroom.regulation.events import RegulationCameIntoForce
from suluh.newsroom.regulation.rules.channels import check_channels
from suluh.newsroom.regulation.rules.reading import parse_regulation
from suluh.newsroom.regulation.rules.simulation import simulate
from suluh.newsroom.regulation.rules.source import Unreadable
from suluh.newsroom.regulation.rules.versions import VERSIONS, VersionState, VersionVerb


@transaction.atomic
def load_regulation(*, actor: Actor, text: bytes, now: datetime) -> models.RegulationVersion:
    """Store a version as draft; the same file twice gives the same row.

    Raises Unreadable with lines; Refused: not_yours, version_exists.
    """
    permissions.require_manager(actor)
    regulation = parse_regulation(text)
    beyond = list(check_channels(regulation))
    if beyond:
        raise Unreadable(beyond)
    known = models.RegulationVersion.objects.filter(
        code=regulation.code, version=regulation.version
    ).first()
    if known is not None and known.sha256 == regulation.sha256:
        return known
    if known is not None:
        reason = _("Version %(name)s is stored with another text: give the change a new number.")
        raise Refused("version_exists", reason, name=regulation.name)
    row = models.RegulationVersion.objects.create(
        code=regulation.code,
        version=regulation.version,
        title_id=regulation.title.id,
        title_en=regulation.title.en,
        text=text.decode("utf-8-sig"),
        sha256=regulation.sha256,
        is_example=regulation.example,
        effective_from=regulation.effective_from,
        effective_until=regulation.effective_until,
        loaded_by_id=actor.person_id,
        loaded_at=now,
    )
    _audit("regulation.load", row, actor, now, {"name": str(row), "sha256": row.sha256})
    return row


@transaction.atomic
def bring_into_force(
    *, actor: Actor, version_id: UUID, now: datetime, accept_gaps: bool = False
) -> models.RegulationVersion:
    """Let a version hold from now on; open chains keep the version they were computed with.

    The house of today is tried first: unless `accept_gaps`, a unit that could publish nothing of
    some kind stops it. Announces RegulationCameIntoForce. Raises Refused: not_yours, no_version,
    wrong_state, guard (not effective yet), impossible_chains; Stale.
    """
    permissions.require_manager(actor)
    row = models.RegulationVersion.objects.select_for_update().filter(id=version_id).first()
    if row is None:
        raise Refused("no_version", _("There is no such version of the regulation."))
    today = local_day(now, org.get_institution().zone)
    facts = {"today": today, "effective_from": row.effective_from}
    to = step(VERSIONS, VersionState(row.state), VersionVerb.BRING_INTO_FORCE, facts).to
    gaps = _gaps(row, now)
    if gaps and not accept_gaps:
        reason = _("%(count)s chains could not be signed today, the first: %(first)s")
        raise Refused("impossible_chains", reason, count=len(gaps), first=gaps[0])
    _supersede_present(now)
    changed = models.RegulationVersion.objects.filter(id=row.id, state=row.state)
    if changed.update(state=to.value, in_force_at=now) != 1:
        raise Stale(_("Somebody else changed this version first."))
    row.refresh_from_db()
    _audit("regulation.bring_into_force", row, actor, now, {"name": str(row), "gaps": len(gaps)})
    fact = RegulationCameIntoForce(row.id, row.code, row.version)
    announce(fact, subject=f"regulation:{row.id}", now=now)
    return row


def _gaps(row: models.RegulationVersion, now: datetime) -> list[str]:
    found = simulate(parse_regulation(row.text.encode()), org.house_snapshot(now))
    return [f"{one.case.unit}, {one.case.kind}: {one.obstacles[0]}" for one in found]


def _supersede_present(now: datetime) -> None:
    to = step(VERSIONS, VersionState.IN_FORCE, VersionVerb.SUPERSEDE).to
    present = models.RegulationVersion.objects.filter(state=VersionState.IN_FORCE.value)
    present.update(state=to.value, superseded_at=now)


@transaction.atomic
def confirm_reading(*, actor: Actor, version_id: UUID, now: datetime) -> models.ReadingConfirmation:
    """Note that a post holder has read the version in force; twice is once.

    Raises Refused: not_your_post, no_version.
    """
    permissions.require_post(actor)
    row = models.RegulationVersion.objects.filter(
        id=version_id, state=VersionState.IN_FORCE.value
    ).first()
    if row is None:
        raise Refused("no_version", _("This version of the regulation is not in force."))
    found, made = models.ReadingConfirmation.objects.get_or_create(
        person_id=actor.person_id, regulation_id=row.id, defaults={"confirmed_at": now}
    )
    if made:
        _audit("regulation.confirm_reading", row, actor, now, {"name": str(row)})
    return found


def _audit(
    action: str,
    row: models.RegulationVersion,
    actor: Actor,
    now: datetime,
    data: dict[str, object],
) -> None:
    subject = f"regulation:{row.id}"
    record(Entry(action, subject, actor_id=actor.person_id, data=data), now=now)
