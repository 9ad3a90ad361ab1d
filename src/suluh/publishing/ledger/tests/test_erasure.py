"""Two persons erase a text; the chain still verifies and the words are gone."""

import pytest
from django.urls import reverse

from suluh.foundation.accounts import operations as accounts
from suluh.foundation.accounts.tests.makers import sign_in
from suluh.foundation.org.tests.makers import LONG_AGO
from suluh.foundation.outbox import operations as outbox
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models as editorial
from suluh.newsroom.editorial import operations as newsroom
from suluh.newsroom.editorial.tests.makers import make_story, sign_everything
from suluh.project.wiring import SUBSCRIPTIONS
from suluh.publishing.ledger import models, operations, queries, verification

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast, signer):
    story = make_story(cast)
    copy = newsroom.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",), now=cast.now
    )
    sign_everything(cast, copy)
    outbox.deliver_facts(SUBSCRIPTIONS, now=cast.now)
    operations.publish_due(signer=signer, after=lambda row, now: None, now=cast.now)
    return story


def ask(cast, story, by="citra", **more):
    given = {"reason": "Permintaan yang bersangkutan.", "clause": "Pasal 43", **more}
    draft = operations.ErasureDraft(story.content_id, "id", **given)
    return operations.ask_erasure(actor=cast.actor(by), draft=draft, now=cast.now)


def run(cast, signer):
    told = []
    rows = operations.erase_due(
        signer=signer, after=lambda new, now: told.extend(new), now=cast.now
    )
    assert told == rows
    return rows


def test_two_persons_erase_and_the_ledger_still_verifies(cast, signer, story):
    asked = ask(cast, story, names=True)
    assert run(cast, signer) == []
    operations.confirm_erasure(actor=cast.actor("dodi"), request_id=asked.id, now=cast.now)

    (row,) = run(cast, signer)

    assert (row.action, row.version, row.note) == ("erase", 2, "Permintaan yang bersangkutan.")
    assert not editorial.PartBytes.objects.filter(
        content_id=story.content_id, locale="id", data__isnull=False
    ).exists()
    assert story.content_id[:6] in row.address
    assert "sumur" not in row.address
    assert not models.SignedBy.objects.exclude(name="").exists()
    assert verification.verify_all(signer.trust).problems == ()
    assert queries.latest_edition(story.content_id, "id").parts == {}
    assert run(cast, signer) == []


def test_what_is_erased_is_not_withdrawn_besides(cast, signer, story):
    asked = ask(cast, story)
    operations.confirm_erasure(actor=cast.actor("dodi"), request_id=asked.id, now=cast.now)
    run(cast, signer)
    copy = newsroom.withdraw_story(
        actor=cast.actor("citra"), content_id=story.content_id, reason={"id": "Juga ditarik."},
        now=cast.now,
    )  # fmt: skip
    sign_everything(cast, copy)
    outbox.deliver_facts(SUBSCRIPTIONS, now=cast.now)

    rows = operations.publish_due(signer=signer, after=lambda row, now: None, now=cast.now)

    assert rows == []
    assert verification.verify_all(signer.trust).problems == ()


def test_a_step_that_no_verifier_would_accept_is_not_signed(cast, signer, story):
    models.Edition.objects.filter(content_id=story.content_id).update(version=3)
    copy = newsroom.withdraw_story(
        actor=cast.actor("citra"), content_id=story.content_id, reason={"id": "Keliru."},
        now=cast.now,
    )  # fmt: skip
    sign_everything(cast, copy)
    outbox.deliver_facts(SUBSCRIPTIONS, now=cast.now)

    rows = operations.publish_due(signer=signer, after=lambda row, now: None, now=cast.now)

    assert rows == []
    assert models.DueCopy.objects.get(copy_id=copy.id).error_code == "not_next"


def test_nobody_erases_alone(cast, signer, story):
    asked = ask(cast, story)

    with pytest.raises(Refused) as refused:
        operations.confirm_erasure(actor=cast.actor("citra"), request_id=asked.id, now=cast.now)

    assert refused.value.code == "same_person"
    with pytest.raises(Refused):
        operations.confirm_erasure(actor=cast.actor("gita"), request_id=asked.id, now=cast.now)
    assert run(cast, signer) == []


def test_an_erasure_says_why_and_is_asked_once(cast, signer, story):
    with pytest.raises(Refused, match="reason"):
        ask(cast, story, reason=" ")
    asked = ask(cast, story)
    with pytest.raises(Refused, match="already"):
        ask(cast, story)

    operations.drop_erasure(actor=cast.actor("citra"), request_id=asked.id, now=cast.now)

    assert ask(cast, story).state == "asked"


def test_a_paused_house_erases_nothing(cast, signer, story):
    asked = ask(cast, story)
    operations.confirm_erasure(actor=cast.actor("dodi"), request_id=asked.id, now=cast.now)
    models.Epoch.objects.create(number=2, opened_at=cast.now, paused_at=cast.now)

    assert run(cast, signer) == []


def change(cast, signer, story, title, purpose="update"):
    """Publish a newer wording of the story."""
    text = editorial.StoryText.objects.get(story__content_id=story.content_id, locale="id")
    newsroom.save_text(
        actor=cast.actor("alia"), content_id=story.content_id, now=cast.now,
        draft=newsroom.TextDraft(
            "id", title, text.lead, text.body, text.credits, based_on=text.version
        ),
    )  # fmt: skip
    copy = newsroom.submit_story(
        actor=cast.actor("citra"), content_id=story.content_id, locales=("id",), purpose=purpose,
        reason={"id": "Keterangan baru."}, now=cast.now,
    )  # fmt: skip
    sign_everything(cast, copy)
    outbox.deliver_facts(SUBSCRIPTIONS, now=cast.now)
    return operations.publish_due(signer=signer, after=lambda row, now: None, now=cast.now)


def erase_parts(cast, signer, story, *parts):
    asked = ask(cast, story, parts=parts)
    operations.confirm_erasure(actor=cast.actor("dodi"), request_id=asked.id, now=cast.now)
    return run(cast, signer)


def test_the_newsroom_forgets_its_drafts_too(cast, signer, story):
    story.refresh_from_db()
    asked = ask(cast, story)
    operations.confirm_erasure(actor=cast.actor("dodi"), request_id=asked.id, now=cast.now)
    run(cast, signer)

    text = editorial.StoryText.objects.get(story__content_id=story.content_id, locale="id")
    assert (text.title, text.lead, text.body["blocks"]) == ("", "", [])
    said = str(list(editorial.TextEdit.objects.values_list("text", flat=True)))
    assert "sumur" not in said
    assert sign_in(cast, "citra").get(f"/naskah/{story.content_id}/").status_code == 200


def test_a_part_of_an_older_wording_goes_and_the_newest_stays(cast, signer, story):
    (newer,) = change(cast, signer, story, "Judul tanpa nama orang")

    assert queries.older_parts(story.content_id, "id") == ["title"]
    (row,) = erase_parts(cast, signer, story, "title")

    assert (row.version, row.is_aside, row.erases) == (3, True, {1: ("title",)})
    assert row.address == newer.address
    latest = queries.latest_edition(story.content_id, "id")
    assert (latest.version, latest.title) == (2, "Judul tanpa nama orang")
    first = queries.editions_of(story.content_id, "id")[0]
    assert "title" not in first.parts
    assert "body" in first.parts
    old = editorial.TextEdit.objects.get(story__content_id=story.content_id, version=1).text
    assert set(old) == {"lead", "body", "credits", "translated_from"}
    assert verification.verify_all(signer.trust).problems == ()
    (third,) = change(cast, signer, story, "Judul yang ketiga")
    assert third.version == 4
    assert verification.verify_all(signer.trust).problems == ()


def test_what_is_public_now_is_not_erased_by_part(cast, signer, story):
    for parts in (("title",), ("body",)):
        with pytest.raises(Refused) as refused:
            ask(cast, story, parts=parts)
        assert refused.value.code == "part_public"
    change(cast, signer, story, "Judul lain")
    with pytest.raises(Refused):
        ask(cast, story, parts=("title", "body"))


def test_a_correction_keeps_its_words_when_the_older_title_is_erased(cast, signer, story):
    change(cast, signer, story, "Judul yang benar", purpose="correct")
    assert queries.latest_edition(story.content_id, "id").corrected
    erase_parts(cast, signer, story, "title")

    assert queries.latest_edition(story.content_id, "id").corrected == ()


def test_a_text_in_review_is_not_erased_under_its_readers(cast, signer, story):
    asked = ask(cast, story)
    text = editorial.StoryText.objects.get(story__content_id=story.content_id, locale="id")
    newsroom.save_text(
        actor=cast.actor("alia"), content_id=story.content_id, now=cast.now,
        draft=newsroom.TextDraft("id", "Baru", text.lead, text.body, based_on=text.version),
    )  # fmt: skip
    newsroom.submit_story(
        actor=cast.actor("citra"), content_id=story.content_id, locales=("id",),
        purpose="update", reason={"id": "Baru."}, now=cast.now,
    )  # fmt: skip
    operations.confirm_erasure(actor=cast.actor("dodi"), request_id=asked.id, now=cast.now)

    assert run(cast, signer) == []
    asked.refresh_from_db()
    assert (asked.state, "in review" in asked.error) == ("refused", True)
    assert queries.latest_edition(story.content_id, "id").title


def test_an_erasure_by_the_screens(cast, signer, story, settings, tmp_path):
    settings.SULUH_HOME = tmp_path
    first, second = sign_in(cast, "citra"), sign_in(cast, "dodi")
    address = reverse("erasure_ask", args=[story.content_id])

    assert address in first.get(f"/naskah/{story.content_id}/").content.decode()
    page = first.get(address).content.decode()
    assert "selamanya" in page
    empty = first.post(address, {"locale": "id", "reason": "", "clause": ""})
    sent = first.post(
        address, {"locale": "id", "reason": "Permintaan sah.", "clause": "UU 27/2022 Pasal 43"}
    )
    asked = models.ErasureRequest.objects.get()
    own = first.post(reverse("erasure_confirm", args=[asked.id]))
    stranger = sign_in(cast, "gita").get(reverse("erasure", args=[asked.id]))
    listed = second.get("/penghapusan/").content.decode()
    done = second.post(reverse("erasure_confirm", args=[asked.id]))

    assert (empty.status_code, sent.status_code) == (422, 302)
    assert (own.status_code, stranger.status_code, done.status_code) == (422, 404, 302)
    assert "Permintaan sah." in listed
    assert len(run(cast, signer)) == 1
    after = second.get(reverse("erasure", args=[asked.id])).content.decode()
    assert "sudah dilaksanakan" in after


def test_parts_of_another_language_never_become_everything(cast, signer, story, settings, tmp_path):
    settings.SULUH_HOME = tmp_path
    change(cast, signer, story, "Judul lain")
    said = {"locale": "id", "scope": "parts", "reason": "Sah.", "clause": "Pasal 43"}

    answer = sign_in(cast, "citra").post(reverse("erasure_ask", args=[story.content_id]), said)

    assert answer.status_code == 422
    assert not models.ErasureRequest.objects.exists()


def test_a_request_can_be_taken_back_on_the_screen(cast, signer, story, settings, tmp_path):
    settings.SULUH_HOME = tmp_path
    asked = ask(cast, story)
    accounts.grant_role(accounts.GrantDraft(cast.emails["gita"], "editor", "KW2", LONG_AGO))

    assert sign_in(cast, "gita").post(reverse("erasure_drop", args=[asked.id])).status_code == 404
    assert sign_in(cast, "dodi").post(reverse("erasure_drop", args=[asked.id])).status_code == 302
    asked.refresh_from_db()
    assert asked.state == "dropped"
