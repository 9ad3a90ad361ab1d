"""A file becomes a story: the one way for the upload form and the command line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from suluh.foundation.accounts.rules import Action, Actor
from suluh.foundation.audit import operations as audit
from suluh.foundation.org import queries as org
from suluh.kernel import canonical
from suluh.kernel.refusals import Refused
from suluh.newsroom.assets import operations as assets
from suluh.newsroom.editorial import models, rules
from suluh.newsroom.editorial.gateways.originals import keep_original
from suluh.newsroom.editorial.operations import writing
from suluh.newsroom.editorial.permissions import require
from suluh.newsroom.editorial.reading.limits import FILE_BYTES
from suluh.newsroom.editorial.reading.read import read_file
from suluh.newsroom.editorial.reading.story import (
    EXIT_CODES,
    Ask,
    Figure,
    Question,
    ReadStory,
    to_json_fields,
)


@dataclass(frozen=True)
class ImportResult:
    """The story a file became, and what a person has to look at."""

    number: str
    content_id: str
    locale: str
    read: ReadStory
    questions: tuple[Question, ...]
    whole: bool

    @property
    def exit_code(self) -> int:
        """0 whole, 4 in part."""
        return EXIT_CODES["whole" if self.whole else "in_part"]

    def as_json(self) -> dict[str, Any]:
        """Return the result as the command prints it."""
        return {
            "story": self.number,
            "content_id": self.content_id,
            "locale": self.locale,
            **to_json_fields(self.read),
            "questions": [{"ask": one.ask.value, "text": one.text} for one in self.questions],
        }


def import_story(
    *, actor: Actor, unit_code: str, filename: str, data: bytes, now: datetime
) -> ImportResult:
    """Read a file into a new story of a unit; the original is kept aside, refused ones too.

    Reading and decoding run in child processes, outside the transaction that writes the story.
    Raises Refused: no_unit, no_role, other_unit, long_title, and the codes of `reading.limits`.
    """
    unit = org.get_unit(unit_code)
    require(actor, Action.WRITE_STORY, unit.path)
    if data and len(data) <= FILE_BYTES:
        keep_original(data, filename)
    try:
        read = read_file(data, filename)
    except Refused as refusal:
        _record_refusal(actor, unit_code, data, refusal.code, now)
        raise
    hung = _hang(actor, unit_code, read, now)
    questions = [*read.questions]
    if any(one.picture is not None and key not in hung for key, one in _numbered(read.figures)):
        questions.append(Question(Ask.PICTURE_MISSING))
    story = _write(actor, unit_code, (read, hung), now)
    return ImportResult(
        number=story.number,
        content_id=story.content_id,
        locale=_locale(read),
        read=read,
        questions=tuple(dict.fromkeys(questions)),
        whole=read.completeness == "whole" and len(questions) == len(read.questions),
    )


def _numbered(figures: Sequence[Figure]) -> list[tuple[int, Figure]]:
    return list(enumerate(figures, start=1))


def _locale(read: ReadStory) -> str:
    languages = org.get_institution().languages
    return read.locale if read.locale in languages else languages[0]


def _record_refusal(actor: Actor, unit_code: str, data: bytes, code: str, now: datetime) -> None:
    audit.record(
        audit.Entry(
            action="story.import_refused",
            subject=f"file:{canonical.digest(data)[:32]}",
            actor_id=actor.person_id,
            unit_code=unit_code,
            data={"code": code, "bytes": len(data)},
        ),
        now=now,
    )


def _hang(actor: Actor, unit_code: str, read: ReadStory, now: datetime) -> dict[int, UUID]:
    """Take the embedded pictures in; one that cannot be taken is asked for, not fatal."""
    found: dict[int, UUID] = {}
    english = _locale(read) == "en"
    for number, figure in _numbered(read.figures):
        if figure.picture is None:
            continue
        try:
            row = assets.upload_picture(
                actor=actor, unit_code=unit_code, data=figure.picture.data,
                filename=figure.picture.name, now=now,
            )  # fmt: skip
        except Refused:
            continue
        if row.version == 1:
            caption, alt = figure.caption, figure.alt
            words = assets.Description(
                caption_id="" if english else caption,
                caption_en=caption if english else "",
                alt_id="" if english else alt,
                alt_en=alt if english else "",
                credit=figure.credit or row.credit,
                taken_date=row.taken_date,
            )
            row = assets.describe_picture(
                actor=actor, picture_id=row.id, description=words, version=1, now=now
            )
        found[number] = row.id
    return found


@transaction.atomic
def _write(
    actor: Actor, unit_code: str, what: tuple[ReadStory, dict[int, UUID]], now: datetime
) -> models.Story:
    read, hung = what
    draft = writing.StoryDraft(
        kind=rules.Kind.NEWS,
        unit_code=unit_code,
        facts=writing.StoryFacts(
            event_date=date.fromisoformat(read.event_date) if read.event_date else None,
            place=read.place[:120],
        ),
        source_sha256=read.source_sha256,
        foreign_outlet=read.foreign_outlet[:120],
        set_aside=_set_aside(read, hung),
        mapped=[one.as_json() for one in read.mapped],
    )
    story = writing.create_story(actor=actor, draft=draft, now=now)
    numbers: dict[int, int] = {}
    for key, picture_id in hung.items():
        figure = writing.add_figure(
            actor=actor, content_id=story.content_id, picture_id=picture_id, now=now
        )
        numbers[key] = figure.number
        said = read.figures[key - 1]
        words = writing.FigureWords(_locale(read), said.caption, said.alt, said.credit)
        writing.describe_figure(
            actor=actor, content_id=story.content_id, number=figure.number, words=words, now=now
        )
    writing.save_text(actor=actor, content_id=story.content_id, draft=_text(read, numbers), now=now)
    return story


def _text(read: ReadStory, numbers: dict[int, int]) -> writing.TextDraft:
    blocks = [
        {"t": "figure", "n": numbers[block["n"]]} if block["t"] == "figure" else block
        for block in read.blocks
        if block["t"] != "figure" or block["n"] in numbers
    ]
    people = {"writer": read.byline, "editor": read.editor}
    return writing.TextDraft(
        locale=_locale(read),
        title=read.title,
        lead=read.lead,
        body=canonical.body_part(blocks),
        credits=[
            {"role": role, "name": name}
            for role, names in people.items()
            for name in names.split("\n")
            if name
        ],
    )


def _set_aside(read: ReadStory, hung: dict[int, UUID]) -> list[dict[str, object]]:
    """What is in no field; with it the words of pictures that could not be taken in."""
    kept: list[dict[str, object]] = [
        {"line": piece.line, "text": piece.text, "why": piece.why.value} for piece in read.set_aside
    ]
    for key, figure in _numbered(read.figures):
        words = " ".join(one for one in (figure.caption, figure.credit, figure.alt) if one)
        if key not in hung and words:
            kept.append({"line": 0, "text": words, "why": "picture_missing"})
    return kept
