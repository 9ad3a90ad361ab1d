"""From an approved Copy to Editions in the ledger."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from suluh.foundation.org.tests.makers import Cast, make_house
from suluh.foundation.outbox import operations as outbox
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models as editorial
from suluh.newsroom.editorial import operations as newsroom
from suluh.newsroom.editorial import queries as newsroom_queries
from suluh.newsroom.editorial.tests.makers import (
    load_example,
    make_story,
    sign,
    sign_everything,
    write,
)
from suluh.project.wiring import SUBSCRIPTIONS
from suluh.publishing.ledger import commands, models, operations, queries
from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.publishing.ledger.operations.publication import Due, NotYet, publish
from suluh.publishing.ledger.rules import chain
from suluh.publishing.ledger.signing import Signer

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = make_house()
    load_example(cast)
    return cast


@pytest.fixture
def signer(tmp_path: Path, cast: Cast) -> Signer:
    commands.init(
        KeyFolder(tmp_path / "keys"),
        commands.RootFile(tmp_path / "root.pem"),
        institution="LC",
        now=cast.now,
    )
    return Signer.open(tmp_path / "keys")


def release(cast: Cast, signer: Signer, now=None):
    now = now or cast.now
    outbox.deliver_facts(SUBSCRIPTIONS, now=now)
    told = []
    rows = operations.publish_due(signer=signer, after=lambda new, at: told.extend(new), now=now)
    assert told == rows
    return rows


def approved(cast: Cast, locales=("id",), kind="news"):
    story = make_story(cast, locales=locales, kind=kind)
    copy = newsroom.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=locales, now=cast.now
    )
    return story, sign_everything(cast, copy)


def test_an_approved_story_becomes_one_edition_per_language(cast, signer):
    _story, copy = approved(cast, ("id", "en"))

    rows = release(cast, signer)

    assert copy.state == "cleared"
    assert [(row.locale, row.version, row.action) for row in rows] == [
        ("id", 1, "publish"),
        ("en", 1, "publish"),
    ]
    assert rows[0].title == "Sumur pantau dibuka"
    assert rows[0].address.startswith("/id/2026/11/sumur-pantau-dibuka-")
    report = chain.verify(queries.all_jws(), signer.trust)
    assert (report.count, report.problems) == (2, ())
    assert editorial.Copy.objects.get(id=copy.id).state == "published"


def test_publishing_twice_appends_nothing(cast, signer):
    approved(cast)

    release(cast, signer)

    assert release(cast, signer) == []
    assert models.Edition.objects.count() == 1


def test_a_changed_byte_is_not_published(cast, signer):
    _story, copy = approved(cast)
    stored = editorial.CopyPart.objects.get(copy=copy, name="title").stored
    editorial.PartBytes.objects.filter(id=stored.id).update(data=b'{"text":"Lain","v":1}')

    assert release(cast, signer) == []

    assert models.DueCopy.objects.get(copy_id=copy.id).error_code == "other_bytes"


def test_a_removed_sign_off_is_noticed(cast, signer):
    _story, copy = approved(cast)
    editorial.SignOff.objects.filter(copy=copy).first().delete()

    assert release(cast, signer) == []

    assert models.DueCopy.objects.get(copy_id=copy.id).error_code == "not_signed"


def test_a_shortened_chain_is_noticed(cast, signer):
    _story, copy = approved(cast)
    row = editorial.Copy.objects.get(id=copy.id)
    row.chain["stages"] = row.chain["stages"][:1]
    row.save()

    assert release(cast, signer) == []

    assert models.DueCopy.objects.get(copy_id=copy.id).error_code == "other_chain"


def test_the_writer_cannot_sign(cast):
    story = make_story(cast, by="citra", unit="BH")
    copy = newsroom.submit_story(
        actor=cast.actor("citra"), content_id=story.content_id, locales=("id",), now=cast.now
    )

    seen = list(copy.parts.values_list("commitment", flat=True))
    step = copy.chain["stages"][0][0]["key"]
    with pytest.raises(Refused) as refused:
        newsroom.sign_off(
            actor=cast.actor("citra"), copy_id=copy.id, step=step, seen=seen, now=cast.now
        )

    assert refused.value.code == "writer"


def test_a_signature_under_some_parts_lets_no_writer_sign_the_others(cast):
    story = make_story(cast)
    editorial.Story.objects.filter(id=story.id).update(sensitivity="sensitive")
    words = ("Sumur pantau ditutup", "Warga tidak dapat membaca.", "Kata-kata Citra.")
    write(cast, story.content_id, "id", by="citra", words=words)

    def submit(minutes):
        return newsroom.submit_story(
            actor=cast.actor("alia"), content_id=story.content_id, locales=("id",),
            now=cast.now + timedelta(minutes=minutes),
        )  # fmt: skip

    first = submit(1)
    # The data officer signs title, lead and body, but neither facts nor names.
    sign(cast, first, "data_check", by="jihan", now=cast.now + timedelta(minutes=2))
    newsroom.take_back(actor=cast.actor("alia"), copy_id=first.id, now=cast.now)

    assert str(cast.actor("citra").person_id) in submit(3).writers


def test_an_open_copy_locks_the_text(cast):
    story = make_story(cast)
    copy = newsroom.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",), now=cast.now
    )

    with pytest.raises(Refused) as refused:
        write(cast, story.content_id, "id", by="alia", words=("Lain", "", "Lain."))
    assert refused.value.code == "locked"

    newsroom.take_back(actor=cast.actor("alia"), copy_id=copy.id, now=cast.now)
    write(cast, story.content_id, "id", by="alia", words=("Lain", "", "Lain."))


def test_sign_offs_on_unchanged_parts_carry_over(cast):
    story, copy = approved(cast)
    newsroom.take_back(actor=cast.actor("alia"), copy_id=copy.id, now=cast.now)
    later = cast.now + timedelta(minutes=5)
    write(
        cast,
        story.content_id,
        "id",
        by="alia",
        words=("Sumur pantau dibuka", "Warga kini dapat membaca muka air.", "Dua puluh sumur."),
    )

    again = newsroom.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",), now=later
    )

    carried = again.sign_offs.exclude(carried_from=None)
    assert "title" in set(carried.values_list("part", flat=True))
    assert "body" not in set(carried.values_list("part", flat=True))
    assert again.state == "in_review"


def test_an_hour_that_was_moved_a_moment_ago_holds(cast, signer):
    _story, copy = approved(cast)
    outbox.deliver_facts(SUBSCRIPTIONS, now=cast.now)
    later = cast.now + timedelta(hours=3)
    newsroom.reschedule(actor=cast.actor("citra"), copy_id=copy.id, due_at=later, now=cast.now)

    # The news of it has not been delivered yet.
    assert not operations.publish_due(signer=signer, after=lambda *_told: None, now=cast.now)
    assert models.DueCopy.objects.get(copy_id=copy.id).state == "waiting"
    assert len(release(cast, signer, later)) == 1


def test_a_text_taken_back_and_handed_in_again_keeps_its_hour(cast, signer):
    story, copy = approved(cast)
    later = cast.now + timedelta(hours=3)
    newsroom.reschedule(actor=cast.actor("citra"), copy_id=copy.id, due_at=later, now=cast.now)
    newsroom.take_back(actor=cast.actor("alia"), copy_id=copy.id, now=cast.now)

    again = newsroom.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",), now=cast.now
    )

    assert editorial.Copy.objects.get(id=again.id).state == "cleared"
    assert release(cast, signer) == []
    assert len(release(cast, signer, later)) == 1


def change(cast, signer, **how):
    """Publish a story, then hand in other words for it with a purpose and a reason."""
    story, _copy = approved(cast)
    release(cast, signer)
    words = ("Sumur pantau dibuka", "Warga dapat membaca muka air.", "Dua belas sumur dibuka.")
    write(cast, story.content_id, "id", by="alia", words=words)
    return story, hand_in(cast, story, **how)


def hand_in(cast, story, **how):
    return newsroom.submit_story(
        actor=cast.actor("citra"), content_id=story.content_id, locales=("id",), now=cast.now, **how
    )


def carried(copy):
    return set(copy.sign_offs.exclude(carried_from=None).values_list("part", flat=True))


def test_no_signature_carries_over_to_a_reason_that_its_signer_did_not_read(cast, signer):
    story, copy = change(cast, signer, purpose="correct", reason={"id": "Jumlah sumur keliru."})
    assert carried(copy) == set()
    newsroom.reschedule(
        actor=cast.actor("citra"), copy_id=copy.id, due_at=cast.now + timedelta(hours=3),
        now=cast.now,
    )  # fmt: skip
    assert sign_everything(cast, copy).state == "cleared"
    newsroom.take_back(actor=cast.actor("citra"), copy_id=copy.id, now=cast.now)

    other = hand_in(cast, story, purpose="correct", reason={"id": "Kepala balai berbohong."})

    assert (carried(other), editorial.Copy.objects.get(id=other.id).state) == (set(), "in_review")
    newsroom.take_back(actor=cast.actor("citra"), copy_id=other.id, now=cast.now)
    update = hand_in(cast, story, purpose="update")
    assert editorial.Copy.objects.get(id=update.id).state == "in_review"


def test_signatures_carry_over_to_the_same_reason(cast, signer):
    story, copy = change(cast, signer, purpose="correct", reason={"id": "Jumlah sumur keliru."})
    sign_everything(cast, copy)
    newsroom.take_back(actor=cast.actor("citra"), copy_id=copy.id, now=cast.now)

    again = hand_in(cast, story, purpose="correct", reason={"id": "Jumlah sumur keliru."})

    assert editorial.Copy.objects.get(id=again.id).state == "cleared"


def test_a_withdrawal_with_the_words_of_the_lead_needs_its_own_signatures(cast, signer):
    story, _copy = approved(cast)
    release(cast, signer)

    copy = newsroom.withdraw_story(
        actor=cast.actor("citra"), content_id=story.content_id, now=cast.now,
        reason={"id": "Warga dapat membaca muka air."},
    )  # fmt: skip

    assert (carried(copy), copy.state) == (set(), "in_review")


@pytest.mark.parametrize("changed", [{"sensitivity": "sensitive"}, {"slug": "kepala-berbohong"}])
def test_no_signature_carries_over_to_what_stands_in_no_part(cast, changed):
    story, copy = approved(cast)
    newsroom.take_back(actor=cast.actor("alia"), copy_id=copy.id, now=cast.now)
    editorial.Story.objects.filter(id=story.id).update(**changed)

    again = newsroom.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",), now=cast.now
    )

    assert carried(again) == set()


def test_a_press_release_gets_a_gapless_number(cast, signer):
    approved(cast, kind="press_release")
    approved(cast, kind="press_release")

    rows = release(cast, signer)

    assert [row.register_number for row in rows] == ["001/SP/BH/XI/2026", "002/SP/BH/XI/2026"]


def test_a_correction_shows_what_was_wrong(cast, signer):
    story, _copy = approved(cast)
    release(cast, signer)
    write(
        cast,
        story.content_id,
        "id",
        by="alia",
        words=("Sumur pantau dibuka", "Warga dapat membaca muka air.", "Dua belas sumur dibuka."),
    )
    copy = newsroom.submit_story(
        actor=cast.actor("citra"),
        content_id=story.content_id,
        locales=("id",),
        now=cast.now,
        purpose="correct",
        reason={"id": "Jumlah sumur keliru."},
    )
    sign_everything(cast, copy)

    rows = release(cast, signer)

    assert [(row.action, row.version, row.note) for row in rows] == [
        ("correct", 2, "Jumlah sumur keliru.")
    ]
    assert rows[0].corrected == (
        {
            "part": "body",
            "wrong": "Dua puluh sumur dibuka Rabu.",
            "right": "Dua belas sumur dibuka.",
        },
    )


def test_a_withdrawal_takes_the_same_way(cast, signer):
    story, _copy = approved(cast)
    release(cast, signer)
    copy = newsroom.withdraw_story(
        actor=cast.actor("citra"),
        content_id=story.content_id,
        reason={"id": "Data belum sah."},
        now=cast.now,
    )
    sign_everything(cast, copy)

    rows = release(cast, signer)

    assert [(row.action, row.note, row.parts) for row in rows] == [
        ("withdraw", "Data belum sah.", {})
    ]
    assert chain.verify(queries.all_jws(), signer.trust).problems == ()


def test_a_copy_read_before_it_was_moved_or_erased_is_not_published(cast, signer):
    _story, copy = approved(cast)
    outbox.deliver_facts(SUBSCRIPTIONS, now=cast.now)
    read = newsroom_queries.frozen_copies([copy.id])[copy.id]
    given = {"due": [Due(read, cast.now)], "signer": signer, "now": cast.now}
    later = cast.now + timedelta(hours=1)

    editorial.Copy.objects.filter(id=copy.id).update(due_at=later)
    with pytest.raises(NotYet), transaction.atomic():
        publish(**given, after=lambda row, at: None)
    editorial.Copy.objects.filter(id=copy.id).update(due_at=cast.now)
    stored = editorial.CopyPart.objects.get(copy=copy, name="title").stored
    editorial.PartBytes.objects.filter(id=stored.id).update(
        data=None, salt=None, erased_at=cast.now
    )
    with pytest.raises(Refused) as refused, transaction.atomic():
        publish(**given, after=lambda row, at: None)

    assert refused.value.code == "other_bytes"
    assert models.Edition.objects.count() == 0


def test_nothing_goes_out_before_its_embargo(cast, signer):
    story = make_story(cast)
    until = cast.now + timedelta(hours=2)
    newsroom.change_facts(
        actor=cast.actor("alia"),
        content_id=story.content_id,
        facts=newsroom.StoryFacts(not_before=until),
        now=cast.now,
    )
    copy = newsroom.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",), now=cast.now
    )
    sign_everything(cast, copy)

    assert release(cast, signer) == []
    assert release(cast, signer, until - timedelta(seconds=1)) == []
    assert len(release(cast, signer, until)) == 1
