"""Editions written from docs/ledger-format.md alone; nothing here comes from the product."""

import base64
import hashlib
import json
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

Json = dict[str, Any]
START = datetime(2026, 3, 2, tzinfo=UTC)
FIRST, LAST = "2026-01-01T00:00:00.000000Z", "2028-01-01T00:00:00.000000Z"
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
WORDS = (
    "layanan", "warga", "kantor", "pagi", "berkas", "wilayah", "pendaftaran", "jadwal", "siaran",
    "pers", "kunjungan", "pelatihan", "arsip", "gedung", "loket", "pengumuman", "peserta", "é", "“",
)  # fmt: skip
ACTIONS = ("publish", "update", "correct")


def canon(value: Any) -> bytes:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8")


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def mark(jws: str) -> str:
    return sha(jws.encode("ascii"))


def public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def kid(key: Ed25519PrivateKey, demo: bool = False) -> str:
    return "demo-" * demo + sha(public(key))[:32]


def payload_of(jws: str) -> Json:
    return json.loads(unb64(jws.split(".")[1]))


def sign(kind: str, payload: Json | bytes, key: Ed25519PrivateKey, name: str = "") -> str:
    header = canon({"alg": "EdDSA", "kid": name or kid(key), "typ": f"suluh-{kind}+jws"})
    body = payload if isinstance(payload, bytes) else canon(payload)
    signed = f"{b64(header)}.{b64(body)}"
    return f"{signed}.{b64(key.sign(signed.encode('ascii')))}"


def new_key(rng: random.Random) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(rng.randbytes(32))


def climb(marks: list[str], at: int) -> tuple[list[list[str]], str]:
    """Return path and root of the tree over `marks` for the leaf `at`."""
    level = [sha(b"\x00" + bytes.fromhex(each)) for each in marks]
    path = []
    while len(level) > 1:
        beside = at ^ 1
        if beside < len(level):
            path.append(["l" if beside < at else "r", level[beside]])
        level = [
            sha(b"\x01" + bytes.fromhex("".join(level[i : i + 2])))
            if i + 1 < len(level)
            else level[i]
            for i in range(0, len(level), 2)
        ]
        at //= 2
    return path, level[0]


@dataclass
class Office:
    """One institution: an offline root, a signing key, a ledger."""

    rng: random.Random
    institution: str
    demo: bool = False
    certificates: list[str] = field(default_factory=list)
    entries: list[Json] = field(default_factory=list)
    ledger: list[tuple[str, Json]] = field(default_factory=list)
    now: datetime = START

    def __post_init__(self) -> None:
        self.root = new_key(self.rng)
        self.rotate()

    @property
    def fingerprint(self) -> str:
        return sha(public(self.root))

    def rotate(self) -> None:
        self.key = new_key(self.rng)
        self.certificates.append(self.certificate(self.key))

    def certificate(self, key: Ed25519PrivateKey, **changes: Any) -> str:
        said = {
            "v": 1,
            "institution": self.institution,
            "kid": kid(key, self.demo),
            "public_key": b64(public(key)),
            "not_before": FIRST,
            "not_after": LAST,
            "purposes": ["checkpoint", "edition", "head"],
            "demo": self.demo,
        }
        return sign("key", {**said, **changes}, self.root, kid(self.root, self.demo))

    def revocations(self, entries: list[Json] | None = None) -> str:
        listed = self.entries if entries is None else entries
        said = {
            "v": 1,
            "institution": self.institution,
            "number": len(listed) + 1,
            "issued_at": self.tick(),
            "entries": listed,
        }
        return sign("revocations", said, self.root, kid(self.root, self.demo))

    def tick(self) -> str:
        self.now += timedelta(seconds=self.rng.randint(1, 90_000), microseconds=7)
        return self.now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def parts(self) -> Json:
        words = [" ".join(self.rng.choices(WORDS, k=self.rng.randint(3, 12))) for _ in range(4)]
        made = {
            "title": {"v": 1, "text": words[0]},
            "lead": {"v": 1, "text": words[1]},
            "body": {"v": 1, "blocks": [{"t": "p", "r": [[words[2], "", ""]]}]},
            "credits": {"v": 1, "people": [{"role": "writer", "name": words[3]}]},
        }
        return {
            name: {"salt": b64(self.rng.randbytes(32)), "bytes": b64(canon(part))}
            for name, part in made.items()
        }

    def record(self, subject: tuple[str, str], action: str, parts: Json) -> Json:
        last = payload_of(self.ledger[-1][0]) if self.ledger else None
        at = self.tick()
        own = [payload_of(jws) for jws, _ in self.ledger]
        return {
            "v": 1,
            "institution": self.institution,
            "epoch": 1,
            "number": len(self.ledger) + 1,
            "prev": last
            and {"epoch": 1, "number": last["number"], "sha256": mark(self.ledger[-1][0])},
            "content_id": subject[0],
            "locale": subject[1],
            "version": sum((each["content_id"], each["locale"]) == subject for each in own) + 1,
            "kind": self.rng.choice(("news", "press_release", "announcement")),
            "action": action,
            "copy": self.rng.randint(1, 9),
            "parts": {name: sha(unb64(p["salt"]) + unb64(p["bytes"])) for name, p in parts.items()},
            "sign_offs": [],
            "regulation": {"code": "contoh", "version": "1", "clause": "", "sha256": sha(b"r")},
            "assigned": {
                "register_number": "",
                "due_at": at,
                "published_at": at,
                "address": f"/{subject[1]}/2026/03/kabar-{subject[0][:6]}/",
            },
            "reason": "" if action in ("publish", "update") else "Diumumkan",
            "erases": [],
        }

    def append(self, subject: tuple[str, str], action: str, **changes: Any) -> int:
        parts = self.parts() if action in ACTIONS else {}
        record = {**self.record(subject, action, parts), **changes}
        name = kid(self.key, self.demo)
        self.ledger.append((sign("edition", record, self.key, name), parts))
        return len(self.ledger) - 1

    def export(self, at: int, **changes: Any) -> Json:
        jws, parts = self.ledger[at]
        file = {
            "v": 1,
            "root": b64(public(self.root)),
            "edition": jws,
            "certificates": list(self.certificates),
            "revocations": self.revocations(),
            "erasures": [],
            "paths": {},
            "parts": parts,
        }
        return {**file, **changes}

    def states(self) -> list[Json]:
        found: dict[tuple[str, str], Json] = {}
        for jws, _ in self.ledger:
            said = payload_of(jws)
            subject = (said["content_id"], said["locale"])
            old = found.get(subject, {"shown": 0, "state": "live"})
            shown = said["version"] if said["parts"] else old["shown"]
            gone = [each["version"] for each in said["erases"]]
            state = "withdrawn" if said["action"] == "withdraw" else old["state"]
            state = "live" if said["parts"] else "erased" if shown in gone else state
            found[subject] = {
                "content_id": subject[0],
                "locale": subject[1],
                "version": said["version"],
                "sha256": mark(jws),
                "shown": shown,
                "state": state,
                "at": said["assigned"]["published_at"],
            }
        return [found[subject] for subject in sorted(found)]

    def head(self, key: Ed25519PrivateKey | None = None, **changes: Any) -> Json:
        last = self.ledger[-1][0]
        said = {
            "v": 1,
            "institution": self.institution,
            "head": {"epoch": 1, "number": len(self.ledger), "sha256": mark(last)},
            "at": self.tick(),
            "entries": self.states(),
        }
        name = kid(self.key, self.demo)
        return {
            "v": 1,
            "root": b64(public(self.root)),
            "head": sign("head", {**said, **changes}, key or self.key, name),
            "certificates": list(self.certificates),
            "revocations": self.revocations(),
        }

    def content(self) -> str:
        rest = "".join(self.rng.choices(LETTERS, k=25))
        return self.rng.choice(LETTERS[:8]) + rest


@dataclass(frozen=True)
class Case:
    """A file as it left the office, and what a verifier has to answer."""

    kind: str
    file: Json
    fingerprint: str
    expected: str
    head: Json | None = None
    demo: bool = False


def adopt(keys: tuple[Ed25519PrivateKey, Ed25519PrivateKey], exports: list[Json]) -> Office:
    """Return the office whose product made `exports`, all of one ledger, in its order.

    `keys` are its root and its signing key, which the proof has from the key folder it made.
    For every class of forgery there must be: two languages of one content beside each other, an
    older version, a withdrawal, an erasure of a body.
    """
    said = payload_of(exports[0]["edition"])
    office = Office(random.Random(0), said["institution"], kid_of(exports[0]).startswith("demo-"))
    office.root, office.key = keys
    office.certificates = list(exports[0]["certificates"])
    office.entries = payload_of(exports[0]["revocations"])["entries"]
    office.ledger = [(each["edition"], each["parts"]) for each in exports]
    last = payload_of(exports[-1]["edition"])["assigned"]["published_at"]
    office.now = datetime.fromisoformat(last)
    return office


def kid_of(file: Json) -> str:
    return str(json.loads(unb64(file["edition"].split(".")[0]))["kid"])


def _filled(rng: random.Random, institution: str, demo: bool) -> Office:
    """Every content in two languages: published, changed, some withdrawn, some erased."""
    office = Office(rng, institution, demo)
    for at in range(4):
        content = office.content()
        for locale in ("id", "en"):
            office.append((content, locale), "publish")
        office.append((content, "id"), rng.choice(("update", "correct")))
        if at == 1:
            office.append((content, "id"), "withdraw")
        if at == 2:
            office.append((content, "en"), "erase", erases=[{"version": 1, "parts": ["body"]}])
    return office


def cases(office: Office) -> list[Case]:
    """Everything genuine that an office can hand out, each with its right answer."""
    head, found = office.head(), []
    last = {(s["content_id"], s["locale"]): s for s in office.states()}
    erasures = [jws for jws, _ in office.ledger if payload_of(jws)["erases"]]
    for at, (jws, _) in enumerate(office.ledger):
        said, file = payload_of(jws), office.export(at)
        state = last[(said["content_id"], said["locale"])]
        gone = [e for e in erasures if payload_of(e)["content_id"] == said["content_id"]]
        if gone and said["locale"] == "en" and said["parts"]:
            kept = {name: part for name, part in file["parts"].items() if name != "body"}
            file = {**file, "erasures": gone, "parts": kept}
            expected = late = "erased"
        else:
            expected = "genuine"
            late = "superseded" if state["shown"] > said["version"] else state["state"]
            late = "genuine" if late == "live" or not said["parts"] else late
        base = (file, office.fingerprint)
        found.append(Case(f"{said['action']}", *base, expected, None, office.demo))
        found.append(Case(f"{said['action']} under a head", *base, late, head, office.demo))
    return found


def revoked(office: Office, rng: random.Random) -> list[Case]:
    """The office after it lost its key: what the key signed before still counts."""
    marks = [mark(jws) for jws, _ in office.ledger]
    good = {"epoch": 1, "number": len(marks), "sha256": marks[-1]}
    entry = {
        "kid": kid(office.key),
        "revoked_from": office.tick(),
        "reason": "Hilang",
        "good": {"head": good, "tree": climb(marks, 0)[1]},
    }
    listed = office.revocations([entry])
    return [
        Case(
            "revoked later",
            office.export(at, revocations=listed, paths={marks[at]: climb(marks, at)[0]}),
            office.fingerprint,
            "genuine",
        )
        for at in rng.sample(range(len(marks)), 4)
        if payload_of(office.ledger[at][0])["action"] in ACTIONS
    ]


def offices(seed: int) -> tuple[Office, Office]:
    """Return an office with official keys and one with DEMO keys."""
    rng = random.Random(f"offices {seed}")
    return _filled(rng, "BADAN", False), _filled(rng, "CONTOH", True)
