"""A record is read in one way or not at all."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suluh.kernel import canonical
from suluh.kernel.refusals import Refused
from suluh.publishing.ledger.rules import jws, record
from suluh.publishing.ledger.rules.record import Action, Erased, Position
from suluh.publishing.ledger.tests.makers import House, fixed_key


@pytest.fixture(scope="module")
def rows():
    """One signed record of each action."""
    house = House()
    house.publish()
    house.publish("Kedua", Action.UPDATE)
    house.publish("Ketiga", Action.CORRECT)
    house.append(house.draft(Action.WITHDRAW))
    house.erase(3, "lead", "body")
    return [jws.parse(row).payload for row in house.rows]


def code_of(data):
    with pytest.raises(Refused) as refused:
        record.parse(data)
    return refused.value.code


def test_every_action_reads_back_to_the_same_bytes(rows):
    for payload in rows:
        assert record.parse(payload).to_bytes() == payload


def test_no_person_is_named_in_a_record(rows):
    sign_off = record.parse(rows[0]).sign_offs[0]

    assert set(sign_off.person) <= set("0123456789abcdef")
    assert len(sign_off.person) == 64


@pytest.mark.parametrize("name", record.EditionRecord.KEYS)
@pytest.mark.parametrize("wrong", [True, -1, 0, 1.5, "", "x\n", [1], {"a": 1}, "\u202e"])
def test_a_field_of_another_type_is_refused(rows, name, wrong):
    value = json.loads(rows[0])
    if name == "reason" and wrong == "":
        return
    data = json.dumps({**value, name: wrong}, sort_keys=True, separators=(",", ":"))

    if name == "copy" and wrong == 0:
        assert record.parse(data.encode()).copy == 0
    else:
        assert code_of(data.encode()) == "malformed"


def test_an_unknown_or_missing_field_is_refused_at_every_depth(rows):
    value = json.loads(rows[0])
    places = [value, value["assigned"], value["regulation"], value["sign_offs"][0]]
    for place in places:
        place["more"] = 1
        assert code_of(canonical.dumps(value)) == "malformed"
        del place["more"]
        for name in list(place):
            kept = place.pop(name)
            assert code_of(canonical.dumps(value)) == "malformed"
            place[name] = kept
    assert canonical.dumps(value) == rows[0]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data + b" ",
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b":", b": ", 1),
        lambda data: data.replace(b"{", b'{"v":1,', 1),
        lambda data: data.replace(b'"news"', b'"\\u006eews"'),
        lambda data: data[:-1],
        lambda data: data.replace(b'"v":1', b'"v":1.0'),
        lambda data: data.replace(b'"v":1', b'"v":2'),
        lambda data: b"[" * 100_000,
    ],
)
def test_other_bytes_of_the_same_value_are_refused(rows, spoil):
    assert code_of(spoil(rows[0])) == "malformed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"parts": {}, "sign_offs": ()}, "no_parts"),
        ({"action": Action.WITHDRAW, "reason": "Sebab"}, "no_parts"),
        ({"action": Action.CORRECT}, "no_reason"),
        ({"action": Action.ERASE, "reason": "Sebab", "parts": {}, "sign_offs": ()}, "no_erases"),
        ({"erases": (Erased(1, ("body",)),)}, "no_erases"),
        ({"number": 2}, "malformed"),
        ({"prev": Position(1, 1, "a" * 64)}, "malformed"),
        ({"epoch": 2, "number": 3, "prev": Position(1, 2, "a" * 64)}, "malformed"),
        ({"parts": {"title": "a" * 64}}, "malformed"),
    ],
)
def test_fields_that_do_not_fit_each_other_are_never_signed(rows, changes, code):
    with pytest.raises(Refused) as refused:
        replace(record.parse(rows[0]), **changes).to_bytes()

    assert refused.value.code == code


def test_the_first_record_of_an_epoch_names_the_last_known_head_or_none(rows):
    first = record.parse(rows[0])

    for prev in (None, Position(1, 7, "a" * 64)):
        made = replace(first, epoch=2, number=1, prev=prev)
        assert record.parse(made.to_bytes()) == made


@given(st.data())
def test_no_change_of_one_byte_goes_unseen(data):
    house = House()
    house.publish()
    text = house.rows[0]
    at = data.draw(st.integers(0, len(text) - 1))
    character = data.draw(st.characters(codec="utf-8"))
    changed = text[:at] + character + text[at + 1 :]

    if changed == text:
        return
    with pytest.raises(Refused):
        jws.check(jws.parse(changed), jws.Typ.EDITION, house.key.public_key())


@given(st.binary(max_size=200))
def test_base64url_has_one_spelling(data):
    text = jws.b64url(data)

    assert jws.from_b64url(text) == data
    for other in (text + "=", " " + text, text + "\n", text + "+", text + "é"):
        with pytest.raises(Refused):
            jws.from_b64url(other)


@given(st.text("ABCDwxyz0189-_", min_size=1, max_size=12))
def test_no_two_texts_are_read_as_the_same_bytes(text):
    try:
        data = jws.from_b64url(text)
    except Refused:
        return

    assert jws.b64url(data) == text


@pytest.mark.parametrize(
    "header",
    [
        b'{"alg":"none","kid":"KID","typ":"suluh-edition+jws"}',
        b'{"alg":"HS256","kid":"KID","typ":"suluh-edition+jws"}',
        b'{"alg":"ES256","kid":"KID","typ":"suluh-edition+jws"}',
        b'{"alg":"eddsa","kid":"KID","typ":"suluh-edition+jws"}',
        b'{"alg":"EdDSA","crit":["b64"],"b64":false,"kid":"KID","typ":"suluh-edition+jws"}',
        b'{"alg":"EdDSA","jwk":{},"kid":"KID","typ":"suluh-edition+jws"}',
        b'{"alg":"EdDSA","kid":"KID"}',
        b'{"kid":"KID","alg":"EdDSA","typ":"suluh-edition+jws"}',
        b'{"alg":"EdDSA", "kid":"KID","typ":"suluh-edition+jws"}',
        b'{"alg":"EdDSA","alg":"EdDSA","kid":"KID","typ":"suluh-edition+jws"}',
        b'{"alg":"EdDSA","kid":"../../x","typ":"suluh-edition+jws"}',
        b'{"alg":"EdDSA","kid":"KID","typ":"suluh-head+jws"}',
    ],
)
def test_any_other_header_is_refused_even_if_it_is_signed(header):
    house, key = House(), fixed_key("own")
    signed = f"{jws.b64url(header.replace(b'KID', house.kid.encode()))}.{jws.b64url(b'{}')}"
    text = f"{signed}.{jws.b64url(key.sign(signed.encode()))}"

    with pytest.raises(Refused) as refused:
        jws.check(jws.parse(text), jws.Typ.EDITION, key.public_key())

    assert refused.value.code in ("malformed", "other_type")
