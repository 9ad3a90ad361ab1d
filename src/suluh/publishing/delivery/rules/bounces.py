"""Reports that a letter could not be delivered, read as their servers write them.

Source: RFC 3464 (delivery status notifications), RFC 3463 (status codes). A report is never more
than a claim: it counts only with the Message-ID of a letter of ours to the address it names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from hashlib import sha256
from typing import Final

MOST_BYTES: Final = 256 * 1024
STATUS: Final = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
OURS: Final = re.compile(r"<([0-9a-f]{40})@[^>]+>")
ADDRESS: Final = re.compile(r"[^\s<>;,]+@[^\s<>;,]+")
# Final for the address. A full mailbox, a fault of the system, a refusal of the text or by policy
# says nothing about whether the address is good (RFC 3463, 3.3, 3.4, 3.7 and 3.8).
NOT_THE_ADDRESS: Final = frozenset({"3", "4", "5", "6", "7"})
MAILBOX: Final = frozenset({"2", "3", "4"})


@dataclass(frozen=True, slots=True)
class Report:
    """One recipient of a report: `addresses` it names, the letter's mark, and what was said.

    `is_hard`: nothing will ever arrive there.
    """

    addresses: tuple[str, ...]
    mark: str
    is_hard: bool
    sentence: str


def mark_of(key: str) -> str:
    """Return the mark that the Message-ID of the effect with this key carries (notify.rules)."""
    return sha256(key.encode()).hexdigest()[:40]


def read_reports(data: bytes) -> list[Report]:
    """Return what a message reports about letters of ours; empty for any other message."""
    message = message_from_bytes(data[:MOST_BYTES], policy=policy.compat32)
    if message.get_content_type() != "multipart/report":
        return []
    head = _returned(message)
    found = OURS.search(str(head.get("Message-ID", ""))) if head is not None else None
    if head is None or found is None:
        return []
    to = ADDRESS.findall(str(head.get("To", "")))
    return [
        Report(_addresses(one, to), found.group(1), _is_hard(one), _sentence(one))
        for one in _recipients(message)
        if str(one.get("Action", "")).strip().lower() == "failed"
    ]


def _recipients(message: Message) -> Iterator[Message]:
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            if isinstance(blocks, list):
                yield from (one for one in blocks if isinstance(one, Message) and one["Action"])


def _returned(message: Message) -> Message | None:
    """Return the head of the letter that came back, whole or its head alone."""
    for part in message.walk():
        payload = part.get_payload()
        if part.get_content_type() == "message/rfc822" and isinstance(payload, list) and payload:
            return payload[0] if isinstance(payload[0], Message) else None
        if part.get_content_type() == "text/rfc822-headers":
            head = part.get_payload(decode=True)
            return message_from_bytes(head) if isinstance(head, bytes) else None
    return None


def _addresses(one: Message, to: list[str]) -> tuple[str, ...]:
    said = [str(one.get(name, "")) for name in ("Original-Recipient", "Final-Recipient")]
    named = [address for text in said for address in ADDRESS.findall(text)]
    return tuple(dict.fromkeys(address.lower() for address in (*named, *to)))


def _is_hard(one: Message) -> bool:
    status = STATUS.search(str(one.get("Status", "")))
    if status is None or status.group(1) != "5":
        return False
    subject, detail = status.group(2), status.group(3)
    return subject not in NOT_THE_ADDRESS and not (subject == "2" and detail in MAILBOX)


def _sentence(one: Message) -> str:
    said = f"{one.get('Status', '')} {one.get('Diagnostic-Code', '')}"
    return " ".join("".join(sign if sign.isprintable() else " " for sign in said).split())[:300]
