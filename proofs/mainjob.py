"""Promise: a unit's text becomes an official, signed, published story, whoever the people are.

One trial takes one file through a real browser: import, edit, translation, submission, every
sign-off that the regulation asks for (the first on a 390 px phone), publication; then the letter
is read at the mail witness, the feed by feedparser, the page by the Nu checker, the Edition by
the standalone verifier.

`--file FILE` (again and again for several; `-` prints nothing else), `--regulation FILE`: every
post that it names is held by somebody in every unit.
Without files it takes the import's own texts, which have the same kind of dirt.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
import unicodedata
from pathlib import Path
from typing import Any

from proofs.client import Client
from proofs.harness import TREE, Ask, CannotRun, Outcome, Trial
from proofs.house import PEOPLE, UNITS, House
from proofs.office import CHROMIUM, LAUNCH, Office
from proofs.staffing import staffed

NAME = "mainjob"
DATABASES = ("sqlite", "postgresql")
GUARDS = ("mainjob_import",)
OWN_TEXTS = "src/suluh/newsroom/editorial/tests/texts"
FIELDS = {
    "story", "content_id", "locale", "title", "lead", "paragraphs", "byline", "editor",
    "event_date", "place", "figures", "set_aside", "source_sha256",
}  # fmt: skip
READER = "pembaca@luar.example"
READER_LOCALE = "id"
# What is typed in each language: the editor's sentence, and a translation (title, lead, text).
ADDED = {
    "id": "Kalimat ini ditambahkan oleh penyunting.",
    "en": "This sentence was added by the desk editor.",
}
TRANSLATION = {
    "id": ("Terjemahan", "Yang terjadi, dalam bahasa Indonesia.",
           "Paragraf pertama dalam bahasa Indonesia.\n\nParagraf kedua."),
    "en": ("Translation", "What happened, in English.",
           "The first paragraph in English.\n\nThe second one."),
}  # fmt: skip
WAIT_SECONDS = 90


def prove(ask: Ask) -> Outcome:
    """Take every file through the whole loop in one house."""
    if ask.batch:
        return _imports_alone(ask)
    given = _flags(ask.rest)
    files = [Path(one).resolve() for one in given.file] or _own_texts(ask)
    vnu = _vnu()
    outcome = Outcome(
        ask.seed, ask.quick, witness="Chromium, mail witness, feedparser, Nu checker, verifier"
    )
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 may be missing
    except ImportError as wrong:
        raise CannotRun("playwright is missing; make setup installs it") from wrong
    if not Path(CHROMIUM).exists():
        raise CannotRun("chromium is missing; apt-get install chromium")
    regulation = Path(given.regulation).resolve() if given.regulation else None
    people, units = staffed(regulation) if regulation else (PEOPLE, UNITS)
    with House(ask.tree, ask.database, regulation=regulation, people=people, units=units) as house:
        house.set_up()
        house.start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=LAUNCH)
            office = Office(house, browser)
            for path in files:
                _one(Job(office, path, vnu), outcome)
            browser.close()
    return outcome


def _imports_alone(ask: Ask) -> Outcome:
    """Ask a sabotaged tree what the command makes of the import's own texts; no browser."""
    outcome = Outcome(ask.seed, ask.quick, witness="a count of the file's own characters")
    with House(ask.tree, ask.database) as house:
        house.set_up()
        for path in sorted((TREE / OWN_TEXTS).glob("*.txt"))[:3]:
            detail = imported(house, path)[1]
            outcome.add(Trial("imported_by_command", "bad" if detail else "ok", detail, path.name))
    return outcome


def imported(house: House, path: Path) -> tuple[dict[str, Any], str]:
    """Import a file by the command; its JSON and what is wrong with it.

    The whole JSON goes to standard error on one line. A text file is counted here, by its own
    characters: whatever is neither white space nor in a field must stand in the list set aside.
    """
    done = house.cli(
        "import", "story", str(path), "--as", PEOPLE[0][0], "--unit", "KWA", "--json",
        may_fail=True,
    )  # fmt: skip
    sys.stderr.write(done.stdout)
    found: dict[str, Any] = json.loads(done.stdout)
    missing = FIELDS - set(found)
    if done.returncode not in {0, 4} or missing:
        return found, f"exit {done.returncode}, missing {sorted(missing)}"
    if path.suffix != ".txt":
        return found, ""
    given, kept = ink(path.read_text(encoding="utf-8-sig", errors="replace")), _kept(found)
    return found, "" if given == kept else f"{given} characters in, {kept} in fields and aside"


def _kept(found: dict[str, Any]) -> int:
    texts = [found[key] for key in ("title", "lead", "byline", "editor")] + found["paragraphs"]
    texts += [figure[key] for figure in found["figures"] for key in ("caption", "credit", "alt")]
    return sum(map(ink, texts + [one["text"] for one in found["set_aside"]]))


def ink(text: str) -> int:
    """Count the characters that are no white space, after NFC."""
    return sum(1 for sign in unicodedata.normalize("NFC", text) if not sign.isspace())


def _flags(rest: tuple[str, ...]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="suluh prove mainjob")
    parser.add_argument("--file", action="append", default=[])
    parser.add_argument("--regulation")
    return parser.parse_args(list(rest))


def _own_texts(ask: Ask) -> list[Path]:
    found = sorted((TREE / OWN_TEXTS).glob("*.txt"))
    return [found[ask.seed % len(found)]] if ask.quick else found


def _vnu() -> Path:
    places = [os.environ.get("SULUH_VNU", ""),
              str(TREE / "out/vnu/node_modules/vnu-jar/build/dist/vnu.jar")]  # fmt: skip
    for place in places:
        if place and Path(place).is_file():
            return Path(place)
    raise CannotRun("the Nu checker is missing; npm install --prefix out/vnu vnu-jar")


def _one(job: "Job", outcome: Outcome) -> None:
    mark = job.path.name
    try:
        for name, detail in job.run():
            outcome.add(
                Trial(name, "ok" if not detail else "bad", f"{mark}: {detail}", f"{name} {mark}")
            )
    except Exception as wrong:  # noqa: BLE001 because a step that broke is undecided, and counts as bad
        where = job.page.url if job.page is not None else ""
        detail = f"{mark}: {type(wrong).__name__}: {wrong} at {where}"
        outcome.add(Trial(f"after {job.at}", "undecided", detail[-600:], mark))
        if job.page is not None:
            out = TREE / "out"
            out.mkdir(exist_ok=True)
            job.page.screenshot(path=str(out / "mainjob-failure.png"), full_page=True)


class Job:
    """One file on its way."""

    def __init__(self, office: Office, path: Path, vnu: Path) -> None:
        self.office, self.house, self.path, self.vnu = office, office.house, path, vnu
        self.page: Any = None
        self.at = "start"
        self.content_id = ""
        self.locale, self.other = "id", "en"
        self.author = PEOPLE[0][0]

    def run(self) -> Any:
        """Yield (step, what was wrong) for every step."""
        steps = (
            self.imported_by_command, self.subscribed, self.imported, self.edited, self.translated,
            self.submitted, self.signed, self.published, self.mailed, self.fed, self.valid_page,
            self.verified,
        )  # fmt: skip
        for step in steps:
            self.at = step.__name__
            yield step.__name__, step()

    def story(self) -> dict[str, Any]:
        """Return the story as the command shows it."""
        found: dict[str, Any] = self.house.json("story", "show", self.content_id, "--json")
        return found

    def imported_by_command(self) -> str:
        """The command's JSON has every field, and its counting rule holds."""
        found, wrong = imported(self.house, self.path)
        self.title = found.get("title", "")
        self.locale = found.get("locale", "")
        if self.locale not in ADDED:
            return wrong or f"the import names no language of the house: {self.locale!r}"
        self.other = next(one for one in ADDED if one != self.locale)
        return wrong

    def subscribed(self) -> str:
        """A reader subscribes on the public site and confirms by the letter's link."""
        if any(READER in letter["to"] for letter in self.house.letters()):
            return ""
        client = Client(self.house.public)
        page = client.get(f"/t/{READER_LOCALE}/langganan/")
        form = page.form(has="email")
        values: dict[str, object] = {"email": READER}
        values |= {name: options[0] for name, options in form.choices.items() if name == "consent"}
        page = client.submit(page, form, values)
        text = self.house.wait_letter(READER, "/langganan/")
        link = re.search(r"https?://\S+/t/id/langganan/\S+", text)
        if link is None:
            return "no link to confirm in the letter"
        page = client.get("/" + link.group(0).split("/", 3)[3])
        client.submit(page, page.forms()[-1], {})
        return ""

    def imported(self) -> str:
        """The upload form gives the same as the command."""
        page = self.page = self.office.page(self.author)
        page.goto(self.house.office + "/naskah/impor/")
        page.set_input_files("input[type=file]", str(self.path))
        page.select_option("select[name=unit]", "KWA")
        self.office.press(page, "#main form button.btn--main", self.author)
        found = re.search(r"/naskah/([0-9a-z]{26})/", page.url)
        if found is None:
            return f"no story after the import: {page.url} {page.inner_text('main')[:300]}"
        self.content_id = found.group(1)
        page.goto(f"{self.house.office}/naskah/{self.content_id}/{self.locale}/")
        title = page.input_value("[name=title]")
        return "" if title == self.title else f"the form's title {title!r} is not {self.title!r}"

    def edited(self) -> str:
        """An edit in the plain form, and a note on the rights where another outlet is named."""
        page = self.page
        before = page.input_value("[name=body]")
        page.fill("[name=body]", f"{before}\n\n{ADDED[self.locale]}")
        self.office.press(page, "button[name=done]", self.author)
        if self.story().get("foreign_outlet"):
            page.goto(f"{self.house.office}/naskah/{self.content_id}/fakta/")
            page.fill("[name=rights]", "Dimuat dengan izin tertulis.")
            self.office.press(page, "#main form button.btn--main", self.author)
        page.goto(f"{self.house.office}/naskah/{self.content_id}/{self.locale}/")
        after = page.input_value("[name=body]")
        return "" if after.rstrip().endswith(ADDED[self.locale]) else "the edit was not kept"

    def translated(self) -> str:
        """A text in the house's other language beside the one of the file."""
        page = self.page
        title, lead, body = TRANSLATION[self.other]
        page.goto(f"{self.house.office}/naskah/{self.content_id}/{self.other}/")
        page.fill("[name=title]", f"{title} {self.content_id}")
        page.fill("[name=lead]", lead)
        page.fill("[name=body]", body)
        self.office.press(page, "button[name=done]", self.author)
        languages = self.story()["languages"]
        return "" if {self.locale, self.other} <= set(languages) else f"only {languages}"

    def submitted(self) -> str:
        """Both languages in one Copy."""
        page = self.page
        page.goto(f"{self.house.office}/naskah/{self.content_id}/ajukan/")
        for box in page.query_selector_all("input[type=checkbox]"):
            box.check()
        self.office.press(page, "button[name=submit]", self.author)
        state = self.story()["state"]
        if state not in {"in_review", "cleared"}:
            return f"the state is {state}: {page.inner_text('main')[:400]}"
        return ""

    def signed(self) -> str:
        """Everybody the chain asks for signs what they see, the first one on a phone."""
        by_name = {name: email for email, name, *_rest in self.house.people}
        signers: set[str] = set()
        for at in range(24):
            found = self.story()
            if found["state"] != "in_review":
                break
            wait = found["waits"][0]
            email = next(by_name[one["name"]] for one in wait["people"] if one["name"] in by_name)
            page = self.page = self.office.page(email, phone=at == 0)
            copy = found["copy"]["id"]
            page.goto(f"{self.house.office}/telaah/{copy}/")
            link = f"a[href*='/telaah/{copy}/setujui/{wait['step']}/']"
            page.click(link)
            page.wait_for_load_state()
            self.office.press(
                page, "#main form button.btn--main, form[method=post] button.btn--main", email
            )
            signers.add(email)
        state = self.story()["state"]
        if state not in {"cleared", "published"}:
            return f"the state is {state}"
        return "" if len(signers) >= 2 else f"only {len(signers)} persons signed"

    def published(self) -> str:
        """The page answers 200 on the public site, in both languages."""
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until:
            editions = self.story()["editions"]
            if len(editions) >= 2:
                self.addresses = {one["locale"]: one["address"] for one in editions}
                client = Client(self.house.public)
                pages = {key: client.get(path) for key, path in self.addresses.items()}
                if all(page.status == 200 for page in pages.values()):
                    self.html = pages[self.locale].body
                    there = ADDED[self.locale] in pages[self.locale].text
                    return "" if there else "the edit is not public"
            time.sleep(0.3)
        return f"not public after {WAIT_SECONDS} s: {self.story()['state']}"

    def mailed(self) -> str:
        """The reader's letter leads to the story."""
        try:
            self.house.wait_letter(READER, self.addresses[READER_LOCALE], WAIT_SECONDS)
        except LookupError as wrong:
            return str(wrong)
        return ""

    def fed(self) -> str:
        """Every feed that the page names is well-formed and holds the story."""
        import feedparser  # noqa: PLC0415 the witness of this step alone

        client = Client(self.house.public)
        named = re.findall(r"<link[^>]+>", self.html.decode())
        feeds = sorted(
            re.search(r'href="([^"]+)"', one).group(1)  # type: ignore[union-attr]
            for one in named
            if re.search(r'type="application/(rss|atom)\+xml"', one)
        )
        if not feeds:
            return "the page names no feed"
        for feed in feeds:
            read = feedparser.parse(client.get(feed).body)
            if read.bozo:
                return f"{feed}: {read.bozo_exception}"
            if not any(self.addresses[self.locale] in entry.link for entry in read.entries):
                return f"{feed} does not hold the story"
        return ""

    def valid_page(self) -> str:
        """The Nu checker finds no error in the page as it was served."""
        done = subprocess.run(
            ["java", "-jar", str(self.vnu), "--errors-only", "--format", "json", "-"],
            input=self.html, capture_output=True, check=False, timeout=180,
        )  # fmt: skip
        said = json.loads(done.stderr or b'{"messages":[]}')["messages"]
        return json.dumps(said)[:400] if said else ""

    def verified(self) -> str:
        """The standalone verifier, told the fingerprint from outside, calls both genuine."""
        root = self.house.json("keys", "show", "--json")["root"]
        tool = self.house.tree / "tools" / "verify_edition.py"
        for locale in self.addresses:
            file = self.house.folder / f"{self.content_id}.{locale}.json"
            self.house.cli(
                "ledger", "export", self.content_id, "--locale", locale, "--out", str(file)
            )
            done = subprocess.run(
                [sys.executable, "-I", str(tool), str(file), "--root", root],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            if done.returncode:
                return f"{locale}: {done.stdout}{done.stderr}"[:300]
        sound = self.house.json("ledger", "verify", "--json")
        return "" if sound["sound"] else json.dumps(sound)[:300]
