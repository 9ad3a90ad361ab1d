"""Who may sign and when a chain is satisfied, judged by plain loops that know no rule."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from suluh.kernel.house import House
from suluh.kernel.refusals import Refused
from suluh.newsroom.regulation.rules.cases import Case
from suluh.newsroom.regulation.rules.chains import (
    Chain,
    Circumstances,
    ImpossibleChain,
    compute_chain,
)
from suluh.newsroom.regulation.rules.four_eyes import (
    Edit,
    Review,
    may_sign,
    signed_whole,
    writers_of,
)
from suluh.newsroom.regulation.rules.progress import SignOff, StepStatus, chain_state
from suluh.newsroom.regulation.tests.makers import POSTS, UNITS, house, regulation

RULES = regulation()
PEOPLE = sorted({person for one in POSTS for person in one[3]})
PARTS = {
    (locale, part): f"{locale}-{part}"
    for locale in ("id", "en")
    for part in ("title", "body", "figure/1", "facts")
}


def chain_of(unit: str = "KANWIL-UTARA", kind: str = "news") -> Chain:
    return compute_chain(RULES, house(), Case(unit, kind, "ordinary", ("id", "en")))


def signed(chain: Chain, step_key: str, person: str) -> list[SignOff]:
    step = chain.step(step_key)
    assert step is not None
    return [
        SignOff(step_key, *key, commitment, person)
        for key, commitment in PARTS.items()
        if step.covers(*key)
    ]


def review(*signoffs: SignOff, writers: tuple[str, ...] = (), at: House | None = None) -> Review:
    return Review(chain_of(), PARTS, at or house(), frozenset(writers), signoffs)


def code(answer: object) -> str:
    return answer.code if isinstance(answer, Refused) else "allowed"


def test_the_first_step_is_open_and_the_others_wait() -> None:
    assert chain_state(chain_of(), PARTS, []).open_steps() == ("head_of_unit",)
    assert code(may_sign(review(), "head_of_pr", "yosefina")) == "waiting"


def test_steps_of_one_stage_are_open_together() -> None:
    chain = chain_of()

    state = chain_state(chain, PARTS, signed(chain, "head_of_unit", "bagas"))

    assert state.open_steps() == ("editor", "translator")


def test_a_chain_is_satisfied_when_all_have_signed_everything() -> None:
    chain = chain_of()
    everything = [
        *signed(chain, "head_of_unit", "bagas"),
        *signed(chain, "editor", "nadira"),
        *signed(chain, "translator", "tiara"),
        *signed(chain, "head_of_pr", "yosefina"),
    ]

    assert chain_state(chain, PARTS, everything).satisfied
    assert not chain_state(chain, PARTS, everything[:-1]).satisfied
    assert not chain_state(chain, PARTS, everything, writers={"tiara"}).satisfied
    assert not chain_state(chain, {}, []).satisfied


def test_a_changed_part_must_be_signed_again_and_only_that() -> None:
    chain = chain_of()
    changed = {**PARTS, ("id", "title"): "another"}

    state = chain_state(chain, changed, signed(chain, "head_of_unit", "bagas"))

    first = state.step("head_of_unit")
    assert first is not None
    assert first.missing == (("id", "title"),)
    assert first.status is StepStatus.OPEN


def test_only_the_holder_of_the_post_may_sign() -> None:
    assert code(may_sign(review(), "head_of_unit", "bagas")) == "allowed"
    assert code(may_sign(review(), "head_of_unit", "andi")) == "not_your_post"
    assert code(may_sign(review(), "no_such_step", "bagas")) == "no_step"


def test_a_step_is_signed_once() -> None:
    done = signed(chain_of(), "head_of_unit", "bagas")

    assert code(may_sign(review(*done), "head_of_unit", "bagas")) == "already_signed"


def test_the_submitter_and_the_substitute_of_a_writer_may_not_sign() -> None:
    acting = house(acting=(("UTARA.kepala", "umar"),))

    assert code(may_sign(review(writers=("bagas",)), "head_of_unit", "bagas")) == "writer"
    for writer, other in (("bagas", "umar"), ("umar", "bagas")):
        asked = review(writers=(writer,), at=acting)
        assert code(may_sign(asked, "head_of_unit", other)) == "substitute_of_writer"


def test_nobody_signs_so_often_that_too_few_persons_are_left() -> None:
    both = house(acting=(("HUMAS.kepala", "nadira"),), vacant=("HUMAS.kepala", "HUMAS.penerjemah"))
    chain = compute_chain(RULES, both, Case("BIRO-HUMAS", "news", "ordinary", ("id",)))
    parts = {key: value for key, value in PARTS.items() if key[0] == "id"}
    done = tuple(SignOff("editor", *key, commitment, "nadira") for key, commitment in parts.items())

    answer = may_sign(Review(chain, parts, both, frozenset(), done), "head_of_pr", "nadira")

    assert code(answer) == "another_person"


def test_writers_are_the_submitter_and_who_edited_since_the_last_sign_off() -> None:
    def at(hour: int) -> datetime:
        return datetime(2026, 11, 18, hour, tzinfo=UTC)

    edits = [Edit("a", at(8)), Edit("b", at(10)), Edit("c", at(11), for_person="d")]

    assert writers_of("s", edits, {}) == {"s", "a", "b", "c", "d"}
    assert writers_of("s", edits, {"": at(9)}) == {"s", "b", "c", "d"}


def test_an_edit_is_read_by_others_only_once_all_parts_of_its_language_were_signed_since() -> None:
    def at(hour: int) -> datetime:
        return datetime(2026, 11, 18, hour, tzinfo=UTC)

    edits = [Edit("a", at(8), locale="id"), Edit("b", at(8), locale="en"), Edit("c", at(8))]
    title, body, english = ("id", "title"), ("id", "body"), ("en", "title")

    def writers(signed: dict[tuple[str, str], datetime]) -> frozenset[str]:
        return writers_of("s", edits, signed_whole([title, body, english], signed))

    assert writers({title: at(9)}) == {"s", "a", "b", "c"}
    assert writers({title: at(9), body: at(7)}) == {"s", "a", "b", "c"}
    assert writers({title: at(9), body: at(9)}) == {"s", "b", "c"}
    assert writers({title: at(9), body: at(9), english: at(9)}) == {"s"}


people = st.sampled_from(PEOPLE)
codes = st.sampled_from([one[0] for one in POSTS])
houses = st.builds(
    lambda vacant, acting: house(vacant=tuple(vacant), acting=tuple(acting)),
    st.sets(codes, max_size=3),
    st.sets(st.tuples(codes, people), max_size=3),
)
cases = st.builds(
    Case,
    st.sampled_from([one[0] for one in UNITS]),
    st.sampled_from(list(RULES.content_kinds)),
    st.sampled_from(list(RULES.sensitivities)),
    st.just(("id", "en")),
)


@settings(max_examples=60, deadline=None)
@given(cases, houses, st.sets(people, max_size=3), st.data())
def test_whoever_tries_whatever_no_text_passes_without_every_signature(
    case: Case, at: House, writers: set[str], data: st.DataObject
) -> None:
    given_ = Circumstances(writers=frozenset(writers), parts=list(PARTS))
    try:
        chain = compute_chain(RULES, at, case, given_)
    except ImpossibleChain:
        return
    done: list[SignOff] = []
    steps = st.sampled_from([step.key for step in chain.steps()])
    willing = st.sampled_from(sorted({one.person for s in chain.steps() for one in s.signers}))
    tries = data.draw(st.lists(st.tuples(steps, st.one_of(willing, people)), max_size=25))
    for key, person in tries:
        state = chain_state(chain, PARTS, done, writers)
        answer = may_sign(Review(chain, PARTS, at, frozenset(writers), tuple(done)), key, person)
        if isinstance(answer, Refused):
            continue
        assert person not in writers
        assert not at.bound_to(person) & writers
        assert key in state.open_steps()
        done += [SignOff(key, *part, PARTS[part], person) for part in _asked(chain, key)]

    if chain_state(chain, PARTS, done, writers).satisfied:
        held = {(one.step, one.locale, one.part) for one in done}
        for step in chain.steps():
            assert all((step.key, *part) in held for part in _asked(chain, step.key))
        assert {part for step in chain.steps() for part in _asked(chain, step.key)} == set(PARTS)
        assert len({one.person for one in done}) >= chain.distinct_persons


def _asked(chain: Chain, key: str) -> list[tuple[str, str]]:
    step = chain.step(key)
    assert step is not None
    return [
        (locale, part)
        for locale, part in PARTS
        if locale in step.locales and (not step.parts or part.split("/")[0] in step.parts)
    ]


@settings(max_examples=60, deadline=None)
@given(cases, houses, st.sets(people, max_size=3))
def test_a_possible_chain_can_be_signed_to_its_end(
    case: Case, at: House, writers: set[str]
) -> None:
    given_ = Circumstances(writers=frozenset(writers), parts=list(PARTS))
    try:
        chain = compute_chain(RULES, at, case, given_)
    except ImpossibleChain:
        return
    done: list[SignOff] = []
    for step in chain.steps():
        asked = Review(chain, PARTS, at, frozenset(writers), tuple(done))
        able = [
            one.person
            for one in step.signers
            if not isinstance(may_sign(asked, step.key, one.person), Refused)
        ]
        assert able, (step.key, case)
        done += [SignOff(step.key, *part, PARTS[part], able[0]) for part in _asked(chain, step.key)]

    assert chain_state(chain, PARTS, done, writers).satisfied


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_heap_of_stray_sign_offs_satisfies_a_chain(data: st.DataObject) -> None:
    chain = chain_of()
    keys = [step.key for step in chain.steps()]
    stray = st.builds(
        SignOff,
        st.sampled_from(keys),
        st.sampled_from(["id", "en"]),
        st.sampled_from(["title", "body", "figure/1", "facts"]),
        st.sampled_from([*PARTS.values(), "other"]),
        people,
    )
    missing = data.draw(
        st.sampled_from([(key, part) for key in keys for part in _asked(chain, key)])
    )
    heap = data.draw(st.lists(stray, max_size=60))
    kept = [one for one in heap if (one.step, (one.locale, one.part)) != missing]

    assert not chain_state(chain, PARTS, kept).satisfied
