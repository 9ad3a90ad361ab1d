"""The shipped taxonomy of PR activities (BKN 8/2021, Pasal 4), with its source and status."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from suluh.kernel.bilingual import Bilingual
from suluh.newsroom.regulation.rules.source import read_source


@dataclass(frozen=True, slots=True)
class ActivityForm:
    """One form of activity: its letter in the article, a stable slug, its label."""

    code: str
    slug: str
    label: Bilingual
    clause: str


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """All forms in order of the article; `status` is 'confirmed' or 'unconfirmed'."""

    source: str
    status: str
    read_on: str
    forms: tuple[ActivityForm, ...]

    def form(self, slug: str) -> ActivityForm | None:
        """Give one form by its slug."""
        return next((form for form in self.forms if form.slug == slug), None)


@cache
def activity_taxonomy() -> Taxonomy:
    """Give the shipped taxonomy.

    Source: Peraturan BKN Nomor 8 Tahun 2021, Pasal 4, as read on a public legal portal; not yet
    compared with the printed text.
    """
    folder = resources.files("suluh.newsroom.regulation") / "data"
    data = read_source((folder / "activity_forms.yaml").read_bytes()).data
    forms = tuple(
        ActivityForm(
            code=one["code"],
            slug=one["slug"],
            label=Bilingual(one["id"], one["en"]),
            clause=f"Pasal 4 huruf {one['code']}",
        )
        for one in data["forms"]
    )
    return Taxonomy(data["source"], data["status"], data["read_on"], forms)
