"""Reads of this room. `visible_to` and `copies_visible_to` are the only entrances to lists."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from suluh.foundation.accounts.rules import Action, Actor, decide, scopes
from suluh.foundation.org import queries as org
from suluh.kernel import canonical
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.canonical import Part
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models, rules
from suluh.newsroom.editorial.queries.chains import (
    chains_of_submission,
    commitments_of,
    state_of,
)
from suluh.newsroom.regulation.rules.chains import Chain, barred_persons
from suluh.newsroom.regulation.rules.frozen import chain_from_json
from suluh.newsroom.regulation.rules.progress import ChainState
from suluh.newsroom.regulation.rules.signers import Signer, signers

NO_STORY = _("There is no such story.")
NO_COPY = _("There is no such text in review.")
DECIDED = ("sign", "return")


def visible_to(actor: Actor) -> QuerySet[models.Story]:
    """Return the stories an actor may read: of their units, and those whose chain names a post."""
    return (
        models.Story.objects.filter(
            _in_scope(actor, "unit__path")
            | Q(content_id__in=_chain_posts(actor).values("copy__content_id"))
        )
        .select_related("unit")
        .order_by("-changed_at", "-id")
    )


def copies_visible_to(actor: Actor) -> QuerySet[models.Copy]:
    """Return the Copies an actor may read, by the same two ways."""
    chains = _chain_posts(actor).values("copy_id")
    return (
        models.Copy.objects.filter(_in_scope(actor, "unit__path") | Q(id__in=chains))
        .select_related("unit", "submitted_by")
        .order_by("-submitted_at", "-id")
    )


def _in_scope(actor: Actor, column: str) -> Q:
    found = Q(pk__in=[])
    for scope in scopes(actor, Action.READ_STORY):
        found |= Q(**{f"{column}__startswith": scope})
    return found


def _chain_posts(actor: Actor) -> QuerySet[models.CopyPost]:
    """Posts of the actor in the chains of Copies, newest of each content."""
    held = models.CopyPost.objects.filter(post_code__in=actor.post_codes)
    return held.exclude(copy__state=rules.CopyState.SUPERSEDED)


def get_story(actor: Actor, content_id: str) -> models.Story:
    """Return a story the actor may read. Raises Refused: no_story."""
    story = visible_to(actor).filter(content_id=content_id).first()
    if story is None:
        raise Refused("no_story", NO_STORY)
    return story


def get_copy(actor: Actor, copy_id: UUID) -> models.Copy:
    """Return a Copy the actor may read. Raises Refused: no_copy."""
    copy = copies_visible_to(actor).filter(id=copy_id).first()
    if copy is None:
        raise Refused("no_copy", NO_COPY)
    return copy


def can_write(actor: Actor, story: models.Story) -> bool:
    """Say whether the actor may change the story's text."""
    return decide(actor, Action.WRITE_STORY, story.unit.path).allowed


def open_copy_of(content_id: str) -> models.Copy | None:
    """Return the Copy that locks a text now, or None."""
    return (
        models.Copy.objects.filter(
            content_id=content_id, state__in=[state.value for state in rules.LOCKING]
        )
        .select_related("unit")
        .first()
    )


def last_copy_of(content_id: str) -> models.Copy | None:
    """Return the newest Copy of a content."""
    return models.Copy.objects.filter(content_id=content_id).order_by("-number").first()


def list_copies_of(content_id: str) -> list[models.Copy]:
    """Return the Copies of a content, newest first."""
    return list(models.Copy.objects.filter(content_id=content_id).order_by("-number"))


def waiting_for(actor: Actor, now: datetime) -> list[tuple[models.Copy, str]]:
    """Return (Copy, step) pairs that this person could sign now, most urgent first."""
    if not actor.post_codes:
        return []
    house = org.house_snapshot(now)
    found: list[tuple[models.Copy, str]] = []
    rows = models.Copy.objects.filter(
        state=rules.CopyState.IN_REVIEW, id__in=_chain_posts(actor).values("copy_id")
    ).select_related("unit")
    for copy in rows.order_by("step_due_at", "id"):
        chain, state = state_of(copy)
        barred = barred_persons(house, copy.writers)
        for key in state.open_steps():
            step = chain.step(key)
            people = signers(step.groups, house, barred) if step else ()
            if any(one.person == str(actor.person_id) for one in people):
                found.append((copy, key))
    return found


def late_copies(actor: Actor, now: datetime) -> list[models.Copy]:
    """Return Copies in review whose open step is past its time, oldest first."""
    late = copies_visible_to(actor).filter(state=rules.CopyState.IN_REVIEW, step_due_at__lt=now)
    return list(late.order_by("step_due_at", "id"))


def chain_of(copy: models.Copy) -> tuple[Chain, ChainState]:
    """Return the frozen chain of a Copy and how far it has come."""
    return state_of(copy)


def who_waits(copy: models.Copy, now: datetime) -> dict[str, tuple[Signer, ...]]:
    """Return, for each open step, the people who can sign it at `now`."""
    chain, state = state_of(copy)
    house = org.house_snapshot(now)
    barred = barred_persons(house, copy.writers)
    waiting: dict[str, tuple[Signer, ...]] = {}
    for key in state.open_steps():
        step = chain.step(key)
        if step is not None:
            waiting[key] = signers(step.groups, house, barred)
    return waiting


def parts_of(copy: models.Copy) -> dict[str, dict[str, Part]]:
    """Return the frozen parts of a Copy by locale and name; erased ones are left out."""
    found: dict[str, dict[str, Part]] = {}
    rows = copy.parts.select_related("stored").order_by("locale", "name")
    for row in rows:
        if row.stored.data is not None:
            part = canonical.parse(row.name, bytes(row.stored.data))
            found.setdefault(row.locale, {})[row.name] = part
    return found


def last_seen_by(copy: models.Copy, person_id: UUID) -> models.Copy | None:
    """Return the newest earlier Copy that a person opened, signed or returned, to compare with."""
    seen = models.CopySeen.objects.filter(person_id=person_id)
    decided = models.CopyTransition.objects.filter(person_id=person_id, verb__in=DECIDED)
    earlier = models.Copy.objects.filter(content_id=copy.content_id, number__lt=copy.number)
    known = Q(id__in=seen.values("copy_id")) | Q(id__in=decided.values("copy_id"))
    return earlier.filter(known).order_by("-number").first()


def frozen_copy(copy_id: UUID) -> rules.FrozenCopy:
    """Return a Copy as the ledger reads it: frozen rows only, never the working text.

    The Copy is locked: nobody takes it back or moves its hour until the transaction of the caller
    is over. Raises Refused: no_copy, erased.
    """
    copies = models.Copy.objects.select_for_update(of=("self",)).select_related("unit")
    copy = copies.filter(id=copy_id).first()
    if copy is None:
        raise Refused("no_copy", NO_COPY)
    parts, sign_offs = _frozen_rows([copy_id])
    rows = _Rows(parts, sign_offs, chains_of_submission([copy]))
    return _frozen(copy, rows)


def frozen_copies(copy_ids: Iterable[UUID]) -> dict[UUID, rules.FrozenCopy]:
    """Return Copies as `frozen_copy` does, many at once; what it would refuse is left out."""
    copies = list(models.Copy.objects.select_related("unit").filter(id__in=list(copy_ids)))
    parts, sign_offs = _frozen_rows([copy.id for copy in copies])
    rows = _Rows(parts, sign_offs, chains_of_submission(copies))
    found = {}
    for copy in copies:
        with suppress(Refused):
            found[copy.id] = _frozen(copy, rows)
    return found


_Parts = dict[UUID, list[models.CopyPart]]
_SignOffs = dict[UUID, list[models.SignOff]]


@dataclass(frozen=True, slots=True)
class _Rows:
    parts: _Parts
    sign_offs: _SignOffs
    whole_chains: frozenset[UUID]


def _frozen_rows(copy_ids: list[UUID]) -> tuple[_Parts, _SignOffs]:
    parts: _Parts = {}
    for part in models.CopyPart.objects.filter(copy_id__in=copy_ids).select_related("stored"):
        parts.setdefault(part.copy_id, []).append(part)
    sign_offs: _SignOffs = {}
    for one in models.SignOff.objects.filter(copy_id__in=copy_ids).order_by("at", "id"):
        sign_offs.setdefault(one.copy_id, []).append(one)
    return parts, sign_offs


def _frozen(copy: models.Copy, rows: _Rows) -> rules.FrozenCopy:
    return rules.FrozenCopy(
        id=copy.id,
        number=copy.number,
        content_id=copy.content_id,
        kind=copy.kind,
        state=copy.state,
        purpose=copy.purpose,
        unit_code=copy.unit.code,
        reason=dict(copy.reason),
        slug=copy.slug,
        not_before=copy.not_before,
        due_at=copy.due_at,
        submitted_by=copy.submitted_by_id,
        writers=frozenset(UUID(one) for one in copy.writers),
        chain=chain_from_json(copy.chain),
        is_chain_of_submission=copy.id in rows.whole_chains,
        parts=tuple(_frozen_part(row) for row in rows.parts.get(copy.id, [])),
        sign_offs=tuple(_frozen_sign_off(row) for row in rows.sign_offs.get(copy.id, [])),
    )


def _frozen_part(row: models.CopyPart) -> rules.FrozenPart:
    stored = row.stored
    if stored.data is None or stored.salt is None:
        raise Refused("erased", _("A part of this text has been erased."))
    return rules.FrozenPart(
        locale=row.locale,
        name=row.name,
        digest=stored.digest,
        commitment=row.commitment,
        salt=bytes(stored.salt),
        data=bytes(stored.data),
    )


def _frozen_sign_off(row: models.SignOff) -> rules.FrozenSignOff:
    return rules.FrozenSignOff(
        step=row.step,
        locale=row.locale,
        part=row.part,
        commitment=row.commitment,
        person_id=row.person_id,
        for_person_id=row.for_person_id,
        post_code=row.post_code,
        via=row.via,
        at=row.at,
        clause=row.clause,
    )


def opened_parts(commitments: Iterable[str]) -> dict[str, tuple[bytes, bytes]]:
    """Return (salt, bytes) by commitment, of those not erased; for the ledger's rooms."""
    rows = models.PartBytes.objects.filter(
        commitment__in=list(commitments), erased_at__isnull=True
    ).values_list("commitment", "salt", "data")
    return {
        commitment: (bytes(salt), bytes(data))
        for commitment, salt, data in rows
        if salt is not None and data is not None
    }


def digests_of(commitments: Iterable[str]) -> dict[str, str]:
    """Return the digest behind each commitment, also of erased parts."""
    rows = models.PartBytes.objects.filter(commitment__in=list(commitments))
    return dict(rows.values_list("commitment", "digest"))


def sign_offs_behind(copy_id: UUID) -> rules.SignedCopy | None:
    """Return the chain and sign-offs of a Copy without its bytes, also after an erasure."""
    copy = models.Copy.objects.filter(id=copy_id).first()
    if copy is None:
        return None
    return rules.SignedCopy(
        number=copy.number,
        content_id=copy.content_id,
        kind=copy.kind,
        chain=chain_from_json(copy.chain),
        is_chain_of_submission=bool(chains_of_submission([copy])),
        commitments=commitments_of(copy),
        writers=frozenset(UUID(one) for one in copy.writers),
        sign_offs=tuple(_frozen_sign_off(row) for row in copy.sign_offs.order_by("at", "id")),
    )


def known_contents() -> set[str]:
    """Return the content ids that have a working story."""
    return set(models.Story.objects.values_list("content_id", flat=True))
