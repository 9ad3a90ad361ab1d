import re
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suluh.kernel import ids


def test_a_row_key_is_a_uuid_of_version_7():
    keys = [ids.new_row_key() for _ in range(1000)]

    assert {key.version for key in keys} == {7}
    assert {key.variant for key in keys} == {uuid.RFC_4122}
    assert len(set(keys)) == len(keys)


def test_row_keys_of_later_milliseconds_sort_later(monkeypatch):
    moments = [0, 1, 1_700_000_000_000, 1_700_000_000_001, 2**48 - 1]
    keys = []
    for milliseconds in moments:
        monkeypatch.setattr(ids.time, "time_ns", lambda at=milliseconds: at * 1_000_000 + 999_999)
        keys.append(ids.new_row_key())

    assert keys == sorted(keys)
    assert [str(key) for key in keys] == sorted(str(key) for key in keys)
    assert [key.int >> 80 for key in keys] == moments


def test_a_content_id_is_128_random_bits_in_26_characters(monkeypatch):
    for bits, text in ((0, "0" * 26), (2**128 - 1, "7" + "z" * 25)):
        monkeypatch.setattr(ids.secrets, "randbits", lambda _n, value=bits: value)
        assert ids.new_content_id() == text


def test_content_ids_have_their_form_and_differ():
    made = [ids.new_content_id() for _ in range(1000)]

    assert all(ids.CONTENT_ID.fullmatch(one) for one in made)
    assert len(set(made)) == len(made)
    assert len({one[:6] for one in made}) > 990


@pytest.mark.parametrize("text", ["", "8" + "z" * 25, "7" + "Z" * 25, "0" * 25, "0" * 27, "i" * 26])
def test_other_text_is_no_content_id(text):
    assert not ids.CONTENT_ID.fullmatch(text)


@given(st.integers(0, 2**128 - 1))
def test_base32_can_be_read_back(number):
    text = ids.base32(number, 26)
    read = 0
    for character in text:
        read = read * 32 + ids.CROCKFORD.index(character)

    assert read == number
    assert ids.CONTENT_ID.fullmatch(text)


def test_the_alphabet_leaves_out_letters_that_look_alike():
    assert len(set(ids.CROCKFORD)) == 32
    assert not set("ilou") & set(ids.CROCKFORD)


def test_a_short_code_is_the_head_of_the_digest():
    # SHA-256 of "abc" begins with the bits of ba7816bf8f01cf.
    head = f"{0xBA7816BF8F01CF:056b}"[:50]

    code = ids.short_code("abc")

    assert code == "".join(ids.CROCKFORD[int(head[at : at + 5], 2)] for at in range(0, 50, 5))
    assert re.fullmatch(r"[0-9a-z]{10}", code)
