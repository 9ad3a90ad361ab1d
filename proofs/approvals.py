"""Promise: nothing is published without the signatures that the regulation asks for.

A regulation file and a staff are drawn by lot (or `--regulation FILE` is taken); everybody may
write and submit. Several texts are walked at random: edited, submitted, signed in and out of
turn, by writers and by strangers to the step, without having seen the text, with an old page,
returned, taken back, submitted again, scheduled, and asked for at every other address. An
independent model (`regulating`, written from docs/how-to/regulation.md alone) says of each step
whether the regulation allows it. The product must say the same, and after every step the baked
public tree may hold only texts whose chain the model calls satisfied, and soon holds those.
Meanwhile substitutes (Plt., Plh.) come and go. At the end the ledger is verified and each text's
state compared.
"""

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from proofs import addresses, newsroom, regulating, walked
from proofs.client import Client, Page
from proofs.harness import Ask, CannotRun, Outcome, Trial
from proofs.house import ADMIN, UNITS, House
from proofs.keeping import prepared
from proofs.newsroom import RefusedError
from proofs.planting import wall_clock
from proofs.regulating import Post, Regulation, Review
from proofs.standing import Standing
from proofs.walked import NOBODY, OWN_STEPS, Text, done, file_of, forged, writers_since

NAME = "approvals"
DATABASES = ("sqlite", "postgresql")
GUARDS = (
    "approvals_four_eyes",
    "approvals_chain",
    "approvals_lock",
    "approvals_order",
    "approvals_distinct",
    "approvals_seen",
    "approvals_substitute",
)
WITNESS = "the baked public tree, suluh ledger verify, suluh story show"
FULL, QUICK_SECONDS, BATCH = 10_000, 15.0, 1_000
IN_FLIGHT, PEOPLE, PATIENCE, ANY_CASE = 6, 8, 20.0, 0.2
WEIGHTS = {
    "edit": 8, "submit": 14, "sign": 36, "sign by anybody": 28, "sign unseen": 5,
    "sign an old copy": 5, "send back": 4, "take back": 4, "schedule": 2, "elsewhere": 8,
    "appoint substitute": 12, "end substitution": 4,
}  # fmt: skip
PARTS = [("id", name) for name in ("title", "lead", "body", "credits", "facts")]


def prove(ask: Ask) -> Outcome:
    """Walk as many steps as asked for; quick as many as its seconds hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--regulation", type=Path)
    given = parser.parse_args(ask.rest)
    began = time.monotonic()
    outcome = Outcome(ask.seed, ask.quick, witness=WITNESS)
    rng = random.Random(f"{NAME} {ask.seed} house")
    units = UNITS
    data = Regulation.read(given.regulation).data if given.regulation else regulating.written(rng)
    kinds = {unit[3] for unit in units}
    if not kinds <= set(data["unit_kinds"]):
        raise CannotRun(f"the regulation must have the unit kinds {sorted(kinds)}")
    people = regulating.staff(rng, data["posts"], units, PEOPLE)

    def make(house: House) -> dict[str, Client]:
        return house.enter_all([ADMIN, *sorted({row[0] for row in people})])

    path = given.regulation or file_of(data, ask.seed)
    with prepared(ask, NAME, make, people=people, units=units, regulation=path) as made:
        walk = Walk(ask, made[0], made[1], Regulation(data))
        try:
            for trial in walk.trials():
                outcome.add(trial)
        except (LookupError, RefusedError, OSError) as wrong:
            outcome.add(Trial("the walk", "undecided", f"could not go on: {wrong!r}"[:600]))
        outcome.extra = {
            "published": len(walk.published) - walk.published_before,
            "regulation": data["code"],
        }
    outcome.seconds = time.monotonic() - began
    return outcome


class Walk:
    """Random steps on several texts, each compared with the model."""

    def __init__(
        self, ask: Ask, house: House, clients: dict[str, Client], regulation: Regulation
    ) -> None:
        self.ask, self.house, self.regulation = ask, house, regulation
        self.clients = {email: one.at(house.office) for email, one in clients.items()}
        self.people = sorted({row[0] for row in house.people})
        self.rng = random.Random(f"{NAME} {ask.seed} walk")
        self.model = regulating.House({one[0]: (one[3], one[4]) for one in house.units})
        for row in house.people:
            self.model.posts[row[5]] = Post(row[6], row[2], row[0])
        self.routes = [
            one for one in addresses.routes(house)
            if one["app"] == "office" and one["name"] not in OWN_STEPS
            and ("content_id" in one["pattern"] or "copy_id" in one["pattern"])
        ]  # fmt: skip
        self.standing = Standing(self.person(ADMIN), self.model)
        self.tree = house.home / "public"
        self.texts: list[Text] = []
        self.published = self.public()  # a copied house has what its first walk published
        self.published_before = len(self.published)
        self.tick, self.why = 0, ""
        self.asked: Counter[str] = Counter()

    def trials(self) -> Iterator[Trial]:
        """Walk, then look at everything once more."""
        for one in self.routes:  # a parameter that nobody knows an id of is missed at once
            forged(one["pattern"], NOBODY, NOBODY)
        until = time.monotonic() + QUICK_SECONDS
        wanted = BATCH if self.ask.batch else self.ask.trials or FULL
        timed = self.ask.quick and not self.ask.batch and not self.ask.trials
        while self.tick < wanted and (not timed or time.monotonic() < until):
            if len(self.texts) < IN_FLIGHT:
                self.texts.append(self.begin())
            self.tick += 1  # after the new text: what is later has a later step
            yield (trial := self.step(self.rng.choice(self.texts)))
            if self.ask.batch and trial.verdict == "bad":
                return
        yield from walked.in_the_end(self.house, self.texts[: 1 if timed else IN_FLIGHT])

    def begin(self) -> Text:
        """Start a text, mostly one whose chain is possible for somebody."""
        rng, email, case = self.rng, self.rng.choice(self.people), ("", "", "")
        for _try in range(1 if rng.random() < ANY_CASE else 30):
            case = (rng.choice(self.house.units)[0], rng.choice(("news", "press_release")),
                    rng.choice(("ordinary", "sensitive")))  # fmt: skip
            if len(self.submitters(case, {email})) > 1:
                break
        client = self.person(email)
        text = Text(newsroom.start(client, case[0], case[1]), case)
        newsroom.facts(client, text.story, sensitivity=case[2], place="Kota", slug="")
        text.parts["id", "facts"] = "facts"
        for part in ("title", "lead", "body", "credits"):
            text.parts["id", part] = f"{part} pertama"
        self.save(text, email)
        return text

    def submitters(self, case: tuple[str, str, str], writers: set[str]) -> list[str]:
        """Return those with whose submission the chain is possible."""
        chain = self.regulation.chain(self.model, case, PARTS)
        model = self.model
        found = [
            (one, Review(chain, {}, frozenset(writers | {one} | model.stands_in_for(one)), model))
            for one in self.people
        ]
        return [one for one, review in found if review.possible()]

    def person(self, email: str) -> Client:
        """Return somebody's browser with a fresh second factor."""
        self.house.step_up(self.clients[email], email)
        return self.clients[email]

    # --- one step ----------------------------------------------------------------------------

    def step(self, text: Text) -> Trial:
        """Do one thing at random, compare, and look at the public tree."""
        kind = self.rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        email = self.rng.choice(self.people)
        mark = f"{self.tick} {kind} {email} {text.story}"
        self.why = ""
        problem = getattr(self, kind.replace(" ", "_"))(text, email)
        problem = problem or self.look(text)
        detail = f"{mark} {text.case}: {problem}" if problem else ""
        name = f"{kind}: {self.why}" if self.why else kind
        return Trial(name, "bad" if problem else "ok", detail, mark)

    def look(self, text: Text) -> str:
        """Compare the public tree with what the model calls satisfied."""
        if text.open and text.review and text.review.satisfied():
            until = time.monotonic() + PATIENCE
            while text.story[:6] not in self.public() and time.monotonic() < until:
                time.sleep(0.02)
            if text.story[:6] not in self.public():
                return "satisfied, but not public"
            self.published.add(text.story[:6])
            self.texts = [one for one in self.texts if one is not text]
        strangers = self.public() - self.published
        return f"public without a satisfied chain: {sorted(strangers)}" if strangers else ""

    def public(self) -> set[str]:
        """Return the first letters of the content ids of everything in the public tree."""
        return walked.public_ids(self.tree)

    def compare(self, page: Page, allowed: str) -> str:
        """`allowed`: '' or why the model refuses. Return how the product differs, or ''."""
        self.why = allowed
        if done(page) is (allowed == ""):
            return ""
        said = re.sub(r"<[^>]+>|\s+", " ", page.text[page.text.find("<main") :])[:200]
        return f"model: {allowed or 'allowed'}; product: {page.status} {said}"

    # --- kinds of steps ----------------------------------------------------------------------

    def edit(self, text: Text, email: str) -> str:
        """Change one or two parts; a text under review is locked."""
        changed = dict(text.parts)
        for part in self.rng.sample(("title", "lead", "body", "credits"), self.rng.choice((1, 2))):
            changed["id", part] = f"{part} {self.tick}"
        before, text.parts = text.parts, changed
        page = self.typed(text, email)
        problem = self.compare(page, "locked" if text.open else "")
        if text.open or problem:
            text.parts = before
        else:
            text.saved += 1
            text.edits.append((self.tick, email))
        return problem

    def typed(self, text: Text, email: str) -> Page:
        said = {name: text.parts["id", name] for name in ("title", "lead", "body")}
        said |= {"based_on": str(text.saved), "credit_writer": text.parts["id", "credits"]}
        return self.person(email).post(f"/naskah/{text.story}/id/", said)

    def save(self, text: Text, email: str) -> None:
        page = self.typed(text, email)
        if not done(page):
            raise RefusedError("first text", page)
        text.saved += 1
        text.edits.append((self.tick, email))

    def submit(self, text: Text, email: str) -> str:
        """Submit; refused while a Copy is open, and where the chain is impossible."""
        parts = dict(text.parts)
        chain = self.regulation.chain(self.model, text.case, parts)
        writers = writers_since(text, self.model)
        fit = self.submitters(text.case, writers)
        if not text.open and not fit:
            self.texts = [
                one for one in self.texts if one is not text
            ]  # everybody has written: nobody is left to sign
        elif not text.open and self.rng.random() > ANY_CASE:
            email = self.rng.choice(fit)
        writers |= {email} | self.model.stands_in_for(email)
        review = Review(chain, parts, frozenset(writers), self.model)
        why = "open already" if text.open else "" if review.possible() else "impossible"
        asked = {"submit": "1", "locales": ["id"]}
        page = self.person(email).post(f"/naskah/{text.story}/ajukan/", asked)
        problem = self.compare(page, why)
        if why or problem:
            return problem
        if text.before is not None:
            # Sign-offs on parts that did not change stay.
            review.signed = {
                (key, part): given for (key, part), given in text.before.signed.items()
                if review.parts.get(part) == given[0] and not set(given[1:]) & writers
            }  # fmt: skip
        if text.copy:
            text.old_copies.append(text.copy)
        found = newsroom.COPY.search(page.headers["location"])
        text.copy = found.group(1) if found else ""
        text.review, text.open, text.seen = review, True, ""
        return ""

    def sign(self, text: Text, email: str) -> str:
        """A signature that the model allows, if there is one."""
        if not text.open or text.review is None:
            return self.submit(text, email)
        can = self.allowed(text.review)
        if not can:
            return self.sign_by_anybody(text, email)
        who, key = self.rng.choice(can)
        return self.signature(text, who, key)

    def allowed(self, review: Review) -> list[tuple[str, str]]:
        """Return who may sign which step now."""
        steps = [step.key for step in review.chain.steps]
        return [(who, key) for who in self.people for key in steps if not review.may_sign(who, key)]

    def sign_by_anybody(self, text: Text, email: str) -> str:
        """Any person, any step, in any order: each reason to refuse gets its turn."""
        if text.review is None:
            return self.edit(text, email)
        pairs: dict[str, list[tuple[str, str]]] = {}
        for key in (*(step.key for step in text.review.chain.steps), "tidak_ada"):
            for who in self.people:
                pairs.setdefault(text.review.may_sign(who, key), []).append((who, key))
        refused = [one for one in sorted(pairs) if one]
        why = min(refused, key=lambda one: self.asked[one])
        self.asked[why] += 1
        bound = [one for one in pairs[why] if text.review.only_bound(*one)]
        return self.signature(text, *self.rng.choice(bound or pairs[why]))

    def signature(self, text: Text, email: str, key: str) -> str:
        review = text.review
        if review is None:
            return ""
        why = review.may_sign(email, key) if text.open else "closed"
        seen = self.seen_by(text)
        page = newsroom.sign(self.person(email), text.copy, key, seen.split())
        problem = self.compare(page, why or ("" if seen else "nothing seen"))
        if not why and not problem and seen:
            text.signed_at |= dict.fromkeys(review.sign(email, key), self.tick)
        return problem

    def seen_by(self, text: Text) -> str:
        """Return the commitments that a signer's page shows; learnt from the first who may sign."""
        if text.seen or not text.open or text.review is None:
            return text.seen
        for step in text.review.chain.steps:
            for email in self.people:
                if not text.review.may_sign(email, step.key):
                    text.seen = walked.seen_on(self.person(email), text.copy)
                    if text.seen:
                        return text.seen
        return ""

    def sign_unseen(self, text: Text, email: str) -> str:
        """A signature under what was not shown is refused, whoever gives it."""
        if text.review is None or not text.open:
            return self.edit(text, email)
        can = self.allowed(text.review)
        if not can:
            return self.sign_by_anybody(text, email)
        who, key = self.rng.choice(can)
        page = newsroom.sign(self.person(who), text.copy, key, ["0" * 64])
        return self.compare(page, "not seen")

    def sign_an_old_copy(self, text: Text, email: str) -> str:
        """A Copy that was returned or taken back takes no signature any more."""
        if not text.old_copies or text.review is None:
            return self.sign(text, email)
        key = self.rng.choice(text.review.chain.steps).key
        copy = self.rng.choice(text.old_copies)
        return self.compare(
            newsroom.sign(self.person(email), copy, key, text.seen.split()), "an old copy"
        )

    def send_back(self, text: Text, email: str) -> str:
        """Whoever could sign may return."""
        if text.review is None or not text.review.chain.steps:
            return self.edit(text, email)
        key = self.rng.choice(text.review.chain.steps).key
        why = text.review.may_sign(email, key) if text.open else "closed"
        said = {"whole": "Mohon diperbaiki."}
        page = self.person(email).post(f"/telaah/{text.copy}/kembalikan/{key}/", said)
        problem = self.compare(page, why)
        if not why and not problem:
            self.closed(text)
        return problem

    def take_back(self, text: Text, email: str) -> str:
        """Unlock a text; the regulation leaves open who may, so the product's answer counts."""
        if text.copy and done(self.person(email).post(f"/telaah/{text.copy}/ambil/", {})):
            if not text.open:
                return "took back what was closed"
            self.closed(text)
        return ""

    def closed(self, text: Text) -> None:
        text.open, text.before = False, text.review

    def schedule(self, text: Text, email: str) -> str:
        """An hour that comes at once changes nothing about who must sign."""
        if text.copy:
            said = {"due_at": wall_clock(7, seconds=1)}
            self.person(email).post(f"/telaah/{text.copy}/jadwal/", said)
        return ""

    def elsewhere(self, text: Text, email: str) -> str:
        """A forged request at any other address that takes the text or its Copy."""
        route = self.rng.choice(self.routes)
        path = forged(route["pattern"], text.story, text.copy or NOBODY)
        extra = self.rng.choice(("", "terbit/", "terbitkan/", "publish/", "setujui/semua/"))
        body = {"state": "cleared", "purpose": "publish", "seen": text.seen, "publish": "1",
                "action-publish": "1", "live": "true", "name": "x", "email": "bukan"}  # fmt: skip
        page = self.person(email).post(path + extra, body)
        return f"{path}{extra}: {page.status}" if page.status >= 500 else ""

    # --- substitutes -------------------------------------------------------------------------

    def appoint_substitute(self, text: Text, email: str) -> str:
        """Let somebody stand in for a post from this morning on; a holder not for himself."""
        if self.standing.full():
            return self.end_substitution(text, email)
        code = self.rng.choice(sorted(self.model.posts))
        if self.standing.twice(code, email):
            return ""
        self.person(ADMIN)
        page = self.standing.appoint(code, email, self.rng.choice(("plt", "plh")))
        itself = email == self.model.posts[code].holder
        problem = self.compare(page, "himself" if itself else "")
        return problem or ("" if itself else self.standing.note(code, email))

    def end_substitution(self, text: Text, email: str) -> str:
        """End one early; from then on nobody is bound by it."""
        if not self.model.lent:
            return self.sign(text, email)
        self.person(ADMIN)
        which = self.rng.choice(sorted(self.model.lent))
        return self.compare(self.standing.end(which, self.tick), "")
