"""Editions of after the backup come home, at their own positions, once."""

from datetime import timedelta

import pytest

from suluh.foundation.org.tests.makers import make_house
from suluh.foundation.outbox import models as outbox
from suluh.foundation.outbox import operations as effects
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models as editorial
from suluh.newsroom.editorial import operations as newsroom
from suluh.newsroom.editorial.tests.makers import load_example, make_story, sign_everything, write
from suluh.newsroom.regulation.models import RegisterCounter
from suluh.project.house import standstill
from suluh.project.wiring import SUBSCRIPTIONS
from suluh.publishing.delivery import models as delivery
from suluh.publishing.ledger import commands, exports, models, operations, queries, verification
from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.publishing.ledger.rules import chain, jws, record
from suluh.publishing.ledger.rules.export import Export
from suluh.publishing.ledger.signing import Signer
from suluh.workspace.house import releasing

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = make_house()
    load_example(cast)
    return cast


@pytest.fixture
def folder(tmp_path, cast):
    root = commands.RootFile(tmp_path / "root.pem")
    commands.init(KeyFolder(tmp_path / "keys"), root, institution="LC", now=cast.now)
    return KeyFolder(tmp_path / "keys")


def publish(cast, folder, *, title="Sumur pantau dibuka", kind="news"):
    """Write, sign and publish one story; returns its content id."""
    story = make_story(cast, kind=kind)
    write(cast, story.content_id, "id", by="alia", words=(title, "Ringkasan.", "Isi berita."))
    copy = newsroom.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",), now=cast.now
    )
    sign_everything(cast, copy)
    release(cast, folder)
    return story.content_id


def release(cast, folder, now=None):
    now = now or cast.now
    effects.deliver_facts(SUBSCRIPTIONS, now=now)
    signer = Signer.open(folder.path)
    return operations.publish_due(signer=signer, after=standstill.plan_lost, now=now)


def export(folder, content_id):
    return Export.parse(exports.export_edition(folder, content_id, "id"))


def forget(content_id):
    """What a restore from an older backup does to a text: it was never here."""
    models.Edition.objects.filter(content_id=content_id).delete()
    ids = list(editorial.Copy.objects.filter(content_id=content_id).values_list("id", flat=True))
    for model in (editorial.SignOff, editorial.CopyPart, editorial.CopyTransition):
        model.objects.filter(copy_id__in=ids).delete()
    editorial.Copy.objects.filter(id__in=ids).delete()
    editorial.PartBytes.objects.filter(content_id=content_id).delete()
    editorial.Story.objects.filter(content_id=content_id).delete()
    delivery.Delivery.objects.filter(content_id=content_id).delete()
    outbox.Effect.objects.filter(subject__contains=content_id).delete()


def pause(cast, number=7):
    models.Epoch.objects.create(number=number, opened_at=cast.now, paused_at=cast.now)


def take_in(cast, folder, *found):
    judged = [operations.judge(one, folder.trust()) for one in found]
    return operations.take_in(judged, after=standstill.plan_lost, now=cast.now)


def test_a_lost_edition_comes_back_byte_for_byte(cast, folder):
    publish(cast, folder, title="Yang pertama")
    lost = publish(cast, folder, title="Yang hilang")
    before, kept = list(queries.all_jws()), export(folder, lost)
    forget(lost)
    pause(cast)

    done = take_in(cast, folder, kept)

    assert (done.new, done.known, done.set_aside) == (1, 0, [])
    assert list(queries.all_jws()) == before
    assert queries.latest_edition(lost, "id").title == "Yang hilang"
    report = verification.verify_all(folder.trust())
    assert report.sound
    assert report.not_judged == {"taken in after a restore": ("1.2",)}
    assert take_in(cast, folder, kept).new == 0


def test_nothing_of_it_is_sent_again_by_itself(cast, folder):
    lost = publish(cast, folder)
    kept = export(folder, lost)
    forget(lost)
    outbox.Effect.objects.all().delete()
    pause(cast)

    take_in(cast, folder, kept)

    assert set(outbox.Effect.objects.values_list("state", flat=True)) == {"held"}


def test_a_record_behind_a_gap_is_set_aside(cast, folder):
    first, second = publish(cast, folder), publish(cast, folder, title="Yang kedua")
    kept, missing = export(folder, second), export(folder, first)
    forget(first)
    forget(second)
    pause(cast)

    done = take_in(cast, folder, kept)

    assert done.new == 0
    assert done.set_aside == [
        "1.2: 1.2 does not follow the last record here; the records between are missing."
    ]
    assert take_in(cast, folder, kept, missing).new == 2


def test_another_record_at_one_position_is_a_fork_and_stays_out(cast, folder):
    first = publish(cast, folder)
    kept = export(folder, first)
    forget(first)
    publish(cast, folder, title="Yang lain")
    pause(cast)

    done = take_in(cast, folder, kept)

    assert (done.new, done.set_aside) == (0, ["1.1: At 1.1 stands another record already."])


def test_strangers_and_changed_bytes_are_refused(cast, folder, tmp_path):
    kept = export(folder, publish(cast, folder))
    root = commands.RootFile(tmp_path / "other.pem")
    other = KeyFolder(tmp_path / "other")
    commands.init(other, root, institution="LC", now=cast.now)

    with pytest.raises(Refused):
        operations.judge(kept, other.trust())
    part = kept.parts["title"]
    kept.parts["title"] = type(part)(part.salt, part.data.replace(b"Sumur", b"Sumus"))
    with pytest.raises(Refused):
        operations.judge(kept, folder.trust())


def test_a_working_house_takes_nothing_in(cast, folder):
    kept = export(folder, publish(cast, folder))

    with pytest.raises(Refused, match="paused"):
        take_in(cast, folder, kept)


def test_a_copy_that_waited_in_the_backup_is_published_by_its_edition(cast, folder):
    story = make_story(cast)
    copy = newsroom.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",), now=cast.now
    )
    sign_everything(cast, copy)
    effects.deliver_facts(SUBSCRIPTIONS, now=cast.now)
    release(cast, folder)
    kept = export(folder, story.content_id)
    models.Edition.objects.all().delete()  # back to the moment before: approved and due
    editorial.Copy.objects.filter(id=copy.id).update(state="cleared")
    models.DueCopy.objects.update(state="waiting", done_at=None)
    pause(cast)

    take_in(cast, folder, kept)

    assert editorial.Copy.objects.get(id=copy.id).state == "published"
    assert models.DueCopy.objects.get(copy_id=copy.id).state == "done"
    assert models.Edition.objects.get().copy_id == copy.id
    assert verification.verify_all(folder.trust()).sound


def test_a_copy_whose_signatures_were_lost_is_taken_back(cast, folder):
    story = make_story(cast)
    copy = newsroom.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",), now=cast.now
    )
    sign_everything(cast, copy)
    release(cast, folder)
    kept = export(folder, story.content_id)
    models.Edition.objects.all().delete()
    editorial.SignOff.objects.all().delete()
    editorial.Copy.objects.filter(id=copy.id).update(state="in_review")
    pause(cast)

    take_in(cast, folder, kept)

    assert editorial.Copy.objects.get(id=copy.id).state == "taken_back"
    assert models.Edition.objects.get().copy_id is None
    assert verification.verify_all(folder.trust()).sound


def test_a_number_given_outside_is_not_given_again(cast, folder):
    lost = publish(cast, folder, kind="press_release")
    number = queries.latest_edition(lost, "id").register_number
    kept = export(folder, lost)
    forget(lost)
    RegisterCounter.objects.all().delete()
    pause(cast)
    take_in(cast, folder, kept)
    operations.release_epoch(actor=cast.actor("indra"), now=cast.now)

    again = publish(cast, folder, kind="press_release", title="Siaran berikut")

    assert number
    assert queries.latest_edition(again, "id").register_number not in {"", number}


def test_the_new_epoch_begins_by_naming_the_last_known_head(cast, folder):
    publish(cast, folder)
    head = queries.head_position()
    pause(cast, 9)
    assert release(cast, folder) == []
    waiting = publish_nothing(cast, folder)

    operations.release_epoch(actor=cast.actor("indra"), now=cast.now + timedelta(seconds=1))
    (row,) = release(cast, folder)

    assert (row.content_id, row.epoch, row.number) == (waiting, 9, 1)
    assert record.parse(jws.parse(row.jws).payload).prev == head
    assert chain.verify(queries.all_jws(), folder.trust()).problems == ()


def publish_nothing(cast, folder):
    content_id = publish(cast, folder, title="Menunggu")
    assert not models.Edition.objects.filter(content_id=content_id).exists()
    return content_id


def test_only_an_administrator_releases_and_only_once(cast):
    pause(cast)
    with pytest.raises(Refused):
        operations.release_epoch(actor=cast.actor("citra"), now=cast.now)

    operations.release_epoch(actor=cast.actor("indra"), now=cast.now)

    with pytest.raises(Refused, match="not paused"):
        operations.release_epoch(actor=cast.actor("indra"), now=cast.now)


def test_a_text_without_a_story_gets_one_so_that_it_can_be_withdrawn(cast, folder):
    lost = publish(cast, folder, title="Yang hilang")
    kept = export(folder, lost)
    forget(lost)
    pause(cast)
    take_in(cast, folder, kept)
    operations.release_epoch(actor=cast.actor("indra"), now=cast.now)

    assert releasing.adopt(cast.actor("indra"), now=cast.now) == 1
    assert releasing.adopt(cast.actor("indra"), now=cast.now) == 0

    story = editorial.Story.objects.get(content_id=lost)
    assert story.texts.get(locale="id").title == "Yang hilang"
    assert story.unit.code == "KW1"


def test_keys_of_after_the_backup_are_learned_from_exports(cast, folder, tmp_path):
    older = KeyFolder(tmp_path / "older")
    for path in folder.path.rglob("*"):
        if path.is_file() and "signing" not in path.parts:
            target = older.path / path.relative_to(folder.path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    root = commands.RootFile(tmp_path / "root.pem")
    commands.rotate(folder, root, now=cast.now)
    kept = export(folder, publish(cast, folder))
    with pytest.raises(Refused):
        operations.judge(kept, older.trust())

    assert older.learn(kept.certificates, kept.revocations) == 1

    assert operations.judge(kept, older.trust()).at == "1.1"
    assert older.learn(kept.certificates, kept.revocations) == 0
