"""Generated values for the tests of canonical parts: ordinary text and text that plays tricks."""

from hypothesis import strategies as st

from suluh.kernel.canonical import CREDIT_ROLES, LARGEST, MARKS

# Accents apart from their letters, joiners, marks of direction, Hangul in pieces, odd spaces,
# half a pair, a tag, a noncharacter, an emoji of five characters.
TRICKS = [
    "e\u0301", "\u0301", "a\u0323\u0307", "a\u0307\u0323", "\u1100\u1161\u11a8", "\u212b",
    "\u200d", "\u200b", "\u202e", "\u2066", "\ufeff", "\u00ad", "\x00", "\ud800",
    "\U000e0041", "\ufdd0", "\U0001ffff", "👩\u200d👩\u200d👧", "\ufb01", "\u2163",
    "\u00a0", "\u2028", "\u3000", "\x85", "\t", "\r\n", " ", "  ", "kata",
]  # fmt: skip
DIRTY = st.lists(st.one_of(st.sampled_from(TRICKS), st.text(max_size=4)), max_size=8).map("".join)
HREFS = st.sampled_from(
    [
        "",
        "",
        "https://contoh.example/a?b=c#d",
        "mailto:humas@lapn.example",
        "tel:+62-21-555.0100",
        "content:7zzzzzzzzzzzzzzzzzzzzzzzzz",
        "file:3",
    ]
)
RUNS = st.lists(st.tuples(DIRTY, st.sampled_from(MARKS), HREFS).map(list), max_size=6)
CELLS = st.lists(RUNS, min_size=2, max_size=2)
BLOCKS = st.one_of(
    st.builds(lambda t, r: {"t": t, "r": r}, st.sampled_from(["p", "h2", "h3", "quote"]), RUNS),
    st.builds(
        lambda o, i: {"t": "list", "o": o, "i": i}, st.booleans(), st.lists(RUNS, max_size=3)
    ),
    st.builds(lambda n: {"t": "figure", "n": n}, st.integers(1, 9)),
    st.builds(
        lambda head, c: {"t": "table", "head": head, "c": c},
        st.integers(0, 1),
        st.lists(CELLS, max_size=3),
    ),
)
BODIES = st.lists(BLOCKS, max_size=5)
CREDITS = st.lists(st.tuples(st.sampled_from(CREDIT_ROLES), DIRTY), max_size=4)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-LARGEST, LARGEST), st.text()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=4), inner, max_size=5)
    ),
    max_leaves=20,
)
