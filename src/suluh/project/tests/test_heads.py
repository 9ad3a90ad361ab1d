"""Signed heads leave the house beside the checkpoints, and are held against the ledger again."""

import argparse
import email
import email.policy
import json

import pytest

from suluh.foundation.org.tests.makers import make_house
from suluh.foundation.outbox import models as outbox
from suluh.foundation.outbox import operations as effects
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import operations as newsroom
from suluh.newsroom.editorial.tests.makers import load_example, make_story, sign_everything
from suluh.project import gateways, ledgers, loop
from suluh.project.wiring import SUBSCRIPTIONS
from suluh.publishing.ledger import commands, models, operations
from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.publishing.ledger.signing import Signer

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings, tmp_path):
    settings.SULUH_HOME = tmp_path
    settings.SULUH_CHECKPOINTS = str(tmp_path / "outside")
    cast = make_house()
    load_example(cast)
    root = commands.RootFile(tmp_path / "root.pem")
    commands.init(KeyFolder(tmp_path / "keys"), root, institution="LC", now=cast.now)
    return cast


def publish(cast, tmp_path):
    story = make_story(cast)
    copy = newsroom.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",), now=cast.now
    )
    sign_everything(cast, copy)
    effects.deliver_facts(SUBSCRIPTIONS, now=cast.now)
    signer = Signer.open(tmp_path / "keys")
    operations.publish_due(signer=signer, after=lambda rows, now: None, now=cast.now)


def keep_books(cast, tmp_path):
    loop.Loop(slots=0)._keep_books(cast.now, Signer.open(tmp_path / "keys"))


def heads(tmp_path):
    return sorted((tmp_path / "outside").glob("head-*.json"))


def verify(*files):
    return ledgers.verify(argparse.Namespace(head=[str(one) for one in files], json=True))


def test_the_newest_head_lies_beside_the_checkpoint_and_proves_a_cut(cast, tmp_path, capsys):
    publish(cast, tmp_path)
    keep_books(cast, tmp_path)

    (file,) = heads(tmp_path)
    assert file.name.startswith("head-1.000000001-")
    assert list((tmp_path / "outside").glob("*.jws"))
    assert verify(file) == 0
    models.Edition.objects.all().delete()
    assert verify() == 0
    assert verify(file) == 1
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert said["problems"] == ["1.1: The ledger ends before the head 1/1 known outside."]


def test_a_head_is_left_once_for_each_end_of_the_ledger_and_never_written_over(cast, tmp_path):
    publish(cast, tmp_path)
    gateways.put_head_outside(cast.now)
    (first,) = heads(tmp_path)
    before = first.read_bytes()

    gateways.put_head_outside(cast.now)
    publish(cast, tmp_path)
    gateways.put_head_outside(cast.now)

    assert len(heads(tmp_path)) == 2
    assert first.read_bytes() == before
    assert verify(*heads(tmp_path)) == 0


def test_a_head_by_mail_comes_out_of_the_letter_as_it_went_in(cast, settings, tmp_path):
    settings.SULUH_CHECKPOINTS = "titik@example.go.id"
    publish(cast, tmp_path)

    gateways.put_head_outside(cast.now)
    gateways.put_head_outside(cast.now)

    (effect,) = outbox.Effect.objects.filter(kind="smtp")
    message = json.loads(effect.payload)["message"]
    letter = email.message_from_string(message, policy=email.policy.default)
    saved = tmp_path / "saved.json"
    saved.write_text(letter.get_content(), encoding="utf-8")
    assert verify(saved) == 0


def test_an_empty_ledger_or_none_asked_for_leaves_nothing(cast, settings, tmp_path):
    gateways.put_head_outside(cast.now)
    publish(cast, tmp_path)
    settings.SULUH_CHECKPOINTS = ""
    gateways.put_head_outside(cast.now)

    assert heads(tmp_path) == []


def test_a_ledger_of_which_no_head_can_be_said_stops_no_work(cast, tmp_path):
    publish(cast, tmp_path)
    models.Edition.objects.update(version=5)

    keep_books(cast, tmp_path)

    assert heads(tmp_path) == []


def test_a_head_file_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(Refused, match="cannot be read"):
        verify(tmp_path / "none.json")
