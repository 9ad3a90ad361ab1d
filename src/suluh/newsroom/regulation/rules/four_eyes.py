"""Who may sign now: four eyes, substitutes, the order of the chain, enough different people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.house import House
from suluh.kernel.refusals import Refused
from suluh.newsroom.regulation.rules.chains import Chain, ChainStep, PartKey, barred_persons
from suluh.newsroom.regulation.rules.progress import Parts, SignOff, StepStatus, chain_state
from suluh.newsroom.regulation.rules.signers import Signer, signers, widest


@dataclass(frozen=True, slots=True)
class Edit:
    """Somebody changed the text; `for_person` is whom he stood in for then, '' otherwise.

    `locale` is the language that was changed, '' where it was what all languages share.
    """

    person: str
    at: datetime
    for_person: str = ""
    locale: str = ""


@dataclass(frozen=True)
class Review:
    """What is known of the text under review: its parts, sign-offs, writers, and the house now."""

    chain: Chain
    parts: Parts
    house: House
    writers: frozenset[str]
    signoffs: tuple[SignOff, ...] = ()


@dataclass(frozen=True, slots=True)
class Allowed:
    """The person may sign; `signer` says for which post and whether as a substitute."""

    signer: Signer


def signed_whole(
    parts: Collection[PartKey], signed_at: Mapping[PartKey, datetime]
) -> dict[str, datetime]:
    """Say up to when each language was signed whole, '' standing for all languages together.

    `parts` are those that were in review before, `signed_at` when each was last signed. A
    language with a part that nobody has signed is not in the answer: a signature under the facts
    says nothing of who read the text.
    """
    by_locale: dict[str, list[datetime | None]] = {}
    for locale, part in parts:
        at = signed_at.get((locale, part))
        by_locale.setdefault(locale, []).append(at)
        by_locale.setdefault("", []).append(at)
    return {
        locale: min(at for at in moments if at is not None)
        for locale, moments in by_locale.items()
        if None not in moments
    }


def writers_of(
    submitter: str, edits: Iterable[Edit], signed: Mapping[str, datetime]
) -> frozenset[str]:
    """Give those who may not sign: the submitter and whoever edited since the last sign-off.

    `signed` is the answer of `signed_whole`.
    """
    found = {submitter}
    for edit in edits:
        at = signed.get(edit.locale)
        if at is None or edit.at > at:
            found |= {edit.person, edit.for_person} - {""}
    return frozenset(found)


def may_sign(review: Review, step_key: str, person: str) -> Allowed | Refused:
    """Say whether a person may sign a step now, and for which post; or why not.

    Codes: no_step, writer, substitute_of_writer, not_your_post, waiting, already_signed,
    another_person.
    """
    step = review.chain.step(step_key)
    if step is None:
        return Refused("no_step", _("The chain has no step '%(step)s'."), step=step_key)
    if person in review.writers:
        return Refused("writer", _("You wrote or submitted this text; somebody else must sign."))
    barred = barred_persons(review.house, review.writers)
    if person in barred:
        reason = _("You stand in for somebody who wrote this text, or he for you.")
        return Refused("substitute_of_writer", reason)
    mine = [one for one in signers(step.groups, review.house, barred) if one.person == person]
    if not mine:
        reason = _("You hold no post that signs the step '%(step)s'.")
        return Refused("not_your_post", reason, step=step_key)
    return _in_turn(review, step, person) or Allowed(mine[0])


def _in_turn(review: Review, step: ChainStep, person: str) -> Refused | None:
    state = chain_state(review.chain, review.parts, review.signoffs, review.writers)
    now = state.step(step.key)
    if now is None or now.status is StepStatus.WAITING:
        return Refused("waiting", _("Earlier steps have not signed yet."))
    if now.status is StepStatus.SIGNED:
        return Refused("already_signed", _("This step is signed already."))
    persons = state.persons | {person}
    barred = barred_persons(review.house, review.writers)
    left = [
        {one.person for one in signers(other.groups, review.house, barred)} - persons
        for other, its in zip(review.chain.steps(), state.steps, strict=True)
        if its.missing and other.key != step.key
    ]
    if len(persons) + widest(left) < review.chain.distinct_persons:
        reason = _("The regulation asks for %(persons)s different persons; another must sign here.")
        return Refused("another_person", reason, persons=review.chain.distinct_persons)
    return None
