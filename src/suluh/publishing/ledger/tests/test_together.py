from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from suluh.foundation.accounts import operations as accounts
from suluh.foundation.outbox import operations as outbox
from suluh.newsroom.editorial import models as editorial
from suluh.newsroom.editorial import operations as newsroom
from suluh.project.wiring import SUBSCRIPTIONS
from suluh.publishing.ledger import models, operations, queries
from suluh.publishing.ledger.rules import chain
from suluh.publishing.ledger.tests.test_publication import approved, cast, release, signer

__all__ = ["cast", "signer"]
pytestmark = pytest.mark.django_db


def waiting(cast, count, **more):
    copies = [approved(cast, **more)[1] for _one in range(count)]
    outbox.deliver_facts(SUBSCRIPTIONS, now=cast.now)
    return copies


def states():
    return sorted(models.DueCopy.objects.values_list("state", flat=True))


def test_what_is_due_together_stands_in_the_ledger_in_one_chain(cast, signer):
    waiting(cast, 3, locales=("id", "en"))
    waiting(cast, 2, kind="press_release")

    rows = release(cast, signer)

    assert [row.number for row in rows] == list(range(1, 9))
    assert chain.verify(queries.all_jws(), signer.trust).problems == ()
    assert len({row.register_number for row in rows if row.kind == "press_release"}) == 2
    assert states() == ["done"] * 5
    assert set(editorial.Copy.objects.values_list("state", flat=True)) == {"published"}


def test_pages_of_one_title_get_addresses_of_their_own(cast, signer):
    alia = accounts.GrantDraft("alia@contoh.example", "editor", "KW1", cast.now.date())
    accounts.grant_role(alia)
    waiting(cast, 2, kind="page")

    rows = release(cast, signer)

    assert len({row.address for row in rows}) == 2


def test_one_that_is_refused_or_was_moved_holds_up_no_other(cast, signer):
    _good, altered, moved = waiting(cast, 3)
    later = cast.now + timedelta(hours=3)
    newsroom.reschedule(actor=cast.actor("citra"), copy_id=moved.id, due_at=later, now=cast.now)
    stored = editorial.CopyPart.objects.get(copy=altered, name="title").stored
    editorial.PartBytes.objects.filter(id=stored.id).update(data=b'{"text":"Lain","v":1}')

    rows = release(cast, signer)

    assert len(rows) == 1
    assert states() == ["done", "refused", "waiting"]
    assert models.DueCopy.objects.get(state="refused").error_code == "other_bytes"
    assert models.Edition.objects.count() == 1
    assert chain.verify(queries.all_jws(), signer.trust).problems == ()


def test_a_fault_behind_one_of_them_takes_back_that_one_alone(cast, signer):
    waiting(cast, 3)
    bad = models.DueCopy.objects.order_by("copy_id").first().content_id

    def after(rows, _now):
        if bad in {row.content_id for row in rows}:
            raise RuntimeError("broken")

    rows = operations.publish_due(signer=signer, after=after, now=cast.now)

    assert len(rows) == 2
    assert models.Edition.objects.filter(content_id=bad).count() == 0
    assert states() == ["done", "done", "waiting"]


def test_twelve_cost_few_queries_more_than_two(cast, signer):
    counts = []
    for count in (2, 12):
        waiting(cast, count)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert len(release(cast, signer)) == count
        counts.append(len([one for one in asked if "SAVEPOINT" not in one["sql"]]))

    assert counts[1] - counts[0] <= 10


def test_the_loop_knows_the_next_instant(cast, signer):
    _now, later = waiting(cast, 2)
    at = cast.now + timedelta(hours=3)
    newsroom.reschedule(actor=cast.actor("citra"), copy_id=later.id, due_at=at, now=cast.now)

    assert len(release(cast, signer)) == 1
    assert operations.next_due(now=cast.now) == at
    assert operations.next_due(now=at) is None
