"""From the working text to canonical parts. What is not in canonical form is refused here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from suluh.kernel import canonical
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.canonical import Part
from suluh.kernel.refusals import Refused

PartKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Credit:
    """Who did what for the text. Roles: canonical.CREDIT_ROLES."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class FigureDraft:
    """A picture as it stands in a manuscript; size and digest are those of its public master."""

    number: int
    image: str
    width: int
    height: int
    caption: str
    alt: str
    credit: str


@dataclass(frozen=True, slots=True)
class FileDraft:
    """A document as it hangs at a manuscript; `size` in bytes, `file` the digest of its bytes."""

    number: int
    file: str
    name: str
    type: str
    size: int
    title: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is the same in every locale of a text."""

    kind: str
    unit_code: str
    event_date: str = ""
    place: str = ""
    not_before: str = ""
    topics: tuple[str, ...] = ()
    audience: str = ""
    rights: str = ""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The working text of one locale."""

    locale: str
    title: str
    lead: str
    body: Part
    credits: tuple[Credit, ...] = ()
    figures: tuple[FigureDraft, ...] = field(default=())
    files: tuple[FileDraft, ...] = field(default=())


def manuscript_parts(manuscript: Manuscript, facts: Snapshot) -> dict[str, Part]:
    """Return the canonical parts of one locale, by name.

    Raises Refused: no_title, no_body, figure_missing (the body names a picture that is not
    there), no_alt (a picture without words for those who cannot see it), file_missing (a link
    names an attachment that is not there), no_file_title, not_canonical.
    """
    parts: dict[str, Part] = {
        "title": canonical.text_part(manuscript.title),
        "lead": canonical.text_part(manuscript.lead),
        "body": canonical.normal("body", manuscript.body),
        "credits": _credits(manuscript.credits),
        "facts": _facts(facts),
    }
    parts |= {f"figure/{one.number}": _figure(one) for one in manuscript.figures}
    parts |= {f"file/{one.number}": _file(one) for one in manuscript.files}
    _check_whole(manuscript, parts)
    _check_files(manuscript, parts)
    return {name: canonical.normal(name, part) for name, part in parts.items()}


def _check_whole(manuscript: Manuscript, parts: Mapping[str, Part]) -> None:
    if not parts["title"]["text"]:
        reason = _("The %(locale)s text has no title yet.")
        raise Refused("no_title", reason, locale=manuscript.locale.upper())
    if not parts["body"]["blocks"]:
        reason = _("The %(locale)s text is still empty.")
        raise Refused("no_body", reason, locale=manuscript.locale.upper())
    for block in parts["body"]["blocks"]:
        if block["t"] == "figure" and f"figure/{block['n']}" not in parts:
            reason = _("The text names picture %(number)s, which is not there.")
            raise Refused("figure_missing", reason, number=block["n"])
    for one in manuscript.figures:
        if not canonical.clean_text(one.alt):
            reason = _("Picture %(number)s has no description in %(locale)s.")
            raise Refused("no_alt", reason, number=one.number, locale=manuscript.locale.upper())


def _check_files(manuscript: Manuscript, parts: Mapping[str, Part]) -> None:
    for number in linked_files(parts["body"]):
        if f"file/{number}" not in parts:
            reason = _("The text links to attachment %(number)s, which is not there.")
            raise Refused("file_missing", reason, number=number)
    for one in manuscript.files:
        if not canonical.clean_text(one.title):
            reason = _("Attachment %(number)s has no title in %(locale)s.")
            locale = manuscript.locale.upper()
            raise Refused("no_file_title", reason, number=one.number, locale=locale)


def linked_files(body: Mapping[str, Any]) -> list[int]:
    """Return the numbers of the attachments that a body links to, each once, in order."""
    found: set[int] = set()
    for block in body["blocks"]:
        rows = [block.get("r", []), *block.get("i", []), *chain.from_iterable(block.get("c", []))]
        hrefs = (href for runs in rows for _text, _mark, href in runs)
        found |= {int(href[5:]) for href in hrefs if href.startswith("file:")}
    return sorted(found)


def _file(one: FileDraft) -> Part:
    return {
        "v": canonical.VERSION,
        "file": one.file,
        "name": canonical.clean_text(one.name),
        "type": one.type,
        "size": one.size,
        "title": canonical.clean_text(one.title),
    }


def _credits(credits_: Sequence[Credit]) -> Part:
    people = [
        {"role": one.role, "name": canonical.clean_text(one.name)}
        for one in credits_
        if canonical.clean_text(one.name)
    ]
    return {"v": canonical.VERSION, "people": people}


def _figure(figure: FigureDraft) -> Part:
    return {
        "v": canonical.VERSION,
        "image": figure.image,
        "width": figure.width,
        "height": figure.height,
        "caption": canonical.clean_text(figure.caption),
        "alt": canonical.clean_text(figure.alt),
        "credit": canonical.clean_text(figure.credit),
    }


def _facts(facts: Snapshot) -> Part:
    return {
        "v": canonical.VERSION,
        "kind": facts.kind,
        "unit": facts.unit_code,
        "event_date": facts.event_date,
        "place": canonical.clean_text(facts.place),
        "not_before": facts.not_before,
        "topics": sorted(set(facts.topics)),
        "programmes": [],
        "audience": facts.audience,
        "rights": canonical.clean_text(facts.rights),
    }


def changed_parts(before: Mapping[PartKey, str], after: Mapping[PartKey, str]) -> list[PartKey]:
    """Return the (locale, part) keys whose commitment differs, that came or that went."""
    return sorted(key for key in {*before, *after} if before.get(key) != after.get(key))
