"""A letter, and the exact message that leaves."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from typing import Final

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused

BAD_ADDRESS = _("“%(address)s” is not a mail address we can write to.")
BAD_HEADER = _("A line break or a control character is not allowed in the head of a letter.")

_LOCAL: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_DOMAIN: Final = (
    r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"
)
_ADDRESS: Final = re.compile(rf"{_LOCAL}@{_DOMAIN}")
# Long enough that no address in a head is folded or encoded: programs read it as it stands.
HEADS: Final = SMTP.clone(cte_type="7bit", max_line_length=900)
_NAME: Final = re.compile(r"[A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person is to read. `text` is the whole of it; `html` says the same."""

    to: str
    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: the name readers see and the address."""

    name: str
    address: str


def clean_address(text: str) -> str:
    """Return an address with its domain in lower case. Raises Refused: bad_address.

    Internationalised local parts are refused: many receiving servers do not take them.
    """
    address = text.strip()
    local, _at, domain = address.rpartition("@")
    if len(address) > 254 or len(local) > 64 or not _ADDRESS.fullmatch(address):
        raise Refused("bad_address", BAD_ADDRESS, address=address[:100])
    return f"{local}@{domain.lower()}"


def message_id(key: str, sender: Sender) -> str:
    """Return the Message-ID of the effect with this key: the same on every attempt."""
    return f"<{sha256(key.encode()).hexdigest()[:40]}@{sender.address.rpartition('@')[2]}>"


def compose(letter: Letter, *, sender: Sender, key: str, now: datetime) -> str:
    """Return the message in ASCII with CRLF. Raises Refused: bad_address, bad_header."""
    message = EmailMessage(policy=HEADS)
    message["From"] = Address(
        display_name=_line(sender.name), addr_spec=clean_address(sender.address)
    )
    message["To"] = Address(addr_spec=clean_address(letter.to))
    message["Subject"] = _line(letter.subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(key, sender)
    message["Auto-Submitted"] = "auto-generated"
    for name, value in letter.headers.items():
        if not _NAME.fullmatch(name) or name.lower() in {"from", "to", "cc", "bcc", "message-id"}:
            raise Refused("bad_header", BAD_HEADER)
        message[name] = _line(value)
    message.set_content(letter.text, cte="quoted-printable")
    if letter.html:
        message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
        # The separator follows from the key, so that the same letter has the same bytes.
        message.set_boundary(f"=_{sha256(key.encode()).hexdigest()[:32]}")
    return message.as_bytes().decode("ascii")


def _line(text: str) -> str:
    if any(ord(sign) < 32 or ord(sign) in {127, 0x85, 0x2028, 0x2029} for sign in text):
        raise Refused("bad_header", BAD_HEADER)
    return text
