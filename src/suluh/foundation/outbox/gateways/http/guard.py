"""Which addresses we call: the public internet, and what the administrator allowed by name.

`ipaddress.is_global` alone answers True for embedded
loopback addresses (`::127.0.0.1`, `64:ff9b::7f00:1`, `2002:7f00:1::`), hence the list and the
unwrapping here. A name is resolved once, every answer is checked, and the connection goes to the
checked address itself.
"""

import re
import socket
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused

Address = IPv4Address | IPv6Address
Resolver = Callable[[str, int], Iterable[str]]

NOT_AN_ADDRESS = _("“%(url)s” is not an address we may call: https://host/path is expected.")
NOT_PUBLIC = _("“%(host)s” is inside a private network; an administrator must allow it by name.")
NOT_FOUND = _("The name “%(host)s” was not found.")

PORTS: Final = {"http": 80, "https": 443}
_HOST: Final = re.compile(
    r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"
)
_NUMBER: Final = re.compile(r"(0x[0-9a-f]*|\d+)")
_DENIED: Final = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
# IPv6: only global unicast is let through, less what is carved out of it.
_UNICAST: Final = ip_network("2000::/3")
_CARVED: Final = tuple(
    ip_network(text)
    for text in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address: where to connect, and the name to ask for and to verify."""

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]

    @property
    def name(self) -> str:
        """The value of the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if PORTS[self.scheme] == self.port else f"{host}:{self.port}"


def is_public(address: Address) -> bool:
    """Say whether an address belongs to the public internet, embedded addresses included."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _DENIED)
    if address not in _UNICAST or address.scope_id:
        return False
    return not any(address in network for network in _CARVED)


def _system_resolver(host: str, port: int) -> Iterator[str]:
    for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        yield str(found[4][0])


def check_url(
    url: str, *, allowed: frozenset[str] = frozenset(), resolver: Resolver = _system_resolver
) -> Target:
    """Return where to connect. `allowed`: `host:port` entries that an administrator vouched for.

    Raises Refused: bad_url, not_public, not_found.
    """
    scheme, host, port, path = _split(url)
    vouched = f"{host}:{port}" in allowed
    if not vouched and port != PORTS[scheme]:
        raise Refused("not_public", NOT_PUBLIC, host=f"{host}:{port}")
    addresses = _resolve(host, port, resolver)
    if not vouched and not all(is_public(ip_address(one)) for one in addresses):
        raise Refused("not_public", NOT_PUBLIC, host=host)
    return Target(scheme, host, port, path, addresses)


def _split(url: str) -> tuple[str, str, int, str]:
    bad = Refused("bad_url", NOT_AN_ADDRESS, url=url[:200])
    if not url.isascii() or any(ord(sign) <= 32 or sign == "\\" for sign in url):
        raise bad
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise bad from None
    if parts.scheme not in PORTS or "@" in parts.netloc or parts.fragment:
        raise bad
    if not _is_name(host) and not _is_literal(host):
        raise bad
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host, port or PORTS[parts.scheme], path


def _is_name(host: str) -> bool:
    """A host name; a last label that is a number would be read as an IPv4 address somewhere."""
    last = host.rpartition(".")[2]
    return bool(_HOST.fullmatch(host)) and len(host) < 254 and not _NUMBER.fullmatch(last)


def _is_literal(host: str) -> bool:
    try:
        return str(ip_address(host)) == host
    except ValueError:
        return False


def _resolve(host: str, port: int, resolver: Resolver) -> tuple[str, ...]:
    if _is_literal(host):
        return (host,)
    try:
        found = tuple(dict.fromkeys(resolver(host, port)))
    except OSError:
        found = ()
    if not found:
        raise Refused("not_found", NOT_FOUND, host=host)
    return found
