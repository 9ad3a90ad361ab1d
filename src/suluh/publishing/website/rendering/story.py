"""A story, a standing page, an older version, the print version, and the notice of what is gone."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from suluh.publishing.website.rendering.frame import frame_context, pair_of, target
from suluh.publishing.website.rendering.lists import kind_label, picture_row
from suluh.publishing.website.rules import dates
from suluh.publishing.website.rules.furniture import linked_contents
from suluh.publishing.website.rules.keys import Kind, PageKey
from suluh.publishing.website.rules.paths import address_of, archive_address, export_path
from suluh.publishing.website.rules.pictures import (
    SHARED_FORM,
    SHARED_WIDTH,
    Media,
    attachment,
    picture_of,
    rendition,
    renditions,
)
from suluh.publishing.website.rules.rows import GONE, LETTER_KINDS, EditionRow, Item, Part, Rows
from suluh.ui.qr import drawing, qr_svg

STATES: Final = {
    "publish": "official",
    "update": "updated",
    "correct": "corrected",
    "withdraw": "withdrawn",
    "erase": "erased",
}
Context = dict[str, Any]


def numbered(parts: Mapping[str, Part], name: str) -> dict[int, Part]:
    """Return the parts `figure/N` or `file/N` by number, in order."""
    found = {
        int(key.partition("/")[2]): part for key, part in parts.items() if key.startswith(name)
    }
    return dict(sorted(found.items()))


def shown_edition(key: PageKey, rows: Rows) -> EditionRow:
    """Return the Edition whose text the page shows: an older version or the newest."""
    if key.number:
        return next(row for row in rows.editions if row.version == key.number)
    return rows.editions[-1]


def media_of(edition: EditionRow) -> set[Media]:
    """Return the public files that an Edition names."""
    if edition.action in GONE:
        return set()
    pictures = [picture_of(part) for part in numbered(edition.parts, "figure/").values()]
    files = {attachment(part) for part in numbered(edition.parts, "file/").values()}
    shared = {rendition(picture, SHARED_WIDTH, SHARED_FORM) for picture in pictures[:1]}
    return files | shared | {one for picture in pictures for one in renditions(picture)}


def story(key: PageKey, rows: Rows) -> Context:
    """Return the context of a story that is public, of its print version or an older version."""
    item, edition = _item(rows), shown_edition(key, rows)
    context = _page(key, rows, edition)
    figures = numbered(edition.parts, "figure/")
    blocks = edition.parts.get("body", {}).get("blocks", [])
    placed = {block["n"] for block in blocks if block["t"] == "figure"}
    lead_number = next((number for number in figures if number not in placed), 0)
    context["story"] = {
        **_head(rows, edition),
        "lead_figure": _figure(figures[lead_number]) if lead_number else None,
        "blocks": blocks,
        "targets": _targets(rows, edition),
        "figures": {number: _figure(part) for number, part in figures.items()},
        "files": _files(edition),
        "corrections": _corrections(rows, edition),
        "versions": versions(rows) if len(rows.editions) > 1 else [],
        "seal": {**seal(edition), **_proof(key, rows, edition)},
        "print_url": "" if key.number else address_of(PageKey(Kind.PRINT), item.address),
        "letter_url": "" if key.number else _letter_address(item),
        "topics": [],
        "feeds": [],
        **_pair(rows),
    }
    if key.number:
        context["story"]["superseded"] = {"url": item.address, "number": item.version}
    return context


def _letter_address(item: Item) -> str:
    is_letter = item.kind in LETTER_KINDS
    return address_of(PageKey(Kind.LETTER), item.address) if is_letter else ""


def standing(key: PageKey, rows: Rows) -> Context:
    """Return the context of a standing page."""
    context = story(key, rows)
    told, item, house = context["story"], _item(rows), rows.frame.house
    reviewed = {
        "text": dates.day_text(item.changed_at, house.zone, item.locale),
        "iso": dates.iso_local(item.changed_at, house.zone),
    }
    context["standing"] = {**told, "reviewed": reviewed, "children": []}
    return context


def gone(key: PageKey, rows: Rows) -> Context:
    """Return the context of the notice that stays where a story was withdrawn or erased."""
    item, edition = _item(rows), rows.editions[-1]
    erased = item.action == "erase"
    head = _head(rows, edition)
    context = _page(key, rows, edition)
    context["page"] |= {"noindex": True, "title": "" if erased else item.title, "image": ""}
    context["page"] |= {"description": "", "alternates": pair_of(item, rows)}
    context["story"] = {
        "title": "" if erased else item.title,
        "state": STATES[item.action],
        "reason": edition.note,
        "withdrawn": _moment(edition, rows),
        "published": head["published"],
        "unit": head["unit"],
        "versions": versions(rows),
    }
    return context


def _item(rows: Rows) -> Item:
    if rows.item is None:
        raise LookupError("a content page without its item")
    return rows.item


def _page(key: PageKey, rows: Rows, edition: EditionRow) -> Context:
    item, house = _item(rows), rows.frame.house
    figures = list(numbered(edition.parts, "figure/").values())
    shared = rendition(picture_of(figures[0]), SHARED_WIDTH, SHARED_FORM) if figures else None
    own = house.public_url + item.address
    context = frame_context(
        rows,
        address_of(key, item.address),
        title=_text(edition, "title") or item.title,
        description=_text(edition, "lead"),
        canonical=own,
        alternates=[] if key.number else pair_of(item, rows),
        noindex=bool(key.number),
        image=f"{house.public_url}/{shared.path}" if shared else "",
        published_iso=dates.iso_local(item.first_at, house.zone),
        modified_iso=dates.iso_local(item.changed_at, house.zone),
        crumbs=_crumbs(item, rows),
    )
    context["page"]["address"] = own
    return context


def _crumbs(item: Item, rows: Rows) -> list[dict[str, str]]:
    trail = [{"label": _("First page"), "url": f"/{item.locale}/"}]
    if item.kind != "page":
        name = rows.frame.house.unit(item.unit_code).name.in_(item.locale)
        trail.append({"label": _("News"), "url": archive_address(item.locale)})
        trail.append({"label": name, "url": archive_address(item.locale, item.unit_code)})
    return trail


def _text(edition: EditionRow, name: str) -> str:
    return str(edition.parts.get(name, {}).get("text", ""))


def _moment(edition: EditionRow, rows: Rows) -> dict[str, str]:
    zone, locale = rows.frame.house.zone, rows.frame.locale
    at = edition.published_at
    return {"text": dates.full_text(at, zone, locale), "iso": dates.iso_local(at, zone)}


def _head(rows: Rows, edition: EditionRow) -> Context:
    item, house, locale = _item(rows), rows.frame.house, rows.frame.locale
    roles = {
        "writer": _("Writer"),
        "editor": _("Editor"),
        "photo": _("Photo"),
        "translator": _("Translator"),
        "source": _("Source"),
    }
    people = edition.parts.get("credits", {}).get("people", [])
    return {
        "title": _text(edition, "title"),
        "lead": _text(edition, "lead"),
        "kind_label": kind_label(item.kind),
        "register_number": edition.register_number,
        "byline": [{"role": roles[one["role"]], "name": one["name"]} for one in people],
        "unit": {
            "name": house.unit(item.unit_code).name.in_(locale),
            "url": archive_address(locale, item.unit_code),
        },
        "published": _moment(rows.editions[0], rows),
        "changed": _moment(edition, rows) if edition.version > 1 else None,
        "place": edition.parts.get("facts", {}).get("place", ""),
    }


def _figure(part: Part) -> Context:
    words = {"caption": part["caption"], "credit": part["credit"]}
    return {**picture_row(picture_of(part)), **words}


def _files(edition: EditionRow) -> list[Context]:
    return [
        {
            "url": f"/{attachment(part).path}",
            "title": part["title"] or part["name"],
            "type": attachment(part).path.rpartition(".")[2].upper(),
            "size": filesizeformat(part["size"]),
            "name": part["name"],
            "digest": part["file"][:12],
        }
        for part in numbered(edition.parts, "file/").values()
    ]


def _targets(rows: Rows, edition: EditionRow) -> dict[str, str]:
    contents = {f"content:{one}" for one in linked_contents(edition.parts)}
    found = {href: target(href, rows) for href in sorted(contents)}
    for number, part in numbered(edition.parts, "file/").items():
        found[f"file:{number}"] = f"/{attachment(part).path}"
    return {href: address for href, address in found.items() if address}


def _corrections(rows: Rows, shown: EditionRow) -> list[Context]:
    """Every correction up to the version shown; the note stands once, above the first pair."""
    found = []
    for edition in rows.editions:
        if edition.action != "correct" or edition.version > shown.version:
            continue
        time = dates.moment_text(edition.published_at, rows.frame.house.zone, rows.frame.locale)
        pairs = list(edition.corrected) or [{"wrong": "", "right": ""}]
        for at, pair in enumerate(pairs):
            found.append(
                {
                    "time": time,
                    "time_iso": dates.iso_local(edition.published_at, rows.frame.house.zone),
                    "note": "" if at else edition.note,
                    "wrong": pair.get("wrong", ""),
                    "right": pair.get("right", ""),
                }
            )
    return found


def versions(rows: Rows) -> list[Context]:
    """Return every version, newest first; once the text is gone, nothing of it is repeated."""
    item = _item(rows)
    return [_version(edition, item, rows) for edition in reversed(rows.editions)]


def _version(edition: EditionRow, item: Item, rows: Rows) -> Context:
    house = rows.frame.house
    older = edition.version < item.version and not item.is_gone and "body" in edition.parts
    hides_note = item.action == "erase" and edition.action != "erase"
    return {
        "number": edition.version,
        "time": dates.moment_text(edition.published_at, house.zone, item.locale),
        "time_iso": dates.iso_local(edition.published_at, house.zone),
        "state": STATES[edition.action],
        "note": "" if hides_note else edition.note,
        "erased": dates.day_text(edition.erased_at, house.zone, item.locale)
        if edition.erased_at
        else "",
        "wrong": "" if item.is_gone else _joined(edition.corrected, "wrong"),
        "right": "" if item.is_gone else _joined(edition.corrected, "right"),
        "code": edition.short_code,
        "url": address_of(PageKey(Kind.VERSION, number=edition.version), item.address)
        if older and edition.action not in GONE
        else "",
    }


def _joined(corrected: Iterable[Mapping[str, str]], name: str) -> str:
    return " · ".join(pair[name] for pair in corrected if pair.get(name))


def seal(edition: EditionRow) -> Context:
    """Return the proof of an Edition."""
    locale = edition.locale
    mark = edition.jws_sha256
    return {
        "code": edition.short_code,
        "edition": edition.version,
        "replaces": edition.version - 1 or "",
        "approved_by": [
            one.get(f"title_{locale}") or one.get("title_id", "") for one in edition.signed_by
        ],
        "register_number": edition.register_number,
        "fingerprint": f"{mark[:4]} {mark[4:8]} … {mark[-4:]}" if mark else "",
    }


def _proof(key: PageKey, rows: Rows, edition: EditionRow) -> Context:
    """Return where an Edition is checked: its own address as a code, the signed file, the keys."""
    item = _item(rows)
    address = address_of(PageKey(Kind.CONTENT if not key.number else Kind.VERSION,
                                 number=key.number), item.address)  # fmt: skip
    own = rows.frame.house.public_url + address
    export = PageKey(Kind.EXPORT, item.locale, item.content_id, edition.version)
    return {
        "qr": qr_svg(own, _("QR code of the address of this page")),
        "url": address_of(PageKey(Kind.KEYS, item.locale)),
        "file": f"/{export_path(export, item.address, item.version)}" if edition.jws_sha256 else "",
    }


def draw_ahead(public_url: str, addresses: Iterable[str]) -> None:
    """Draw the codes of pages that will be at these addresses soon, while nobody waits."""
    for address in addresses:
        drawing(public_url + address_of(PageKey(Kind.CONTENT), address))


def _pair(rows: Rows) -> Context:
    if not rows.siblings:
        others = [one for one in rows.frame.house.locales if one != rows.frame.locale]
        return {"no_pair": _("This text exists in this language only.") if others else ""}
    other = rows.siblings[0]
    label = _("Read it in English") if other.locale == "en" else _("Read it in Indonesian")
    return {"pair": {"url": other.address, "locale": other.locale, "label": label}}
