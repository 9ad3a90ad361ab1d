import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suluh.newsroom.regulation.rules.cases import Case
from suluh.newsroom.regulation.rules.chains import (
    Chain,
    Circumstances,
    ImpossibleChain,
    compute_chain,
)
from suluh.newsroom.regulation.rules.reach import check_reach
from suluh.newsroom.regulation.rules.reading import parse_supplement
from suluh.newsroom.regulation.rules.regulation import Supplement
from suluh.newsroom.regulation.rules.source import Unreadable
from suluh.newsroom.regulation.tests.makers import UNITS, house, regulation

RULES = regulation()
TEXT = """\
schema: suluh/regulation-supplement/1
supplement_of: contoh
parent_version: 1
code: utara
version: 2
unit: KANWIL-UTARA
title: {id: Tambahan wilayah utara, en: Supplement of the northern region}
effective_from: 2026-01-01
adds:
  - rule: news_sub_office
    after: head_of_unit
    step:
      key: law
      post: legal_officer
      at: {nearest: head_office}
      hours: 4
      clause: Keputusan 3 angka 1
      text: {id: Pejabat hukum membaca, en: The legal officer reads}
      when_nobody: refuse
"""

# The same with a post of its own branch: the head of the regional office.
OWN = TEXT.replace("post: legal_officer", "post: head_of_unit").replace(
    "{nearest: head_office}", "{ancestor: regional_office}"
)


def supplement(*changes: tuple[str, str]) -> Supplement:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return parse_supplement(text.encode(), RULES)


def keys(unit: str, *supplements: Supplement, kind: str = "news") -> list[list[str]]:
    case = Case(unit, kind, "ordinary", ("id",))
    chain = compute_chain(RULES, house(), case, Circumstances(supplements=supplements))
    return [[step.key for step in stage] for stage in chain.stages]


def test_a_supplement_adds_its_step_where_it_says() -> None:
    assert keys("CABANG-TELUK", supplement()) == [
        ["head_of_unit"],
        ["utara.law"],
        ["head_of_region"],
        ["editor"],
        ["head_of_pr"],
    ]
    assert keys("CABANG-TELUK", supplement(("after:", "with:")))[0] == ["head_of_unit", "utara.law"]
    assert keys("CABANG-TELUK", supplement(("after:", "before:")))[0] == ["utara.law"]
    assert keys("CABANG-TELUK", supplement(("    after: head_of_unit\n", "")))[-1] == ["utara.law"]


def test_a_supplement_is_for_its_own_branch_only() -> None:
    elsewhere = supplement(("unit: KANWIL-UTARA", "unit: KANWIL-SELATAN"))

    assert keys("CABANG-TELUK", elsewhere) == keys("CABANG-TELUK")


def test_the_chain_names_the_supplement_and_its_version() -> None:
    case = Case("CABANG-TELUK", "news", "ordinary", ("id",))

    chain = compute_chain(RULES, house(), case, Circumstances(supplements=(supplement(),)))

    assert chain.supplements == (("utara", 2),)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("rule: news_sub_office", "rule: press_release", "not_allowed"),
        ("rule: news_sub_office", "rule: poems", "unknown_rule"),
        ("after: head_of_unit", "after: nobody", "unknown_step"),
        ("after: head_of_unit", "after: head_of_unit\n    before: editor", "position"),
        ("key: law", "key: editor", "duplicate"),
        ("post: legal_officer", "post: lawyer", "unknown"),
        ("parent_version: 1", "parent_version: 7", "wrong_parent"),
    ],
)
def test_a_supplement_that_does_not_fit_is_refused(old: str, new: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        supplement((old, new))

    assert code in {one.code for one in caught.value.problems}


def test_two_supplements_of_one_name_cannot_share_a_step() -> None:
    with pytest.raises(ImpossibleChain, match="same name"):
        keys("CABANG-TELUK", supplement(), supplement())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ((), "other_unit"),
        ((("at: {nearest: head_office}", "at: parent"), ("legal_officer", "head_of_unit")), ""),
        (
            (
                ("unit: KANWIL-UTARA", "unit: CABANG-TELUK"),
                ("at: {nearest: head_office}", "at: parent"),
                ("legal_officer", "head_of_unit"),
            ),
            "other_unit",
        ),
        ((("nearest: head_office", "ancestor: technical_unit"),), "no_place"),
        ((("at: {nearest: head_office}", "at: unit"), ("refuse", "escalate")), "no_post"),
        ((("unit: KANWIL-UTARA", "unit: KANWIL-BARAT"),), "no_unit"),
        (
            (
                ("post: legal_officer", "post: head_of_unit"),
                ("at: {nearest: head_office}", "at: unit"),
                ("refuse", "{post: legal_officer, at: {nearest: head_office}}"),
            ),
            "other_unit",
        ),
    ],
)
def test_a_supplement_asks_posts_of_its_own_branch_alone(
    changes: tuple[tuple[str, str], ...], code: str
) -> None:
    found = check_reach(supplement(*changes), RULES, house())

    assert {one.code for one in found} == ({code} if code else set())
    line = "unit:" if code == "no_unit" else "key: law"
    assert all(
        line in TEXT.splitlines()[one.line - 1] or "step:" in TEXT.splitlines()[one.line - 1]
        for one in found
    )


@st.composite
def additions(draw: st.DrawFn) -> Supplement:
    rule = draw(st.sampled_from([rule for rule in RULES.rules if rule.supplement_allowed]))
    where = draw(st.sampled_from(["before", "with", "after"]))
    anchor = draw(st.sampled_from([step.key for step in rule.steps()]))
    return supplement(
        ("rule: news_sub_office", f"rule: {rule.key}"),
        ("after: head_of_unit", f"{where}: {anchor}"),
        ("unit: KANWIL-UTARA", f"unit: {draw(st.sampled_from([one[0] for one in UNITS]))}"),
    )


cases = st.builds(
    Case,
    st.sampled_from([one[0] for one in UNITS]),
    st.sampled_from(list(RULES.content_kinds)),
    st.sampled_from(list(RULES.sensitivities)),
    st.just(("id", "en")),
)


@settings(max_examples=60, deadline=None)
@given(cases, additions())
def test_a_supplement_never_weakens(case: Case, added: Supplement) -> None:
    plain = compute_chain(RULES, house(), case)
    more = compute_chain(RULES, house(), case, Circumstances(supplements=(added,)))

    assert [_own(stage) for stage in _stages(more) if _own(stage)] == _stages(plain)
    assert more.distinct_persons >= plain.distinct_persons
    for step in plain.steps():
        assert more.step(step.key) == step


def _stages(chain: Chain) -> list[list[str]]:
    return [[step.key for step in stage] for stage in chain.stages]


def _own(stage: list[str]) -> list[str]:
    return [key for key in stage if "." not in key]
