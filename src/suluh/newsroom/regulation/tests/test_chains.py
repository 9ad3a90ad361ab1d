import json
from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from suluh.kernel.house import Substitute
from suluh.kernel.worktime import Calendar, weekdays
from suluh.newsroom.regulation.rules.cases import Case
from suluh.newsroom.regulation.rules.chains import (
    Chain,
    Circumstances,
    ImpossibleChain,
    compute_chain,
)
from suluh.newsroom.regulation.rules.frozen import chain_from_json, chain_to_json
from suluh.newsroom.regulation.rules.signers import widest
from suluh.newsroom.regulation.rules.simulation import explain, simulate
from suluh.newsroom.regulation.tests.makers import house, regulation

BOTH = ("id", "en")


def case(unit: str = "KANWIL-UTARA", kind: str = "news", sensitivity: str = "ordinary") -> Case:
    return Case(unit, kind, sensitivity, BOTH, ("website",))


def shape(chain: Chain) -> list[list[str]]:
    return [[step.key for step in stage] for stage in chain.stages]


def people(chain: Chain, key: str) -> list[str]:
    step = chain.step(key)
    assert step is not None
    return [one.person for one in step.signers]


def test_news_of_a_region_goes_from_its_head_to_the_editor_to_the_head_of_pr() -> None:
    chain = compute_chain(regulation(), house(), case())

    assert shape(chain) == [["head_of_unit"], ["editor", "translator"], ["head_of_pr"]]
    assert people(chain, "head_of_unit") == ["bagas"]
    assert people(chain, "editor") == ["nadira", "naufal"]


def test_sensitive_news_is_checked_by_data_law_and_the_deputy_too() -> None:
    chain = compute_chain(regulation(), house(), case(sensitivity="sensitive"))

    assert shape(chain) == [
        ["head_of_unit", "data_check"],
        ["editor", "translator"],
        ["legal"],
        ["deputy"],
        ["head_of_pr"],
    ]


def test_a_press_release_is_signed_last_by_the_head_of_pr() -> None:
    chain = compute_chain(regulation(), house(), case(kind="press_release"))

    assert shape(chain)[-1] == ["head_of_pr"]
    assert chain.steps()[-1].clause == "Pasal 13 ayat (1)"


def test_a_text_without_english_needs_no_translator() -> None:
    only_id = replace(case(), locales=("id",))

    chain = compute_chain(regulation(), house(), only_id)

    assert shape(chain) == [["head_of_unit"], ["editor"], ["head_of_pr"]]


def test_steps_that_would_sign_none_of_the_parts_are_left_out() -> None:
    given = Circumstances(parts=[("id", "title"), ("id", "body"), ("en", "credits")])

    chain = compute_chain(regulation(), house(), case(), given)

    assert chain.step("translator") is None


def test_the_head_of_a_region_signs_what_its_sub_office_writes() -> None:
    chain = compute_chain(regulation(), house(), case("CABANG-TELUK"))

    assert people(chain, "head_of_unit") == ["yance"]
    assert people(chain, "head_of_region") == ["bagas"]


def test_a_vacant_post_escalates_to_the_same_post_above() -> None:
    chain = compute_chain(regulation(), house(vacant=("KARANG.kepala",)), case("UPT-KARANG"))

    assert people(chain, "head_of_unit") == ["andi"]
    assert chain.steps()[0].signers[0].standing_in


def test_a_vacant_post_passes_to_the_post_that_the_rule_names() -> None:
    chain = compute_chain(regulation(), house(vacant=("HUMAS.kepala",)), case())

    assert people(chain, "head_of_pr") == ["dewi"]


def test_a_step_that_refuses_when_nobody_holds_it_makes_the_chain_impossible() -> None:
    with pytest.raises(ImpossibleChain) as caught:
        compute_chain(regulation(), house(vacant=("HUMAS.kepala",)), case(kind="press_release"))

    assert caught.value.code == "nobody"
    assert "head_of_pr" in str(caught.value)


def test_who_wrote_the_text_is_passed_over() -> None:
    given = Circumstances(writers=frozenset({"bagas", "nadira"}))

    chain = compute_chain(regulation(), house(), case(), given)

    assert people(chain, "head_of_unit") == ["surya"]
    assert people(chain, "editor") == ["naufal"]


def test_who_stands_in_for_a_writer_is_passed_over_and_the_reverse() -> None:
    acting = house(acting=(("UTARA.kepala", "umar"),))

    for_writer = compute_chain(
        regulation(), acting, case(), Circumstances(writers=frozenset({"bagas"}))
    )
    of_writer = compute_chain(
        regulation(), acting, case(), Circumstances(writers=frozenset({"umar"}))
    )

    assert people(for_writer, "head_of_unit") == ["surya"]
    assert people(of_writer, "head_of_unit") == ["surya"]


def test_a_substitute_signs_beside_the_holder_and_names_him() -> None:
    chain = compute_chain(regulation(), house(acting=(("UTARA.kepala", "umar"),)), case())

    signer = chain.steps()[0].signers[1]
    assert (signer.person, signer.via, signer.for_person) == ("umar", "plh", "bagas")


def test_posts_in_one_hand_cannot_give_enough_persons() -> None:
    one_hand = replace(
        house(vacant=("HUMAS.redaktur", "HUMAS.situs", "HUMAS.kepala", "HUMAS.penerjemah")),
        substitutes=tuple(
            Substitute(post, "surya", "Surya", "plt")
            for post in ("HUMAS.redaktur", "HUMAS.kepala", "HUMAS.penerjemah")
        ),
    )

    with pytest.raises(ImpossibleChain) as caught:
        compute_chain(regulation(), one_hand, case("BIRO-HUMAS"))

    assert caught.value.code == "too_few_persons"


def test_two_equally_near_units_are_no_place() -> None:
    two = replace(
        house(),
        units=(*house().units, replace(house().unit_by_code["BIRO-HUMAS"], code="BIRO-HUMAS-2")),
    )

    with pytest.raises(ImpossibleChain, match="more than one"):
        compute_chain(regulation(), two, case())


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (Case("X", "news", "ordinary", BOTH), "unknown_unit"),
        (Case("KP", "poem", "ordinary", BOTH), "unknown_name"),
        (Case("KP", "news", "secret", BOTH), "unknown_name"),
        (Case("KP", "news", "ordinary", ("fr",)), "unknown_name"),
        (Case("KP", "news", "ordinary", ()), "unknown_name"),
        (Case("KP", "news", "ordinary", BOTH, ("pigeon",)), "unknown_name"),
    ],
)
def test_what_the_regulation_does_not_know_is_refused(asked: Case, code: str) -> None:
    with pytest.raises(ImpossibleChain) as caught:
        compute_chain(regulation(), house(), asked)

    assert caught.value.code == code


def test_a_chain_comes_back_from_json_as_it_went() -> None:
    for unit in house().units:
        for kind in ("news", "press_release", "menu"):
            for sensitivity in ("ordinary", "sensitive"):
                chain = compute_chain(regulation(), house(), case(unit.code, kind, sensitivity))
                stored = json.loads(json.dumps(chain_to_json(chain)))
                assert chain_from_json(stored) == chain


def test_a_due_time_counts_working_hours() -> None:
    office = Calendar("v", "Asia/Jakarta", weekdays(time(8), time(16)))
    step = compute_chain(regulation(), house(), case()).steps()[0]

    due = step.due_at(datetime(2026, 11, 20, 8, tzinfo=UTC), office)  # Friday, 15:00 WIB

    assert due == datetime(2026, 11, 23, 4, tzinfo=UTC)


def test_the_whole_house_can_publish_under_the_example() -> None:
    assert simulate(regulation(), house()) == ()


def test_a_simulation_lists_what_nobody_could_sign_with_the_line_of_the_step() -> None:
    found = simulate(regulation(), house(vacant=("HUMAS.kepala",)))

    assert {one.case.kind for one in found} == {"press_release"}
    assert {one.case.unit for one in found} == {unit.code for unit in house().units}
    assert all(one.obstacles[0].line > 1 for one in found)


def test_explain_is_plain_and_says_what_stands_in_the_way() -> None:
    found = explain(regulation(), house(vacant=("HUMAS.kepala",)), case(kind="press_release"))

    assert json.loads(json.dumps(found)) == found
    assert found["possible"] is False
    assert found["obstacles"][0]["step"] == "head_of_pr"
    assert found["register"]["unit"] == "BIRO-HUMAS"


def test_the_widest_choice_of_persons_is_found() -> None:
    assert widest([{"a", "b"}, {"a"}, {"b"}]) == 2
    assert widest([{"a", "b"}, {"a"}, {"b", "c"}]) == 3
    assert widest([]) == 0


def test_a_text_of_which_nobody_said_anything_is_the_first_listed_sensitivity() -> None:
    names = dict(zip(("open", "guarded"), regulation().sensitivities.values(), strict=True))
    renamed = replace(regulation(), sensitivities=names)

    assert regulation().sensitivity_of("ordinary") == "ordinary"
    assert renamed.sensitivity_of("ordinary") == "open"
    assert renamed.sensitivity_of("sensitive") == "sensitive"
