"""People at work in the office: writing, pictures, submission, signatures, all by HTTP."""

import hashlib
import io
import random
import re
from dataclasses import dataclass, field
from typing import Any

from proofs.client import Client, Page
from proofs.house import House

CONTENT = re.compile(r"/naskah/([0-9a-z]{26})/")
COPY = re.compile(r"/telaah/([0-9a-f-]{36})/")
PICTURE = re.compile(r"/foto/([0-9a-f-]{36})/")
ACTIVITY = re.compile(r"/kegiatan/([0-9a-f-]{36})/")


class RefusedError(Exception):
    """The office did not do what the proof's preparation needs."""

    def __init__(self, what: str, page: Page) -> None:
        seen = re.sub(r"<[^>]+>|\s+", " ", page.text[page.text.find("<main") :])
        super().__init__(f"{what}: {page.status} {page.url} {seen[:600]}")


@dataclass(frozen=True)
class Words:
    """What a writer types for one text."""

    title: str
    lead: str
    body: str
    writer: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def _done(what: str, page: Page, found: re.Pattern[str] | None = None) -> str:
    """Return what the redirect leads to; anything but a redirect is a refusal."""
    where = page.headers.get("location", "")
    if page.status != 302 or "/akun/" in where:
        raise RefusedError(what, page)
    if found is None:
        return where
    match = found.search(where)
    if match is None:
        raise RefusedError(f"{what} led to {where}", page)
    return match.group(1)


def noise_jpeg(rng: random.Random, size: tuple[int, int] = (640, 480)) -> bytes:
    """Return a picture that is like no other."""
    from PIL import Image  # noqa: PLC0415 only where pictures are made

    small = Image.frombytes("RGB", (16, 12), rng.randbytes(16 * 12 * 3))
    made = io.BytesIO()
    small.resize(size).save(made, "JPEG", quality=80)
    return made.getvalue()


def start(client: Client, unit: str, kind: str = "news", activity: str = "") -> str:
    """Open a story; returns its content id."""
    asked = {"kind": kind, "unit": unit, "activity": activity or None}
    return _done("start", client.post("/naskah/baru/", asked), CONTENT)


def write(client: Client, story: str, words: Words, locale: str = "id", based_on: int = 0) -> None:
    """Write one language of a story."""
    typed = {
        "title": words.title, "lead": words.lead, "body": words.body, "based_on": based_on,
        "credit_writer": words.writer,
    }  # fmt: skip
    _done("write", client.post(f"/naskah/{story}/{locale}/", typed))


def facts(client: Client, story: str, **given: Any) -> None:
    """Say where and when; what is left out stays as the form shows it."""
    page = client.get(f"/naskah/{story}/fakta/")
    sent = client.request("POST", f"/naskah/{story}/fakta/", *_encoded(page, given, "place"))
    _done("facts", sent)


def _encoded(page: Page, given: dict[str, Any], has: str) -> tuple[bytes, dict[str, str]]:
    import urllib.parse  # noqa: PLC0415

    pairs = page.form(has=has).with_values(given)
    return urllib.parse.urlencode(pairs).encode(), {
        "Content-Type": "application/x-www-form-urlencoded"
    }


def picture(client: Client, story: str, image: bytes, words: dict[str, str]) -> str:
    """Add a picture nobody can be recognised on. `words`: name caption alt credit."""
    name = words.get("name", "foto.jpg")
    sent = client.post(f"/naskah/{story}/gambar/", {}, [("picture", name, image)])
    _done("picture", sent)
    said = {"caption_id": words["caption"], "alt_id": words["alt"]}
    _done("describe", client.post(f"/naskah/{story}/gambar/1/", said))
    found = PICTURE.search(client.get("/foto/").text)
    if found is None:
        raise RefusedError("no picture in the library", client.get("/foto/"))
    describe(client, found.group(1), words)
    return found.group(1)


def paper(word: str) -> bytes:
    """Return a small whole PDF that says `word` in clear."""
    drawn = f"BT /F1 12 Tf 40 800 Td ({word}) Tj ET".encode()
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        + f"/Resources << /Font << /F1 {font} >> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + end


def attach(client: Client, story: str, word: str) -> str:
    """Attach a PDF that says `word`, under a title that says it too; returns its digest."""
    data = paper(word)
    sent = client.post(f"/naskah/{story}/berkas/", {}, [("file", f"{word}.pdf", data)])
    _done("attachment", sent)
    said = {"title_id": f"Lembar {word}", "title_en": f"Sheet {word}"}
    _done("attachment's title", client.post(f"/naskah/{story}/berkas/1/", said))
    return hashlib.sha256(data).hexdigest()


def describe(client: Client, picture_id: str, words: dict[str, str]) -> None:
    """Say who is on a picture (nobody), and its words."""
    page = client.get(f"/foto/{picture_id}/")
    said = {
        "consent": "nobody_recognisable", "caption_id": words["caption"], "alt_id": words["alt"],
        "credit": words.get("credit", ""), "title": words.get("title", ""),
        "rights_note": words.get("rights", ""),
    }  # fmt: skip
    sent = client.request("POST", f"/foto/{picture_id}/", *_encoded(page, said, "consent"))
    _done("consent", sent)


def hand_in(client: Client, unit: str, said: dict[str, str], photos: list[bytes]) -> str:
    """Hand in an activity; returns its id."""
    page = client.get("/kegiatan/kirim/")
    form = page.form(has="what")
    values = dict(form.fields) | {
        "unit": unit, "when": "today", "where": "other", "harmless": "on", **said,
    }  # fmt: skip
    values.pop("csrfmiddlewaretoken", None)
    files = [("photos", f"{said.get('filename', 'foto')}{at}.jpg", one)
             for at, one in enumerate(photos)]  # fmt: skip
    return _done("hand in", client.post("/kegiatan/kirim/", values, files), ACTIVITY)


def submit(client: Client, story: str, locales: tuple[str, ...] = ("id",), **more: Any) -> str:
    """Submit a story; returns the id of its Copy."""
    asked = {"submit": "1", "locales": locales, **more}
    return _done("submit", client.post(f"/naskah/{story}/ajukan/", asked), COPY)


def sign(client: Client, copy: str, step: str, seen: list[str]) -> Page:
    """Sign one step of a Copy."""
    return client.post(f"/telaah/{copy}/setujui/{step}/", {"seen": " ".join(seen)})


@dataclass
class Desk:
    """Everybody of a house, signed in, by post as well."""

    house: House
    clients: dict[str, Client]

    def holder(self, post: str, unit: str, taken: set[str]) -> tuple[str, Client]:
        """Return somebody who holds a post of this kind in this unit and did not sign yet."""
        for email, _name, own, _roles, _at, _code, kind in self.house.people:
            if kind == post and own == unit and email not in taken and email in self.clients:
                return email, self.clients[email]
        raise LookupError(f"nobody holds {post} in {unit}")

    def show(self, story: str) -> dict[str, Any]:
        """Return what `suluh story show --json` says."""
        shown: dict[str, Any] = self.house.json("story", "show", story, "--json")
        return shown

    def sign_all(self, story: str, but: int = 0) -> dict[str, Any]:
        """Sign every step in order, except the last `but`; returns the story as shown before."""
        shown = self.show(story)
        seen = [one["commitment"] for one in shown["digests"]]
        steps = shown["chain"]["steps"]
        taken: set[str] = set()
        for step in steps[: len(steps) - but]:
            email, client = self.holder(step["post"], step["unit"], taken)
            self.house.step_up(client, email)
            taken.add(email)
            _done(f"sign {step['step']} by {email}",
                  sign(client, shown["copy"]["id"], step["step"], seen))  # fmt: skip
        return shown
