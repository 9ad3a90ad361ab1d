"""The demo's data files as plain rows. What is wrong in them fails while loading, with the file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

FOLDER: Final = Path(__file__).parent / "data"
PICTURES: Final = Path(__file__).parent / "pictures"
FILES: Final = Path(__file__).parent / "files"
ZONES: Final = {"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura"}

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TextData:
    """The text of one language; `body` in the plain form."""

    title: str
    lead: str
    body: str


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a text beside its plain publication; `name` chooses the telling."""

    name: str = "published"
    days: float = 0
    signed: int = 0
    wrong: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    added: Words = field(default_factory=dict)
    reason: Words = field(default_factory=dict)
    notes: tuple[Mapping[str, str], ...] = ()
    readers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryData:
    """One story: what happened, who handed it in, who edits it, its texts and its fate."""

    key: str
    unit: str
    kind: str
    days_ago: float
    editor: str
    texts: Mapping[str, TextData]
    time: str = "09.10"
    by: str = ""
    activity: str = ""
    note: str = ""
    form: str = "coverage"
    place: str = ""
    people: str = ""
    pictures: tuple[str, ...] = ()
    files: tuple[Words, ...] = ()
    topics: tuple[str, ...] = ()
    audience: str = ""
    sensitivity: str = "ordinary"
    slug: str = ""
    fate: Fate = field(default_factory=Fate)


@dataclass(frozen=True, slots=True)
class ActivityData:
    """Work that was done and that nobody has written about; `closed` is the reason why not."""

    unit: str
    by: str
    days_ago: float
    what: str
    place: str
    time: str = "15.40"
    note: str = ""
    people: str = ""
    form: str = "coverage"
    pictures: tuple[str, ...] = ()
    taken: str = ""
    closed: str = ""


@dataclass(frozen=True, slots=True)
class PictureData:
    """A drawn picture and everything a person would say about it."""

    key: str
    file: str
    title: str
    caption: Words
    alt: Words
    credit: str
    consent: str
    consent_by: str = ""
    guardian: str = ""


@cache
def load(name: str) -> dict[str, Any]:
    """Return a data file."""
    data: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return data


def stories() -> Iterator[StoryData]:
    """Yield the stories in the order of their files' names."""
    for path in sorted((FOLDER / "stories").glob("*.yaml")):
        yield _story(path.stem, load(f"stories/{path.name}"))


def _story(key: str, data: Mapping[str, Any]) -> StoryData:
    given = dict(data)
    locales: tuple[str, ...] = ("id", "en")
    texts = {locale: TextData(**given.pop(locale)) for locale in locales if locale in given}
    fate = dict(given.pop("fate", {}))
    fate["wrong"] = {locale: (a, b) for locale, (a, b) in fate.get("wrong", {}).items()}
    fate["notes"] = tuple(fate.get("notes", ()))
    fate["readers"] = tuple(fate.get("readers", ()))
    for name in ("pictures", "files", "topics"):
        given[name] = tuple(given.get(name, ()))
    return StoryData(key=key.partition("-")[2], texts=texts, fate=Fate(**fate), **given)


def activities() -> Iterator[ActivityData]:
    """Yield the work that became no story."""
    for row in load("activities.yaml")["activities"]:
        yield ActivityData(**{**row, "pictures": tuple(row.get("pictures", ()))})


def pictures() -> dict[str, PictureData]:
    """Return the drawn pictures by key."""
    rows = load("pictures.yaml")["pictures"]
    return {row["key"]: PictureData(**row) for row in rows}
