from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from suluh.foundation.audit.models import AuditRow
from suluh.foundation.outbox.models import Fact
from suluh.kernel.ids import new_content_id
from suluh.kernel.refusals import Stale
from suluh.newsroom.assets import operations as assets
from suluh.newsroom.assets.tests.makers import NOW, house, jpeg, person, refused
from suluh.newsroom.planning import handlers, models, operations, queries
from suluh.newsroom.planning.queries import ActivityFilter
from suluh.newsroom.planning.rules import TRANSITIONS, Draft, State, Verb, WorkCount, possible_verbs

pytestmark = pytest.mark.django_db

ALL = ActivityFilter()
DRAFT = Draft("Empat puluh nelayan menerima alat ukur gelombang.", date(2026, 11, 19), "Dermaga")


@pytest.fixture
def yance(settings, tmp_path):
    settings.SULUH_HOME = tmp_path
    house()
    return person("yance.rumbiak@lpsn.example", "RANTI", "contributor")


@pytest.fixture
def editor(yance):
    return person("nadira.paramesti@lpsn.example", "RANTI", "editor")


@pytest.fixture
def stranger(yance):
    return person("dewi.lestari@lpsn.example", "MUARA", "contributor", "editor")


def hand_in(actor, draft=DRAFT, unit_code="RANTI", **more):
    return operations.hand_in_activity(
        actor=actor, unit_code=unit_code, draft=draft, now=NOW, **more
    )


def photo(actor, unit_code="RANTI", size=60):
    return assets.upload_picture(
        actor=actor, unit_code=unit_code, data=jpeg(size), filename="a.jpg", now=NOW
    )


def test_what_was_done_is_numbered_per_unit_and_year(yance, stranger) -> None:
    first, second = hand_in(yance), hand_in(yance)
    other = hand_in(stranger, unit_code="MUARA")

    assert [first.label, second.label, other.label] == [
        "RANTI/K-0001",
        "RANTI/K-0002",
        "MUARA/K-0001",
    ]
    assert first.year == 2026
    assert first.state is State.NEW
    assert Fact.objects.filter(kind="ActivityHandedIn").count() == 3
    assert AuditRow.objects.filter(action="activity.hand_in").count() == 3


def test_the_year_is_that_of_the_unit_s_own_zone(yance) -> None:
    late = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)  # already 2027 in Jayapura

    row = operations.hand_in_activity(actor=yance, unit_code="RANTI", draft=DRAFT, now=late)
    assert row.year == 2027


def test_a_double_tap_makes_one_activity(yance) -> None:
    token = uuid4()

    assert hand_in(yance, token=token).id == hand_in(yance, token=token).id
    assert models.Activity.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"what": " \u200b "}, "no_words"),
        ({"what": "a" * 241}, "too_long"),
        ({"description": "a" * 20_001}, "too_long"),
        ({"event_date": date(1999, 1, 1)}, "bad_date"),
        ({"event_date": date(2062, 11, 19)}, "bad_date"),
        ({"form": "gossip"}, "bad_form"),
        ({"pictures": (uuid4(),)}, "no_picture"),
        ({"pictures": tuple(uuid4() for _ in range(21))}, "too_many_pictures"),
    ],
)
def test_what_cannot_be_is_refused(yance, change, code) -> None:
    with refused(code):
        hand_in(yance, replace(DRAFT, **change))


def test_photos_hang_in_order_and_come_from_the_same_unit(yance, stranger) -> None:
    ours = [photo(yance, size=size).id for size in (50, 60, 70)]
    theirs = photo(stranger, "MUARA").id

    row = hand_in(yance, replace(DRAFT, pictures=(ours[1], ours[0])))
    assert row.pictures == (ours[1], ours[0])
    more = operations.add_pictures(
        actor=yance, activity_id=row.id, picture_ids=(ours[0], ours[2]), now=NOW
    )
    assert more.pictures == (ours[1], ours[0], ours[2])
    with refused("no_picture"):
        hand_in(yance, replace(DRAFT, pictures=(theirs,)))


def test_an_editor_takes_it_and_a_story_is_made(yance, editor) -> None:
    row, content_id = hand_in(yance), new_content_id()

    taken = operations.take_activity(actor=editor, activity_id=row.id, now=NOW)
    linked = operations.link_story(actor=editor, activity_id=row.id, content_id=content_id, now=NOW)

    assert (taken.state, taken.taken_by_id) == (State.TAKEN, editor.person_id)
    assert (linked.state, linked.content_id) == (State.STORY, content_id)
    assert [one.id for one in queries.activities_of(content_id)] == [row.id]
    assert [step.verb for step in queries.steps_of(row.id)] == ["hand_in", "take", "link"]
    again = operations.link_story(actor=editor, activity_id=row.id, content_id=content_id, now=NOW)
    assert again == linked
    with refused("wrong_state"):
        operations.link_story(
            actor=editor, activity_id=row.id, content_id=new_content_id(), now=NOW
        )


def test_a_contributor_closes_nothing(yance) -> None:
    row = hand_in(yance)
    with refused("no_role"):
        operations.close_activity(actor=yance, activity_id=row.id, reason="x", now=NOW)
    with refused("no_role"):
        operations.take_activity(actor=yance, activity_id=row.id, now=NOW)


def test_closing_needs_a_reason_and_is_told(yance, editor) -> None:
    row = hand_in(yance)
    with refused("guard"):
        operations.close_activity(actor=editor, activity_id=row.id, reason=" \n ", now=NOW)

    closed = operations.close_activity(
        actor=editor, activity_id=row.id, reason="Sudah dimuat bulan lalu.", now=NOW
    )

    assert closed.closed_reason == "Sudah dimuat bulan lalu."
    assert Fact.objects.get(kind="ActivityClosed").payload["handed_in_by_id"] == str(
        yance.person_id
    )
    opened = operations.reopen_activity(actor=editor, activity_id=row.id, now=NOW)
    assert (opened.state, opened.closed_reason) == (State.NEW, "")


def test_only_the_contributor_takes_back_and_only_at_first(yance, editor) -> None:
    row = hand_in(yance)
    with refused("no_activity"):
        operations.take_back_activity(actor=editor, activity_id=row.id, now=NOW)
    operations.take_activity(actor=editor, activity_id=row.id, now=NOW)
    with refused("wrong_state"):
        operations.take_back_activity(actor=yance, activity_id=row.id, now=NOW)

    second = hand_in(yance)
    back = operations.take_back_activity(actor=yance, activity_id=second.id, now=NOW)
    assert back.state is State.CLOSED


def test_a_public_story_makes_its_activities_voiced_once(yance, editor) -> None:
    content_id = new_content_id()
    rows = [hand_in(yance), hand_in(yance)]
    for row in rows:
        operations.link_story(actor=editor, activity_id=row.id, content_id=content_id, now=NOW)
    fact = {"content_id": content_id, "action": "publish"}

    handlers.on_edition_appended({**fact, "action": "update"}, NOW)
    assert not models.Activity.objects.filter(voiced_at__isnull=False).exists()
    handlers.on_edition_appended(fact, NOW)
    handlers.on_edition_appended(fact, NOW + timedelta(days=1))

    assert queries.get_activity(rows[0].id).voiced_at == NOW
    assert Fact.objects.filter(kind="ActivityVoiced").count() == 2
    with refused("guard"):
        operations.close_activity(actor=editor, activity_id=rows[0].id, reason="x", now=NOW)
    assert possible_verbs(queries.get_activity(rows[0].id)) == frozenset()


def test_voiced_over_done_is_counted_per_unit_and_period(yance, editor, stranger) -> None:
    content_id = new_content_id()
    voiced, closed, back, _open = (hand_in(yance) for _ in range(4))
    hand_in(yance, replace(DRAFT, event_date=date(2026, 10, 31)))
    hand_in(stranger, unit_code="MUARA")
    operations.link_story(actor=editor, activity_id=voiced.id, content_id=content_id, now=NOW)
    operations.mark_voiced(content_id=content_id, now=NOW)
    operations.close_activity(actor=editor, activity_id=closed.id, reason="Ganda", now=NOW)
    operations.take_back_activity(actor=yance, activity_id=back.id, now=NOW)

    november = (date(2026, 11, 1), date(2026, 12, 1))
    assert queries.count_work(editor, *november) == [WorkCount("RANTI", 3, 1, 1, 1)]
    assert queries.count_work_of("/RANTI/", *november) == WorkCount("RANTI", 3, 1, 1, 1)
    assert queries.count_work(editor, *november)[0].ratio == 1 / 3
    assert len(queries.list_unvoiced(editor)) == 2
    assert queries.count_states(editor) == {
        "new": 2, "taken": 0, "story": 0, "closed": 2, "voiced": 1, "open": 2, "all": 5
    }  # fmt: skip


def test_two_editors_at_once_one_is_told(yance, editor, monkeypatch) -> None:
    row = hand_in(yance)
    operations.take_activity(actor=editor, activity_id=row.id, now=NOW)
    monkeypatch.setattr(queries, "get_activity", lambda _id: row)

    with pytest.raises(Stale):
        operations.take_activity(actor=editor, activity_id=row.id, now=NOW)


def test_another_unit_neither_sees_nor_changes(yance, editor, stranger) -> None:
    row = hand_in(yance)

    assert queries.list_activities(stranger, ALL) == []
    assert queries.list_unvoiced(stranger) == []
    with refused("no_activity"):
        queries.find_visible(stranger, row.id)
    with refused("other_unit"):
        operations.take_activity(actor=stranger, activity_id=row.id, now=NOW)
    with refused("other_unit"):
        operations.link_story(
            actor=stranger, activity_id=row.id, content_id=new_content_id(), now=NOW
        )
    with refused("other_unit"):
        hand_in(stranger)


def test_lists_go_on_from_a_cursor_and_find_words(yance) -> None:
    days = [date(2026, 11, day) for day in (19, 18, 18, 17)]
    rows = [hand_in(yance, replace(DRAFT, what=f"Kegiatan {day}", event_date=day)) for day in days]

    page = queries.list_activities(yance, ALL, limit=2)
    after = queries.list_activities(yance, ALL, before=(page[-1].event_date, page[-1].id), limit=5)
    assert [one.id for one in page + after] == [rows[0].id, rows[2].id, rows[1].id, rows[3].id]
    found = queries.list_activities(
        yance, ActivityFilter(words="2026-11-17", unit="RANTI", mine=True)
    )
    assert [one.id for one in found] == [rows[3].id]
    assert queries.list_activities(yance, ActivityFilter(unit="MUARA")) == []


def test_every_state_is_reached_and_left() -> None:
    reached = {found.to for found in TRANSITIONS.values()} | {State.NEW}
    left = {at for at, _verb in TRANSITIONS}
    assert reached == left == set(State)
    assert {verb for _at, verb in TRANSITIONS} == set(Verb)


def test_a_list_asks_the_same_number_of_questions_for_any_length(
    yance, django_assert_num_queries
) -> None:
    for _ in range(5):
        hand_in(yance)
    with django_assert_num_queries(2):
        queries.list_activities(yance, ALL)
