"""Bytes and text of the canonical form."""

import hashlib
import itertools
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from suluh.kernel import canonical
from suluh.kernel.refusals import Refused
from suluh.kernel.tests import canonical_values as values
from suluh.kernel.tests import rfc8785


@given(values.JSON)
def test_bytes_are_those_of_rfc_8785(value):
    assert canonical.dumps(value) == rfc8785.canonical(value)


def test_the_rfcs_own_examples():
    names = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    strings = {"string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/"}

    assert (
        canonical.dumps(names)
        == (
            '{"\\r":"Carriage Return","1":"One","\u0080":"Control",'
            '"\u00f6":"Latin Small Letter O With Diaeresis","\u20ac":"Euro Sign",'
            '"\U0001f600":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}'
        ).encode()
    )
    assert canonical.dumps(strings) == (
        '{"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'.encode()
    )


@pytest.mark.parametrize(
    "value", [0.5, 1.0, float("nan"), 2**53, -(2**53), {1: "a"}, {None: 1}, {"a"}, b"a", object()]
)
def test_what_json_or_the_form_does_not_hold_is_refused(value):
    with pytest.raises(ValueError, match="not canonical JSON"):
        canonical.dumps({"inside": [value]})


@pytest.mark.parametrize("value", ["\ud800", {"\udc00": 1}])
def test_half_a_surrogate_pair_has_no_bytes(value):
    with pytest.raises(ValueError, match="surrogates"):
        canonical.dumps(value)


def test_a_tuple_is_written_as_a_list_and_the_largest_number_whole():
    assert canonical.dumps((2**53 - 1, -(2**53) + 1)) == b"[9007199254740991,-9007199254740991]"


def test_a_digest_is_sha_256_and_a_commitment_is_salted():
    assert canonical.digest(b"abc") == hashlib.sha256(b"abc").hexdigest()
    assert canonical.commitment(b"s" * 32, b"abc") == canonical.digest(b"s" * 32 + b"abc")
    with pytest.raises(ValueError, match="32 bytes"):
        canonical.commitment(b"s" * 31, b"abc")


@given(values.DIRTY)
@example("e\u200b\u0301")
@example(" \u0301 a")
def test_clean_text_is_clean_text(text):
    once = canonical.clean_text(text)

    assert canonical.clean_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()
    assert "  " not in once
    assert not canonical.INVISIBLE.search(once)
    once.encode()


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("  Rapat\t kerja\n\nBiro ", "Rapat kerja Biro"),
        ("Cafe\u0301", "Café"),
        ("Cafe\u200b\u0301", "Café"),
        ("a\u0307\u0323", "\u1ea1\u0307"),
        ("\u1112\u1161\u11ab", "\ud55c"),
        ("kas\u202egnuk\u202c", "kasgnuk"),
        ("\u2066dalam\u2069 \u061cluar", "dalam luar"),
        ("se\u00adkolah", "sekolah"),
        ("\ufeffJudul\x00\x1f", "Judul"),
        ("Rp\u00a01.000\u2003juta\u3000", "Rp 1.000 juta"),
        ("baris\u2028baru\u2029lagi\x85ini", "baris baru lagi ini"),
        ("👩\u200d👧", "👩👧"),
        ("aman\U000e0062\U000e007f", "aman"),
        ("a\ufdd0b\U0010ffffc\uffff", "abc"),
        ("\ud83d", ""),
    ],
)
def test_what_cleaning_does(dirty, clean):
    assert canonical.clean_text(dirty) == clean


@given(values.RUNS)
@example([["e", "", ""], ["\u0301", "", ""]])
@example([["a ", "", ""], [" ", "b", ""], [" b", "", ""]])
@example([["a", "", ""], ["\u200b", "b", ""], ["b", "", ""]])
@example([[" ", "b", ""], [" ", "", ""], ["a", "", ""]])
def test_clean_runs_are_clean_runs(runs):
    once = canonical.clean_runs(runs)

    assert canonical.clean_runs(once) == once
    assert all(text for text, _mark, _href in once)
    assert all(a[1:] != b[1:] for a, b in itertools.pairwise(once))
    joined = "".join(text for text, _mark, _href in once)
    assert joined == joined.strip()
    assert "  " not in joined


@given(values.RUNS)
def test_cleaning_runs_changes_no_word(runs):
    told = "".join(text for text, _mark, _href in runs)
    kept = "".join(text for text, _mark, _href in canonical.clean_runs(runs))

    assert canonical.clean_text(kept) == canonical.clean_text(told)


@pytest.mark.parametrize(
    ("runs", "clean"),
    [
        ([], []),
        ([["  ", "b", ""]], []),
        ([["a", "", ""], ["b", "", ""]], [["ab", "", ""]]),
        ([["a ", "", ""], [" b", "b", ""]], [["a ", "", ""], ["b", "b", ""]]),
        ([[" ", "i", ""], ["a", "", ""], [" ", "b", ""]], [["a", "", ""]]),
        ([["a", "b", ""], ["b", "b", "file:1"]], [["a", "b", ""], ["b", "b", "file:1"]]),
        ([["e", "", ""], ["\u0301", "b", ""]], [["e", "", ""], ["\u0301", "b", ""]]),
    ],
)
def test_what_merging_does(runs, clean):
    assert canonical.clean_runs(runs) == clean


def test_cleaning_leaves_its_argument_alone():
    runs = [[" a ", "", ""], ["b ", "", ""]]

    canonical.clean_runs(runs)

    assert runs == [[" a ", "", ""], ["b ", "", ""]]


@given(st.text(), st.text())
def test_equal_bytes_are_equal_text(one, two):
    same = canonical.dumps(canonical.text_part(one)) == canonical.dumps(canonical.text_part(two))

    assert same == (canonical.clean_text(one) == canonical.clean_text(two))


def test_a_refusal_names_the_part_and_the_place():
    with pytest.raises(Refused) as refused:
        canonical.normal("title", {"v": 1, "text": " a"})

    assert refused.value.code == "not_canonical"
    assert "title" in str(refused.value)
    assert "text is not clean text" in str(refused.value)
