"""How a Copy moves: transition rows, carried sign-offs, the next step, clearance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.org import queries as org
from suluh.foundation.outbox import operations as outbox
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.clock import iso
from suluh.kernel.refusals import Stale
from suluh.kernel.states import step as ask
from suluh.newsroom.editorial import events, models, rules
from suluh.newsroom.editorial.queries.chains import commitments_of, state_of
from suluh.newsroom.regulation.rules.chains import Chain, barred_persons
from suluh.newsroom.regulation.rules.frozen import chain_from_json
from suluh.newsroom.regulation.rules.progress import SignOff, counts
from suluh.newsroom.regulation.rules.signers import signers

MOVED = _("This text has moved on in the meantime. Please read it again.")


@dataclass(frozen=True, slots=True)
class Circumstance:
    """What a transition row tells beside who and when; `first` marks the submission itself."""

    note: str = ""
    step: str = ""
    for_person: UUID | None = None
    first: bool = False


_PLAIN = Circumstance()


def transition(
    copy: models.Copy,
    verb: rules.Verb,
    *,
    by: tuple[Actor | None, datetime],
    told: Circumstance = _PLAIN,
) -> None:
    """Move a Copy by its table, with a conditional UPDATE and a transition row.

    Raises Refused: wrong_state, guard; Stale where somebody moved it first.
    """
    actor, now = by
    state = rules.CopyState(copy.state)
    to = ask(rules.TRANSITIONS, state, verb, {"note": told.note}).to
    closed = now if to not in rules.LOCKING else None
    moved = models.Copy.objects.filter(id=copy.id, state=state).update(state=to, closed_at=closed)
    if moved != 1:
        raise Stale(MOVED)
    copy.state = to
    models.CopyTransition.objects.create(
        copy=copy,
        from_state="" if told.first else state,
        to_state=to,
        verb="submit" if told.first else verb,
        step=told.step,
        person_id=actor.person_id if actor else None,
        for_person_id=told.for_person,
        at=now,
        note=told.note,
    )


def transition_all(copies: Sequence[models.Copy], verb: rules.Verb, now: datetime) -> None:
    """Move several Copies alike, as `transition` does, by nobody in particular.

    Raises Refused: wrong_state; Stale where somebody moved one of them first.
    """
    states = {copy.id: rules.CopyState(copy.state) for copy in copies}
    for state in set(states.values()):
        to = ask(rules.TRANSITIONS, state, verb, {}).to
        closed = now if to not in rules.LOCKING else None
        ids = [one for one, stood in states.items() if stood == state]
        rows = models.Copy.objects.filter(id__in=ids, state=state)
        if rows.update(state=to, closed_at=closed) != len(ids):
            raise Stale(MOVED)
        models.CopyTransition.objects.bulk_create(
            models.CopyTransition(copy_id=one, from_state=state, to_state=to, verb=verb, at=now)
            for one in ids
        )


def carry_over(copy: models.Copy, last: models.Copy, chain: Chain) -> int:
    """Take over the last Copy's sign-offs that the same step gave to the same bytes.

    A sign-off of somebody who has written since does not count and is left behind; so is one that
    was given under another reason, another purpose, another sensitivity or other words of the
    address.
    """
    commitments = commitments_of(copy)
    before = chain_from_json(last.chain)
    if (chain.case.sensitivity, copy.slug) != (before.case.sensitivity, last.slug):
        return 0
    old_steps = {step.key: step for step in before.steps()}
    carried = 0
    for row in last.sign_offs.filter(locale__in=_locales_for_the_same(copy, last)).order_by("id"):
        signed = SignOff(
            row.step, row.locale, row.part, row.commitment, str(row.person_id),
            str(row.for_person_id or ""),
        )  # fmt: skip
        step, old = chain.step(row.step), old_steps.get(row.step)
        same = step and old and (step.post, step.unit) == (old.post, old.unit)
        if not same or not counts(signed, chain, commitments, copy.writers):
            continue
        models.SignOff.objects.create(
            copy=copy,
            step=row.step,
            locale=row.locale,
            part=row.part,
            commitment=row.commitment,
            person_id=row.person_id,
            for_person_id=row.for_person_id,
            post_code=row.post_code,
            via=row.via,
            clause=row.clause,
            at=row.at,
            carried_from=row,
        )
        carried += 1
    return carried


def _locales_for_the_same(copy: models.Copy, last: models.Copy) -> list[str]:
    return [
        locale
        for locale in copy.parts.values_list("locale", flat=True).distinct()
        if rules.signed_for_the_same(
            copy.purpose, copy.reason.get(locale, ""),
            before_purpose=last.purpose, before_reason=last.reason.get(locale, ""),
        )
    ]  # fmt: skip


def move_on(copy: models.Copy, now: datetime) -> None:
    """After anything that changes the chain: clear the Copy, or tell whose turn it is."""
    chain, state = state_of(copy)
    if state.satisfied:
        _clear(copy, now)
        return
    house = org.house_snapshot(now)
    barred = barred_persons(house, copy.writers)
    posts: set[str] = set()
    due: list[datetime] = []
    for key in state.open_steps():
        step = chain.step(key)
        if step is None:
            continue
        calendar = org.calendar_for(step.unit or copy.unit.code, now)
        due.append(step.due_at(now, calendar))
        can = signers(step.groups, house, barred)
        posts |= {one.post for one in can}
        people = tuple(one.person for one in can)
        _tell(copy, key, people, due[-1], now)
    every_post = {post for step in chain.steps() for group in step.groups for post in group}
    models.Copy.objects.filter(id=copy.id).update(
        step_due_at=min(due, default=None), open_posts=sorted(posts)
    )
    models.CopyPost.objects.bulk_create(
        (models.CopyPost(copy=copy, post_code=code) for code in sorted(every_post)),
        ignore_conflicts=True,
    )


def _tell(
    copy: models.Copy, key: str, people: tuple[str, ...], due_at: datetime, now: datetime
) -> None:
    told = models.CopyTransition.objects.filter(copy=copy, verb="open", step=key).exists()
    if told:
        return
    models.CopyTransition.objects.create(
        copy=copy, from_state=copy.state, to_state=copy.state, verb="open", step=key, at=now,
        note=iso(due_at),
    )  # fmt: skip
    outbox.announce(
        events.StepOpened(str(copy.id), copy.content_id, key, people, iso(due_at)),
        subject=f"content:{copy.content_id}",
        now=now,
    )


def _clear(copy: models.Copy, now: datetime) -> None:
    transition(copy, rules.Verb.CLEAR, by=(None, now))
    due_at = max(now, copy.not_before or now, copy.due_at or now)
    models.Copy.objects.filter(id=copy.id).update(step_due_at=None, due_at=due_at)
    outbox.announce(
        events.CopyCleared(str(copy.id), copy.content_id, iso(due_at)),
        subject=f"content:{copy.content_id}",
        now=now,
    )
