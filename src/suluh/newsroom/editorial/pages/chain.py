"""The chain of a Copy as the component `chain` shows it, and what a person may do in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.org import queries as org
from suluh.kernel.clock import from_iso
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models, queries
from suluh.newsroom.editorial.pages.words import unit_word, when
from suluh.newsroom.editorial.queries.chains import commitments_of, sign_offs_of, state_of
from suluh.newsroom.editorial.rules.fingerprints import fingerprint
from suluh.newsroom.regulation.rules.chains import Chain, ChainStep
from suluh.newsroom.regulation.rules.four_eyes import Review, may_sign
from suluh.newsroom.regulation.rules.frozen import chain_from_json
from suluh.newsroom.regulation.rules.progress import StepStatus
from suluh.newsroom.regulation.rules.signers import Signer
from suluh.ui.moments import clock_row

VIA = {"plt": "Plt.", "plh": "Plh."}


@dataclass(frozen=True)
class Answer:
    """Whether the reader may sign an open step, or the sentence why not."""

    step: ChainStep
    allowed: bool
    reason: str = ""


def rules_line(chain: Chain) -> str:
    """Return the regulation, its version and the clause of the rule that was applied."""
    return f"{chain.regulation} v{chain.version} · {chain.clause}"


def code_of(copy: models.Copy) -> str:
    """Return the short code over every part of a Copy."""
    return fingerprint(commitments_of(copy))


def chain_rows(copy: models.Copy, actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """Return every step with who signed or who is awaited, on which clause, by when."""
    chain, state = state_of(copy)
    zone = copy.unit.zone
    waiting = queries.who_waits(copy, now) if copy.state == "in_review" else {}
    opened = {row.step: row for row in copy.transitions.filter(verb="open").order_by("at")}
    signed = _signed(copy)
    titles = org.post_titles()
    rows = [_submitted(copy)]
    for one in state.steps:
        step = chain.step(one.key)
        if step is None:
            continue
        row = _row(step, actor)
        if one.status is StepStatus.SIGNED:
            row |= _done(signed.get(one.key, []), titles, actor, zone)
        elif one.key in waiting:
            start = opened.get(one.key)
            due = from_iso(start.note) if start else None
            row |= {"state": "here", "person": names(waiting[one.key], actor)}
            row["clock"] = clock_row(due, start.at if start else None, now)
        rows.append(row)
    return [*rows, _goes_out(copy)]


def _submitted(copy: models.Copy) -> dict[str, Any]:
    at = when(copy.submitted_at, copy.unit.zone)
    note = gettext("submitted copy %(number)s") % {"number": copy.number}
    person = copy.submitted_by.name
    return {"state": "done", "person": person, "note": note, "time": at["text"],
            "time_iso": at["iso"]}  # fmt: skip


def _row(step: ChainStep, actor: Actor) -> dict[str, Any]:
    return {
        "state": "todo",
        "person": names(step.signers, actor),
        "post": f"{step.title.in_(actor.locale)}, {unit_word(step.unit)}",
        "note": "",
        "clause": {"label": step.clause},
    }


def names(signers: Iterable[Signer], actor: Actor) -> str:
    """Return who can sign, substitutes with their mark; the reader is 'You'."""
    found = []
    for one in signers:
        you = one.person == str(actor.person_id)
        name = gettext("You") if you else one.name
        found.append(f"{name} ({VIA[one.via]})" if one.via else name)
    return ", ".join(dict.fromkeys(found)) or gettext("Nobody holds this post now")


def _signed(copy: models.Copy) -> dict[str, list[models.SignOff]]:
    found: dict[str, list[models.SignOff]] = {}
    for row in copy.sign_offs.select_related("person", "for_person").order_by("at", "id"):
        found.setdefault(row.step, []).append(row)
    return found


def _done(
    rows: list[models.SignOff], titles: dict[str, Any], actor: Actor, zone: str
) -> dict[str, Any]:
    if not rows:
        return {"state": "done"}
    last = rows[-1]
    words = [VIA.get(last.via, ""), titles[last.post_code].in_(actor.locale)]
    post = " ".join(word for word in words if word)
    note = gettext("signed")
    if last.for_person:
        note = gettext("signed for %(person)s") % {"person": last.for_person.name}
    elif all(row.carried_from_id for row in rows):
        note = gettext("signed, carried over: the same words")
    at = when(last.at, zone)
    people = ", ".join(dict.fromkeys(row.person.name for row in rows))
    return {"state": "done", "person": people, "note": note, "post": post,
            "time": at["text"], "time_iso": at["iso"]}  # fmt: skip


def _goes_out(copy: models.Copy) -> dict[str, Any]:
    done = copy.state in {"published", "superseded"}
    at = when(copy.due_at, copy.unit.zone, seconds=True)
    note = at["text"] if copy.due_at else gettext("at once after the last signature")
    if copy.not_before and not done:
        until = when(copy.not_before, copy.unit.zone)["text"]
        note = gettext("%(note)s, not before %(until)s") % {"note": note, "until": until}
    return {"state": "done" if done else "todo", "person": gettext("Publication"), "note": note}


def preview_rows(chain: Chain, carried: dict[str, str], actor: Actor) -> list[dict[str, Any]]:
    """Return a chain before submission: who will be asked; `carried` steps are signed already."""
    rows = []
    for step in chain.steps():
        row = _row(step, actor)
        row["note"] = step.text.in_(actor.locale)
        if step.key in carried:
            row |= {"state": "done", "person": carried[step.key],
                    "note": gettext("carried over: the same words")}  # fmt: skip
        rows.append(row)
    return rows


def answers(copy: models.Copy, actor: Actor, now: datetime) -> list[Answer]:
    """Return for each open step whether the reader may sign it; none where it is not theirs."""
    if copy.state != "in_review":
        return []
    chain = chain_from_json(copy.chain)
    review = Review(
        chain=chain,
        parts=commitments_of(copy),
        house=org.house_snapshot(now),
        writers=frozenset(copy.writers),
        signoffs=sign_offs_of(copy),
    )
    _chain, state = state_of(copy)
    found: list[Answer] = []
    for key in state.open_steps():
        step = chain.step(key)
        mine = step is not None and actor.post_codes & {code for g in step.groups for code in g}
        if step is None or not mine:
            continue
        said = may_sign(review, key, str(actor.person_id))
        reason = gettext(said.reason) % said.params if isinstance(said, Refused) else ""
        found.append(Answer(step, not reason, reason))
    return sorted(found, key=lambda one: not one.allowed)


def post_word(answer: Answer, actor: Actor) -> str:
    """Return the post in which the reader would sign, with Plt. or Plh."""
    codes = {code for group in answer.step.groups for code in group}
    for post in actor.posts:
        if post.post_code in codes:
            return f"{VIA.get(post.via, '')} {post.title.in_(actor.locale)}".strip()
    return answer.step.title.in_(actor.locale)


def people_of(ids: set[UUID]) -> dict[UUID, str]:
    """Return names by id."""
    return org.names_of(ids)
