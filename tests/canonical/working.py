"""Working text as an editor may hand it over; each becomes the golden file of its name."""

from collections.abc import Callable
from typing import Any, Final

from suluh.kernel.canonical import Part, body_part, text_part

PICTURE: Final = "6dc3a1a1a0bd6ee3cc4b0e9d0a8cc5f0d4cf2a1d3bb8e7f6a5948372615049ab"
LEAFLET: Final = "00f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeeff"


def title() -> Part:
    return text_part("  Kantor Wilayah\tSulawesi   buka layanan arsip\u00a0keliling\n")


def lead() -> Part:
    return text_part("Mulai Senin, warga di tiga kabupaten mengurus arsipnya “di depan rumah”.")


def tricks() -> Part:
    """Accents apart, Hangul in pieces, marks of direction, characters for JSON to escape."""
    return text_part(
        'Cafe\u0301 \u1112\u1161\u11ab a\u0307\u0323 \u202ekas\u202c "kutip" \\ garis/miring '
        "tab\there \u20ac \U0001f600 \ufb33 se\u00adkolah\u200b"
    )


def empty() -> Part:
    return text_part("")


def paragraphs() -> Part:
    return body_part(
        [
            {"t": "h2", "r": [["Tiga hari, ", "", ""], ["tiga desa", "i", ""]]},
            {
                "t": "p",
                "r": [["Petugas ", "", ""], [" membawa ", "b", ""], ["pemindai.", "bi", ""]],
            },
            {
                "t": "p",
                "r": [["Jadwal ", "", ""], ["ada ", "", "file:1"], ["di sini", "", "file:1"]],
            },
            {"t": "p", "r": [[" ", "b", ""]]},
            {"t": "h3", "r": [["Tanya kami", "", ""]]},
            {
                "t": "p",
                "r": [
                    ["surat", "", "mailto:humas@lapn.example"],
                    [", ", "", ""],
                    ["telepon", "", "tel:+62-21-555.0100"],
                    [", ", "", ""],
                    ["laman", "b", "https://lapn.example/id/?a=1&b=2#c"],
                    [" atau ", "", ""],
                    ["berita terdahulu", "i", "content:1abc23defghjkmnpqrstvwxyz0"],
                ],
            },
            {"t": "quote", "r": [["“Arsip itu ingatan,” kata Cafe\u0301 Susilo.", "", ""]]},
        ]
    )


def lists() -> Part:
    return body_part(
        [
            {"t": "list", "o": True, "i": [[["Satu", "", ""]], [["", "", ""]], [["Dua", "b", ""]]]},
            {"t": "list", "o": False, "i": [[["Kartu keluarga", "", ""]]]},
            {"t": "figure", "n": 1},
        ]
    )


def table() -> Part:
    return body_part(
        [
            {
                "t": "table",
                "head": 1,
                "c": [
                    [[["Desa", "b", ""]], [["Hari", "b", ""]]],
                    [[["Embun", "", ""]], []],
                    [[[" ", "", ""]], [["Rabu", "", ""]]],
                ],
            },
            {"t": "table", "head": 0, "c": [[[["Satu sel", "", ""]]]]},
        ]
    )


def nothing() -> Part:
    return body_part([])


def figure() -> dict[str, Any]:
    return {
        "v": 1,
        "image": PICTURE,
        "width": 1600,
        "height": 1067,
        "caption": "Warga menunggu giliran di balai desa.",
        "alt": "Delapan orang duduk di bangku kayu; seorang petugas memindai map.",
        "credit": "Foto: Raka Permana",
    }


def file() -> dict[str, Any]:
    return {
        "v": 1,
        "file": LEAFLET,
        "name": "jadwal-keliling.pdf",
        "type": "application/pdf",
        "size": 48213,
        "title": "Jadwal arsip keliling",
    }


def credits() -> dict[str, Any]:
    roles = ("writer", "editor", "photo", "translator", "source")
    names = ("Sari Wulandari", "Bima Adinata", "Raka Permana", "Ayu Lestari", "Kantor Desa Embun")
    people = [{"role": role, "name": name} for role, name in zip(roles, names, strict=True)]
    return {"v": 1, "people": people}


def facts() -> dict[str, Any]:
    return {
        "v": 1,
        "kind": "press_release",
        "unit": "KR-SUL",
        "event_date": "2026-02-28",
        "place": "Desa Embun",
        "not_before": "2026-03-01T02:00:00.000000Z",
        "topics": ["arsip", "layanan_keliling"],
        "programmes": ["arsip-2026"],
        "audience": "warga",
        "rights": "Teks boleh dikutip dengan menyebut sumber.",
    }


def facts_plain() -> dict[str, Any]:
    empty = dict.fromkeys(("event_date", "place", "not_before", "audience", "rights"), "")
    return {"v": 1, "kind": "page", "unit": "KP", "topics": [], "programmes": [], **empty}


WORKING: Final[dict[str, Callable[[], Part]]] = {
    "title": title,
    "title-tricks": tricks,
    "lead": lead,
    "lead-empty": empty,
    "body-paragraphs": paragraphs,
    "body-lists": lists,
    "body-table": table,
    "body-empty": nothing,
    "figure-1": figure,
    "file-1": file,
    "credits": credits,
    "facts": facts,
    "facts-plain": facts_plain,
}
