"""Changes are shown in words, and both texts can be read back from them."""

from hypothesis import given
from hypothesis import strategies as st

from suluh.newsroom.editorial.rules.differences import block_changes, word_pieces

TEXT = st.text(st.sampled_from("ab 1.,é"), max_size=40)


@given(TEXT, TEXT)
def test_both_texts_can_be_read_back(before, after):
    pieces = word_pieces(before, after)

    assert "".join(one.text for one in pieces if one.op in "=-") == before
    assert "".join(one.text for one in pieces if one.op in "=+") == after


def test_a_number_changes_as_a_number():
    pieces = word_pieces("menjaga 1.240 rumah di desa", "menjaga 1.204 rumah di desa")

    assert [(one.op, one.text) for one in pieces] == [
        ("=", "menjaga "), ("-", "1.240"), ("+", "1.204"), ("=", " rumah di desa"),
    ]  # fmt: skip


def test_a_phrase_changes_as_a_phrase():
    pieces = word_pieces("kerja keras luar biasa hari itu", "dua giliran hari itu")

    assert [one.op for one in pieces] == ["-", "+", "="]


def paragraph(text):
    return {"t": "p", "r": [[text, "", ""]]}


def test_blocks_stay_go_come_and_change():
    before = [paragraph("Tetap sama."), paragraph("Dua puluh sumur dibuka."), paragraph("Pergi.")]
    after = [
        paragraph("Tetap sama."),
        paragraph("Tiga puluh sumur dibuka."),
        {"t": "figure", "n": 1},
    ]

    changes = block_changes(before, after)

    assert [one.op for one in changes] == ["=", "~", "+", "-"]
    assert ("+", "Tiga") in [(one.op, one.text) for one in changes[1].pieces]


def test_a_changed_link_is_a_change_though_the_words_are_the_same():
    before = [{"t": "p", "r": [["laman", "", "https://a.example"]]}]
    after = [{"t": "p", "r": [["laman", "", "https://b.example"]]}]

    assert [one.op for one in block_changes(before, after)] == ["~"]
