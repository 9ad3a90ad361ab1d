"""A text on a walk through a regulation, as the model knows it, and what a walk needs."""

import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proofs import addresses, regulating
from proofs.client import Client, Page
from proofs.harness import Trial
from proofs.house import House
from proofs.regulating import Review

NOBODY = "01900000-0000-7000-8000-000000000000"
# Addresses that are steps of their own, or change the text in ways the model is not told.
OWN_STEPS = {
    "story_facts",
    "story_text",
    "story_editor",
    "story_unsaved",
    "story_figure",
    "story_add_picture",
    "story_remove_figure",
    "story_submit",
    "story_take_version",
    "review_sign",
    "review_return",
    "review_take_back",
    "review_schedule",
}


def forged(pattern: str, story: str, copy: str) -> str:
    """Return an address of a text or its Copy; whatever else it names does not exist."""
    ids = {"content_id": [story], "copy_id": [copy], "comment_id": [NOBODY],
           "reader_id": [NOBODY], "digest": ["0" * 64], "file_digest": ["0" * 64]}  # fmt: skip
    return addresses.filled(pattern, ids)


@dataclass
class Text:
    """One text in flight, as the model knows it."""

    story: str
    case: tuple[str, str, str]
    parts: dict[regulating.Key, str] = field(default_factory=dict)
    saved: int = 0
    edits: list[tuple[int, str]] = field(default_factory=list)
    signed_at: dict[regulating.Key, int] = field(default_factory=dict)
    copy: str = ""
    review: Review | None = None
    before: Review | None = None
    open: bool = False
    seen: str = ""
    old_copies: list[str] = field(default_factory=list)


def writers_since(text: Text, model: regulating.House) -> set[str]:
    """Return who edited since every part was last signed, and whom they stood in for then."""
    whole = min(text.signed_at.get(part, -1) for part in text.parts)
    return {
        one
        for at, who in text.edits if at > whole
        for one in {who} | model.stood_in_for(who, at)
    }  # fmt: skip


def file_of(data: dict[str, Any], seed: int) -> Path:
    """Write a regulation into a file of its own."""
    path = Path(tempfile.mkdtemp(prefix="suluh-rules-")) / f"acak-{seed}.yaml"
    path.write_text(json.dumps(data, indent=1))  # JSON is a subset of YAML
    return path


def done(page: Page) -> bool:
    """Say whether the office did what was asked: it leads on, and not to the door."""
    return page.status == 302 and "/akun/" not in page.headers.get("location", "")


def public_ids(tree: Path) -> set[str]:
    """Return the first letters of the content ids of everything in a public tree."""
    found = tree.glob("id/[0-9][0-9][0-9][0-9]/[0-9][0-9]/*-??????")
    return {one.name[-6:] for one in found if (one / "index.html").exists()}


def seen_on(client: Client, copy: str) -> str:
    """Return the commitments that the page of a signature shows, or ''."""
    page = client.get(f"/telaah/{copy}/")
    link = re.search(r'href="([^"]*/setujui/[^"]*kode=[^"]*)"', page.text)
    if link is None:
        return ""
    shown = client.get(link.group(1).replace("&amp;", "&"))
    return str(dict(shown.form(has="seen").fields)["seen"])


def in_the_end(house: House, texts: Iterable[Text]) -> Iterator[Trial]:
    """Verify the ledger, and compare the state of texts in flight, once more."""
    checked = house.cli("ledger", "verify", "--json", may_fail=True)
    good = checked.returncode == 0
    yield Trial("ledger verify", "ok" if good else "bad", "" if good else checked.stdout[-400:])
    for text in texts:
        shown = house.json("story", "show", text.story, "--json")
        problem = ""
        if shown["editions"]:
            problem = "has Editions"
        elif text.open != (shown["state"] in {"in_review", "cleared"}):
            problem = f"is {shown['state']}, model open: {text.open}"
        yield Trial("state in the end", "bad" if problem else "ok", problem, text.story)
