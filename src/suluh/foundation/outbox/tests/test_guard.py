from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suluh.foundation.outbox.gateways.http.guard import check_url, is_public
from suluh.kernel.refusals import Refused

HIDDEN = [
    "127.0.0.1", "127.1.2.3", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255",
    "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "0.1.2.3", "192.0.0.192",
    "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.1.1.1",
    "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1",
    "2002:7f00:1::", "2001:0:7f00:1::", "fe80::1", "fec0::1", "fc00::1", "fd00::1", "ff02::1",
    "2001:db8::1", "100::1", "3fff::1", "5f00::1",
]  # fmt: skip

FORMS = [
    "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/",
    "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://017700000001/", "http://127.0.0.1./",
    "http://0/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[0:0:0:0:0:0:0:1]/",
    "http://[fe80::1%25eth0]/", "http://user@93.184.216.34/", "http://a.example@127.0.0.1/",
    "http://127.0.0.1#@a.example/", "http://a.example\\@127.0.0.1/", "http://①②⑦.0.0.1/",
    "http://a.example:22/", "http://a.example:0/", "http://a.example:99999/", "file:///etc/passwd",
    "gopher://a.example/", "ftp://a.example/", "data:text/html,x", "javascript:alert(1)",
    "//a.example/",
    "http:///x", "http://", "", "http://a b.example/", "http://a.example/\r\nX: y", "http://.example/",
    "http://a..example/", "http://-a.example/", "http://a_b.example/", "http://localhost/",
    "http://1.2.3/",
    "http://a.example/\x00", "http://[::1", "http://a.example.0x7f/",
]  # fmt: skip


def resolver(*addresses: str):
    return lambda _host, _port: addresses


@pytest.mark.parametrize("address", HIDDEN)
def test_what_is_not_the_public_internet_is_known(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "2a00:1450::5"])
def test_the_public_internet_is_let_through(address: str) -> None:
    assert is_public(ip_address(address))


@given(st.integers(0, 2**24 - 1))
def test_no_address_of_the_loopback_network_passes_in_any_clothes(rest: int) -> None:
    inner = ip_address(127 << 24 | rest)
    for clothed in (f"::ffff:{inner}", f"::{inner}", f"64:ff9b::{inner}"):
        assert not is_public(ip_address(clothed))
    assert not is_public(inner)


@pytest.mark.parametrize("url", FORMS)
def test_tricky_forms_are_refused(url: str) -> None:
    with pytest.raises(Refused):
        check_url(url, resolver=resolver("127.0.0.1"))


def test_every_answer_of_the_name_server_is_checked() -> None:
    with pytest.raises(Refused) as refused:
        check_url("https://a.example/", resolver=resolver("93.184.216.34", "10.0.0.1"))

    assert refused.value.code == "not_public"


def test_the_checked_address_is_the_one_to_connect_to() -> None:
    target = check_url("https://a.example/x?y=1", resolver=resolver("93.184.216.34"))

    assert (target.addresses, target.name, target.path) == (
        ("93.184.216.34",),
        "a.example",
        "/x?y=1",
    )


def test_an_administrator_vouches_for_a_place_by_name_and_port() -> None:
    allowed = frozenset({"127.0.0.1:8099"})

    assert check_url("http://127.0.0.1:8099/x", allowed=allowed).port == 8099
    with pytest.raises(Refused):
        check_url("http://127.0.0.1:8098/x", allowed=allowed)


def test_a_name_that_is_not_found_is_no_fault() -> None:
    with pytest.raises(Refused) as refused:
        check_url("https://tidak-ada.example/", resolver=resolver())

    assert refused.value.code == "not_found"
