"""A text on a walk through a regulation, as the model knows it, and what a walk needs."""

import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proofs import regulating
from proofs.client import Page
from proofs.regulating import Review

NOBODY = "01900000-0000-7000-8000-000000000000"
# Addresses that are steps of their own, or change the text in ways the model is not told.
OWN_STEPS = {
    "story_facts",
    "story_text",
    "story_figure",
    "story_add_picture",
    "story_remove_figure",
    "story_submit",
    "review_sign",
    "review_return",
    "review_take_back",
    "review_schedule",
}


@dataclass
class Text:
    """One text in flight, as the model knows it."""

    story: str
    case: tuple[str, str, str]
    parts: dict[regulating.Key, str] = field(default_factory=dict)
    saved: int = 0
    edits: list[tuple[int, str]] = field(default_factory=list)
    last_signed: int = -1
    copy: str = ""
    review: Review | None = None
    before: Review | None = None
    open: bool = False
    seen: str = ""
    old_copies: list[str] = field(default_factory=list)


def file_of(data: dict[str, Any], seed: int) -> Path:
    """Write a regulation into a file of its own."""
    path = Path(tempfile.mkdtemp(prefix="suluh-rules-")) / f"acak-{seed}.yaml"
    path.write_text(json.dumps(data, indent=1))  # JSON is a subset of YAML
    return path


def done(page: Page) -> bool:
    """Say whether the office did what was asked: it leads on, and not to the door."""
    return page.status == 302 and "/akun/" not in page.headers.get("location", "")
