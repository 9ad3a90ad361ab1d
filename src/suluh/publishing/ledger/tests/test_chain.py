"""A whole ledger: whatever is changed, left out, moved or cut is found."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suluh.kernel.refusals import Refused
from suluh.publishing.ledger.rules import chain, head, jws, tree
from suluh.publishing.ledger.rules.head import HeadStatement, Shown
from suluh.publishing.ledger.rules.keys import Purpose
from suluh.publishing.ledger.rules.record import Action, Position
from suluh.publishing.ledger.rules.revocations import sign_revocations
from suluh.publishing.ledger.rules.trust import Trust
from suluh.publishing.ledger.tests.makers import CONTENT, OTHER, House, fixed_key


def filled():
    """A ledger of two contents, two languages and every action."""
    house = House()
    house.publish("Satu")
    house.publish("One", locale="en")
    house.publish("Lain", content_id=OTHER)
    house.publish("Satu, benar", Action.CORRECT)
    house.append(house.draft(Action.WITHDRAW, content_id=OTHER))
    house.erase(1, "lead")
    house.publish("Lain lagi", content_id=OTHER)
    return house


def codes(report):
    return {problem.code for problem in report.problems}


def publish_in_new_epoch(house, prev, **changes):
    house.publish("Epoch baru", epoch=2, number=1, prev=prev, **changes)


def test_a_whole_ledger_has_no_problem_and_knows_what_is_shown():
    house = filled()

    report = chain.verify(house.rows, house.trust(), [house.head])

    assert report.problems == ()
    assert (report.count, report.head) == (7, house.head)
    shown = {key: (state.state, state.shown, state.version) for key, state in report.states.items()}
    assert shown == {
        (CONTENT, "id"): (Shown.LIVE, 2, 3),
        (CONTENT, "en"): (Shown.LIVE, 1, 1),
        (OTHER, "id"): (Shown.LIVE, 3, 3),
    }


def test_an_erasure_of_an_older_version_leaves_what_is_shown_and_since_when():
    house = filled()
    states = chain.verify(house.rows, house.trust()).states
    before = chain.verify(house.rows[:4], house.trust()).states

    assert states[(CONTENT, "id")].at == before[(CONTENT, "id")].at


def test_an_erasure_of_the_shown_version_takes_it_from_the_public():
    house = filled()
    house.erase(2, "body")

    assert chain.verify(house.rows, house.trust()).states[(CONTENT, "id")].state is Shown.ERASED


@given(st.data())
def test_whatever_is_done_to_the_rows_is_found(data):
    house = filled()
    rows, known = list(house.rows), [house.head]
    at = data.draw(st.integers(0, len(rows) - 1))
    other = data.draw(st.integers(0, len(rows) - 1).filter(lambda each: each != at))
    kind = data.draw(st.sampled_from(["leave out", "twice", "swap", "change", "cut"]))
    if kind == "leave out":
        del rows[at]
    elif kind == "twice":
        rows.insert(other, rows[at])
    elif kind == "swap":
        rows[at], rows[other] = rows[other], rows[at]
    elif kind == "cut":
        del rows[at:]
    else:
        place = data.draw(st.integers(0, len(rows[at]) - 1))
        letter = data.draw(st.sampled_from("AZaz09-_.é "))
        if rows[at][place] == letter:
            return
        rows[at] = rows[at][:place] + letter + rows[at][place + 1 :]

    assert chain.verify(rows, house.trust(), known).problems


def test_a_cut_tail_shows_only_against_a_head_known_outside():
    house = filled()

    assert chain.verify(house.rows[:-1], house.trust()).problems == ()
    assert codes(chain.verify(house.rows[:-1], house.trust(), [house.head])) == {"cut"}


def test_a_ledger_written_anew_with_the_real_key_shows_against_a_head_known_outside():
    house, anew = filled(), House()
    for _ in house.rows:
        anew.publish("Sejarah lain", Action.PUBLISH if not anew.rows else Action.UPDATE)

    assert chain.verify(anew.rows, anew.trust()).problems == ()
    assert codes(chain.verify(anew.rows, anew.trust(), [house.head])) == {"other_record"}


def test_a_new_epoch_names_the_last_known_head():
    house = filled()
    publish_in_new_epoch(house, house.head, content_id=CONTENT, locale="en", version=2,
                         action=Action.UPDATE)  # fmt: skip

    assert chain.verify(house.rows, house.trust()).problems == ()


def test_a_new_epoch_that_does_not_know_later_records_is_found():
    house = filled()
    early = Position(1, 3, jws.fingerprint(house.rows[2]))
    publish_in_new_epoch(house, early, action=Action.UPDATE)

    assert codes(chain.verify(house.rows, house.trust())) == {"beyond_head"}


def test_two_records_at_one_position_are_found():
    house = filled()
    last = house.rows[-1]
    twin = replace(chain.record.parse(jws.parse(last).payload), reason="Yang lain")
    rows = [*house.rows, house.sign(twin)]

    assert "same_place" in codes(chain.verify(rows, house.trust()))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"version": 5}, "not_next"),
        ({"version": 3}, "not_next"),
        ({"action": Action.PUBLISH, "version": 4}, "not_now"),
        ({"institution": "LAIN"}, "other_house"),
    ],
)
def test_versions_actions_and_house_are_checked(changes, code):
    house = filled()
    house.publish("Satu lagi", **{"action": Action.UPDATE, **changes})

    assert code in codes(chain.verify(house.rows, house.trust()))


@pytest.mark.parametrize("action", [Action.PUBLISH, Action.UPDATE, Action.CORRECT])
def test_a_withdrawn_text_comes_back_by_any_edition_with_text(action):
    house = filled()
    house.append(house.draft(Action.WITHDRAW))
    house.publish("Satu, kembali", action)

    report = chain.verify(house.rows, house.trust())

    assert report.problems == ()
    assert report.states[(CONTENT, "id")].state is Shown.LIVE


def test_what_is_withdrawn_is_not_withdrawn_again():
    house = filled()
    house.append(house.draft(Action.WITHDRAW))
    house.append(house.draft(Action.WITHDRAW))

    assert codes(chain.verify(house.rows, house.trust())) == {"not_now"}


def test_an_erasure_of_a_version_that_is_not_there_is_found():
    house = filled()
    house.erase(9, "body")

    assert codes(chain.verify(house.rows, house.trust())) == {"nothing_to_erase"}


def test_a_key_that_the_root_did_not_certify_is_found():
    house = filled()
    house.key = fixed_key("stranger")
    house.publish("Palsu", Action.UPDATE)

    assert codes(chain.verify(house.rows, house.trust())) == {"unknown_key"}


def test_a_time_outside_the_certificate_is_found():
    house = filled()
    house.now += timedelta(days=2000)
    house.publish("Terlambat", Action.UPDATE)

    assert codes(chain.verify(house.rows, house.trust())) == {"not_valid_then"}


def test_a_revoked_key_is_good_up_to_its_last_good_head_and_back_dating_does_not_help():
    house = filled()
    good, stolen, early = house.head, house.kid, house.now - timedelta(minutes=3)
    assert good is not None
    house.revoke(stolen, good)
    assert chain.verify(house.rows, house.trust()).problems == ()

    house.now = early
    house.publish("Bertanggal mundur", Action.UPDATE)

    assert codes(chain.verify(house.rows, house.trust())) == {"revoked"}


def test_good_work_of_a_revoked_key_cannot_be_exchanged_for_other_work():
    house, anew = filled(), House()
    house.revoke(house.kid, house.head)
    for _ in house.rows:
        anew.publish("Sejarah lain", Action.PUBLISH if not anew.rows else Action.UPDATE)

    assert codes(chain.verify(anew.rows, house.trust())) == {"other_tree"}


def test_statements_of_another_root_are_refused():
    house = filled()
    forged = sign_revocations(fixed_key("own root"), house.listed(), demo=False)

    with pytest.raises(Refused) as refused:
        Trust.build(house.root, house.certificates, forged)

    assert refused.value.code == "other_root"


def test_a_demo_certificate_does_not_count_under_a_real_root_nor_the_reverse():
    house, demo = House(), House(demo=True)

    for root, other in ((house, demo), (demo, house)):
        with pytest.raises(Refused) as refused:
            Trust.build(root.root, other.certificates, root.revocations())
        assert refused.value.code == "other_root"


def test_trust_checks_one_statement_with_its_proof_of_position():
    house = filled()
    trust = house.trust()
    assert trust.check(house.rows[0], jws.Typ.EDITION, Purpose.EDITION)
    trust.check_time(house.kid, Purpose.EDITION, house.now)
    with pytest.raises(Refused):
        trust.check_time(house.kid, Purpose.CHECKPOINT, house.now)
    with pytest.raises(Refused):
        trust.check(house.rows[0], jws.Typ.HEAD, Purpose.HEAD)

    house.revoke(house.kid, house.head)
    path = house.exported(0).paths[jws.fingerprint(house.rows[0])]
    revoked = house.trust()
    revoked.check_revoked(house.kid, house.rows[0], path)
    for text, steps in ((house.rows[0], None), (house.rows[1], path)):
        with pytest.raises(Refused) as refused:
            revoked.check_revoked(house.kid, text, steps)
        assert refused.value.code == "revoked"


@given(st.integers(1, 40), st.data())
def test_every_leaf_and_no_stranger_has_a_path_to_the_root(count, data):
    leaves = [f"{number:064x}" for number in range(count)]
    at = data.draw(st.integers(0, count - 1))
    path, root = tree.path(leaves, at), tree.root(leaves)

    assert tree.leads_to(leaves[at], path, root)
    assert not tree.leads_to(f"{count:064x}", path, root)
    assert not tree.leads_to(tree.leaf(leaves[at]), path[1:], root)


def test_a_head_statement_reads_back_and_refuses_disorder():
    house = filled()
    report = chain.verify(house.rows, house.trust())
    states = tuple(report.states.values())
    statement = HeadStatement("BCN", house.head, house.now, states)

    read = HeadStatement.parse(statement.to_bytes())

    assert read.to_bytes() == statement.to_bytes()
    assert set(read.entries) == set(states)
    doubled = replace(statement, entries=(*states, states[0]))
    with pytest.raises(Refused):
        HeadStatement.parse(doubled.to_bytes())


def test_every_state_is_reached_and_left():
    reached = set(head.STEPS.values())

    assert reached == set(Shown) - {Shown.NONE}
    assert {state for state, _ in head.STEPS} == set(Shown)
