"""Mails saved as files: the subject, the text, the pictures."""

import email
import re
from collections.abc import Sequence
from email.message import EmailMessage, Message
from email.policy import default
from typing import Final

from suluh.newsroom.editorial.reading.extract import Extract, Line
from suluh.newsroom.editorial.reading.formats import html, plain
from suluh.newsroom.editorial.reading.limits import PICTURE_BYTES, refuse
from suluh.newsroom.editorial.reading.rich import Rich
from suluh.newsroom.editorial.reading.story import Picture, Why

_PARTS: Final = 200
_FIRST_LINE: Final = re.compile(rb"\s*[A-Za-z][A-Za-z0-9-]*\s*:|From ")
_HEADERS: Final = ("From", "To", "Cc", "Date")
_PICTURES: Final = ("image/png", "image/jpeg", "image/webp")
_QUOTED: Final = re.compile(
    r"\s*(?:>|-{3,}\s*(?:original message|pesan (?:asli|terusan)|forwarded message)"
    r"|(?:on|pada)\s.{6,90}(?:wrote|menulis)\s*:)",
    re.IGNORECASE,
)


def read(data: bytes) -> Extract:
    """Return subject and text of a mail; its other headers and quoted mails are set aside.

    Raises Refused: wrong_format, too_large, not_text, and what HTML refuses.
    """
    if not _FIRST_LINE.match(data):
        refuse("wrong_format", ext=".eml")
    message = email.message_from_bytes(data, policy=default)
    parts = [part for part in message.walk() if not part.is_multipart()]
    if len(parts) > _PARTS:
        refuse("too_long")
    chosen, extract = _text(parts)
    _set_quoted_aside(extract)
    extract.lines[:0] = _head(message)
    _attached(parts, extract)
    extract.unread += _other_texts(message, chosen)
    for no, line in enumerate(extract.lines, start=1):
        line.no = no
    return extract


def _head(message: Message) -> list[Line]:
    lines = [Line(0, Rich(_header(message, "Subject")), "subject")]
    for name in _HEADERS:
        lines.append(Line(0, Rich(_header(message, name)), aside=Why.HEADER))
    return [line for line in lines if line.text]


def _header(message: Message, name: str) -> str:
    try:
        value = str(message.get(name) or "")
    except (ValueError, LookupError, IndexError, AttributeError):
        return ""
    plain.check_characters(value)
    return " ".join(value.split())


def _text(parts: Sequence[Message]) -> tuple[Message | None, Extract]:
    """Read the HTML text where there is one, because it holds the form; else the plain one."""
    for kind in ("text/html", "text/plain"):
        for part in parts:
            if part.get_content_type() == kind and not _is_attachment(part):
                text, encoding = _decoded(part)
                if text.strip():
                    if kind == "text/html":
                        return part, html.read_text(text, encoding)
                    return part, Extract(plain.lines_of(text), encoding=encoding)
    return None, Extract([])


def _other_texts(message: Message, chosen: Message | None) -> list[str]:
    """Name the texts that are neither read nor another form of what was read: forwarded mails."""
    same = {id(chosen)}
    for part in message.walk():
        if part.get_content_type() == "multipart/alternative":
            inside = {id(one) for one in part.walk()}
            same |= inside if id(chosen) in inside else set()
    return [
        part.get_filename() or part.get_content_type()
        for part in message.walk()
        if part.get_content_maintype() == "text"
        and id(part) not in same
        and not _is_attachment(part)
        and _decoded(part)[0].strip()
    ]


def _is_attachment(part: Message) -> bool:
    return isinstance(part, EmailMessage) and part.is_attachment()


def _decoded(part: Message) -> tuple[str, str]:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return "", "utf-8"
    charset = part.get_content_charset() or ""
    try:
        text = data.decode(charset)
    except (LookupError, UnicodeDecodeError, ValueError):
        return plain.decode(data)
    plain.check_characters(text)
    return text, charset


def _set_quoted_aside(extract: Extract) -> None:
    """Quoted lines, and the signature after a line of two dashes."""
    signed = False
    for line in extract.lines:
        signed = signed or line.rich.text.rstrip() == "--"
        if signed:
            line.aside = line.aside or Why.SIGNATURE
        elif _QUOTED.match(line.rich.text):
            line.aside = line.aside or Why.QUOTED_MAIL


def _attached(parts: Sequence[Message], extract: Extract) -> None:
    for part in parts:
        name = part.get_filename() or ""
        if part.get_content_type() in _PICTURES:
            data = part.get_payload(decode=True)
            if not isinstance(data, bytes) or len(data) > PICTURE_BYTES:
                refuse("too_large", limit=PICTURE_BYTES // 1_000_000)
            picture = Picture(name or "picture", data)
            extract.lines.append(Line(0, Rich(), "picture", picture=picture))
        elif _is_attachment(part):
            extract.unread.append(name or part.get_content_type())
