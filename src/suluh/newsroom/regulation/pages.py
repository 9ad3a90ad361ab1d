"""Rows of the page 'Alur kerja', in the reader's language; reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext, ngettext

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import local_day
from suluh.kernel.house import House
from suluh.kernel.worktime import Amount, WorkingDays
from suluh.newsroom.regulation import queries
from suluh.newsroom.regulation.permissions import manages
from suluh.newsroom.regulation.rules.chains import ChainStep, Obstacle
from suluh.newsroom.regulation.rules.regulation import PART_FAMILIES, Regulation
from suluh.newsroom.regulation.rules.signers import Signer
from suluh.newsroom.regulation.rules.simulation import Impossible
from suluh.newsroom.regulation.rules.versions import STATE_LABELS, VersionState
from suluh.newsroom.regulation.rules.workflow import Workflow, workflows

VIA = {"plt": "Plt. ", "plh": "Plh. "}


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of the two lists above the page."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """One signature: whose, of which unit, who that is today, by when, on which clause."""

    post: str
    unit: str
    people: str
    limit: str
    clause: str
    text: str
    covers: str
    standing_in: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One rule of the unit: what it is for, its stages, and what makes it impossible today."""

    key: str
    title: str
    clause: str
    purpose: str
    persons: str
    stages: tuple[tuple[StepRow, ...], ...]
    obstacles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AppliedRow:
    """A supplement that holds for the unit; `asks_reading` of whom it concerns."""

    id: UUID
    name: str
    title: str
    unit: str
    in_force_at: datetime | None
    asks_reading: bool


@dataclass(frozen=True, slots=True)
class WorkflowPage:
    """Everything the page shows."""

    version_id: UUID
    title: str
    name: str
    is_example: bool
    introduction: str
    effective_from: datetime | None
    unit: str
    units: tuple[Choice, ...]
    posts: tuple[Choice, ...]
    chains: tuple[ChainRow, ...]
    asks_reading: bool
    supplements: tuple[AppliedRow, ...]


def workflow_page(actor: Actor, unit_code: str, post_kind: str, *, now: datetime) -> WorkflowPage:
    """Return the page for a unit and, if given, one kind of post.

    An unknown unit or post is taken as not given. Raises Refused: regulation_missing.
    """
    regulation, version = queries.regulation_in_force(now), queries.require_version()
    house, locale = org.house_snapshot(now), actor.locale
    unit = unit_code if unit_code in house.unit_by_code else actor.unit_code
    post = post_kind if post_kind in regulation.posts else ""
    found = workflows(regulation, house, unit, queries.supplements_in_force(now))
    chains = [one for one in found if not post or one.asks(post)]
    confirmed = queries.has_confirmed(actor.person_id, version.id)
    return WorkflowPage(
        version_id=version.id,
        title=regulation.title.in_(locale),
        name=regulation.name,
        is_example=regulation.example,
        introduction=regulation.introduction.in_(locale),
        effective_from=version.in_force_at,
        unit=_unit(house, unit, locale),
        units=_units(house, unit, locale),
        posts=_posts(regulation, post, locale),
        chains=tuple(_chain(one, regulation, house, actor) for one in chains),
        asks_reading=bool(actor.posts) and not confirmed,
        supplements=_applied(actor, unit, house),
    )


def _applied(actor: Actor, unit: str, house: House) -> tuple[AppliedRow, ...]:
    """Return what holds for the unit, and what the reader has still to read for their own post."""
    above = {one.code: one for one in house.lineage(unit)}
    found = []
    for row in queries.supplements_visible_to(actor):
        own = house.unit_by_code.get(row.unit_code)
        if row.state is not VersionState.IN_FORCE or own is None:
            continue
        mine = any(post.unit_path.startswith(own.path) for post in actor.posts)
        asks = mine and not queries.has_confirmed_supplement(actor.person_id, row.id)
        if asks or row.unit_code in above:
            title, where = row.title.in_(actor.locale), row.unit_name.in_(actor.locale)
            found.append(AppliedRow(row.id, row.name, title, where, row.in_force_at, asks))
    return tuple(found)


def _unit(house: House, code: str, locale: str) -> str:
    unit = house.unit_by_code.get(code)
    return unit.name.in_(locale) if unit else code


def _units(house: House, chosen: str, locale: str) -> tuple[Choice, ...]:
    units = sorted(house.units, key=lambda unit: unit.path)
    return tuple(
        Choice(
            unit.code,
            "\u2003" * (unit.path.count("/") - 2) + unit.name.in_(locale),
            unit.code == chosen,
        )
        for unit in units
    )


def _posts(regulation: Regulation, chosen: str, locale: str) -> tuple[Choice, ...]:
    everyone = Choice("", gettext("All posts"), not chosen)
    rest = (Choice(key, one.in_(locale), key == chosen) for key, one in regulation.posts.items())
    return (everyone, *rest)


def _chain(found: Workflow, regulation: Regulation, house: House, actor: Actor) -> ChainRow:
    chain, locale = found.chain, actor.locale
    kinds = [regulation.content_kinds[kind].in_(locale) for kind in found.kinds]
    levels = [regulation.sensitivities[one].in_(locale).lower() for one in found.sensitivities]
    purpose = ", ".join(kinds)
    if len(levels) < len(regulation.sensitivities):
        purpose += f" ({', '.join(levels)})"
    if found.channels:
        through = [regulation.channels[one].in_(locale) for one in found.channels]
        purpose += f" → {', '.join(through)}"
    needed = ngettext(
        "%(count)s person other than the writer signs",
        "%(count)s different persons sign, none of them the writer",
        chain.distinct_persons,
    )
    return ChainRow(
        key=chain.rule,
        title=chain.title.in_(locale),
        clause=chain.clause,
        purpose=purpose,
        persons=needed % {"count": chain.distinct_persons},
        stages=tuple(tuple(_step(one, house, actor) for one in stage) for stage in chain.stages),
        obstacles=tuple(_reason(one, regulation, house, locale) for one in found.obstacles),
    )


def _reason(one: Obstacle, regulation: Regulation, house: House, locale: str) -> str:
    """Give the sentence with names in place of codes."""
    return gettext(one.reason) % one.named(regulation, house, locale)


def _step(step: ChainStep, house: House, actor: Actor) -> StepRow:
    return StepRow(
        post=step.title.in_(actor.locale),
        unit=_unit(house, step.unit, actor.locale),
        people=", ".join(VIA.get(one.via, "") + one.name for one in step.signers),
        limit=_limit(step.limit),
        clause=step.clause,
        text=step.text.in_(actor.locale),
        covers=_covers(step),
        standing_in=any(one.standing_in for one in step.signers),
        mine=any(_is(one, actor) for one in step.signers),
    )


def _is(signer: Signer, actor: Actor) -> bool:
    return signer.person == str(actor.person_id)


def _limit(limit: Amount) -> str:
    if isinstance(limit, WorkingDays):
        text = ngettext("%(count)s working day", "%(count)s working days", limit.days)
        return text % {"count": limit.days}
    hours = limit.minutes // 60
    text = ngettext("%(count)s working hour", "%(count)s working hours", hours)
    return text % {"count": hours}


def _covers(step: ChainStep) -> str:
    labels = {
        "title": gettext("title"),
        "lead": gettext("lead"),
        "body": gettext("text"),
        "figure": gettext("pictures"),
        "file": gettext("files"),
        "credits": gettext("names"),
        "facts": gettext("facts"),
    }
    languages = ", ".join(locale.upper() for locale in step.locales)
    everything = gettext("everything")
    parts = ", ".join(labels[part] for part in PART_FAMILIES if part in step.parts)
    return f"{languages}: {parts or everything}"


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One stored version in the list."""

    id: UUID
    name: str
    title: str
    state: str
    loaded_at: datetime
    is_draft: bool
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForcePage:
    """A draft about to hold, and what nobody could sign under it today."""

    id: UUID
    name: str
    gaps: tuple[str, ...]


def version_rows(actor: Actor, *, now: datetime) -> list[VersionLine]:
    """Return the versions that the actor may read, newest first, with who has not read them."""
    unread = tuple(name for _id, name in queries.list_unconfirmed(now))
    return [
        VersionLine(
            id=row.id,
            name=f"{row.code} {row.version}",
            title=row.title.in_(actor.locale),
            state=gettext(STATE_LABELS[row.state]),
            loaded_at=row.loaded_at,
            is_draft=row.state is VersionState.DRAFT,
            unread=unread if row.state is VersionState.IN_FORCE else (),
        )
        for row in queries.visible_to(actor)
    ]


@dataclass(frozen=True, slots=True)
class SupplementLine:
    """One stored supplement in the list."""

    id: UUID
    name: str
    title: str
    unit: str
    regulation: str
    state: str
    effective_from: date
    loaded_at: datetime
    loaded_by: str
    may_begin: bool
    may_end: bool
    unread: tuple[str, ...]


def supplement_rows(actor: Actor, *, now: datetime) -> list[SupplementLine]:
    """Return the supplements that the actor may read, newest first, with who has not read them."""
    paths = {unit.code: unit.path for unit in org.list_units()}
    found = []
    for row in queries.supplements_visible_to(actor):
        mine = row.unit_code in paths and manages(actor, paths[row.unit_code])
        holds = row.state is VersionState.IN_FORCE
        unread = queries.list_supplement_unconfirmed(row.id, now) if mine and holds else []
        found.append(
            SupplementLine(
                id=row.id,
                name=row.name,
                title=row.title.in_(actor.locale),
                unit=row.unit_name.in_(actor.locale),
                regulation=row.regulation,
                state=gettext(STATE_LABELS[row.state]),
                effective_from=row.effective_from,
                loaded_at=row.loaded_at,
                loaded_by=row.loaded_by,
                may_begin=mine and row.state is VersionState.DRAFT,
                may_end=mine and holds,
                unread=tuple(name for _id, name in unread),
            )
        )
    return found


SKELETON: Final = """\
schema: suluh/regulation-supplement/1
supplement_of: {code}
parent_version: {version}
code: {name}
version: {next}
unit: {unit}
title: {{id: …, en: …}}
effective_from: {today}
adds:
# {rules}
  - rule: {rule}
    after: {step}
    step:
      key: …
      post: head_of_unit
      at: unit
      hours: 4
      clause: …
      text: {{id: …, en: …}}
      when_nobody: escalate
"""


def supplement_start(actor: Actor, *, now: datetime) -> str:
    """Return a supplement to fill in, for the actor's own unit and the regulation in force.

    '' where the regulation allows none. Raises Refused: regulation_missing.
    """
    regulation = queries.regulation_in_force(now)
    open_rules = [rule for rule in regulation.rules if rule.supplement_allowed]
    if not open_rules:
        return ""
    name = actor.unit_code.lower()
    known = [one.version for one in queries.supplements_visible_to(actor) if one.code == name]
    return SKELETON.format(
        code=regulation.code,
        version=regulation.version,
        name=name,
        next=max(known, default=0) + 1,
        unit=actor.unit_code,
        today=local_day(now, org.get_unit(actor.unit_code).zone).isoformat(),
        rules=", ".join(rule.key for rule in open_rules),
        rule=open_rules[0].key,
        step=open_rules[0].steps()[0].key,
    )


def supplement_force_page(actor: Actor, supplement_id: UUID, *, now: datetime) -> ForcePage:
    """Return the question before a supplement holds. Raises Refused: no_version."""
    row, _text = queries.get_supplement(actor, supplement_id)
    found = queries.supplement_gaps(actor, supplement_id, now)
    gaps = _gap_lines(found, queries.regulation_in_force(now), actor, now)
    return ForcePage(row.id, row.name, gaps)


def force_page(actor: Actor, version_id: UUID, *, now: datetime) -> ForcePage:
    """Return the question before a version holds. Raises Refused: no_version."""
    row, impossible = queries.gaps_of(actor, version_id, now)
    gaps = _gap_lines(impossible, queries.regulation_version(version_id), actor, now)
    return ForcePage(row.id, f"{row.code} {row.version}", gaps)


def _gap_lines(
    impossible: Iterable[Impossible], regulation: Regulation, actor: Actor, now: datetime
) -> tuple[str, ...]:
    house = org.house_snapshot(now)
    gaps = dict.fromkeys(
        f"{_unit(house, one.case.unit, actor.locale)}, "
        f"{regulation.content_kinds[one.case.kind].in_(actor.locale)}: "
        f"{_reason(obstacle, regulation, house, actor.locale)}"
        for one in impossible
        for obstacle in one.obstacles
    )
    return tuple(gaps)
