"""`suluh ledger verify` holds every stored sign-off against the signed record."""

from dataclasses import replace
from datetime import timedelta

import pytest

from suluh.foundation.audit import models as audit
from suluh.foundation.org import models as org
from suluh.foundation.outbox import operations as outbox
from suluh.newsroom.editorial import models as editorial
from suluh.newsroom.editorial import operations as newsroom
from suluh.newsroom.editorial.tests.makers import make_story, sign_everything
from suluh.project.wiring import SUBSCRIPTIONS
from suluh.publishing.ledger import commands, exports, models, operations, verification
from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.publishing.ledger.rules import jws
from suluh.publishing.ledger.rules.export import HeadExport
from suluh.publishing.ledger.rules.keys import Purpose

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast, signer):
    story = make_story(cast, locales=("id", "en"))
    copy = newsroom.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id", "en"), now=cast.now
    )
    sign_everything(cast, copy)
    release(cast, signer)
    return story


def release(cast, signer):
    outbox.deliver_facts(SUBSCRIPTIONS, now=cast.now)
    return operations.publish_due(signer=signer, after=lambda row, now: None, now=cast.now)


def found(signer):
    return verification.verify_all(signer.trust).problems


def last_step():
    return editorial.SignOff.objects.order_by("-at", "-id").first().step


def rows_of(step, locale="id"):
    return editorial.SignOff.objects.filter(step=step, locale=locale)


def stranger():
    signed = editorial.SignOff.objects.values_list("person_id", flat=True)
    writers = {one for copy in editorial.Copy.objects.all() for one in copy.writers}
    return org.Person.objects.exclude(id__in=[*signed, *writers]).first()


def test_an_untouched_ledger_is_sound(signer, story):
    report = verification.verify_all(signer.trust)

    assert (report.count, report.problems, report.not_judged) == (2, (), {})
    assert list(report.lines()) == [f"ledger: 2 Editions, head {report.head}, sound"]


def test_a_stranger_in_place_of_a_signatory_is_found(signer, story):
    step = last_step()
    rows_of(step).update(person=stranger())

    assert found(signer) == (f"1.1: step {step}: the stored person is not the one who signed",)


def test_the_person_behind_the_commitment_cannot_be_swapped_either(signer, story):
    models.SignedBy.objects.update(person_id=stranger().id)

    assert {one.partition(": ")[0] for one in found(signer)} == {"1.1", "1.2"}
    assert all("not the one who signed" in one for one in found(signer))


@pytest.mark.parametrize(
    ("column", "value", "named"),
    [
        ("post_code", "LAIN", "the stored post is “LAIN”, signed was"),
        ("via", "plt", "the stored office is “plt”, signed was “holder”"),
        ("clause", "Pasal 99", "the stored clause is “Pasal 99”, signed was"),
    ],
)
def test_each_thing_a_sign_off_says_is_compared(signer, story, column, value, named):
    rows_of(last_step()).update(**{column: value})

    (problem,) = found(signer)

    assert problem.startswith("1.1: step ")
    assert named in problem


def test_another_time_is_found(cast, signer, story):
    rows_of(last_step()).update(at=cast.now - timedelta(days=3))

    assert any("the stored time is" in one for one in found(signer))


def test_somebody_who_is_said_to_have_been_stood_in_for_is_found(signer, story):
    rows_of(last_step()).update(for_person=stranger())

    assert any("says that somebody stood in" in one for one in found(signer))


def test_a_part_that_was_signed_and_is_not_any_more_is_found(signer, story):
    step = last_step()
    rows_of(step).filter(part="title").delete()

    problems = found(signer)

    assert any(f"step {step}: the stored list of parts is" in one for one in problems)
    assert "1.1: its sign-offs do not satisfy the chain" in problems


def test_a_sign_off_that_is_gone_and_one_that_came_are_found(signer, story):
    step = last_step()
    rows_of(step).update(step="lain")

    problems = found(signer)

    assert f"1.1: step {step}: the sign-off that was signed is not stored" in problems
    assert "1.1: step lain: a stored sign-off is not in the signed record" in problems


def test_another_name_behind_a_commitment_is_found(signer, story):
    models.SignedBy.objects.update(name="Orang Lain")

    assert all("the stored name is not the one that was signed" in one for one in found(signer))
    assert found(signer)


def test_a_name_that_vanished_without_an_erasure_is_found(signer, story):
    models.SignedBy.objects.update(name="", salt=None)

    assert all("no erasure in the ledger says why" in one for one in found(signer))
    assert found(signer)


def test_the_row_behind_a_commitment_cannot_be_deleted(signer, story):
    models.SignedBy.objects.all().delete()

    assert all("nothing is stored about the person who signed" in one for one in found(signer))
    assert found(signer)


def test_names_that_an_edition_erased_are_said_and_are_no_fault(cast, signer, story):
    draft = operations.ErasureDraft(
        story.content_id,
        "id",
        reason="Permintaan yang bersangkutan.",
        clause="Pasal 43",
        names=True,
    )
    asked = operations.ask_erasure(actor=cast.actor("citra"), draft=draft, now=cast.now)
    operations.confirm_erasure(actor=cast.actor("dodi"), request_id=asked.id, now=cast.now)
    operations.erase_due(signer=signer, after=lambda new, now: None, now=cast.now)

    report = verification.verify_all(signer.trust)

    assert report.problems == ()
    assert report.erased_names == models.SignedBy.objects.filter(name="").count() > 0
    assert report.not_judged == {"erasure": ("1.3",)}
    assert [line for line in report.lines() if line.startswith("sign-offs not judged: 1 (erasure")]
    assert report.to_json()["not_judged"] == {"erasure": ["1.3"]}


def test_an_edition_without_a_copy_needs_a_reason(signer, story):
    models.Edition.objects.filter(number=2).update(copy_id=None)

    assert found(signer) == ("1.2: it names no Copy, and nothing says why",)


def test_an_edition_bound_to_another_copy_is_found(cast, signer, story):
    other = make_story(cast)
    copy = newsroom.submit_story(
        actor=cast.actor("alia"), content_id=other.content_id, locales=("id",), now=cast.now
    )
    models.Edition.objects.filter(number=1).update(copy_id=copy.id)

    assert "1.1: the Copy is not the one that the record names" in found(signer)


@pytest.mark.parametrize("column", ["reason", "address", "register_number", "kind"])
def test_what_pages_are_made_of_is_compared_with_the_record(signer, story, column):
    models.Edition.objects.filter(number=1).update(**{column: "lain"})

    assert "1.1: the row differs from its record" in found(signer)


def test_an_edition_that_came_back_after_a_restore_is_counted_as_such(cast, signer, story):
    models.Epoch.objects.create(number=2, opened_at=cast.now)
    models.Edition.objects.filter(number=2).update(copy_id=None)
    audit.AuditRow.objects.create(
        at=cast.now, action="ledger.take_in", subject="epoch:2", data={"editions": ["1.2"]}
    )

    report = verification.verify_all(signer.trust)

    assert report.problems == ()
    assert report.not_judged == {"taken in after a restore": ("1.2",)}


@pytest.fixture
def kept(cast, signer, story, tmp_path):
    return exports.current_head(KeyFolder(tmp_path / "keys"), cast.now)


def test_the_head_that_the_worker_leaves_says_what_a_verified_one_says(cast, kept, tmp_path):
    verified = exports.export_head(KeyFolder(tmp_path / "keys"), cast.now)

    assert kept == verified


def test_a_head_after_an_erasure_says_the_same_from_rows_and_from_records(
    cast, signer, story, tmp_path
):
    draft = operations.ErasureDraft(story.content_id, "id", reason="Diminta.", clause="Pasal 43")
    asked = operations.ask_erasure(actor=cast.actor("citra"), draft=draft, now=cast.now)
    operations.confirm_erasure(actor=cast.actor("dodi"), request_id=asked.id, now=cast.now)
    operations.erase_due(signer=signer, after=lambda new, now: None, now=cast.now)
    folder = KeyFolder(tmp_path / "keys")

    assert exports.current_head(folder, cast.now) == exports.export_head(folder, cast.now)


def test_a_head_kept_outside_is_held_against_the_ledger(signer, kept):
    report = verification.verify_all(signer.trust, {"head.json": kept})

    assert (report.problems, report.heads) == ((), 1)
    assert "heads kept outside that were held against it: 1" in list(report.lines())


def test_editions_cut_from_the_end_show_against_a_head(signer, kept):
    models.Edition.objects.filter(number=2).delete()

    assert found(signer) == ()
    assert verification.verify_all(signer.trust, {"head.json": kept}).problems == (
        "1.2: The ledger ends before the head 1/2 known outside.",
    )


def test_a_ledger_written_anew_with_the_real_key_shows_against_a_head(cast, signer, kept):
    models.Edition.objects.all().delete()
    editorial.Copy.objects.update(state="cleared")
    models.DueCopy.objects.update(state="waiting", done_at=None)
    release(cast, signer)

    (problem,) = verification.verify_all(signer.trust, {"head.json": kept}).problems

    assert problem == "1.2: At 1/2 stands another record than known."


def test_a_head_that_lists_a_text_otherwise_is_found(cast, signer, kept, tmp_path):
    statement = exports.read_head(kept, signer.trust)
    entries = (replace(statement.entries[0], shown=7), *statement.entries[1:])
    other = replace(statement, entries=entries).to_bytes()
    signed = signer.sign(jws.Typ.HEAD, Purpose.HEAD, other, cast.now)
    file = replace(HeadExport.parse(kept), head=signed).to_bytes()

    (problem,) = verification.verify_all(signer.trust, {"head.json": file}).problems

    assert problem.startswith("1.2: The head 1/2 known outside lists ")


def test_a_head_of_another_root_or_with_another_byte_counts_for_nothing(
    cast, signer, kept, tmp_path
):
    other = KeyFolder(tmp_path / "other")
    commands.init(other, commands.RootFile(tmp_path / "o.pem"), institution="LC", now=cast.now)
    strange = exports.current_head(other, cast.now)
    file = HeadExport.parse(kept)
    signed = file.head[:-10] + ("A" if file.head[-10] != "A" else "B") + file.head[-9:]
    changed = replace(file, head=signed).to_bytes()

    report = verification.verify_all(
        signer.trust, {"strange": strange, "changed": changed, "noise": b"{}"}
    )

    assert [one.partition(": ")[0] for one in report.problems] == ["strange", "changed", "noise"]
    assert report.heads == 0


def test_a_head_of_a_key_that_was_revoked_counts_for_nothing(cast, signer, kept, tmp_path):
    folder, root = KeyFolder(tmp_path / "keys"), commands.RootFile(tmp_path / "root.pem")
    loss = commands.Loss(signer.kid, cast.now, "Dicuri.")
    commands.revoke(folder, root, loss=loss, now=cast.now)

    report = verification.verify_all(folder.trust(), {"head.json": kept})

    assert any(one.startswith("head.json: The key") for one in report.problems)


def test_a_key_that_this_house_has_forgotten_is_learned_from_the_head(cast, signer, kept):
    forgetful = replace(signer.trust, certificates={})

    assert exports.read_head(kept, forgetful).head.number == 2
