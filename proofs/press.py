"""A small house that turns out approved stories quickly: two signatures for each, by HTTP."""

import http.client
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from proofs import newsroom
from proofs.client import Client
from proofs.house import ADMIN, House
from proofs.newsroom import RefusedError, Words

WRITER, HEAD, PR = "ayu@bukti.example", "beni@bukti.example", "eko@bukti.example"
PUBLISHER = "cici@bukti.example"
STEPS = ("head_of_unit", "head_of_pr")
READERS = ("pembaca.satu@luar.example", "pembaca.dua@luar.example")
CONFIRM = re.compile(r"https?://\S+/t/id/langganan/\S+")


@dataclass(frozen=True)
class Story:
    """A text on its way, with what it can be recognised by."""

    content_id: str
    copy: str
    title: str
    seen: str


def regulation(tree: Path, folder: Path) -> Path:
    """Write a regulation in which every text needs two signatures by two persons."""
    example = tree / "src/suluh/newsroom/regulation/profiles/contoh.yaml"
    text = yaml.safe_load(example.read_text())
    both = {"id": "Dua orang membaca setiap naskah.", "en": "Two persons read every text."}
    places = ("unit", {"nearest": "pr_bureau"})
    text["rules"] = [
        {
            "key": "all", "title": both, "clause": "Pasal 1 ayat (1)",
            "match": {"kinds": sorted(text["content_kinds"])}, "distinct_persons": 2,
            "steps": [
                {"key": post, "post": post, "at": at, "hours": 8, "clause": "Pasal 1 ayat (2)",
                 "text": both, "when_nobody": "escalate"}
                for post, at in zip(STEPS, places, strict=True)
            ],
        }
    ]  # fmt: skip
    path = folder / "regulation.yaml"
    path.write_text(json.dumps(text, default=str, ensure_ascii=False, indent=1))
    return path


@dataclass
class Press:
    """A house and the people who write and sign in it."""

    house: House
    clients: dict[str, Client] = field(default_factory=dict)
    made: int = 0
    mark: str = ""

    def set_up(self, people: tuple[str, ...] = (WRITER, HEAD, PR, ADMIN)) -> None:
        """Make the house and sign everybody in; it runs afterwards."""
        self.house.regulation = regulation(self.house.tree, self.house.folder)
        self.house.set_up()
        self.house.start()
        self.clients = self.house.enter_all(people)

    def moved(self, house: House) -> "Press":
        """Return the same people in a copy of the house."""
        clients = {email: one.at(house.office) for email, one in self.clients.items()}
        return Press(house, clients, self.made, self.mark)

    @contextmanager
    def office_alone(self) -> Iterator[None]:
        """Run the office's web server without a worker beside it."""
        house = self.house
        house.start_mail()
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(house.port + 1), "--workers", "1", "--blocking-threads", "2",
            "--log-level", "warning", "--no-access-log", "suluh.project.wsgi_office:application",
        ]  # fmt: skip
        with (house.folder / "office.log").open("ab") as log:
            server = subprocess.Popen(
                command, env=house.environment(), stdout=log, stderr=log, cwd=house.folder
            )
            try:
                _until_answers(house.office)
                yield
            finally:
                server.terminate()
                try:
                    server.wait(10)
                except subprocess.TimeoutExpired:
                    server.kill()
                    server.wait()

    def as_(self, email: str) -> Client:
        """Return a person's browser, with a second factor that is fresh."""
        client = self.clients[email]
        self.house.step_up(client, email)
        return client

    def write(self, count: int) -> list[Story]:
        """Write stories and sign all but the last step."""
        return [self._story() for _one in range(count)]

    def _story(self) -> Story:
        self.made += 1
        title = f"Kabar {self.mark}nomor{self.made}akhir dari muara"
        writer = self.as_(WRITER)
        story = newsroom.start(writer, "KWA")
        words = Words(title, f"Teras {self.made}.", f"Isi naskah {self.made}.\n\nAlinea kedua.")
        newsroom.write(writer, story, words)
        copy = newsroom.submit(writer, story)
        made = Story(story, copy, title, self._seen(copy))
        self.sign(made, HEAD, STEPS[0])
        return made

    def _seen(self, copy: str) -> str:
        """Read what somebody who signs this copy has before their eyes."""
        head = self.as_(HEAD)
        page = head.get(f"/telaah/{copy}/")
        links = (one for one in page.links() if f"/setujui/{STEPS[0]}/" in one)
        asked = head.get(next(links).replace("&amp;", "&"))
        return dict(asked.form(has="seen").fields)["seen"]

    def sign(self, story: Story, email: str, step: str) -> float:
        """Sign one step; returns when the answer had come (monotonic)."""
        client = self.as_(email)
        answer = client.post(f"/telaah/{story.copy}/setujui/{step}/", {"seen": story.seen})
        if answer.status != 302 or "/akun/" in answer.headers.get("location", ""):
            raise RefusedError(f"sign {step}", answer)
        return time.monotonic()

    def release(self, story: Story) -> float:
        """Give the last signature: from now on the story is due."""
        return self.sign(story, PR, STEPS[1])

    def subscribe(self, readers: tuple[str, ...] = READERS) -> None:
        """Let readers subscribe on the public site and confirm by their letters."""
        for address in readers:
            client = Client(self.house.public)
            page = client.get("/t/id/langganan/")
            form = page.form(has="email")
            values: dict[str, object] = {"email": address}
            if form.choices.get("consent"):
                values["consent"] = form.choices["consent"][0]
            client.submit(page, form, values)
            found = CONFIRM.search(self.house.wait_letter(address, "/langganan/"))
            if found is None:
                raise LookupError("no link to confirm in the letter")
            page = client.get("/" + found.group(0).split("/", 3)[3])
            client.submit(page, page.forms()[-1], {})

    def open_channels(self, port: int) -> None:
        """Open a channel to each of the two other systems."""
        origin = f"http://127.0.0.1:{port}"
        for kind in ("keyed", "lookup"):
            said = {
                "name": f"Sistem {kind}", "url": f"{origin}/{kind}", "channel_class": kind,
                "look_up_url": f"{origin}/lookup/{{key}}" if kind == "lookup" else "",
                "unit": "", "allowed": f"127.0.0.1:{port}",
            }  # fmt: skip
            answer = self.as_(ADMIN).post("/kanal/saluran/", said)
            if answer.status != 302:
                raise RefusedError(f"open {kind}", answer)


def _until_answers(origin: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if Client(origin, 5).request("GET", "/akun/login/").status == 200:
                return
        except (OSError, http.client.HTTPException):  # a free port can connect to itself
            time.sleep(0.05)
    raise RuntimeError(f"nothing answers at {origin}")


def read_lines(path: Path) -> list[dict[str, object]]:
    """Return a witness's log; a line that is being written is left for the next look."""
    if not path.exists():
        return []
    text = path.read_text()
    return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]
