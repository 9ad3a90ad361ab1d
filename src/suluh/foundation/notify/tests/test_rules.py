from datetime import UTC, datetime
from email import message_from_string, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suluh.foundation.notify.rules import Letter, Sender, clean_address, compose
from suluh.kernel.refusals import Refused

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
SENDER = Sender("Lembaga Air Pasang Nusantara", "humas@lapn.example")


def letter(**changes: object) -> Letter:
    values: dict[str, object] = {
        "to": "sari@warga.example",
        "subject": "Lima provinsi – satu jadwal",
        "text": "Selamat pagi.\n.titik di awal baris\n" + "panjang " * 300,
        "html": "<p>Selamat pagi.</p>",
        "headers": {"List-Unsubscribe": "<https://lapn.example/t/berhenti/x>"},
    }
    return Letter(**(values | changes))


def test_the_same_letter_has_the_same_bytes() -> None:
    first = compose(letter(), sender=SENDER, key="k", now=NOW)

    assert first == compose(letter(), sender=SENDER, key="k", now=NOW)
    assert first.isascii()
    assert max(len(line) for line in first.split("\r\n")) < 998


def test_a_long_address_in_a_head_stays_as_it_is() -> None:
    url = f"<https://lapn.example/t/id/berhenti/{'a' * 300}:b-C_d/>"

    message = compose(letter(headers={"List-Unsubscribe": url}), sender=SENDER, key="k", now=NOW)

    assert f"\r\nList-Unsubscribe: {url}\r\n" in message


def test_a_letter_reads_back_as_it_was_written() -> None:
    message = message_from_string(
        compose(letter(), sender=SENDER, key="k", now=NOW), policy=policy.default
    )

    assert message["Subject"] == "Lima provinsi – satu jadwal"
    assert message["List-Unsubscribe"] == "<https://lapn.example/t/berhenti/x>"
    assert message["Message-ID"].endswith("@lapn.example>")
    assert message.get_body(("plain",)).get_content().split() == letter().text.split()


@pytest.mark.parametrize("sign", ["\r", "\n", "\r\n", "\0", "\u2028", "\x85"])
@pytest.mark.parametrize("field", ["subject", "headers", "to"])
def test_nothing_can_be_smuggled_into_the_head(sign: str, field: str) -> None:
    evil = f"a@b.example{sign}Bcc: lain@korban.example"
    changed = letter(**{field: {"X-A": evil} if field == "headers" else evil})

    with pytest.raises(Refused):
        compose(changed, sender=SENDER, key="k", now=NOW)


@pytest.mark.parametrize("name", ["Bcc", "To", "From", "X Y", "X:Y", "Message-Id"])
def test_heads_of_our_own_are_not_overwritten(name: str) -> None:
    with pytest.raises(Refused):
        compose(letter(headers={name: "x"}), sender=SENDER, key="k", now=NOW)


@given(st.text(max_size=60))
def test_an_address_is_clean_or_refused(text: str) -> None:
    try:
        address = clean_address(text)
    except Refused:
        return
    assert address.isascii()
    assert address.count("@") == 1
    assert not set(address) & set(' \r\n<>,;:"\\')


def test_the_domain_is_read_without_case() -> None:
    assert clean_address(" Sari@WARGA.Example ") == "Sari@warga.example"
