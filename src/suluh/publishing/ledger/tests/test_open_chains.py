"""An open chain is judged by what it stored, whatever the regulation or the house is by then."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from suluh.foundation.audit.models import AuditRow
from suluh.foundation.org import operations as org
from suluh.foundation.org.tests.makers import Cast, make_house
from suluh.foundation.outbox import operations as outbox
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models as editorial
from suluh.newsroom.editorial import operations as newsroom
from suluh.newsroom.editorial.tests.makers import make_story, sign_everything
from suluh.newsroom.regulation import operations as regulation
from suluh.newsroom.regulation import queries
from suluh.newsroom.regulation.tests.makers import example_text
from suluh.project.wiring import SUBSCRIPTIONS
from suluh.publishing.ledger import commands, models, operations, verification
from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.publishing.ledger.signing import Signer

pytestmark = [pytest.mark.django_db, pytest.mark.sql]
BEGINS = "effective_from: 2025-01-01\n"


def load(cast: Cast, text: str) -> None:
    admin = cast.actor("indra")
    row = regulation.load_regulation(actor=admin, text=text.encode(), now=cast.now)
    regulation.bring_into_force(actor=admin, version_id=row.id, now=cast.now, accept_gaps=True)


@pytest.fixture
def cast() -> Cast:
    cast = make_house()
    load(cast, example_text().replace(BEGINS, BEGINS + "effective_until: 2026-11-20\n", 1))
    return cast


@pytest.fixture
def signer(tmp_path: Path, cast: Cast) -> Signer:
    keys = KeyFolder(tmp_path / "keys")
    commands.init(keys, commands.RootFile(tmp_path / "root.pem"), institution="LC", now=cast.now)
    return Signer.open(tmp_path / "keys")


def approved(cast: Cast, kind: str = "news") -> editorial.Copy:
    story = make_story(cast, kind=kind)
    copy = newsroom.submit_story(
        actor=cast.actor("alia"), content_id=story.content_id, locales=("id",), now=cast.now
    )
    return sign_everything(cast, copy)


def release(signer: Signer, now):
    outbox.deliver_facts(SUBSCRIPTIONS, now=now)
    return operations.publish_due(signer=signer, after=lambda new, at: None, now=now)


def refused(copy: editorial.Copy) -> str:
    return models.DueCopy.objects.get(copy_id=copy.id).error_code


def plant(copy: editorial.Copy, **case: object) -> None:
    row = editorial.Copy.objects.get(id=copy.id)
    row.chain["case"] |= case
    row.save()


@pytest.mark.parametrize(("kind", "number"), [("news", ""), ("press_release", "001/SP/BH/XI/2026")])
def test_a_text_signed_under_a_regulation_that_ran_out_is_published(cast, signer, kind, number):
    approved(cast, kind)
    later = cast.now + timedelta(days=4)

    (row,) = release(signer, later)

    with pytest.raises(Refused):
        queries.regulation_in_force(later)
    assert row.register_number == number


def test_the_number_is_that_of_the_version_the_text_was_signed_under(cast, signer):
    old = approved(cast, "press_release")
    new = (
        example_text()
        .replace("version: 1\n", "version: 2\n", 1)
        .replace("series: SP", "series: RL")
    )
    load(cast, new)
    other = approved(cast, "press_release")

    rows = {row.content_id: row.register_number for row in release(signer, cast.now)}

    assert rows[old.content_id] == "001/SP/BH/XI/2026"
    assert rows[other.content_id] == "001/RL/BH/XI/2026"


def test_a_unit_of_another_kind_stops_no_open_chain(cast, signer):
    approved(cast)
    approved(cast, "press_release")
    org.save_unit(org.UnitDraft("KW1", "Kantor Satu", "sub_office", parent_code="KP"))
    org.save_unit(org.UnitDraft("BH", "Biro Informasi", "bureau", parent_code="KP"))

    numbers = {row.kind: row.register_number for row in release(signer, cast.now)}

    assert numbers == {"news": "", "press_release": "001/SP/BH/XI/2026"}
    assert verification.verify_all(signer.trust).problems == ()


@pytest.mark.parametrize(
    "case",
    [
        {"unit_kind": "sub_office"},
        {"unit_kind": ""},
        {"unit": "KW2"},
        {"kind": "announcement"},
        {"channels": []},
        {"sensitivity": "sensitive"},
    ],
)
def test_a_case_that_was_changed_since_submission_is_found(cast, signer, case):
    copy = approved(cast)
    plant(copy, **case)

    assert release(signer, cast.now) == []
    assert refused(copy) == "other_chain"


def test_a_whole_weaker_chain_in_the_place_of_the_one_submitted_is_found(cast, signer):
    copy, other = approved(cast), approved(cast, "announcement")
    row = editorial.Copy.objects.get(id=copy.id)
    row.chain = other.chain | {"case": other.chain["case"] | {"kind": "news", "channels": []}}
    row.save()

    assert [one.content_id for one in release(signer, cast.now)] == [other.content_id]
    assert refused(copy) == "other_chain"


def test_a_chain_changed_after_publication_is_told_by_the_verification(cast, signer):
    copy = approved(cast)
    release(signer, cast.now)
    plant(copy, channels=["website"])

    problems = verification.verify_all(signer.trust).problems

    assert problems == ("1.1: its chain is not the one the text was submitted with",)


def test_a_chain_of_before_its_unit_was_described_is_judged_by_the_unit_of_today(cast, signer):
    fine, changed = approved(cast), approved(cast)
    for copy in (fine, changed):
        row = editorial.Copy.objects.get(id=copy.id)
        del row.chain["case"]["unit_kind"], row.chain["register_unit"]
        row.save()
    for entry in AuditRow.objects.filter(action="copy.submit"):
        del entry.data["chain"]
        entry.save()
    plant(changed, unit_kind="regional_office")

    assert [one.content_id for one in release(signer, cast.now)] == [fine.content_id]
    assert refused(changed) == "other_chain"


def test_a_new_text_still_needs_a_regulation_that_holds(cast):
    story = make_story(cast)

    with pytest.raises(Refused) as caught:
        newsroom.submit_story(
            actor=cast.actor("alia"), content_id=story.content_id, locales=("id",),
            now=cast.now + timedelta(days=2),
        )  # fmt: skip

    assert caught.value.code == "regulation_missing"
    assert date(2026, 11, 20).isoformat() in str(caught.value)
