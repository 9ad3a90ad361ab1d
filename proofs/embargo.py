"""Promise: before its hour no byte of an embargoed text leaves the office.

A text whose every field and picture is like no other is approved under an embargo. Before the
hour four kinds of outsiders (nobody, somebody of another unit, a journalist with the early link
of another text, a subscriber) ask every address of both applications with six methods; every
file under the served folders, every address such a text would have (learnt from one that is
public), feeds, sitemaps, letters and logs are searched for its words, ids and digests, raw and in
other codings. A second text's hour comes while a witness asks for it: nothing before, all of it
afterwards, found by the same search. Early links open one Copy, for their time, and no other.
Letters to people who sign or wrote the text are the office's own and may name it.
"""

import random
import time
import urllib.parse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from proofs.addresses import filled, routes
from proofs.client import Client
from proofs.embargoed import SUBSCRIBER, Author, Prepared, prepare
from proofs.harness import Ask, Outcome, Trial
from proofs.house import House
from proofs.keeping import prepared
from proofs.needles import HEX, Text, asked_for, letter_of
from proofs.newsroom import RefusedError
from proofs.planting import (
    CENTRE,
    DESK_OF_B,
    HEAD_OF_B,
    OF_A,
    STAFF,
    WRITER_OF_B,
    early_reader,
    wall_clock,
)  # fmt: skip

NAME = "embargo"
DATABASES = ("sqlite", "postgresql")
GUARDS = (
    "embargo_hour",
    "embargo_other_copy",
    "embargo_revoked",
    "embargo_expired",
    "embargo_reschedule",
)
WITNESS = "HTTP answers, files under the served folders, letters at the mail peer"
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE")
ROLES = ("nobody", "another unit", "journalist", "subscriber")
WIDTHS = (320, 480, 640, 800, 960, 1024, 1280, 1600, 1920, 2560)
GUESSES = 150
INSIDERS = {WRITER_OF_B, HEAD_OF_B, DESK_OF_B, *CENTRE}
LEAST_SECONDS = 12.0
# What an address may ask for and no text of this proof has.
UNPLANTED = (
    "activity_id", "upload_id", "comment_id", "reader_id", "delivery_id", "request_id",
)  # fmt: skip


def prove(ask: Ask) -> Outcome:
    """Run everything on one house."""
    began = time.monotonic()
    outcome = Outcome(ask.seed, ask.quick, witness=WITNESS)
    with prepared(ask, NAME, lambda house: prepare(ask.seed, house), people=STAFF) as made:
        stage = Stage(ask, *made)
        try:
            for trial in stage.trials():
                outcome.add(trial)
        except (LookupError, RefusedError, OSError) as wrong:
            outcome.add(Trial("the proof", "undecided", f"could not go on: {wrong}"[:600]))
        outcome.extra = {"early": stage.early, "after": stage.after}
    outcome.seconds = time.monotonic() - began
    return outcome


class Stage:
    """One running house: what is searched before the hour, at it and after it."""

    def __init__(self, ask: Ask, house: House, made: Prepared) -> None:
        self.ask, self.house = ask, house
        self.rng = random.Random(f"{NAME} {ask.seed}")
        self.early = self.after = 0
        self.clients = {email: one.at(house.office) for email, one in made.clients.items()}
        for email, client in self.clients.items():
            house.step_up(client, email)
        self.keeper, self.web = self.clients[DESK_OF_B], Client(house.public)
        author = Author(ask.seed, house, self.clients)
        # The hour comes when everything is signed, however slow this machine is today.
        wait = LEAST_SECONDS + 2 * made.pace
        made.runs += 1
        self.texts = {**made.texts, "near": author.write(f"near {made.runs}", wait)}

    # --- searching ---------------------------------------------------------------------------

    def trial(self, name: str, mark: str, problem: str) -> Trial:
        """Count one search."""
        self.early += bool(problem)
        return Trial(name, "bad" if problem else "ok", f"{mark}: {problem}" * bool(problem), mark)

    def trials(self) -> Iterator[Trial]:
        """Yield everything, the text whose hour comes in the middle."""
        near, far = self.texts["near"], self.texts["far"]
        yield from self.rescheduling(far)
        with ThreadPoolExecutor(1) as pool:
            watching = pool.submit(self.watch, near)
            yield from self.early_links()
            yield from self.everything_else(far)
            if not self.ask.batch:
                yield from self.addresses(far)
            yield from watching.result()
        yield from self.everything_else(far)
        yield from self.afterwards(near)

    # --- before the hour ---------------------------------------------------------------------

    def addresses(self, text: Text) -> Iterator[Trial]:
        """Every address × role × method."""
        link, _reader = early_reader(self.keeper, self.texts["other"].copy, "wartawan")
        askers = {
            "nobody": Client(self.house.office),
            "another unit": self.clients[OF_A["contributor"]],
            "journalist": Client(self.house.office),
            "subscriber": Client(self.house.office),
        }
        for role in ROLES:
            client = askers[role]
            client.token()
            public = client.at(self.house.public)
            for route in routes(self.house):
                for method in METHODS:
                    if self.skipped(route["name"], role, method):
                        continue
                    yield self.ask_one(text, (role, link), public if route["app"] == "public"
                                       else client, (method, route["pattern"]))  # fmt: skip

    def skipped(self, name: str, role: str, method: str) -> bool:
        """Leave out what ends a session; quick takes a part that the seed rotates."""
        if name == "account_logout" and method == "POST":
            return True
        if self.ask.trials:
            return self.rng.random() > self.ask.trials / 2200
        return self.ask.quick and method != "GET" and self.rng.random() > 0.12

    def ask_one(
        self, text: Text, who: tuple[str, str], client: Client, asked: tuple[str, str]
    ) -> Trial:
        role, link = who
        method, pattern = asked
        ids = {**text.ids, **({"secret": [link]} if role == "journalist" else {})}
        for name in UNPLANTED:
            ids.setdefault(name, ["01900000-0000-7000-8000-000000000000"])
        path = filled(pattern, ids) + "?" + urllib.parse.urlencode({"q": text.title[:11]})
        mark = f"{role} {method} {pattern}"
        values = {name: one[0] for name, one in ids.items()} | {"unit": "KWB", "seen": text.copy}
        try:
            if method == "POST":
                page = client.post(path, values)
            elif method in {"PUT", "DELETE"}:
                headers = {"X-CSRFToken": client.cookies.get("csrftoken", "")}
                page = client.request(method, path, b"", headers)
            else:
                page = client.request(method, path)
        except OSError as wrong:
            return Trial(f"addresses: {role}", "undecided", f"{mark}: {wrong!r}", mark)
        problem = text.found(page.body + repr(page.headers).encode(), path + repr(values))
        if page.status >= 500:
            problem = problem or f"answered {page.status}"
        return self.trial(f"addresses: {role}", mark, problem)

    def everything_else(self, text: Text) -> Iterator[Trial]:
        """Served folders on disk and by name, guessed addresses, letters, logs."""
        moment = f"{time.time():.0f}"
        for root in ("public", "static", "public-bake"):
            for path in sorted((self.house.home / root).rglob("*")):
                inside = str(path.relative_to(self.house.home))
                if path.is_file():
                    problem = text.found(path.read_bytes() + b"\n" + inside.encode())
                    yield self.trial(f"files: {root}", f"{inside} {moment}", problem)
        yield from self.by_http(text, moment)
        yield from self.letters_and_logs(text, moment)

    def by_http(self, text: Text, moment: str) -> Iterator[Trial]:
        """Addresses that exist, and those the text would have."""
        for path in self.guesses(text):
            page = self.web.request("GET", path)
            there = "answers 200" * (page.status == 200)
            yield self.trial("guessed addresses", f"{path} {moment}",
                             there or text.found(page.body, path))  # fmt: skip
        for path in self.served():
            page = self.web.request("GET", path)
            data = page.body + repr(page.headers).encode()
            yield self.trial("served files", f"{path} {moment}", text.found(data, path))

    def letters_and_logs(self, text: Text, moment: str) -> Iterator[Trial]:
        """Letters to outsiders, what the servers printed, checkpoints outside."""
        for at, letter in enumerate(self.house.letters()):
            if set(letter["to"]) <= INSIDERS:
                continue
            problem = text.found(repr(letter).encode())
            yield self.trial("letters", f"letter {at} {moment}", problem)
        for path in [self.house.folder / "server.log", *self.house.folder.glob("checkpoints/*")]:
            data = path.read_bytes() if path.exists() else b""
            without = asked_for(data)
            yield self.trial("logs", f"{path.name} {moment}", text.found(without))

    def served(self) -> list[str]:
        """Addresses of every file in the public folder."""
        root = self.house.home / "public"
        files = [str(one.relative_to(root)) for one in sorted(root.rglob("*")) if one.is_file()]
        kept = [one for one in files if not one.startswith(("manifest", "."))]
        if self.ask.quick or self.ask.batch:
            kept = [one for one in kept if not one.endswith((".woff2", ".webp", ".jpg", ".css"))]
        return [f"/{one}".replace("/index.html", "/") for one in kept]

    def guesses(self, text: Text) -> list[str]:
        """Addresses that a public text has, with this text's names in their place."""
        known = self.texts["public"]
        names = {known.story: text.story, known.story[:6]: text.story[:6], known.slug: text.slug}
        names |= dict(zip(known.ids["digest"], text.ids["digest"], strict=False))
        names |= dict(zip(known.ids["file_digest"], text.ids["file_digest"], strict=True))
        names |= {one[:2]: other[:2] for one, other in list(names.items()) if len(one) == 64}
        found = set()
        for path in self.served():
            if known.slug in path or known.story[:6] in path:
                for old, new in names.items():
                    if len(old) > 2:
                        path = path.replace(old, new)
                found.add(path)
        for digest in [one.decode() for one, what in text.needles.items() if HEX.fullmatch(one)]:
            for width in ("", *(f"-{one}" for one in WIDTHS)):
                found |= {f"/media/{digest[:2]}/{digest}{width}.{kind}" for kind in ("jpg", "webp")}
            found |= {f"/media/{digest[:2]}/{digest}.{kind}" for kind in ("pdf", "csv")}
        found |= {one.replace("/cetak/", "/rilis.pdf") for one in found if "/cetak/" in one}
        if self.ask.quick or self.ask.batch:
            found = set(self.rng.sample(sorted(found), min(GUESSES, len(found))))
        return sorted(found)

    # --- early readers -----------------------------------------------------------------------

    def early_links(self) -> Iterator[Trial]:
        """A link opens its own Copy alone, until it is revoked or its time has come."""
        far, other = self.texts["far"], self.texts["other"]
        link, _reader = early_reader(self.keeper, far.copy, "pembaca")
        yield self.link_trial("opens its Copy", link, other, 200)
        page = self.web.request("GET", f"/t/awal/{link}/")
        closed = (
            far.unit.code and "noindex" in page.headers.get("x-robots-tag", "")
            and "no-store" in page.headers.get("cache-control", "")
            and page.headers.get("referrer-policy") == "no-referrer"
        )  # fmt: skip
        yield self.trial("early links", "headers", "" if closed else repr(page.headers))
        shows = far.found(page.body)
        yield self.trial("early links", "shows the Copy", "" if shows else "shows nothing of it")
        path = f"/t/awal/{link}/gambar/"
        for mine, digest in ((True, far.ids["digest"][0]), (False, other.ids["digest"][0])):
            page = self.web.request("GET", f"{path}{digest}.jpg")
            wrong = "" if (page.status == 200) is mine else str(page.status)
            yield self.trial("early links", f"picture, own {mine}", wrong)
        for at in range(0, len(link), 9):
            forged = link[:at] + ("A" if link[at] != "A" else "B") + link[at + 1 :]
            yield self.link_trial(f"another letter at {at}", forged, far, 404)
        gone, reader = early_reader(self.keeper, far.copy, "dicabut")
        self.keeper.post(f"/telaah/{far.copy}/pembaca-awal/{reader}/cabut/", {})
        yield self.link_trial("revoked", gone, far, 404)
        short, _reader = early_reader(self.keeper, far.copy, "sebentar", seconds=4)
        yield self.link_trial("in its time", short, other, 200)
        time.sleep(5)
        yield self.link_trial("after its time", short, far, 404)

    def link_trial(self, mark: str, link: str, without: Text, status: int) -> Trial:
        page = self.web.request("GET", f"/t/awal/{link}/")
        problem = without.found(page.body, link)
        if page.status != status:
            problem = problem or f"answered {page.status}"
        return self.trial("early links", mark, problem)

    def rescheduling(self, text: Text) -> Iterator[Trial]:
        """Nobody sets an hour before the embargo's."""
        for seconds in (2, 60, 3600):
            said = {"due_at": wall_clock(seconds=seconds)}
            page = self.keeper.post(f"/telaah/{text.copy}/jadwal/", said)
            problem = "" if page.status == 422 else f"answered {page.status}"
            yield self.trial("rescheduling", f"in {seconds} s", problem)

    # --- the hour ----------------------------------------------------------------------------

    def watch(self, text: Text) -> list[Trial]:
        """Ask for the text until its hour, and until it is there."""
        eye, trials = Client(self.house.public), []
        month = time.strftime("%Y/%m", time.gmtime(text.due + 7 * 3600))
        own = f"/id/{month}/{text.slug}-{text.story[:6]}/"
        paths = [own, "/id/", "/feeds/id/semua.atom"]
        seen = 0.0
        while time.time() < text.due + 60 and not seen:
            for path in paths:
                asked_at = time.time()
                page = eye.request("GET", path)
                told = text.found(page.body, path) or (
                    "200" * (path == paths[0] and page.status == 200)
                )
                # The form holds whole seconds: the hour may begin up to one second before `due`.
                if asked_at < text.due - 1:
                    mark = f"{path} {asked_at:.2f}"
                    trials.append(self.trial("the hour: before", mark, told))
                elif told and path == paths[0]:
                    seen = asked_at
            time.sleep(0.05)
        text.address = paths[0]
        there = "" if seen else "not there 60 s after its hour"
        return [*trials, self.trial("the hour: after", text.address, there)]

    def afterwards(self, text: Text) -> Iterator[Trial]:
        """The same search finds the text now: in page, feeds, sitemap, picture and letter."""
        until = time.monotonic() + 20
        places = ("/id/", "/feeds/id/semua.atom", "/feeds/id/semua.rss", "/feeds/id/semua.json",
                  text.address)  # fmt: skip
        for path in places:
            while not (told := text.found(self.web.request("GET", path).body)):
                if time.monotonic() > until:
                    break
                time.sleep(0.1)
            self.after += bool(told)
            yield Trial("found afterwards", "ok" if told else "bad", "" if told else path, path)
        while not (told := self.told_by_mail(text)) and time.monotonic() < until:
            time.sleep(0.1)
        self.after += bool(told)
        yield Trial("found afterwards", "ok" if told else "bad", "no letter", "letter")
        files = (self.house.home / "public" / "media").rglob("*.jpg")
        told = any(text.found(one.name.encode() + one.read_bytes()) for one in files)
        yield Trial("found afterwards", "ok" if told else "bad", "no picture", "picture")

    def told_by_mail(self, text: Text) -> bool:
        """Say whether the subscriber has a letter with the text."""
        mine = [one for one in self.house.letters() if SUBSCRIBER in one["to"]]
        return any(text.found(letter_of(one)) for one in mine)
