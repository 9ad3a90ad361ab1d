"""What other rooms and screens may ask about the regulation."""

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from suluh.foundation.accounts.rules import Action, Actor, decide
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import UnitRow, local_day
from suluh.kernel.bilingual import Bilingual
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.memory import asked_once
from suluh.kernel.refusals import Refused
from suluh.newsroom.regulation import models
from suluh.newsroom.regulation.permissions import manages
from suluh.newsroom.regulation.rules.cases import Case
from suluh.newsroom.regulation.rules.chains import Chain, Circumstances, PartKey, compute_chain
from suluh.newsroom.regulation.rules.channels import Outgoing
from suluh.newsroom.regulation.rules.conformance import deviation
from suluh.newsroom.regulation.rules.reading import parse_regulation, parse_supplement
from suluh.newsroom.regulation.rules.regulation import Regulation, Supplement
from suluh.newsroom.regulation.rules.simulation import Impossible, simulate, simulate_supplement
from suluh.newsroom.regulation.rules.versions import SupplementRow, VersionRow, VersionState

NO_VERSION = _("There is no such version of the regulation.")
IN_FORCE = VersionState.IN_FORCE.value


@lru_cache(maxsize=32)
def _parsed(text: str) -> Regulation:
    return parse_regulation(text.encode())


@lru_cache(maxsize=128)
def _parsed_supplement(text: str) -> Supplement:
    return parse_supplement(text.encode())


def visible_to(actor: Actor) -> list[VersionRow]:
    """List the versions an actor may read, newest first; drafts are for those who manage."""
    rows = models.RegulationVersion.objects.order_by("-loaded_at", "-id")
    if not decide(actor, Action.MANAGE_HOUSE).allowed:
        rows = rows.exclude(state=VersionState.DRAFT.value)
    return [_row(row) for row in rows]


def version_in_force() -> VersionRow | None:
    """Return the version in force, or None before the first."""
    row = models.RegulationVersion.objects.filter(state=IN_FORCE).first()
    return _row(row) if row else None


def require_version() -> VersionRow:
    """Return the version in force. Raises Refused: regulation_missing."""
    row = version_in_force()
    if row is None:
        raise Refused("regulation_missing", _("No PR regulation is in force; load one first."))
    return row


@asked_once
def regulation_in_force(now: datetime) -> Regulation:
    """Return the regulation in force. Raises Refused: regulation_missing, if none or run out."""
    row = _stored(id=require_version().id)
    today = local_day(now, org.get_institution().zone)
    if row.effective_until is not None and today >= row.effective_until:
        reason = _("The PR regulation ran out on %(day)s; bring its successor into force.")
        raise Refused("regulation_missing", reason, day=row.effective_until.isoformat())
    return _parsed(row.text)


def regulation_version(version_id: UUID) -> Regulation:
    """Return any stored version. Raises Refused: no_version."""
    return _parsed(_stored(id=version_id).text)


@asked_once
def regulation_by_name(code: str, version: int) -> Regulation:
    """Return the version that a stored chain names. Raises Refused: no_version."""
    return _parsed(_stored(code=code, version=version).text)


def deviation_of(chain: Chain, parts: Collection[PartKey]) -> str:
    """Return where a stored chain asks for less than the version it names, or ''.

    It is judged by the case stored with it: neither a version that has run out since nor a unit
    that is of another kind today changes what was asked. Raises Refused: no_version.
    """
    stored = regulation_by_name(chain.regulation, chain.version)
    # Chains of before this was stored know their unit only by its code.
    unit_kind = chain.case.unit_kind or org.get_unit(chain.case.unit).kind
    return deviation(chain, stored, unit_kind, parts)


def newest_regulation() -> Regulation | None:
    """Return the version that holds, or held until it ran out; None before the first."""
    row = version_in_force()
    return _parsed(_stored(id=row.id).text) if row else None


def find_regulation(code: str, version: int) -> Regulation | None:
    """Return a stored version by its name, or None."""
    row = models.RegulationVersion.objects.filter(code=code, version=version).first()
    return _parsed(row.text) if row else None


def visible_text(actor: Actor, version_id: UUID) -> str:
    """Return a version as handed in, if the actor may read it. Raises Refused: no_version."""
    readable = {row.id for row in visible_to(actor)}
    if version_id not in readable:
        raise Refused("no_version", NO_VERSION)
    return _stored(id=version_id).text


def _stored(**which: object) -> models.RegulationVersion:
    row = models.RegulationVersion.objects.filter(**which).first()
    if row is None:
        raise Refused("no_version", NO_VERSION)
    return row


def gaps_of(actor: Actor, version_id: UUID, now: datetime) -> tuple[VersionRow, list[Impossible]]:
    """Return a version the actor may read, and the chains nobody could sign under it today.

    Raises Refused: no_version.
    """
    row = next((one for one in visible_to(actor) if one.id == version_id), None)
    if row is None:
        raise Refused("no_version", NO_VERSION)
    return row, list(simulate(regulation_version(version_id), org.house_snapshot(now)))


def list_gaps(now: datetime) -> list[Impossible]:
    """Return the chains that nobody could sign today under what is in force.

    Raises Refused: regulation_missing.
    """
    house = org.house_snapshot(now)
    return list(simulate(regulation_in_force(now), house, supplements_in_force(now)))


def supplements_in_force(now: datetime) -> tuple[Supplement, ...]:
    """Return the supplements in force for the version in force, by code."""
    rows = models.SupplementVersion.objects.filter(
        state=IN_FORCE, regulation__state=IN_FORCE, in_force_at__lte=now
    )
    return tuple(_parsed_supplement(row.text) for row in rows.order_by("code"))


def channels_of(text: Outgoing, regulation: Regulation) -> tuple[str, ...]:
    """Return the channels a text handed in now will go through, of those the regulation lists.

    The room that knows stands above this one; `project` names its function (decision 0023).
    """
    goes_through = import_string(settings.SULUH_CHANNELS_OF)(text)
    return tuple(one for one in regulation.channels if one in goes_through)


def chain_for(
    case: Case,
    *,
    now: datetime,
    writers: frozenset[str] = frozenset(),
    parts: Collection[PartKey] | None = None,
) -> Chain:
    """Compute the chain of a text under the regulation and the house of now.

    `writers` are person ids as text. Raises Refused: regulation_missing; ImpossibleChain.
    """
    regulation = regulation_in_force(now)
    given = Circumstances(supplements_in_force(now), writers, parts)
    return compute_chain(regulation, org.house_snapshot(now), case, given)


def has_confirmed(person_id: UUID, version_id: UUID) -> bool:
    """Say whether a person has confirmed reading a version."""
    return models.ReadingConfirmation.objects.filter(
        person_id=person_id, regulation_id=version_id
    ).exists()


def list_unconfirmed(now: datetime) -> list[tuple[str, str]]:
    """List (person id, name) of those who sign under the version in force and have not read it."""
    row = models.RegulationVersion.objects.filter(state=IN_FORCE).first()
    if row is None:
        return []
    kinds = _parsed(row.text).posts
    house = org.house_snapshot(now)
    signing = {post.code for post in house.posts if post.kind in kinds}
    people = {one.person: one.name for one in house.holders if one.post in signing}
    people |= {one.person: one.name for one in house.substitutes if one.post in signing}
    confirmed = row.readings.values_list("person_id", flat=True)
    waiting = people.keys() - {str(person) for person in confirmed}
    return sorted(((one, people[one]) for one in waiting), key=lambda found: found[1])


def list_supplement_unconfirmed(supplement_id: UUID, now: datetime) -> list[tuple[str, str]]:
    """List (person id, name) of the branch's post holders who have not read a supplement."""
    row = models.SupplementVersion.objects.filter(id=supplement_id).first()
    house = org.house_snapshot(now)
    own = house.unit_by_code.get(row.unit_code) if row else None
    if row is None or own is None:
        return []
    branch = {unit.code for unit in house.units if unit.path.startswith(own.path)}
    posts = {post.code for post in house.posts if post.unit in branch}
    people = {one.person: one.name for one in house.holders if one.post in posts}
    people |= {one.person: one.name for one in house.substitutes if one.post in posts}
    confirmed = row.readings.values_list("person_id", flat=True)
    waiting = people.keys() - {str(person) for person in confirmed}
    return sorted(((one, people[one]) for one in waiting), key=lambda found: found[1])


def supplements_visible_to(actor: Actor) -> list[SupplementRow]:
    """List the supplements an actor may read, newest first; drafts are for those who manage."""
    units = {unit.code: unit for unit in org.list_units(closed=True)}
    rows = models.SupplementVersion.objects.select_related("regulation", "loaded_by")
    found = []
    for row in rows.order_by("-loaded_at", "-id"):
        unit = units.get(row.unit_code)
        if unit is None:
            continue
        if row.state != VersionState.DRAFT.value or manages(actor, unit.path):
            found.append(_supplement_row(row, unit))
    return found


def get_supplement(actor: Actor, supplement_id: UUID) -> tuple[SupplementRow, str]:
    """Return a supplement the actor may read, and its text. Raises Refused: no_version."""
    for one in supplements_visible_to(actor):
        if one.id == supplement_id:
            return one, models.SupplementVersion.objects.get(id=supplement_id).text
    raise Refused("no_version", _("There is no such supplement."))


def supplement_gaps(actor: Actor, supplement_id: UUID, now: datetime) -> list[Impossible]:
    """Return the chains that a supplement would make impossible today. Raises as above."""
    row, text = get_supplement(actor, supplement_id)
    stored = models.SupplementVersion.objects.get(id=row.id)
    regulation, house = regulation_version(stored.regulation_id), org.house_snapshot(now)
    found = simulate_supplement(
        _parsed_supplement(text), regulation, house, supplements_in_force(now)
    )
    return list(found)


def has_confirmed_supplement(person_id: UUID, supplement_id: UUID) -> bool:
    """Say whether a person has confirmed reading a supplement."""
    return models.SupplementReading.objects.filter(
        person_id=person_id, supplement_id=supplement_id
    ).exists()


def _supplement_row(row: models.SupplementVersion, unit: UnitRow) -> SupplementRow:
    return SupplementRow(
        id=row.id,
        code=row.code,
        version=row.version,
        regulation=str(row.regulation),
        unit_code=row.unit_code,
        unit_name=unit.name,
        title=_parsed_supplement(row.text).title,
        state=VersionState(row.state),
        effective_from=row.effective_from,
        loaded_at=row.loaded_at,
        loaded_by=row.loaded_by.name,
        in_force_at=row.in_force_at,
    )


def _row(row: models.RegulationVersion) -> VersionRow:
    return VersionRow(
        id=row.id,
        code=row.code,
        version=row.version,
        title=Bilingual(row.title_id, row.title_en),
        state=VersionState(row.state),
        is_example=row.is_example,
        sha256=row.sha256,
        effective_from=row.effective_from,
        loaded_at=row.loaded_at,
        in_force_at=row.in_force_at,
    )
