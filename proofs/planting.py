"""Two units at work: everything one can write is filled with words that occur nowhere else."""

import random
import re
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from proofs import newsroom
from proofs.client import Client
from proofs.house import PEOPLE, House
from proofs.newsroom import Desk, RefusedError, Words

ROLES = ("editor", "photo_editor", "translator", "publisher", "administrator", "auditor")
# Everybody of unit A by role; "anonymous" is nobody.
OF_A = {
    "contributor": "ayu@bukti.example",
    "head_of_unit": "beni@bukti.example",
    **{role: f"a.{role}@bukti.example" for role in ROLES},
}
DESK_OF_A, DESK_OF_B = "a.desk@bukti.example", "b.desk@bukti.example"
WRITER_OF_B, HEAD_OF_B = "gani@bukti.example", "hana@bukti.example"
CENTRE = ("cici@bukti.example", "eko@bukti.example")
STAFF = (
    *PEOPLE,
    *((OF_A[role], f"A {role}", "KWA", role, "KWA", "", "") for role in ROLES),
    (DESK_OF_A, "A meja", "KWA", "editor,publisher", "KWA", "", ""),
    (DESK_OF_B, "B meja", "KWB", "editor,publisher", "KWB", "", ""),
)
PATIENCE, CHANNELS = 20.0, 2
FIGURE = re.compile(r"/gambar/([0-9a-f]{64})\.jpg")
COMMENT = re.compile(r"/komentar/([0-9a-f-]{36})/")
READER = re.compile(r"/pembaca-awal/([0-9a-f-]{36})/cabut/")
LINK = re.compile(r"/t/awal/([A-Za-z0-9_-]{20,})/")
REQUEST = re.compile(r"/penghapusan/([0-9a-f-]{36})/")
UPLOAD = re.compile(r"/foto/unggahan/([0-9a-f-]{36})/")
VERSION = re.compile(r"/(?:alur-kerja|peraturan)/([0-9a-f-]{36})/")


@dataclass
class Unit:
    """What one unit holds: ids by the names that routes give them, and its own words."""

    code: str
    rng: random.Random
    words: dict[str, str] = field(default_factory=dict)
    ids: dict[str, list[str]] = field(default_factory=dict)
    secret: str = ""
    commitments: list[str] = field(default_factory=list)
    images: set[bytes] = field(default_factory=set)

    def word(self, what: str) -> str:
        """Return a new word that stands for `what` and occurs nowhere else."""
        made = "zq" + "".join(self.rng.choices("abcdefghijklmnoprstuvwy", k=16))
        self.words[made] = what
        return made

    def keep(self, name: str, *values: str) -> str:
        """Remember ids under the name of their route parameter."""
        self.ids.setdefault(name, []).extend(values)
        return values[0] if values else ""


def text_of(unit: Unit, what: str) -> Words:
    """Return a text with a word of its own in every field."""
    return Words(
        title=f"Judul {unit.word(f'title of {what}')}",
        lead=f"Teras {unit.word(f'lead of {what}')} pagi ini.",
        body=f"Isi {unit.word(f'body of {what}')} di lapangan.\n\n## {unit.word(f'h2 of {what}')}",
        writer=f"Penulis {unit.word(f'credit of {what}')}",
    )


def picture_words(unit: Unit, what: str) -> dict[str, str]:
    """Return a picture's words."""
    names = ("caption", "alt", "credit", "title", "rights")
    return {one: f"{one} {unit.word(f'{one} of picture of {what}')}" for one in names} | {
        "name": f"{unit.word(f'file name of {what}')}.jpg"
    }


def plant(unit: Unit, writer: Client, desk: Client, house: Desk) -> None:
    """Fill a unit: activity, picture, upload, stories in every state, an early reader."""
    _activity(unit, writer)
    draft = _story(unit, writer, "draft")
    newsroom.write(writer, draft, text_of(unit, "draft in English"), "en")
    _returned(unit, writer, house)
    _published(unit, writer, desk, house)
    _cleared(unit, writer, desk, house)
    sent = {"unit": unit.code, "filename": f"{unit.word('upload')}.jpg", "size": "5000"}
    page = writer.post("/foto/unggahan/", sent)
    found = UPLOAD.search(page.headers.get("location", ""))
    if found is None:
        raise RefusedError("upload", page)
    unit.keep("upload_id", found.group(1))
    _images(unit, writer)


def _activity(unit: Unit, writer: Client) -> None:
    names = ("what", "place", "people", "description")
    said = {one: f"{one} {unit.word(f'{one} of activity')}" for one in names}
    said["filename"] = unit.word("file name of activity")
    made = newsroom.hand_in(writer, unit.code, said, [newsroom.noise_jpeg(unit.rng)])
    unit.keep("activity_id", made)


def _story(unit: Unit, writer: Client, what: str) -> str:
    story = unit.keep("content_id", newsroom.start(writer, unit.code))
    unit.ids["content_id"] = [story, *[x for x in unit.ids["content_id"] if x != story]]
    newsroom.write(writer, story, text_of(unit, what))
    newsroom.facts(
        writer, story, event_date="2026-11-01", place=f"Tempat {unit.word(f'place of {what}')}",
        topics=unit.word(f"topic of {what}"), audience="public",
        rights=f"Hak {unit.word(f'rights of {what}')}", slug=unit.word(f"slug of {what}"),
    )  # fmt: skip
    image = newsroom.noise_jpeg(unit.rng)
    unit.keep("picture_id", newsroom.picture(writer, story, image, picture_words(unit, what)))
    found = FIGURE.findall(writer.get(f"/naskah/{story}/").text)
    unit.ids["digest"] = list(dict.fromkeys([*found, *unit.ids.get("digest", ())]))
    _comment(unit, writer, story, what)
    file = newsroom.attach(writer, story, unit.word(f"attachment of {what}"))
    unit.ids["file_digest"] = [file, *unit.ids.get("file_digest", ())]
    return story


def _comment(unit: Unit, writer: Client, story: str, what: str) -> None:
    """A comment on the text; the newest comes first, as its story does."""
    said = {"bahasa": "id", "bagian": "body", "text": f"Kata {unit.word(f'comment on {what}')}"}
    page = writer.post(f"/naskah/{story}/komentar/baru/", said)
    if page.status != 302:
        raise RefusedError("comment", page)
    made = COMMENT.findall(writer.get(f"/naskah/{story}/").text)
    unit.ids["comment_id"] = [*made, *unit.ids.get("comment_id", ())]


def _submitted(unit: Unit, writer: Client, what: str) -> tuple[str, str]:
    story = _story(unit, writer, what)
    copy = newsroom.submit(writer, story)
    unit.keep("copy_id", copy)
    return story, copy


def _returned(unit: Unit, writer: Client, house: Desk) -> None:
    """A story that came back with a note."""
    story, copy = _submitted(unit, writer, "returned")
    _email, head = house.holder("head_of_unit", unit.code, set())
    said = {"whole": f"Catatan {unit.word('note of a reviewer')}"}
    page = head.post(f"/telaah/{copy}/kembalikan/head_of_unit/", said)
    if page.status != 302:
        raise RefusedError("return", page)
    unit.keep("comment_id", *COMMENT.findall(writer.get(f"/naskah/{story}/").text))


def _published(unit: Unit, writer: Client, desk: Client, house: Desk) -> None:
    """A public story: its words are no secret any more, its deliveries are, and what is asked."""
    secret = dict(unit.words)
    story, _copy = _submitted(unit, writer, "published")
    house.sign_all(story)
    until = time.monotonic() + PATIENCE
    while len(found := house.show(story)["deliveries"]) < CHANNELS:
        if time.monotonic() > until:
            raise LookupError(f"{story} has no deliveries")
    unit.keep("delivery_id", *(one["id"] for one in found))
    unit.words = secret
    said = {"locale": "id", "reason": f"Alasan {unit.word('reason of an erasure')}",
            "clause": f"Pasal {unit.word('clause of an erasure')}"}  # fmt: skip
    page = desk.post(f"/penghapusan/naskah/{story}/", said)
    asked = REQUEST.search(page.headers.get("location", ""))
    if asked is None:
        raise RefusedError("erasure", page)
    unit.keep("request_id", asked.group(1))
    for name in ("content_id", "copy_id", "picture_id", "digest"):
        unit.ids[name] = [one for one in unit.ids[name] if one not in {story, _copy}]
    unit.ids["picture_id"].pop()
    unit.ids["digest"].pop(0)
    unit.ids["file_digest"].pop(0)


def _cleared(unit: Unit, writer: Client, desk: Client, house: Desk) -> None:
    """A story that everybody signed, under embargo, with an early reader."""
    story = _story(unit, writer, "under embargo")
    newsroom.facts(writer, story, not_before=wall_clock(hours=72))
    copy = unit.keep("copy_id", newsroom.submit(writer, story))
    unit.ids["copy_id"].reverse()
    shown = house.sign_all(story)
    unit.commitments = [one["commitment"] for one in shown["digests"]]
    until_state(house, story, "cleared")
    link, reader = early_reader(desk, copy, unit.word("name of an early reader"))
    unit.secret = link
    unit.keep("reader_id", reader)


def early_reader(desk: Client, copy: str, word: str, **hours: float) -> tuple[str, str]:
    """Let somebody read early; returns (secret of the link, id of the reader)."""
    said = {"name": f"Pembaca {word}", "email": f"{word}@luar.example",
            "expires_at": wall_clock(**hours or {"hours": 48})}  # fmt: skip
    page = desk.post(f"/telaah/{copy}/pembaca-awal/", said)
    link = LINK.search(page.text)
    own = page.text[page.text.find(said["email"]) :]
    reader = READER.search(own)
    if link is None or reader is None:
        raise RefusedError("early reader", page)
    return link.group(1), reader.group(1)


def wall_clock(zone_hours: int = 9, hours: float = 0, seconds: float = 0) -> str:
    """Return a moment from now as somebody types it in a unit whose clock is UTC+`zone_hours`."""
    ahead = timedelta(hours=zone_hours + hours, seconds=seconds)
    at = datetime.fromtimestamp(time.time(), UTC) + ahead
    return at.strftime("%Y-%m-%dT%H:%M:%S")


def until_state(house: Desk, story: str, state: str, seconds: float = PATIENCE) -> dict[str, Any]:
    """Wait until a story is in a state."""
    until = time.monotonic() + seconds
    while True:
        shown = house.show(story)
        if shown["state"] == state:
            return shown
        if time.monotonic() > until:
            raise LookupError(f"{story} is {shown['state']}, not {state}")


def _images(unit: Unit, writer: Client) -> None:
    """Remember the bytes of every picture of the unit, as its own people get them."""
    for one in unit.ids["picture_id"]:
        for width in (320, 640, 1280):
            page = writer.request("GET", f"/foto/{one}/{width}/")
            if page.status != 200:
                raise RefusedError("own picture", page)
            unit.images.add(page.body)


def plant_both(house: House, seed: int) -> tuple[Unit, Unit, dict[str, Client]]:
    """Let units A and B work in a running house; returns both and everybody signed in."""
    clients = house.enter_all(
        [*OF_A.values(), DESK_OF_A, DESK_OF_B, WRITER_OF_B, HEAD_OF_B, *CENTRE]
    )
    desk = Desk(house, clients)
    a, b = (Unit(code, random.Random(f"walls {seed} {code}")) for code in ("KWA", "KWB"))
    plant(a, clients[OF_A["contributor"]], clients[DESK_OF_A], desk)
    plant(b, clients[WRITER_OF_B], clients[DESK_OF_B], desk)
    found = VERSION.findall(clients[WRITER_OF_B].get("/alur-kerja/").text)
    for unit in (a, b):
        unit.keep("version_id", *dict.fromkeys(found))
    return a, b, clients
