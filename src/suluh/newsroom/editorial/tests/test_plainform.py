"""The plain form writes and reads every canonical body without loss."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suluh.kernel import canonical
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial.rules.plainform import to_body, to_text

SIGNS = st.text(st.sampled_from("ab 1.#>-*[]()|\\•_:/é gambar3)"), min_size=1, max_size=14)
HREFS = st.sampled_from(
    ["", "", "", "https://a.example/b(c)*d|e\\f", "mailto:a@b.example", "tel:+62-21",
     "content:0123456789abcdefghjkmnpqrs", "file:2", "https://a.example/)("]
)  # fmt: skip
RUNS = st.lists(st.tuples(SIGNS, st.sampled_from(canonical.MARKS), HREFS), min_size=1, max_size=5)
CELL = st.one_of(st.just([]), RUNS)
BLOCK = st.one_of(
    st.builds(lambda t, r: {"t": t, "r": r}, st.sampled_from(canonical.TEXT_BLOCKS), RUNS),
    st.builds(
        lambda o, i: {"t": "list", "o": o, "i": i},
        st.booleans(),
        st.lists(RUNS, min_size=1, max_size=3),
    ),
    st.builds(lambda n: {"t": "figure", "n": n}, st.integers(1, 9999)),
    st.builds(
        lambda head, c: {"t": "table", "head": head, "c": c},
        st.integers(0, 1),
        st.integers(1, 3).flatmap(
            lambda w: st.lists(st.lists(CELL, min_size=w, max_size=w), min_size=1, max_size=3)
        ),
    ),
)


@given(st.lists(BLOCK, max_size=6))
def test_every_canonical_body_survives_the_plain_form(blocks):
    body = canonical.body_part(blocks)

    assert to_body(to_text(body)) == body


@given(st.text(st.sampled_from("ab *[]()|\\#>-1.\n"), max_size=60))
def test_whatever_is_typed_is_stable_once_read(typed):
    with contextlib.suppress(Refused):  # a link that was cut in two leads nowhere
        body = to_body(typed)
        assert to_body(to_text(body)) == body


def test_the_signs_of_the_help_panel_mean_what_it_says():
    body = to_body(
        "Dua *puluh* **sumur** dibuka.\r\n\r\n## Jadwal\n### Rinci\n> Terima kasih.\n"
        "- satu\n- dua\n\n1. awal\n2. akhir\n\n[Gambar 1]\n\n"
        "| Hari | Jam |\n|---|---|\n| Rabu | 09 |\n\n"
        "[laman](https://contoh.example/a)"
    )

    kinds = [block["t"] for block in body["blocks"]]
    assert kinds == ["p", "h2", "h3", "quote", "list", "list", "figure", "table", "p"]
    assert body["blocks"][0]["r"][1] == ["puluh", "i", ""]
    assert body["blocks"][0]["r"][3] == ["sumur", "b", ""]
    assert body["blocks"][5]["o"] is True
    assert body["blocks"][7]["head"] == 1
    assert body["blocks"][8]["r"] == [["laman", "", "https://contoh.example/a"]]


def test_a_star_alone_is_a_star():
    assert to_body("2 * 3 = 6, 5*4")["blocks"][0]["r"] == [["2 * 3 = 6, 5*4", "", ""]]


def test_a_link_to_somewhere_else_is_refused_in_words():
    with pytest.raises(Refused) as refused:
        to_body("[klik](javascript:alert)")

    assert refused.value.code == "bad_link"
