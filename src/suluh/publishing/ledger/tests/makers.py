"""An invented institution with fixed keys, and a ledger in memory."""

import hashlib
import importlib.util
import json
import sys
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from suluh.kernel import canonical
from suluh.publishing.ledger.rules import chain, export, jws, keys, tree
from suluh.publishing.ledger.rules.head import HeadStatement
from suluh.publishing.ledger.rules.keys import Certificate, Root
from suluh.publishing.ledger.rules.record import (
    Action,
    Assigned,
    EditionRecord,
    Erased,
    Position,
    RuleRef,
    SignOff,
    Via,
)
from suluh.publishing.ledger.rules.revocations import (
    Good,
    Revocation,
    RevocationList,
    sign_revocations,
)
from suluh.publishing.ledger.rules.trust import Trust

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CONTENT = "0123456789abcdefghjkmnpqrs"
OTHER = "7zyxwvtsrqpnmkjhgfedcba987"
TOOL = Path(__file__).parents[5] / "tools" / "verify_edition.py"
REGULATION = RuleRef("contoh", "2026-1", "Pasal 7 ayat (2)", hashlib.sha256(b"rule").hexdigest())


def fixed_key(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest())


def parts_of(title: str) -> dict[str, export.Opened]:
    made = {
        "title": canonical.text_part(title),
        "lead": canonical.text_part(f"Ringkasan: {title}."),
        "body": canonical.body_part([{"t": "p", "r": [[f"Isi dari {title}.", "", ""]]}]),
    }
    return {
        name: export.Opened(
            hashlib.sha256(f"salt {title} {name}".encode()).digest(),
            canonical.part_bytes(name, part),
        )
        for name, part in made.items()
    }


@dataclass
class House:
    """Root, signing key and ledger of one institution."""

    institution: str = "BCN"
    demo: bool = False
    now: datetime = START
    rows: list[str] = field(default_factory=list)
    opened: list[dict[str, export.Opened]] = field(default_factory=list)
    revoked: list[Revocation] = field(default_factory=list)
    certificates: list[str] = field(default_factory=list)
    head: Position | None = None
    versions: dict[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.root_key = fixed_key(f"root {self.institution} {self.demo}")
        self.root = Root(self.institution, keys.public_bytes(self.root_key), self.demo)
        self.use_key("first")

    def use_key(self, name: str, years: int = 2) -> None:
        self.key = fixed_key(f"{name} {self.institution} {self.demo}")
        self.certificates.append(keys.certify(self.root_key, self.certificate(years)))

    def certificate(self, years: int = 2) -> Certificate:
        return Certificate(
            institution=self.institution,
            public=keys.public_bytes(self.key),
            not_before=START - timedelta(days=1),
            not_after=START + timedelta(days=365 * years),
            purposes=("edition", "head"),
            demo=self.demo,
        )

    @property
    def kid(self) -> str:
        return keys.kid_of(keys.public_bytes(self.key), demo=self.demo)

    def draft(self, action: Action = Action.PUBLISH, **changes: Any) -> EditionRecord:
        """The next record, not yet signed."""
        self.now += timedelta(minutes=7)
        epoch, number = self.head.place if self.head else (1, 0)
        subject = (changes.get("content_id", CONTENT), changes.get("locale", "id"))
        record = EditionRecord(
            institution=self.institution,
            epoch=epoch,
            number=number + 1,
            prev=self.head,
            content_id=subject[0],
            locale=subject[1],
            version=self.versions.get(subject, 0) + 1,
            kind="news",
            action=action,
            copy=1,
            parts={},
            sign_offs=(),
            regulation=REGULATION,
            assigned=Assigned("", self.now, self.now, f"/{subject[1]}/2026/03/contoh-012345/"),
            reason="" if action in (Action.PUBLISH, Action.UPDATE) else "Sebab yang diumumkan",
        )
        return replace(record, **changes)

    def sign(self, record: EditionRecord) -> str:
        return jws.sign(typ=jws.Typ.EDITION, kid=self.kid, payload=record.to_bytes(), key=self.key)

    def append(self, record: EditionRecord, parts: dict[str, export.Opened] | None = None) -> int:
        """Add a signed record; returns its index."""
        text = self.sign(record)
        self.rows.append(text)
        self.opened.append(parts or {})
        self.head = Position(record.epoch, record.number, jws.fingerprint(text))
        self.versions[record.subject] = record.version
        return len(self.rows) - 1

    def publish(
        self, title: str = "Layanan baru", action: Action = Action.PUBLISH, **changes: Any
    ) -> int:
        parts = parts_of(title)
        commitments = {
            name: canonical.commitment(part.salt, part.data) for name, part in parts.items()
        }
        person = hashlib.sha256(b"person").hexdigest()
        sign_off = SignOff(
            step="approve",
            post="HUMAS",
            person=person,
            via=Via.HOLDER,
            for_person="",
            at=self.now,
            clause="Pasal 7 ayat (2)",
            covers=tuple(sorted(parts)),
        )
        record = self.draft(action, parts=commitments, sign_offs=(sign_off,), **changes)
        return self.append(record, parts)

    def erase(self, version: int, *parts: str, **changes: Any) -> int:
        return self.append(self.draft(Action.ERASE, erases=(Erased(version, parts),), **changes))

    def revoke(self, kid: str, good: Position | None) -> None:
        """Revoke a key; what it signed up to `good` still counts."""
        signed = self.good_of(kid, good) if good else []
        entry = Good(good, tree.root(signed)) if good else None
        self.revoked.append(Revocation(kid, self.now, "Kunci hilang", entry))

    def good_of(self, kid: str, good: Position) -> list[str]:
        marks = [(jws.fingerprint(row), jws.parse(row).kid) for row in self.rows]
        last = [mark for mark, _ in marks].index(good.sha256)
        return [mark for mark, by in marks[: last + 1] if by == kid]

    def listed(self) -> RevocationList:
        return RevocationList(
            self.institution, len(self.revoked) + 1, self.now, tuple(self.revoked)
        )

    def revocations(self) -> str:
        return sign_revocations(self.root_key, self.listed(), demo=self.demo)

    def trust(self) -> Trust:
        return Trust.build(self.root, self.certificates, self.revocations())

    def exported(
        self, at: int, erasures: tuple[int, ...] = (), gone: tuple[str, ...] = ()
    ) -> export.Export:
        texts = [self.rows[at], *(self.rows[each] for each in erasures)]
        good = {
            each.kid: self.good_of(each.kid, each.good.head) for each in self.revoked if each.good
        }
        return export.Export(
            root=self.root.public,
            edition=self.rows[at],
            certificates=tuple(self.certificates),
            revocations=self.revocations(),
            parts={name: part for name, part in self.opened[at].items() if name not in gone},
            erasures=tuple(texts[1:]),
            paths=export.paths(self.listed(), good, texts),
        )

    def head_file(self) -> export.HeadExport:
        report = chain.verify(self.rows, self.trust())
        assert report.head is not None
        states = tuple(report.states.values())
        statement = HeadStatement(self.institution, report.head, self.now, states)
        text = jws.sign(typ=jws.Typ.HEAD, kid=self.kid, payload=statement.to_bytes(), key=self.key)
        certificates = tuple(self.certificates)
        return export.HeadExport(self.root.public, text, certificates, self.revocations())

    @property
    def fingerprint(self) -> str:
        return keys.fingerprint(self.root.public)


def _load_tool() -> Any:
    spec = importlib.util.spec_from_file_location("verify_edition", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = _load_tool()


def verify(
    capsys: Any, path: Path, root: str, head: Path | None = None
) -> tuple[int, dict[str, Any]]:
    """Run the standalone verifier; returns its exit code and its answer."""
    arguments = ["verify_edition.py", str(path), "--json"]
    arguments += ["--root", root] if root else []
    arguments += ["--head", str(head)] if head else []
    before, sys.argv = sys.argv, arguments
    try:
        code = tool.main()
    finally:
        sys.argv = before
    return code, json.loads(capsys.readouterr().out)
