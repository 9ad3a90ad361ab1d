"""Comments: anchored by words, visible to who reads the story, never part of what is signed."""

import pytest
from django.urls import reverse

from suluh.foundation.accounts import models as accounts
from suluh.foundation.audit import models as audit
from suluh.foundation.org.tests.makers import make_house
from suluh.foundation.outbox import models as outbox
from suluh.kernel import clock
from suluh.kernel.refusals import Refused, Stale
from suluh.newsroom.editorial import models, operations, queries
from suluh.newsroom.editorial.operations import commenting
from suluh.newsroom.editorial.operations.commenting import Remark
from suluh.newsroom.editorial.queries import comments as read
from suluh.newsroom.editorial.rules.passages import named_in, part_texts, place_of
from suluh.newsroom.editorial.tests.makers import load_example, make_story, write


@pytest.fixture
def cast(db):
    cast = make_house(clock.now())
    load_example(cast)
    return cast


def comment(cast, story, by="bram", **more):
    remark = Remark("Angka mana?", "id", "body", "Dua puluh sumur")
    return commenting.write_comment(
        actor=cast.actor(by), content_id=story.content_id, remark=more.pop("remark", remark),
        now=cast.now, **more,
    )  # fmt: skip


def test_a_passage_is_found_by_its_words_nearest_to_where_it_stood():
    texts = ["satu dua", "tiga  empat", "satu dua tiga"]

    assert place_of("satu  dua", texts, near=2) == 2
    assert place_of("satu dua", texts) == 0
    assert place_of("lima", texts) is None
    assert place_of("", texts) is None


def test_a_body_is_quoted_block_by_block_and_facts_not_at_all():
    body = {"v": 1, "blocks": [{"t": "p", "r": [["Satu ", "", ""], ["dua", "b", ""]]}]}

    assert part_texts("body", body) == ["Satu dua"]
    assert part_texts("facts", {"v": 1}) == []


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@Alia tolong cek", {"1"}),
        ("tolong @alia putri, ya", {"1"}),
        ("surel a@bram.example", set()),
        ("@Bram dan @Alia", {"1", "2", "3"}),
        ("tidak ada", set()),
    ],
)
def test_a_name_after_an_at_sign_calls_somebody(text, called):
    people = {"1": "Alia Putri", "2": "Bram Wijaya", "3": "Bram Santosa"}

    assert named_in(text, people) == called


def test_a_comment_tells_the_writer_and_whoever_is_called_once(cast):
    story = make_story(cast)
    citra = str(cast.actor("citra").person_id)

    made = comment(cast, story, call=[citra, "bukan-siapa-siapa"])

    fact = outbox.Fact.objects.filter(kind="CommentWritten").get()
    assert set(fact.payload["tell"]) == {str(cast.actor("alia").person_id)}
    assert made.passage == "Dua puluh sumur"
    assert audit.AuditRow.objects.filter(action="comment.write").count() == 1
    operations.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",), now=cast.now
    )
    comment(cast, story, call=[citra])
    fact = outbox.Fact.objects.filter(kind="CommentWritten").order_by("id").last()
    assert citra in fact.payload["tell"]


def test_somebody_of_another_unit_neither_reads_nor_writes_nor_answers(cast):
    story = make_story(cast)
    made = comment(cast, story)
    stranger = cast.actor("gita")

    for act in (
        lambda: read.get_comment(stranger, story.content_id, made.id),
        lambda: comment(cast, story, by="gita"),
        lambda: commenting.reply(
            actor=stranger, content_id=story.content_id, comment_id=made.id, text="Hai",
            now=cast.now,
        ),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "no_story"


def test_a_thread_is_not_reached_through_another_story(cast):
    made = comment(cast, make_story(cast))
    other = make_story(cast)

    with pytest.raises(Refused) as refused:
        read.get_comment(cast.actor("bram"), other.content_id, made.id)
    assert refused.value.code == "no_comment"


def test_an_answer_opens_a_settled_thread_and_waits_for_the_other(cast):
    story = make_story(cast)
    made = comment(cast, story)
    alia, bram = cast.actor("alia"), cast.actor("bram")
    named = {"content_id": story.content_id, "comment_id": made.id, "now": cast.now}
    assert [one.id for one in read.list_waiting_comments(alia)] == [made.id]

    commenting.settle(actor=alia, **named)
    assert read.list_waiting_comments(alia) == []
    with pytest.raises(Stale):
        commenting.settle(actor=alia, **named)
    commenting.reply(actor=alia, text="Dua puluh dua.\r\n\r\nSudah diganti.", **named)

    made.refresh_from_db()
    assert made.resolved_at is None
    assert made.replies.get().text == "Dua puluh dua.\n\nSudah diganti."
    assert [one.id for one in read.list_waiting_comments(bram)] == [made.id]
    assert read.list_waiting_comments(alia) == []


@pytest.mark.parametrize(
    ("remark", "code"),
    [
        (Remark(" \n "), "no_text"),
        (Remark("x" * 4001), "long_text"),
        (Remark("x", "id", "body", "y" * 1001), "long_passage"),
    ],
)
def test_an_empty_or_endless_comment_is_refused(cast, remark, code):
    with pytest.raises(Refused) as refused:
        comment(cast, make_story(cast), remark=remark)
    assert refused.value.code == code


def test_comments_change_no_part_and_no_commitment(cast):
    story = make_story(cast)
    alia = cast.actor("alia")
    copy = operations.submit_story(
        actor=alia, content_id=story.content_id, locales=("id",), now=cast.now
    )
    before = queries.parts_of(copy)

    comment(cast, story, copy_id=copy.id)

    assert queries.parts_of(copy) == before
    assert story.texts.get().version == 1


def test_an_erasure_takes_the_words_of_comments_away_too(cast):
    story = make_story(cast)
    copy = operations.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",), now=cast.now
    )
    made = comment(cast, story, copy_id=copy.id)
    commenting.reply(
        actor=cast.actor("alia"), content_id=story.content_id, comment_id=made.id,
        text="Dua puluh sumur itu di Utara.", now=cast.now,
    )  # fmt: skip
    commitment = copy.parts.get(name="body").commitment

    operations.erase_parts(commitments={commitment}, now=cast.now)

    made.refresh_from_db()
    assert (made.passage, made.text) == ("", "–")
    assert made.replies.get().text == "–"


@pytest.fixture
def alia(cast, client):
    client.force_login(accounts.User.objects.get(email=cast.emails["alia"]))
    return client


def test_a_paragraph_leads_to_a_form_with_its_words_and_back(cast, alia):
    story = make_story(cast)
    reading = alia.get(reverse("story_reading", args=[story.content_id, "id"]))
    address = reverse("comment_new", args=[story.content_id])
    assert f"{address}?bahasa=id&amp;bagian=body" in reading.content.decode()

    form = alia.get(address, {"bahasa": "id", "bagian": "body"})
    assert "Dua puluh sumur dibuka Rabu." in form.content.decode()
    said = {"bahasa": "id", "bagian": "body", "letak": "0", "passage": "Dua puluh", "text": "Dari?"}
    page = alia.post(address, said)

    made = models.Comment.objects.get()
    assert page.url == f"/naskah/{story.content_id}/id/baca/#k-{made.id}"
    shown = alia.get(page.url.partition("#")[0]).content.decode()
    assert f'id="k-{made.id}"' in shown
    assert "Dari?" in shown


def test_words_that_are_not_in_the_text_are_refused_and_stay_typed(cast, alia):
    story = make_story(cast)
    said = {"bahasa": "id", "bagian": "body", "passage": "Tiga ratus", "text": "Dari mana?"}

    page = alia.post(reverse("comment_new", args=[story.content_id]), said)

    assert page.status_code == 422
    assert "Tiga ratus" in page.content.decode()
    assert "Dari mana?" in page.content.decode()
    assert not models.Comment.objects.exists()


def test_a_comment_survives_an_edit_as_a_note_that_the_text_has_changed(cast, alia):
    story = make_story(cast)
    made = comment(cast, story)
    write(cast, story.content_id, "id", by="alia", words=("Judul", "Teras", "Isi yang lain."))

    shown = alia.get(reverse("story_reading", args=[story.content_id, "id"])).content.decode()

    assert f'id="k-{made.id}"' in shown
    assert 'id="gone-id"' in shown
    assert "Dua puluh sumur" in shown


def test_a_comment_on_a_copy_stands_beside_the_next_copy(cast, alia):
    story = make_story(cast)
    writer = cast.actor("alia")
    first = operations.submit_story(
        actor=writer, content_id=story.content_id, locales=("id",), now=cast.now
    )
    made = comment(cast, story, copy_id=first.id)
    operations.take_back(actor=writer, copy_id=first.id, now=cast.now)
    write(cast, story.content_id, "id", by="alia",
          words=("Sumur", "T", "Dua puluh sumur dibuka Kamis."))  # fmt: skip
    second = operations.submit_story(
        actor=writer, content_id=story.content_id, locales=("id",), now=cast.now
    )

    shown = alia.get(reverse("review", args=[second.id])).content.decode()

    assert f'id="k-{made.id}"' in shown
    assert 'id="gone-id"' not in shown


def test_a_foreign_copy_cannot_be_commented_through_ones_own_story(cast, alia):
    other = make_story(cast)
    copy = operations.submit_story(
        actor=cast.actor("alia"), content_id=other.content_id, locales=("id",), now=cast.now
    )
    story = make_story(cast)
    said = {"salinan": str(copy.id), "bahasa": "id", "bagian": "title", "text": "Hm"}

    page = alia.post(reverse("comment_new", args=[story.content_id]), said)

    assert page.status_code == 404
    assert not models.Comment.objects.exists()
