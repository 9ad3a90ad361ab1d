"""What was found outside after a restore: bytes come back, Copies learn that they are public."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from suluh.foundation.accounts.rules import Actor
from suluh.foundation.audit import operations as audit
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import local_day
from suluh.foundation.outbox import operations as outbox
from suluh.kernel import canonical
from suluh.kernel.canonical import Part
from suluh.newsroom.editorial import events, models, rules
from suluh.newsroom.editorial.operations import progress, writing

PUBLISHED_BEFORE = "published before the restore"


@transaction.atomic
def take_in_part(*, key: tuple[str, str, str], salt: bytes, data: bytes) -> None:
    """Keep bytes and salt as they were published; `key` is content id, locale and part.

    Bytes that are here already under another salt keep theirs: the row is of another Copy that
    nobody published, so the published salt takes its place.
    """
    content_id, locale, name = key
    models.PartBytes.objects.update_or_create(
        content_id=content_id,
        locale=locale,
        name=name,
        digest=canonical.digest(data),
        defaults={
            "commitment": canonical.commitment(salt, data),
            "salt": salt,
            "data": data,
            "erased_at": None,
        },
    )


@transaction.atomic
def settle_lost(
    *, content_id: str, number: int, commitments: set[str], now: datetime
) -> UUID | None:
    """Close the Copies that a lost Edition came from or overtook.

    Returns the Copy of that number if all that it takes to publish it is stored here: then the
    Edition is bound to it. One whose last sign-offs were lost is taken back, so that its text can
    be worked on; the Edition stands by its record alone.
    """
    own: UUID | None = None
    locking = [state.value for state in rules.LOCKING]
    copies = models.Copy.objects.select_for_update().filter(content_id=content_id)
    for copy in copies.filter(number__lte=number, state__in=[*locking, "published"]):
        stored = set(copy.parts.values_list("commitment", flat=True))
        whole = copy.number == number and commitments <= stored
        if copy.state == rules.CopyState.PUBLISHED:
            own = copy.id if whole else own
        elif whole and copy.state == rules.CopyState.CLEARED:
            _replace_older(copy, now)
            progress.transition(copy, rules.Verb.PUBLISH, by=(None, now))
            own = copy.id
        else:
            _take_back(copy, now)
    return own


def _take_back(copy: models.Copy, now: datetime) -> None:
    progress.transition(
        copy,
        rules.Verb.TAKE_BACK,
        by=(None, now),
        told=progress.Circumstance(note=PUBLISHED_BEFORE),
    )
    outbox.announce(
        events.CopyTakenBack(str(copy.id), copy.content_id),
        subject=f"content:{copy.content_id}",
        now=now,
    )


def _replace_older(copy: models.Copy, now: datetime) -> None:
    older = models.Copy.objects.filter(
        content_id=copy.content_id, state=rules.CopyState.PUBLISHED, number__lt=copy.number
    )
    for one in older:
        progress.transition(one, rules.Verb.SUPERSEDE, by=(None, now))


@transaction.atomic
def adopt_story(
    *, actor: Actor, content_id: str, unit_code: str, parts: dict[str, dict[str, Part]],
    now: datetime,
) -> bool:  # fmt: skip
    """Open a working story for published text whose own was lost; False where one is here.

    `parts` are the newest readable parts by locale; the released house must be able to correct
    and withdraw what it has published.
    """
    if models.Story.objects.filter(content_id=content_id).exists():
        return False
    facts = next((one["facts"] for one in parts.values() if "facts" in one), None)
    if facts is None or facts["kind"] not in set(rules.Kind):
        return False
    unit = org.get_unit(unit_code)
    story = models.Story.objects.create(
        content_id=content_id,
        number=writing.next_number(local_day(now, unit.zone).year),
        kind=facts["kind"],
        unit_id=unit.id,
        event_date=facts["event_date"] or None,
        place=facts["place"],
        topics=facts["topics"],
        audience=facts["audience"],
        rights=facts["rights"],
        created_by_id=actor.person_id,
        created_at=now,
        changed_at=now,
    )
    for locale, named in parts.items():
        if "title" in named and "body" in named:
            _adopt_text(story, locale, named, (actor, now))
    entry = audit.Entry("story.adopt", f"content:{content_id}", actor.person_id)
    audit.record(entry, now=now)
    return True


def _adopt_text(
    story: models.Story, locale: str, named: dict[str, Part], by: tuple[Actor, datetime]
) -> None:
    actor, now = by
    models.StoryText.objects.create(
        story=story,
        locale=locale,
        title=named["title"]["text"],
        lead=named["lead"]["text"] if "lead" in named else "",
        body=named["body"],
        credits=named["credits"]["people"] if "credits" in named else [],
        changed_at=now,
        changed_by_id=actor.person_id,
    )
