"""A house, Editions and a source that answers from a list of them."""

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from suluh.kernel.addresses import Place, address_by_id, address_for
from suluh.kernel.bilingual import Bilingual
from suluh.kernel.canonical import body_part, text_part
from suluh.kernel.ids import base32
from suluh.publishing.website.bakery import Bakery
from suluh.publishing.website.rules.items import item_of, states_of
from suluh.publishing.website.rules.keys import month_of
from suluh.publishing.website.rules.rows import (
    LISTED_KINDS,
    EditionRow,
    House,
    MonthCount,
    UnitRow,
)
from suluh.publishing.website.tree import Tree

START = datetime(2026, 1, 15, 3, 0, tzinfo=UTC)
PICTURE = "ab" * 32


def house(**changes):
    units = (
        UnitRow("KP", Bilingual("Kantor Pusat", "Head Office"), "head", ("KP",)),
        UnitRow("BH", Bilingual("Biro Humas", "Public Relations"), "bureau", ("BH", "KP")),
        UnitRow("JT", Bilingual("Kanwil Jawa Tengah"), "regional", ("JT", "KP")),
    )
    values = {
        "name": Bilingual("Lembaga Air dan Pesisir", "Water and Coast Agency"),
        "short_name": "LAP",
        "zone": "Asia/Jakarta",
        "locales": ("id", "en"),
        "public_url": "https://lap.example",
        "address": "Jalan Tirta 8\nJakarta",
        "email": "halo@lap.example",
        "phone": "(021) 5550 0188",
        "units": units,
    }
    return House(**{**values, **changes})


def content_id(seed):
    number = int.from_bytes(hashlib.sha256(str(seed).encode()).digest()[:16], "big")
    return base32(number, 26)


def figure(caption="Tanggul di pagi hari."):
    return {
        "v": 1,
        "image": PICTURE,
        "width": 1200,
        "height": 800,
        "caption": caption,
        "alt": "Tanggul",
        "credit": "Bagas",
    }


def parts(title="Tanggul selesai", text="Air surut.", links=(), pictures=0):
    runs = [[text, "", ""], *([f" Baca {one[:4]}.", "", f"content:{one}"] for one in links)]
    found = {
        "title": text_part(title),
        "lead": text_part("Ringkasnya begini."),
        "body": body_part([{"t": "p", "r": runs}]),
        "credits": {"v": 1, "people": [{"role": "writer", "name": "Ayu Paramita"}]},
    }
    return found | {f"figure/{number}": figure() for number in range(1, pictures + 1)}


def first(seed=1, at=START, **changes):
    told = changes.pop("parts", None) or parts()
    values = {
        "content_id": content_id(seed),
        "locale": "id",
        "version": 1,
        "kind": "news",
        "action": "publish",
        "unit_code": "BH",
        "published_at": at,
        "short_code": "7f3k92qd1a",
        "jws_sha256": hashlib.sha256(str(seed).encode()).hexdigest(),
        "parts": told,
        "signed_by": ({"post": "KB", "title_id": "Kepala Biro", "title_en": "Head", "name": "H"},),
    }
    values |= changes
    place = Place(
        values["content_id"],
        values["locale"],
        values["kind"],
        values["published_at"],
        "Asia/Jakarta",
    )
    address = address_for(told["title"]["text"], place)
    return EditionRow(**{"address": address, **values})


def after(edition, action="update", hours=1, **changes):
    gone = action in {"withdraw", "erase"}
    place = Place(
        edition.content_id, edition.locale, edition.kind, edition.published_at, "Asia/Jakarta"
    )
    values = {
        "version": edition.version + 1,
        "action": action,
        "published_at": edition.published_at + timedelta(hours=hours),
        "parts": {} if gone else edition.parts,
        "address": address_by_id(place) if action == "erase" else edition.address,
        "note": "" if action == "update" else "Karena keliru.",
        "corrected": (),
    }
    return replace(edition, **{**values, **changes})


class FakeSource:
    """Everything in a list, oldest first; erasing takes the text of all Editions of a content."""

    def __init__(self, editions=(), at_home=None):
        self.rows = []
        self.ring = None
        self.at_home = at_home or house()
        for edition in editions:
            self.append(edition)

    def append(self, edition):
        if edition.action == "erase":
            self.rows = [self._erased(row, edition) for row in self.rows]
        self.rows.append(edition)

    def _erased(self, row, edition):
        if (row.content_id, row.locale) == (edition.content_id, edition.locale):
            return replace(row, parts={}, corrected=())
        return row

    def house(self):
        return self.at_home

    def keys(self):
        return self.ring

    def editions(self, content_id, locale):
        return [row for row in self.rows if (row.content_id, row.locale) == (content_id, locale)]

    def item(self, content_id, locale):
        found = self.editions(content_id, locale)
        return item_of(found) if found else None

    def states(self, edition):
        return states_of(self.editions(edition.content_id, edition.locale))

    def items(self):
        names = dict.fromkeys((row.content_id, row.locale) for row in self.rows)
        return [self.item(*name) for name in names]

    def _listed(self, locale, units):
        return [
            item
            for item in self.items()
            if item.kind in LISTED_KINDS
            and item.locale == locale
            and (units is None or item.unit_code in units)
        ]

    def heads(self, locale, units, limit):
        found = self._listed(locale, units)
        return sorted(found, key=lambda i: (i.first_at, i.content_id), reverse=True)[:limit]

    def changes(self, locale, units, limit):
        found = self._listed(locale, units)
        return sorted(found, key=lambda i: (i.changed_at, i.content_id), reverse=True)[:limit]

    def month(self, locale, units, month):
        zone = self.at_home.zone
        everything = self.heads(locale, units, 10**6)
        return [item for item in everything if month_of(item.first_at, zone) == month]

    def months(self, locale, units):
        zone = self.at_home.zone
        counts = Counter(month_of(item.first_at, zone) for item in self._listed(locale, units))
        return [MonthCount(month, counts[month]) for month in sorted(counts, reverse=True)]

    def of_kind(self, locale, kind):
        found = [item for item in self.items() if (item.locale, item.kind) == (locale, kind)]
        return sorted(found, key=lambda item: item.content_id)


class FakeMedia:
    def bytes_of(self, media):
        return f"{media.digest} {media.width} {media.form}".encode()


class FakeExports:
    def mark(self):
        return ""

    def of(self, key, *, is_open):
        return b"{}"


def bakery(folder, source, **changes):
    values = {"media": FakeMedia(), "source": source}
    return Bakery(
        Tree(folder / "public"), folder / "bake" / "index.sqlite3", **{**values, **changes}
    )


def tree_of(folder):
    root = folder / "public"
    files = (path for path in root.rglob("*") if path.is_file())
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in files
        if path.name not in {".lock", "manifest.json", "manifest.jws"}
    }
