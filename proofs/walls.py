"""Promise: nobody of one unit sees or changes anything of another unit.

Two units are at work; whatever unit B can write holds words that occur nowhere else. Everybody of
unit A, and nobody, asks every address of the running product (`suluh routes --json`) with every
method, with B's ids in path, query and body. Each answer must be the one in `walls.csv`, which
no product code reads; an address without a row, or a row without an address, is a failure. No
word, picture or id of B may come back, and what B sees of its own must be the same afterwards.
"""

import csv
import html
import random
import re
import time
import urllib.parse
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proofs.addresses import filled, names, routes
from proofs.client import Client, Page
from proofs.harness import Ask, Outcome, Trial
from proofs.house import House
from proofs.keeping import prepared
from proofs.planting import (
    DESK_OF_B,
    HEAD_OF_B,
    OF_A,
    STAFF,
    WRITER_OF_B,
    Unit,
    plant_both,
)

NAME = "walls"
DATABASES = ("sqlite", "postgresql")
GUARDS = (
    "walls_stories",
    "walls_copies",
    "walls_pictures",
    "walls_activities",
    "walls_deliveries",
    "walls_policy",
)
WITNESS = "HTTP answers, the pages of B's own people, suluh story show"
TABLE = Path(__file__).parent / "walls.csv"
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "FORGED")
FOREIGN = {
    "Content-Type": "application/x-www-form-urlencoded", "Origin": "http://jahat.example",
    "Referer": "http://jahat.example/",
}  # fmt: skip
STORY_SHOWN = 3
BATCH_ROLES = ("contributor", "editor")


@dataclass(frozen=True)
class Row:
    """One line of the table: these roles get this answer."""

    app: str
    pattern: str
    methods: tuple[str, ...]
    roles: tuple[str, ...]
    whose: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One request: which address, how, whose ids, and which of B's objects."""

    app: str
    pattern: str
    method: str
    whose: str
    turn: int


def prove(ask: Ask) -> Outcome:
    """Ask everything, or for a sabotaged tree the addresses that show a text or a list."""
    began = time.monotonic()
    outcome = Outcome(ask.seed, ask.quick, witness=WITNESS)

    def make(house: House) -> tuple[Unit, Unit, dict[str, Client]]:
        return plant_both(house, ask.seed)

    with prepared(ask, NAME, make, people=STAFF) as (house, planted):
        stage = Stage(ask, house, *planted)
        for trial in stage.trials():
            outcome.add(trial)
        outcome.extra = {"routes": len(stage.routes), "roles": len(stage.roles)}
    outcome.seconds = time.monotonic() - began
    return outcome


class Stage:
    """One running house and the questions for it."""

    def __init__(
        self, ask: Ask, house: House, a: Unit, b: Unit, clients: dict[str, Client]
    ) -> None:
        self.ask, self.house, self.a, self.b = ask, house, a, b
        self.rng = random.Random(f"{NAME} {ask.seed} questions")
        self.routes = routes(house)
        self.rows = read_table(ask.tree / "proofs" / TABLE.name)
        self.clients = {email: one.at(house.office) for email, one in clients.items()}
        self.roles = {**dict.fromkeys(("anonymous",)), **OF_A}

    # --- the table ---------------------------------------------------------------------------

    def trials(self) -> Iterator[Trial]:
        """Yield every trial; B's own view is taken before and after."""
        yield from self.table_trials()
        before = self.seen_by_b()
        with ThreadPoolExecutor(3) as pool:
            for found in pool.map(self.role_trials, self.asked_roles()):
                yield from found
        after = self.seen_by_b()
        for what, page in before.items():
            same = page == after[what]
            detail = "" if same else f"before {page[:200]} after {after[what][:200]}"
            yield Trial("B is unchanged", "ok" if same else "bad", detail, f"unchanged {what}")

    def table_trials(self) -> Iterator[Trial]:
        """Every address has rows, every row has an address."""
        real = {(one["app"], one["pattern"]) for one in self.routes}
        told = {(row.app, row.pattern) for row in self.rows}
        for app, pattern in sorted(real | told):
            there = (app, pattern) in real and (app, pattern) in told
            missing = "row" if (app, pattern) in real else "address"
            detail = "" if there else f"no {missing} for {app} {pattern}"
            yield Trial("table", "ok" if there else "bad", detail, f"table {app} {pattern}")

    def asked_roles(self) -> list[str]:
        """All roles; in a batch two of them."""
        return [*BATCH_ROLES] if self.ask.batch else [*self.roles]

    def questions(self, role: str) -> list[Question]:
        """Every address × method × whose; quick takes a part of them that the seed rotates."""
        rng = random.Random(f"{NAME} {self.ask.seed} {role}")
        found = []
        for route in self.routes:
            whose = ("own", "other") if names(route["pattern"]) else ("none",)
            for method in METHODS:
                found += [
                    Question(route["app"], route["pattern"], method, one, turn)
                    for one in whose
                    if one != "own" or method == "GET"
                    for turn in range(STORY_SHOWN if (one, method) == ("other", "GET") else 1)
                ]
        if self.ask.batch:
            return [one for one in found if one.method == "GET" and one.whose != "own"]
        if self.ask.trials:
            return rng.sample(found, min(len(found), max(1, self.ask.trials // len(self.roles))))
        return [one for one in found if not self.ask.quick or self.is_quick(one, rng)]

    def is_quick(self, question: Question, rng: random.Random) -> bool:
        """Every address is asked by every role with B's ids by GET; the rest by turns."""
        if question.method == "GET" and question.whose != "own":
            return question.whose == "none" or question.turn == self.ask.seed % STORY_SHOWN
        return rng.random() < (0.34 if question.method == "POST" else 0.06)

    def expected(self, question: Question, role: str) -> tuple[str, ...] | None:
        """Return the answers that the table allows, None where no row says anything."""
        for row in self.by_pattern().get((question.app, question.pattern), ()):
            if (
                question.method in row.methods
                and (role in row.roles or row.roles == ("*",))
                and question.whose == row.whose
            ):
                return row.answers
        return None

    def by_pattern(self) -> dict[tuple[str, str], list[Row]]:
        """Return the table by address."""
        if not hasattr(self, "_by_pattern"):
            self._by_pattern: dict[tuple[str, str], list[Row]] = defaultdict(list)
            for row in self.rows:
                self._by_pattern[row.app, row.pattern].append(row)
        return self._by_pattern

    # --- asking ------------------------------------------------------------------------------

    def role_trials(self, role: str) -> list[Trial]:
        """Ask everything as one role, on that person's own connection."""
        email = self.roles[role]
        office = self.clients[email] if email else Client(self.house.office)
        public = office.at(self.house.public)
        if not email:
            office.token()
        found = []
        for question in self.questions(role):
            expected = self.expected(question, role)
            if expected == ("-",):
                continue
            if email:
                self.house.step_up(office, email)
            client = public if question.app == "public" else office
            found.append(self.trial(question, role, client, expected))
        return found

    def trial(
        self, question: Question, role: str, client: Client, expected: tuple[str, ...] | None
    ) -> Trial:
        name = f"{question.method} {question.whose}"
        mark = f"{question.app} {question.pattern} {role} {question.turn} {name}"
        if expected is None:
            return Trial(name, "bad", f"no row for {mark}", mark)
        try:
            path, page = self.send(question, client)
        except (OSError, LookupError) as wrong:
            return Trial(name, "undecided", f"{mark}: {wrong!r}", mark)
        problems = list(self.leaks(page)) if question.whose != "own" else []
        if answer(page) not in expected:
            problems.append(f"{answer(page)} instead of {'|'.join(expected)}")
        detail = f"{role} {question.method} {question.pattern} ({path}): {'; '.join(problems)}"
        return Trial(name, "bad" if problems else "ok", detail if problems else "", mark)

    def send(self, question: Question, client: Client) -> tuple[str, Page]:
        """Make the request; returns the path asked and the answer."""
        unit = self.a if question.whose == "own" else self.b
        path = filled(question.pattern, unit.ids, question.turn)
        if question.whose != "own":
            path += "?" + urllib.parse.urlencode(self.query())
        if question.method in {"GET", "HEAD", "OPTIONS"}:
            return path, client.request(question.method, path)
        if question.method == "FORGED":
            body = urllib.parse.urlencode(self.body(), doseq=True).encode()
            return path, client.request("POST", path, body, FOREIGN)
        if question.method == "POST":
            return path, client.post(path, self.body())
        headers = {"X-CSRFToken": client.cookies.get("csrftoken", ""), "Upload-Offset": "0",
                   "Content-Type": "application/octet-stream"}  # fmt: skip
        return path, client.request(question.method, path, b"x" * 10, headers)

    def query(self) -> dict[str, str]:
        """B's ids under every name that an address might read them by."""
        first = {name: values[0] for name, values in self.b.ids.items()}
        word = next(iter(self.b.words))[:9]
        return {
            "unit": self.b.code, "kegiatan": first["activity_id"], "q": word,
            "naskah": first["content_id"], "sebelum": first["picture_id"], "keadaan": "",
            "salinan": first["copy_id"], "satuan": self.b.code,
        }  # fmt: skip

    def body(self) -> dict[str, Any]:
        """The same for forms: whoever reads one of these names gets B's."""
        first = {name: values[0] for name, values in self.b.ids.items()}
        return {
            "unit": self.b.code, "activity": first["activity_id"], "kind": "news",
            "picture": self.b.ids["picture_id"], "pictures": self.b.ids["picture_id"],
            "story": first["content_id"], "content_id": first["content_id"],
            "copy": first["copy_id"], "copy_id": first["copy_id"], "reader": first["reader_id"],
            "upload": first["upload_id"], "size": "10", "filename": "x.jpg",
            "seen": " ".join(self.b.commitments), "whole": "ubah", "answer": "sudah",
            "reason": "alasan", "reason_id": "alasan", "title": "Diubah", "lead": "Diubah",
            "body": "Diubah", "based_on": "1", "version": "1", "place": "Diubah",
            "sensitivity": "ordinary", "caption_id": "Diubah", "alt_id": "Diubah",
            "consent": "nobody_recognisable", "focal_x": "50", "focal_y": "50",
            "due_at": "2031-01-01T00:00:00", "expires_at": "2031-01-01T00:00:00",
            "name": "Orang", "locales": ["id"], "submit": "1", "purpose": "publish",
        }  # fmt: skip

    def leaks(self, page: Page) -> Iterator[str]:
        """Yield what of B is in an answer: its words, its pictures."""
        if page.body in self.b.images:
            yield "a picture of B"
        shown = (html.unescape(page.text) + repr(page.headers)).lower()
        for word in WORD.findall(shown):
            if word in self.b.words:
                yield f"B's {self.b.words[word]}"
                return

    # --- B's own view ------------------------------------------------------------------------

    def seen_by_b(self) -> dict[str, str]:
        """Return what B's people see of their own, without what changes by itself."""
        ids, writer = self.b.ids, self.clients[WRITER_OF_B]
        paths = [f"/naskah/{one}/" for one in ids["content_id"]]
        paths += [f"/naskah/{one}/id/" for one in ids["content_id"]]
        paths += [f"/foto/{one}/" for one in ids["picture_id"]]
        paths += [f"/kegiatan/{one}/" for one in ids["activity_id"]]
        paths += [f"/telaah/{one}/" for one in ids["copy_id"]]
        seen = {path: steady(writer.get(path)) for path in paths}
        early = f"/telaah/{ids['copy_id'][0]}/pembaca-awal/"
        self.house.step_up(self.clients[DESK_OF_B], DESK_OF_B)
        seen[early] = steady(self.clients[DESK_OF_B].get(early))
        seen["head"] = steady(self.clients[HEAD_OF_B].get("/naskah/"))
        if not self.ask.batch:
            shown = self.house.json("story", "show", ids["content_id"][0], "--json")
            seen["story show"] = repr(shown)
        return seen


WORD = re.compile(r"zq[a-y]{16}")


def steady(page: Page) -> str:
    """Return a page's words without tokens, clocks and what only the frame shows."""
    text = re.sub(r'name="csrfmiddlewaretoken"[^>]*>', "", page.text)
    text = re.sub(r'<div class="messages".*?</div>\s*</div>', "", text, flags=re.DOTALL)
    start = text.find("<main")
    text = re.sub(r"<[^>]+>", " ", text[max(start, 0) : text.find("</main")])
    text = re.sub(r"\d+ (detik|menit|jam|hari|seconds?|minutes?|hours?)( lagi| lalu)?", "", text)
    return f"{page.status} " + re.sub(r"\s+", " ", re.sub(r"[0-9.:]+", "", text))


def answer(page: Page) -> str:
    """Return an answer in the table's words."""
    where = page.headers.get("location", "")
    if page.status == 302 and where.startswith("/akun/login"):
        return "login"
    if page.status == 302 and "/akun/2fa/" in where:
        return "factor"
    return str(page.status)


def read_table(path: Path) -> list[Row]:
    """Read `walls.csv`: lists are separated by `|`; `*` stands for every role."""
    with path.open(newline="", encoding="utf-8") as file:
        return [
            Row(
                line["app"], line["route"], tuple(line["method"].split("|")),
                tuple(line["role"].split("|")), line["unit"], tuple(line["answer"].split("|")),
            )
            for line in csv.DictReader(file)
        ]  # fmt: skip
