"""A press release on the letter-head, as the data of its PDF; words stay data, never markup."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from suluh.publishing.website.rendering import story
from suluh.publishing.website.rules import dates
from suluh.publishing.website.rules.furniture import read_emblem, read_settings
from suluh.publishing.website.rules.keys import PageKey
from suluh.publishing.website.rules.pictures import (
    SHARED_FORM,
    SHARED_WIDTH,
    SMALL,
    Media,
    picture_of,
    rendition,
)
from suluh.publishing.website.rules.rows import EditionRow, House, Item, Part, Rows, UnitRow
from suluh.ui.qr import dots
from suluh.ui.templatetags.runs import address_of
from suluh.ui.templatetags.ui import grouped_code

Data = dict[str, Any]


def letter(key: PageKey, rows: Rows) -> tuple[Data, set[Media]]:
    """Return the data of a letter and the pictures in it, by the names under which it reads them.

    What was withdrawn or erased yields the notice that stays in its place.
    """
    if rows.item is None:
        raise LookupError("a letter without its item")
    edition = rows.editions[-1]
    data = _sheet(rows.item, edition, rows)
    media = emblem_of(rows)
    if rows.item.is_gone:
        return data | {"gone": _notice(key, rows)}, media
    told = story.story(key, rows)["story"]
    figures = story.numbered(edition.parts, "figure/")
    blocks = edition.parts.get("body", {}).get("blocks", [])
    placed = {block["n"] for block in blocks if block["t"] == "figure"}
    lead_number = next((number for number in figures if number not in placed), 0)
    targets = {
        href: address if address.startswith(("https:", "http:")) else _absolute(rows, address)
        for href, address in told["targets"].items()
    }
    data |= {
        "title": told["title"],
        "lead": told["lead"],
        "corrections": [_correction(one) for one in told["corrections"]],
        "blocks": [_block(block, targets) for block in blocks],
        "figures": {str(number): _figure(part) for number, part in figures.items()},
        "lead_figure": str(lead_number) if lead_number else "",
        "files": [
            {"title": one["title"], "about": f"{one['type']}, {one['size']}",
             "address": _absolute(rows, one["url"])}
            for one in told["files"]
        ],
        "approved": told["seal"]["approved_by"],
    }  # fmt: skip
    return data, media | {media_of(part) for part in figures.values()}


def emblem_of(rows: Rows) -> set[Media]:
    """Return the institution's emblem as the head of a letter shows it; none where none is set."""
    part = read_emblem(rows.frame.settings)
    return {rendition(picture_of(part), SMALL, SHARED_FORM)} if part else set()


def extras(rows: Rows) -> Data:
    """Return what the printed page has beside the story: emblem, contact, signatures."""
    house = rows.frame.house
    unit = house.unit(rows.item.unit_code if rows.item else "")
    emblem = next(iter(emblem_of(rows)), None)
    return {
        "emblem": f"/{emblem.path}" if emblem else "",
        "contact": [
            {"label": label, "words": words, "address": address}
            for label, words, address in _contact(unit, house, rows)
        ],
        "signature": _signature(),
    }


def media_of(part: Part) -> Media:
    """Return the rendition in which a picture is set."""
    return rendition(picture_of(part), SHARED_WIDTH, SHARED_FORM)


def file_name(media: Media) -> str:
    """Return the name under which the letter reads a picture."""
    return f"{media.digest}.jpg"


def _absolute(rows: Rows, address: str) -> str:
    return rows.frame.house.public_url + address


def _sheet(item: Item, edition: EditionRow, rows: Rows) -> Data:
    """Return what every letter has: head, number, seal, contact, foot."""
    house, locale = rows.frame.house, rows.frame.locale
    unit = house.unit(item.unit_code)
    own = house.public_url + item.address
    at = edition.published_at.astimezone(UTC)
    place = edition.parts.get("facts", {}).get("place", "")
    day = dates.day_text(rows.editions[0].published_at, house.zone, locale)
    return {
        "lang": locale,
        "title": "",
        "made": [at.year, at.month, at.day, at.hour, at.minute, at.second],
        "words": _words(),
        "house": {
            "name": house.name.in_(locale),
            "unit": "" if unit.code == _top(house) else unit.name.in_(locale),
            "lines": [line.strip() for line in house.address.splitlines() if line.strip()],
            "emblem": next((file_name(one) for one in emblem_of(rows)), ""),
            "reach": [one for one in (house.phone, house.email, _host(house)) if one],
            "is_demo": house.is_demo,
        },
        "kind": _("Press release"),
        "number": edition.register_number,
        "place_and_day": f"{place}, {day}" if place else day,
        "changed": _changed(edition, rows),
        "contact": _contact(unit, house, rows),
        "seal": {
            "code": grouped_code(edition.short_code),
            "address": own,
            "qr": _qr(own),
            "edition": str(edition.version),
        },
    }


def _words() -> dict[str, str]:
    return {
        "number": _("Number"),
        "demo": _("DEMO: an invented institution. This is no statement of anybody."),
        "correction": _("Correction"),
        "wrong": _("What was wrong:"),
        "right": _("What is right:"),
        "files": _("Attachments"),
        "picture": _("Photo:"),
        "approved": _("Approved by"),
        "contact": _("Contact for the press"),
        "seal": _("Check that it is genuine"),
        "code": _("Code"),
        "version": _("Version"),
        "address": _("This release at its permanent address"),
        "qr": _("QR code that leads to the permanent address of this release"),
        "signature": _signature(),
        "page": _("Page"),
        "of": _("of"),
    }


def _signature() -> str:
    return _(
        "The code lets anybody check that not one letter was changed. It is no certified "
        "electronic signature (TTE) under Indonesian law."
    )


def _top(house: House) -> str:
    return house.units[0].code if house.units else ""


def _host(house: House) -> str:
    return urlsplit(house.public_url).netloc


def _changed(edition: EditionRow, rows: Rows) -> str:
    if edition.version == 1:
        return ""
    time = dates.moment_text(edition.published_at, rows.frame.house.zone, rows.frame.locale)
    return _("Version %(number)s, %(time)s") % {"number": edition.version, "time": time}


def _contact(unit: UnitRow, house: House, rows: Rows) -> list[list[str]]:
    """Return (label, words, address) of whom journalists can ask."""
    said = read_settings(rows.frame.settings)
    mail, phone = unit.email or house.email, unit.phone or house.phone
    found = [
        ["", unit.name.in_(rows.frame.locale), ""],
        [_("Phone"), phone, ""],
        [_("Mail"), mail, f"mailto:{mail}" if mail else ""],
        [_("Hours"), said.get("hours", ""), ""],
        [_("Responsible"), said.get("responsible", ""), ""],
    ]
    return [row for row in found if row[1]]


def _qr(address: str) -> str:
    """Return the code as SVG of one path; the same address gives the same bytes."""
    rows = [bytes(row) for row in dots(address, border=0)]
    path = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<path d="{"".join(path)}"/></svg>'
    )


def _correction(row: Mapping[str, str]) -> dict[str, str]:
    return {name: row[name] for name in ("time", "note", "wrong", "right")}


def _figure(part: Part) -> dict[str, Any]:
    words = {"alt": part["alt"], "caption": part["caption"], "credit": part["credit"]}
    size = {"width": part["width"], "height": part["height"]}
    return {"file": file_name(media_of(part)), **size, **words}


def _block(block: Mapping[str, Any], targets: Mapping[str, str]) -> dict[str, Any]:
    """Return a canonical block; the links in it lead where a reader of paper can type them."""

    def runs(found: Sequence[Sequence[str]]) -> list[list[str]]:
        return [[text, mark, address_of(href, targets) if href else ""]
                for text, mark, href in found]  # fmt: skip

    set_: dict[str, Any] = {"t": block["t"]}
    if block["t"] == "list":
        return set_ | {"o": block["o"], "i": [runs(item) for item in block["i"]]}
    if block["t"] == "table":
        cells = [[runs(cell) for cell in row] for row in block["c"]]
        return set_ | {"head": block["head"], "c": cells}
    if block["t"] == "figure":
        return set_ | {"n": str(block["n"])}
    return set_ | {"r": runs(block["r"])}


def _notice(key: PageKey, rows: Rows) -> dict[str, str]:
    told = story.gone(key, rows)["story"]
    erased = told["state"] == "erased"
    when = {"when": told["withdrawn"]["text"]}
    if erased:
        title = _("This story was erased")
        said = _("Its words were erased on %(when)s. That it existed remains recorded.") % when
    else:
        title = told["title"]
        said = (
            _("The institution withdrew this story on %(when)s. Please do not quote it any more.")
            % when
        )
    state = _("Erased") if erased else _("Withdrawn")
    reason = {"reason_word": _("Reason"), "reason": told["reason"]}
    return {"state": state, "title": title, "said": said, **reason}
