from enum import StrEnum

import pytest

from suluh.kernel.refusals import Refused
from suluh.kernel.states import Step, diagram, step, verbs_from


class State(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    GONE = "gone"


class Verb(StrEnum):
    SEND = "send"
    DROP = "drop"


def has_note(facts):
    return "" if facts.get("note") else "Write a note."


TABLE = {
    (State.DRAFT, Verb.SEND): Step(State.SENT),
    (State.DRAFT, Verb.DROP): Step(State.GONE, guard=has_note),
    (State.SENT, Verb.DROP): Step(State.GONE),
}


def test_a_verb_leads_where_the_table_says():
    assert step(TABLE, State.DRAFT, Verb.SEND).to is State.SENT


def test_a_verb_that_the_state_does_not_know_is_refused():
    with pytest.raises(Refused) as refused:
        step(TABLE, State.GONE, Verb.SEND)

    assert refused.value.code == "wrong_state"
    assert "gone" in str(refused.value)


def test_a_guard_refuses_with_its_own_sentence():
    with pytest.raises(Refused) as refused:
        step(TABLE, State.DRAFT, Verb.DROP)

    assert (refused.value.code, str(refused.value)) == ("guard", "Write a note.")


def test_a_guard_that_is_content_lets_pass():
    assert step(TABLE, State.DRAFT, Verb.DROP, {"note": "sudah"}).to is State.GONE


def test_the_buttons_are_the_verbs_in_the_tables_order():
    assert list(verbs_from(TABLE, State.DRAFT)) == [Verb.SEND, Verb.DROP]
    assert list(verbs_from(TABLE, State.GONE)) == []


def test_the_diagram_has_an_arrow_for_each_step():
    assert diagram(TABLE).splitlines() == [
        "stateDiagram-v2",
        "    draft --> sent: send",
        "    draft --> gone: drop",
        "    sent --> gone: drop",
    ]
