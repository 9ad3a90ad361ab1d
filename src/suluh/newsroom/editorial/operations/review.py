"""Sign off, return with notes, take back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from suluh.foundation.accounts.rules import Action, Actor, decide
from suluh.foundation.audit import operations as audit
from suluh.foundation.org import queries as org
from suluh.foundation.outbox import operations as outbox
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused, Stale
from suluh.newsroom.editorial import events, models, rules
from suluh.newsroom.editorial.operations import progress
from suluh.newsroom.editorial.operations.commenting import Remark, begin, concern
from suluh.newsroom.editorial.permissions import require
from suluh.newsroom.editorial.queries.chains import commitments_of, sign_offs_of, state_of
from suluh.newsroom.regulation.rules.chains import Chain
from suluh.newsroom.regulation.rules.four_eyes import Allowed, Review, may_sign
from suluh.newsroom.regulation.rules.frozen import chain_from_json

NOT_SEEN = _("The text shown to you was not complete. Please read it again.")


@dataclass(frozen=True, slots=True)
class Note:
    """A reviewer's remark on one part, or on the whole where `part` is ''."""

    text: str
    locale: str = ""
    part: str = ""


def _lock(copy_id: UUID) -> models.Copy:
    copy = (
        models.Copy.objects.select_for_update(of=("self",))
        .select_related("unit")
        .filter(id=copy_id)
        .first()
    )
    if copy is None:
        raise Refused("no_copy", _("There is no such text in review."))
    return copy


@transaction.atomic
def sign_off(
    *, actor: Actor, copy_id: UUID, step: str, seen: Sequence[str], now: datetime
) -> models.Copy:
    """Sign every part that a step covers and has not signed yet.

    `seen` are the commitments that the page showed: a person signs what they saw, nothing else.
    Raises Refused: no_copy, wrong_state, not_seen, and four_eyes.may_sign's codes.
    """
    copy = _lock(copy_id)
    if copy.state != rules.CopyState.IN_REVIEW:
        raise Stale(progress.MOVED)
    chain = chain_from_json(copy.chain)
    commitments = commitments_of(copy)
    allowed = _ask(actor, copy, chain, step, now)
    _, state = state_of(copy)
    found = state.step(step)
    missing = found.missing if found else ()
    if not {commitments[key] for key in missing} <= set(seen):
        raise Refused("not_seen", NOT_SEEN)
    clause = next(one.clause for one in chain.steps() if one.key == step)
    try:
        models.SignOff.objects.bulk_create(
            models.SignOff(
                copy=copy,
                step=step,
                locale=locale,
                part=part,
                commitment=commitments[locale, part],
                person_id=actor.person_id,
                for_person_id=allowed.signer.for_person or None,
                post_code=allowed.signer.post,
                via=allowed.signer.via,
                clause=clause,
                at=now,
            )
            for locale, part in missing
        )
    except IntegrityError as wrong:
        raise Stale(progress.MOVED) from wrong
    for_person = UUID(allowed.signer.for_person) if allowed.signer.for_person else None
    progress.transition(
        copy,
        rules.Verb.SIGN,
        by=(actor, now),
        told=progress.Circumstance(step=step, for_person=for_person),
    )
    _record("copy.sign", copy, (actor, for_person), now, step=step, post=allowed.signer.post)
    progress.move_on(copy, now)
    return copy


def _ask(actor: Actor, copy: models.Copy, chain: Chain, step: str, now: datetime) -> Allowed:
    review = Review(
        chain=chain,
        parts=commitments_of(copy),
        house=org.house_snapshot(now),
        writers=frozenset(copy.writers),
        signoffs=sign_offs_of(copy),
    )
    answer = may_sign(review, step, str(actor.person_id))
    if isinstance(answer, Refused):
        in_chain = copy.posts.filter(post_code__in=actor.post_codes).exists()
        if not in_chain and not decide(actor, Action.READ_STORY, copy.unit.path).allowed:
            raise Refused("no_copy", _("There is no such text in review."))
        raise answer
    return answer


@transaction.atomic
def return_copy(
    *, actor: Actor, copy_id: UUID, step: str, notes: Sequence[Note], now: datetime
) -> models.Copy:
    """Send a text back with notes on its parts; whoever could sign an open step may.

    Raises Refused: no_copy, guard (no note), wrong_state, and four_eyes.may_sign's codes.
    """
    copy = _lock(copy_id)
    if copy.state != rules.CopyState.IN_REVIEW:
        raise Stale(progress.MOVED)
    allowed = _ask(actor, copy, chain_from_json(copy.chain), step, now)
    kept = [note for note in notes if note.text.strip()]
    for_person = UUID(allowed.signer.for_person) if allowed.signer.for_person else None
    progress.transition(
        copy,
        rules.Verb.RETURN,
        by=(actor, now),
        told=progress.Circumstance(
            note="\n".join(note.text.strip() for note in kept), step=step, for_person=for_person
        ),
    )
    for note in kept:
        remark = Remark(note.text, note.locale, note.part, returned=True)
        concern(begin(actor, (copy.content_id, copy), remark, now), {actor.person_id})
    _record("copy.return", copy, (actor, for_person), now, step=step)
    outbox.announce(
        events.CopyReturned(
            str(copy.id), copy.content_id, str(actor.person_id), (str(copy.submitted_by_id),)
        ),
        subject=f"content:{copy.content_id}",
        now=now,
    )
    return copy


@transaction.atomic
def take_back(*, actor: Actor, copy_id: UUID, now: datetime) -> models.Copy:
    """Unlock a text under review or approved: the visible act that precedes any change.

    Raises Refused: no_copy, no_role, other_unit, wrong_state.
    """
    copy = _lock(copy_id)
    require(actor, Action.SUBMIT_STORY, copy.unit.path)
    progress.transition(copy, rules.Verb.TAKE_BACK, by=(actor, now))
    _record("copy.take_back", copy, (actor, None), now)
    outbox.announce(
        events.CopyTakenBack(str(copy.id), copy.content_id),
        subject=f"content:{copy.content_id}",
        now=now,
    )
    return copy


def _record(
    action: str,
    copy: models.Copy,
    who: tuple[Actor, UUID | None],
    now: datetime,
    **data: object,
) -> None:
    actor, for_person = who
    audit.record(
        audit.Entry(
            action=action,
            subject=f"content:{copy.content_id}",
            actor_id=actor.person_id,
            acting_for_id=for_person,
            unit_code=copy.unit.code,
            data={"copy": copy.number, **data},
        ),
        now=now,
    )
