"""An attachment in the ledger: committed to, checked before, exported, erased."""

import json
import subprocess
import sys

import pytest

from suluh.foundation.org.tests.makers import make_house
from suluh.foundation.outbox import operations as outbox
from suluh.kernel.canonical import digest
from suluh.newsroom.assets import models as assets
from suluh.newsroom.assets.gateways import files
from suluh.newsroom.assets.tests import papers
from suluh.newsroom.editorial import models as editorial
from suluh.newsroom.editorial import operations as newsroom
from suluh.newsroom.editorial.tests.makers import load_example, make_story, sign_everything
from suluh.project.wiring import SUBSCRIPTIONS
from suluh.publishing.ledger import exports, models, operations, queries
from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.publishing.ledger.rules.corrections import changes
from suluh.publishing.ledger.rules.keys import fingerprint
from suluh.publishing.ledger.tests.makers import TOOL

pytestmark = pytest.mark.django_db
DATA = papers.pdf(pages=2)


@pytest.fixture
def cast(settings, tmp_path):
    settings.SULUH_HOME = tmp_path
    cast = make_house()
    load_example(cast)
    return cast


def cleared(cast):
    story = make_story(cast)
    newsroom.attach_upload(
        actor=cast.actor("alia"), content_id=story.content_id, data=DATA, filename="fakta.pdf",
        now=cast.now,
    )  # fmt: skip
    copy = newsroom.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",), now=cast.now
    )
    sign_everything(cast, copy)
    outbox.deliver_facts(SUBSCRIPTIONS, now=cast.now)
    return story


def publish(cast, signer):
    return operations.publish_due(signer=signer, after=lambda row, now: None, now=cast.now)


def place():
    return files.document_path(digest(DATA), ".pdf")


def erase(cast, signer, story):
    draft = operations.ErasureDraft(story.content_id, "id", "Permintaan.", "Pasal 43")
    asked = operations.ask_erasure(actor=cast.actor("citra"), draft=draft, now=cast.now)
    operations.confirm_erasure(actor=cast.actor("dodi"), request_id=asked.id, now=cast.now)
    operations.erase_due(signer=signer, after=lambda row, now: None, now=cast.now)
    outbox.deliver_facts(SUBSCRIPTIONS, now=cast.now)


def verify(path, root):
    command = [sys.executable, str(TOOL), str(path), "--root", root, "--json"]
    return json.loads(subprocess.run(command, capture_output=True, check=False).stdout)


def test_the_export_verifies_with_its_file_and_not_with_another_digest(cast, signer, tmp_path):
    story = cleared(cast)
    publish(cast, signer)
    folder = KeyFolder(tmp_path / "keys")
    data = exports.export_edition(folder, story.content_id, "id")
    root = fingerprint(folder.root().public)
    whole, altered = tmp_path / "edition.json", tmp_path / "altered.json"
    whole.write_bytes(data)
    assert verify(whole, root)["answer"] == "genuine"

    told = json.loads(data)
    part = told["parts"]["file/1"]
    told["parts"]["file/1"] = {**part, "bytes": told["parts"]["title"]["bytes"]}
    form = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    altered.write_text(form + "\n", encoding="utf-8")
    answer = verify(altered, root)
    assert (answer["answer"], answer["parts"]) == ("altered", ["file/1"])


def test_nothing_goes_out_that_names_bytes_which_are_not_here_as_signed(cast, signer):
    story = cleared(cast)
    place().write_bytes(DATA + b" ")

    assert publish(cast, signer) == []
    assert queries.latest_edition(story.content_id, "id") is None
    assert models.DueCopy.objects.get().state == "refused"


def test_an_erasure_takes_the_bytes_when_nobody_else_names_them(cast, signer):
    story, other = cleared(cast), cleared(cast)
    publish(cast, signer)

    erase(cast, signer, story)
    assert place().exists()  # the other story still names the same bytes
    erase(cast, signer, other)

    assert not place().exists()
    assert not assets.Document.objects.exists()
    assert not editorial.StoryFile.objects.exists()


def test_a_withdrawal_leaves_the_office_its_bytes(cast, signer):
    story = cleared(cast)
    publish(cast, signer)
    copy = newsroom.withdraw_story(
        actor=cast.actor("citra"), content_id=story.content_id, reason={"id": "Keliru."},
        now=cast.now,
    )  # fmt: skip
    sign_everything(cast, copy)
    outbox.deliver_facts(SUBSCRIPTIONS, now=cast.now)
    publish(cast, signer)

    assert place().exists()


def test_other_bytes_under_the_same_title_are_a_change_that_readers_see():
    part = {"v": 1, "file": "a" * 64, "name": "f.pdf", "type": "application/pdf", "size": 1,
            "title": "Fakta"}  # fmt: skip
    (change,) = changes({"file/1": part}, {"file/1": {**part, "file": "b" * 64}})
    assert change.wrong == "Fakta (f.pdf, aaaaaaaaaaaa)"
    assert change.right == "Fakta (f.pdf, bbbbbbbbbbbb)"
