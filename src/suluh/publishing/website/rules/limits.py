"""How often a visitor may ask for something, and who counts as one visitor."""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from suluh.kernel.bilingual import gettext_noop

WINDOW: Final = timedelta(hours=1)
TOO_MANY: Final = gettext_noop("Too many requests came in this hour. Please try again later.")
IPV6_HOUSEHOLD: Final = 64


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many in an hour from one network, and from all together."""

    name: str
    per_network: int
    overall: int


CONTACT: Final = Limit("contact", 5, 300)
SUBSCRIBE: Final = Limit("subscribe", 10, 600)


def window_of(now: datetime) -> datetime:
    """Return the beginning of the hour."""
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def network_of(address: str) -> str:
    """Return what counts as one visitor: an IPv4 address, or the /64 of an IPv6 address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, IPV6_HOUSEHOLD), strict=False))
    return str(found)


def tally_name(limit: Limit, network: str, secret: str, window: datetime) -> str:
    """Return the name under which a network is counted; nobody reads an address from it."""
    told = f"{secret} {window.isoformat()} {network}".encode()
    return f"{limit.name}:{hashlib.sha256(told).hexdigest()[:32]}"


def visitor_address(remote: str, forwarded: str, proxies: int) -> str:
    """Return the visitor's address behind so many trusted proxies of ours.

    Each proxy appends whom it heard from; what stands further left is the visitor's own claim.
    """
    if not proxies:
        return remote
    heard = [*(part.strip() for part in forwarded.split(",") if part.strip()), remote]
    return heard[max(0, len(heard) - 1 - proxies)]
