"""The texts of the proof of embargoes, and how each can be recognised."""

import hashlib
import random
import re
import time
from dataclasses import dataclass, field
from typing import Any

from proofs import newsroom
from proofs.client import Client
from proofs.house import House
from proofs.needles import Text
from proofs.newsroom import Desk
from proofs.planting import (
    CENTRE,
    DESK_OF_B,
    HEAD_OF_B,
    OF_A,
    WRITER_OF_B,
    Unit,
    picture_words,
    text_of,
    until_state,
    wall_clock,
)

SUBSCRIBER = "pelanggan@luar.example"
FAR_SECONDS = 72 * 3600.0


@dataclass
class Prepared:
    """Who is signed in, and the texts that stand before the trials begin."""

    clients: dict[str, Client]
    texts: dict[str, Text] = field(default_factory=dict)
    pace: float = 0.0
    runs: int = 0


def prepare(seed: int, house: House) -> Prepared:
    """A subscriber, a text under a far embargo, another one, and a public one."""
    emails = [WRITER_OF_B, HEAD_OF_B, DESK_OF_B, OF_A["contributor"], *CENTRE]
    made = Prepared(house.enter_all(emails))
    subscribe(house)
    author = Author(seed, house, made.clients)
    for name, wait in (("far", FAR_SECONDS), ("other", FAR_SECONDS), ("public", 0.0)):
        made.texts[name] = author.write(name, wait)
        made.pace = author.pace
    return made


def subscribe(house: House) -> None:
    """A subscriber of everything, who confirmed."""
    web = Client(house.public)
    page = web.get("/t/id/langganan/")
    web.submit(page, page.form(has="email"), {"email": SUBSCRIBER, "consent": "on"})
    found = re.search(r"/t/id/langganan/[^\s/]+/", house.wait_letter(SUBSCRIBER))
    if found is None:
        raise LookupError("no link to confirm a subscription")
    page = web.get(found.group(0))
    web.submit(page, page.forms()[-1], {})


class Author:
    """Writes texts that nothing else can be taken for."""

    def __init__(self, seed: int, house: House, clients: dict[str, Client]) -> None:
        self.seed, self.desk, self.writer = seed, Desk(house, clients), clients[WRITER_OF_B]
        self.pace = 0.0

    def write(self, name: str, wait: float) -> Text:
        """Write, illustrate and submit a text; everybody signs."""
        unit = Unit("KWB", random.Random(f"embargo {self.seed} {name}"))
        text = Text(unit, slug=unit.word("slug"))
        text.story = newsroom.start(self.writer, unit.code)
        words = text_of(unit, name)
        text.title = words.title
        newsroom.write(self.writer, text.story, words)
        image, said = newsroom.noise_jpeg(unit.rng), picture_words(unit, name)
        picture = newsroom.picture(self.writer, text.story, image, said)
        file = newsroom.attach(self.writer, text.story, unit.word("attachment"))
        began = time.time()
        text.due = began + wait
        newsroom.facts(
            self.writer, text.story, event_date="2026-11-01", slug=text.slug,
            place=f"Tempat {unit.word('place')}",
            not_before=wall_clock(seconds=wait) if wait else "",
        )  # fmt: skip
        text.copy = newsroom.submit(self.writer, text.story)
        shown = self.desk.sign_all(text.story)
        self.pace = time.time() - began
        if wait == 0:
            until_state(self.desk, text.story, "published")
        self.identify(text, shown, picture)
        text.ids["file_digest"] = [file]
        text.learn(file, "digest of the attachment")
        return text

    def identify(self, text: Text, shown: dict[str, Any], picture: str) -> None:
        """Learn by what the text can be recognised."""
        digests = re.findall(r"/gambar/([0-9a-f]{64})\.jpg",
                             self.writer.get(f"/naskah/{text.story}/").text)  # fmt: skip
        text.ids = {
            "content_id": [text.story], "copy_id": [text.copy], "picture_id": [picture],
            "digest": digests or ["0" * 64],
        }  # fmt: skip
        for word, what in text.unit.words.items():
            text.learn(word, what)
        text.learn(text.story, "content id")
        text.learn(text.copy, "copy id")
        for digest in digests:
            text.learn(digest, "digest of the picture")
        for one in shown["digests"]:
            text.learn(one["digest"], f"digest of {one['part']}")
            text.learn(one["commitment"], f"commitment of {one['part']}")
        for width in (320, 640):
            body = self.writer.request("GET", f"/foto/{picture}/{width}/").body
            text.needles[body[len(body) // 2 :][:48]] = "bytes of the picture"
            text.learn(hashlib.sha256(body).hexdigest(), "digest of a rendition")
