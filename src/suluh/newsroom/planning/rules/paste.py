"""Reads a pasted WhatsApp message into a suggestion for the three questions.

Nothing is lost: every letter of the message stands afterwards in `what`, in `description` or in
`marks`. Day, place and people are copied out, never moved.
"""

import re
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from suluh.kernel.canonical import INVISIBLE
from suluh.newsroom.planning.rules.activities import WHAT_LENGTH
from suluh.newsroom.planning.rules.dates import find_date, find_time
from suluh.newsroom.planning.rules.marked import plain_of

# As phones copy it: "[10.32, 21/11/2026] Yance: …", "[21/11 10.32] Yance: …"; and as they export
# a chat: "21/11/26 10.32 - Yance: …"
HEADER: Final = re.compile(
    r"^\s*(?:\[(?P<a>\d{1,2}[.:]\d{2}(?:[.:]\d{2})?), (?P<b>[\d/.-]{6,10})\]"
    r"|\[?(?P<c>\d{1,2}/\d{1,2}|[\d/.-]{6,10}),? (?P<d>\d{1,2}[.:]\d{2}(?:[.:]\d{2})?)\]?(?: -)?)"
    r" (?P<name>[^:\n]{1,60}):[ ]?"
)
FORWARDED: Final = re.compile(
    r"^\s*(?:diteruskan(?: berkali-kali)?|forwarded(?: many times)?|<media tidak disertakan>"
    r"|<media omitted>|pesan ini (?:telah )?dihapus)\s*$",
    re.IGNORECASE,
)
GREETING: Final = re.compile(
    r"^(?:ass?alamu|wassalam|selamat (?:pagi|siang|sore|malam)|salam|shalom|om swasti|namo|rahayu"
    r"|yth\b|kepada yth|mohon (?:izin|ijin)|(?:izin|ijin) (?:me)?lapor|bapak/ibu|bapak ibu|dear)\b",
    re.IGNORECASE,
)
LABEL: Final = re.compile(
    r"^(?P<label>hari\s*(?:[/,&]|dan)?\s*(?:tanggal|tgl)?|tanggal|tgl|waktu|pukul|jam|tempat|lokasi"
    r"|bertempat|peserta|hadir|dihadiri|turut hadir|narasumber|kegiatan|acara|perihal|hal)"
    r"\s*[:=]\s*(?P<value>.*)$",
    re.IGNORECASE,
)
WHERE_LABELS: Final = ("tempat", "lokasi", "bertempat")
WHO_LABELS: Final = ("peserta", "hadir", "dihadiri", "turut hadir", "narasumber")
WHAT_LABELS: Final = ("kegiatan", "acara", "perihal", "hal")
_NAME: Final = r"(?:[A-Z0-9][\w'’.-]*|\d+)"
PLACE: Final = re.compile(
    r"\b(?:bertempat|berlangsung|dilaksanakan|digelar|diadakan|dipusatkan|diselenggarakan)\s+di\s+"
    rf"(?P<near>[\w'’-]+(?:\s+{_NAME})*(?:\s+(?:dan|di)\s+{_NAME}(?:\s+{_NAME})*)?)"
    rf"|\bdi\s+(?P<named>{_NAME}(?:\s+{_NAME})*)"
)
PEOPLE: Final = re.compile(
    r"\b(?:turut\s+)?dihadiri(?:\s+oleh)?\s+(?P<people>[^.\n]{3,200})", re.IGNORECASE
)
SENTENCE_END: Final = re.compile(r"(?<=[.!?])[\"”')\]]*\s+(?=[\"“'(\[*_]*[A-Z0-9])")
SPACES: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a message seems to say; the person corrects it. `marks` are the marks it used up."""

    what: str
    description: str
    event_date: date | None = None
    event_time: time | None = None
    place: str = ""
    people: str = ""
    marks: str = ""


def read_paste(text: str, today: date) -> Suggestion:
    """Return the suggestion for a pasted message; its own date, where it has one, is "today"."""
    lines, aside, said_on = _split(INVISIBLE.sub("", text), today)
    body = "\n".join(lines)
    labels = _labels(lines)
    at = _what_at(lines)
    what, rest, marks = _cut(lines[at]) if at is not None else ("", "", "")
    kept = [line if number != at else rest for number, line in enumerate(lines)]
    description = "\n".join([*kept, "", *aside])
    return Suggestion(
        what=what,
        description=re.sub(r"\n{3,}", "\n\n", description).strip(),
        event_date=find_date(body, said_on) or (said_on if aside and said_on != today else None),
        event_time=find_time(body),
        place=_first(labels, WHERE_LABELS) or _place(body),
        people=_first(labels, WHO_LABELS) or _people(body),
        marks=marks,
    )


def _split(text: str, today: date) -> tuple[list[str], list[str], date]:
    """Return the lines of the message, what the phone put around them, and the day it was said."""
    lines: list[str] = []
    aside: list[str] = []
    said_on = today
    for raw in text.splitlines():
        header = HEADER.match(raw)
        if header:
            said_on = find_date(header["b"] or header["c"], today) or said_on
            aside.append(header[0].strip())
            raw = raw[header.end() :]
        if FORWARDED.match(raw):
            aside.append(raw.strip())
        else:
            lines.append(raw.strip())
    return lines, aside, said_on


def _labels(lines: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        match = LABEL.match(plain_of(line))
        if match and match["value"]:
            found.setdefault(match["label"].lower().strip(), match["value"].strip())
    return found


def _first(labels: dict[str, str], names: tuple[str, ...]) -> str:
    return next((labels[name] for name in names if name in labels), "")[:200]


def _what_at(lines: list[str]) -> int | None:
    """Return the line that says what happened: the first that is more than a greeting."""
    plain = [plain_of(line) for line in lines]
    for number, line in enumerate(plain):
        if line and not GREETING.match(line) and not LABEL.match(line) and len(line) > 12:
            return number
    for number, line in enumerate(plain):
        match = LABEL.match(line)
        if match and match["label"].lower() in WHAT_LABELS and match["value"]:
            return number
    return next((number for number, line in enumerate(plain) if line), None)


def _cut(line: str) -> tuple[str, str, str]:
    """Return (what, the rest of the line, used marks): whole sentences while they fit."""
    end = 0
    for stop in [*(found.end() for found in SENTENCE_END.finditer(line)), len(line)]:
        if end and (len(line[:stop].rstrip()) > WHAT_LENGTH or not _is_whole(line[:stop])):
            break
        end = stop
    if len(line[:end].rstrip()) > WHAT_LENGTH:
        cut = line.rfind(" ", 0, WHAT_LENGTH + 1)
        end = cut if cut > 0 else WHAT_LENGTH
    head = SPACES.sub(" ", line[:end]).strip()
    what = plain_of(head)
    return what, line[end:].strip(), _missing(head, what)


def _is_whole(text: str) -> bool:
    return all(text.count(mark) % 2 == 0 for mark in "*~")


def _missing(before: str, after: str) -> str:
    """Return the letters of `before` that `after` no longer has, in order."""
    marks, at = [], 0
    for letter in before:
        if at < len(after) and letter == after[at]:
            at += 1
        else:
            marks.append(letter)
    return "".join(marks)


def _place(text: str) -> str:
    """Return the first place a sentence names; a month or a day is none."""
    for found in PLACE.finditer(plain_of(text.replace("\n", " . "))):
        place = (found["near"] or found["named"]).strip(" .,")
        if found["near"] is None and len(place) < 3:
            continue
        return place[:200]
    return ""


def _people(text: str) -> str:
    found = PEOPLE.search(text)
    return plain_of(found["people"]).strip(" ,;") if found else ""
