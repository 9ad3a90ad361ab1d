"""Two persons erase a text; the chain still verifies and the words are gone."""

import pytest

from suluh.foundation.org.tests.makers import make_house
from suluh.foundation.outbox import operations as outbox
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models as editorial
from suluh.newsroom.editorial import operations as newsroom
from suluh.newsroom.editorial.tests.makers import load_example, make_story, sign_everything
from suluh.project.wiring import SUBSCRIPTIONS
from suluh.publishing.ledger import commands, models, operations, queries, verification
from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.publishing.ledger.signing import Signer

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = make_house()
    load_example(cast)
    return cast


@pytest.fixture
def signer(tmp_path, cast):
    root = commands.RootFile(tmp_path / "root.pem")
    commands.init(KeyFolder(tmp_path / "keys"), root, institution="LC", now=cast.now)
    return Signer.open(tmp_path / "keys")


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
        signer=signer, after=lambda row, now: told.append(row), now=cast.now
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
