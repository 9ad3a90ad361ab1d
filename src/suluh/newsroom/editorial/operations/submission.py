"""Submit: freeze a text as a Copy with its chain. The one door into review, whoever owns it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from suluh.foundation.accounts.rules import Action, Actor
from suluh.foundation.audit import operations as audit
from suluh.foundation.org import queries as org
from suluh.foundation.outbox import operations as outbox
from suluh.kernel import canonical
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.canonical import Part
from suluh.kernel.clock import from_iso, iso
from suluh.kernel.refusals import Refused
from suluh.newsroom.assets import queries as assets
from suluh.newsroom.assets.rules import may_be_published
from suluh.newsroom.editorial import events, models, rules
from suluh.newsroom.editorial.operations import attaching, frozen, progress
from suluh.newsroom.editorial.operations.purposes import check_purpose
from suluh.newsroom.editorial.permissions import LOCKED, require
from suluh.newsroom.editorial.queries.public import live_locales
from suluh.newsroom.regulation import queries as regulation
from suluh.newsroom.regulation.rules.cases import Case
from suluh.newsroom.regulation.rules.chains import Chain, Circumstances, compute_chain
from suluh.newsroom.regulation.rules.channels import Outgoing
from suluh.newsroom.regulation.rules.four_eyes import Edit, signed_whole, writers_of
from suluh.newsroom.regulation.rules.frozen import chain_digest, chain_to_json

Parts = Mapping[str, Mapping[str, Part]]


@dataclass(frozen=True, slots=True)
class Submission:
    """Content handed in for review by whoever owns it: parts per locale, and what it is for."""

    content_id: str
    kind: str
    unit_code: str
    parts: Parts
    purpose: str = rules.Purpose.PUBLISH
    reason: Mapping[str, str] = field(default_factory=dict)
    sensitivity: str = "ordinary"
    slug: str = ""
    edits: tuple[Edit, ...] = ()


@transaction.atomic
def submit_copy(*, actor: Actor, submission: Submission, now: datetime) -> models.Copy:
    """Freeze parts as the next Copy of a content, with the chain that holds today.

    The door for every owner: stories here, answers and registers later. Sign-offs of the Copy
    before it carry over where the same step covers the same bytes.
    Raises Refused: locked (a Copy is open), nothing_new, regulation_missing, not_canonical, and the
    regulation's own (ImpossibleChain).
    """
    unit = org.get_unit(submission.unit_code)
    require(actor, Action.SUBMIT_STORY, unit.path)
    last = models.Copy.objects.filter(content_id=submission.content_id).order_by("-number").first()
    if last is not None and rules.CopyState(last.state) in rules.LOCKING:
        raise Refused("locked", LOCKED)
    writers = _writers(actor, submission)
    chain = _chain(submission, writers, now)
    copy = models.Copy.objects.create(
        content_id=submission.content_id,
        kind=submission.kind,
        number=_next_number(submission.content_id),
        unit_id=unit.id,
        purpose=submission.purpose,
        reason=dict(submission.reason),
        slug=submission.slug,
        state=rules.CopyState.IN_REVIEW,
        chain=chain_to_json(chain),
        writers=sorted(writers),
        not_before=_not_before(submission.parts),
        due_at=_wish(last, now),
        submitted_by_id=actor.person_id,
        submitted_at=now,
    )
    commitments = frozen.freeze(copy, submission.parts)
    if last is not None:
        _refuse_nothing_new(last, copy, commitments)
        progress.carry_over(copy, last, chain)
    progress.transition(
        copy, rules.Verb.SIGN, by=(actor, now), told=progress.Circumstance(first=True)
    )
    _record(copy, actor, unit.code, now)
    outbox.announce(
        events.CopySubmitted(str(copy.id), copy.content_id, unit.code, str(actor.person_id)),
        subject=f"content:{copy.content_id}",
        now=now,
    )
    progress.move_on(copy, now)
    return copy


def _next_number(content_id: str) -> int:
    copies = models.Copy.objects.filter(content_id=content_id)
    return int(copies.aggregate(last=Max("number"))["last"] or 0) + 1


def _writers(actor: Actor, submission: Submission) -> frozenset[str]:
    """Four eyes: the submitter and whoever edited since the last sign-off. Source: regulation."""
    found = set(writers_of(str(actor.person_id), submission.edits, _signed(submission)))
    found |= {str(one.for_person_id) for one in actor.posts if one.for_person_id}
    return frozenset(found)


def _stood_in_for(edit: models.TextEdit) -> list[str]:
    """Whom an editor stood in for while editing, be it several; '' where nobody."""
    found = org.stood_in_for(edit.person_id, edit.at) | {edit.for_person_id}
    return sorted(str(one) for one in found if one) or [""]


def _signed(submission: Submission) -> dict[str, datetime]:
    """Up to when each language was signed whole in a review that has not ended in publication.

    A language that is not handed in now counts as signed with the last sign-off of any.
    """
    copies = models.Copy.objects.filter(content_id=submission.content_id)
    known = set(
        models.CopyPart.objects.filter(copy__in=copies).values_list("locale", "name").distinct()
    )
    given = (
        models.SignOff.objects.filter(copy__in=copies.exclude(purpose=rules.Purpose.WITHDRAW))
        .exclude(copy__state__in=[rules.CopyState.PUBLISHED, rules.CopyState.SUPERSEDED])
        .values_list("locale", "part")
        .annotate(last=Max("at"))
    )
    signed_at = {(locale, part): at for locale, part, at in given}
    keys = {(locale, name) for locale, named in submission.parts.items() for name in named}
    signed = signed_whole(keys & known, signed_at)
    others = {edit.locale for edit in submission.edits} - {"", *submission.parts}
    return signed | {one: max(signed_at.values()) for one in others if signed_at}


def _chain(submission: Submission, writers: frozenset[str], now: datetime) -> Chain:
    in_force = regulation.regulation_in_force(now)
    case = Case(
        unit=submission.unit_code,
        kind=submission.kind,
        sensitivity=in_force.sensitivity_of(submission.sensitivity),
        locales=tuple(sorted(submission.parts, key=lambda one: (one != "id", one))),
        channels=regulation.channels_of(_outgoing(submission), in_force),
    )
    keys = [(locale, name) for locale, named in submission.parts.items() for name in named]
    given = Circumstances(
        supplements=regulation.supplements_in_force(now), writers=writers, parts=keys
    )
    return compute_chain(in_force, org.house_snapshot(now), case, given)


def _outgoing(submission: Submission) -> Outgoing:
    return Outgoing(
        unit=submission.unit_code,
        kind=submission.kind,
        locales=tuple(submission.parts),
        content_id=submission.content_id,
        is_shown=submission.purpose != rules.Purpose.WITHDRAW,
    )


def _not_before(parts: Parts) -> datetime | None:
    """The latest instant that the facts of any locale name."""
    named = [part["facts"]["not_before"] for part in parts.values() if "facts" in part]
    return max((from_iso(text) for text in named if text), default=None)


def _wish(last: models.Copy | None, now: datetime) -> datetime | None:
    """The hour that a person set for the Copy before it; a text taken back keeps it."""
    back = {rules.CopyState.TAKEN_BACK, rules.CopyState.RETURNED}
    if last is None or last.state not in back or last.due_at == last.not_before:
        return None
    return last.due_at if last.due_at and last.due_at > now else None


def _refuse_nothing_new(
    last: models.Copy, copy: models.Copy, commitments: Mapping[tuple[str, str], str]
) -> None:
    before = {(part.locale, part.name): part.commitment for part in last.parts.all()}
    published = last.state == rules.CopyState.PUBLISHED
    if published and copy.purpose == last.purpose and before == dict(commitments):
        raise Refused("nothing_new", _("Nothing has changed since the last publication."))


def _record(copy: models.Copy, actor: Actor, unit_code: str, now: datetime) -> None:
    audit.record(
        audit.Entry(
            action="copy.submit",
            subject=f"content:{copy.content_id}",
            actor_id=actor.person_id,
            unit_code=unit_code,
            data={
                "copy": copy.number,
                "purpose": copy.purpose,
                "chain": chain_digest(copy.chain),
            },
        ),
        now=now,
    )


# --- stories ---------------------------------------------------------------------------------


@transaction.atomic
def submit_story(  # noqa: PLR0913 because these six are what a submission says
    *,
    actor: Actor,
    content_id: str,
    locales: tuple[str, ...],
    now: datetime,
    purpose: str = rules.Purpose.PUBLISH,
    reason: Mapping[str, str] | None = None,
) -> models.Copy:
    """Submit the working text of a story in the given languages.

    Raises Refused: no_story, no_title, no_body, no_alt, no_consent (a picture may not be
    published), coverage_or_ours (another outlet's text without a rights note), and
    the codes of purposes.check_purpose and submit_copy.
    """
    story = (
        models.Story.objects.select_for_update(of=("self",))
        .select_related("unit")
        .filter(content_id=content_id)
        .first()
    )
    if story is None:
        raise Refused("no_story", _("There is no such story."))
    require(actor, Action.SUBMIT_STORY, story.unit.path)
    check_purpose(actor, story, locales, purpose, reason or {})
    if story.foreign_outlet and not story.rights:
        raise Refused(
            "coverage_or_ours",
            _("This text carries the name of %(outlet)s. Is it coverage, or ours? A note on the "
              "rights is needed before it can be published."),
            outlet=story.foreign_outlet,
        )  # fmt: skip
    parts = {locale: story_parts(story, locale, now) for locale in locales}
    edits = tuple(
        Edit(str(edit.person_id), edit.at, away, edit.locale)
        for edit in story.edits.all()
        for away in _stood_in_for(edit)
    )
    submission = Submission(
        content_id=content_id,
        kind=story.kind,
        unit_code=story.unit.code,
        parts=parts,
        purpose=purpose,
        reason=reason or {},
        sensitivity=story.sensitivity,
        slug=story.slug,
        edits=edits,
    )
    return submit_copy(actor=actor, submission=submission, now=now)


def story_parts(story: models.Story, locale: str, now: datetime) -> dict[str, Part]:
    """Return the canonical parts of a story's working text in one language."""
    text = story.texts.filter(locale=locale).first()
    if text is None:
        reason = _("There is no text in %(locale)s yet.")
        raise Refused("no_text", reason, locale=locale.upper())
    facts = rules.Snapshot(
        kind=story.kind,
        unit_code=story.unit.code,
        event_date=story.event_date.isoformat() if story.event_date else "",
        place=story.place,
        not_before=iso(story.not_before) if story.not_before else "",
        topics=tuple(story.topics),
        audience=story.audience,
        rights=story.rights,
    )
    figures = tuple(_figure(figure, locale, now) for figure in story.figures.order_by("number"))
    manuscript = rules.Manuscript(
        locale=locale,
        title=text.title,
        lead=text.lead,
        body=text.body,
        credits=tuple(rules.Credit(one["role"], one["name"]) for one in text.credits),
        figures=figures,
        files=attaching.file_drafts(story, locale),
    )
    return rules.manuscript_parts(manuscript, facts)


def _figure(figure: models.StoryFigure, locale: str, now: datetime) -> rules.FigureDraft:
    picture = assets.get_picture(figure.picture_id)
    reason = may_be_published(picture, now.date())
    if reason:
        raise Refused("no_consent", reason)
    words = figure.texts.filter(locale=locale).first()
    return rules.FigureDraft(
        number=figure.number,
        image=picture.digest,
        width=picture.width,
        height=picture.height,
        caption=words.caption if words else "",
        alt=words.alt if words else "",
        credit=figure.credit or picture.credit,
    )


@transaction.atomic
def withdraw_story(
    *, actor: Actor, content_id: str, reason: Mapping[str, str], now: datetime
) -> models.Copy:
    """Ask for the withdrawal of a published text, in every language it stands in.

    `reason` holds a public sentence per locale. It is signed off like any text: the sentence is
    the part that reviewers see. Raises Refused: no_story, not_published, no_reason, locked.
    """
    last = (
        models.Copy.objects.filter(content_id=content_id, state=rules.CopyState.PUBLISHED)
        .select_related("unit")
        .order_by("-number")
        .first()
    )
    if last is None:
        raise Refused("not_published", _("Only what is published can be withdrawn."))
    require(actor, Action.WITHDRAW_STORY, last.unit.path)
    locales = sorted(locale for _content, locale in live_locales([content_id]))
    if not locales:
        raise Refused("not_published", _("Only what is published can be withdrawn."))
    if not all(canonical.clean_text(reason.get(locale, "")) for locale in locales):
        raise Refused("no_reason", _("A withdrawal says why, in every language of the text."))
    story = models.Story.objects.filter(content_id=content_id).first()
    submission = Submission(
        content_id=content_id,
        kind=last.kind,
        unit_code=last.unit.code,
        parts={locale: {"lead": canonical.text_part(reason[locale])} for locale in locales},
        purpose=rules.Purpose.WITHDRAW,
        reason=dict(reason),
        sensitivity=story.sensitivity if story else "ordinary",
        slug=last.slug,
    )
    return submit_copy(actor=actor, submission=submission, now=now)
