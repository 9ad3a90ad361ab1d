"""Read what the sink kept, for the page 'Surat keluar'."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Final

NAME: Final = re.compile(r"\d{20}-[0-9a-f]{6}")
MOST_BYTES: Final = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """A letter as it left. `name` is its file's name without ending."""

    name: str
    at: datetime
    to: str
    subject: str
    text: str = ""
    headers: tuple[tuple[str, str], ...] = ()


def list_kept(folder: Path, *, before: str = "", limit: int = 50) -> list[KeptLetter]:
    """Return letters newest first, those older than `before` where it is given."""
    names = sorted((path.stem for path in folder.glob("[0-9]*.eml")), reverse=True)
    names = [name for name in names if NAME.fullmatch(name) and (not before or name < before)]
    return [_head(_read(folder, name), name) for name in names[:limit]]


def get_kept(folder: Path, name: str) -> KeptLetter | None:
    """Return one letter with its text, or None."""
    if not NAME.fullmatch(name) or not (folder / f"{name}.eml").is_file():
        return None
    message = _read(folder, name)
    head = _head(message, name)
    body = message.get_body(("plain",))
    headers = tuple((key, str(value)) for key, value in message.items())
    text = body.get_content() if body is not None else ""
    return KeptLetter(head.name, head.at, head.to, head.subject, str(text), headers)


def _read(folder: Path, name: str) -> EmailMessage:
    with (folder / f"{name}.eml").open("rb") as file:
        read = message_from_bytes(file.read(MOST_BYTES), policy=policy.default)
    assert isinstance(read, EmailMessage)  # noqa: S101 the policy's own promise
    return read


def _head(message: EmailMessage, name: str) -> KeptLetter:
    at = datetime.fromtimestamp(int(name[:20]) / 10**9, UTC)
    return KeptLetter(name, at, str(message["To"] or ""), str(message["Subject"] or ""))
