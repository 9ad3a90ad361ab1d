"""The start of a lead: the outlet that carried it, and the place it was written in."""

import re
from typing import Final

_OUTLET: Final = (
    r"(?:[A-Za-z0-9][A-Za-z0-9-]{1,30}(?:\.[A-Za-z0-9-]{2,20})*"
    r"\.(?:com|co\.id|co|net|org|news|tv|info|my\.id|web\.id|id))"
)
_GOVERNMENT: Final = re.compile(r"\.(?:go|ac|sch|mil|desa|or)\.id$", re.IGNORECASE)
_AGENCY: Final = (
    r"(?:ANTARA|Antara|Xinhua|Reuters|AFP|AP|MNC Portal|Infopublik|InfoPublik|RRI|TVRI)"
)
_DASH: Final = r"(?:[-–—]{1,2}|\||//)"
_CAPITAL: Final = r"(?:[A-Z][\w.'’]*|D\.?I\.?|DKI)"
_PLACE: Final = rf"(?P<place>{_CAPITAL}(?:[ ]{_CAPITAL}){{0,3}})"
_DATE: Final = r"(?:\s*[,(]?\s*\(?[^()\n]{4,30}\d{4}\)?|\s*\(\d{1,2}/\d{1,2}(?:/\d{2,4})?\))"
_OFFICE: Final = r"(?:[A-Z][\w.]*(?: [\w.]+){0,4})"
# The outlet before the place is set aside; after the place it stays in the sentence.
_PREFIX: Final = re.compile(rf"(?P<outlet>{_OUTLET})\s*(?:{_DASH}|,|:)\s+", re.IGNORECASE)
_PLACES: Final = (
    re.compile(rf"{_PLACE}\s*[,(-]\s*(?P<outlet>{_OUTLET})\)?\s*(?:{_DASH}|,|:)\s*"),
    re.compile(rf"{_PLACE}\s*[,(]\s*\(?(?P<agency>{_AGENCY})\)?\s*{_DASH}\s*"),
    re.compile(rf"{_PLACE}{_DATE}?\s*(?:\s[-–—|]{{1,2}}|[–—]|--|//)\s*(?=[\"“‘'(]?\w)"),
    re.compile(
        rf"{_PLACE},?\s?[-–]\s?(?:Humas|Biro|Dinas|Diskominfo|Kominfo|Kanreg"
        rf"|Kantor)[^,.:;–—]{{0,40}}[,:–—-]\s*"
    ),
    re.compile(
        rf"{_PLACE},\s*(?i:humas|biro|dinas|diskominfo|kominfo|hms)\b\s?{_OFFICE}?\s*[-–—:]+\s*"
    ),
    re.compile(rf"{_PLACE}\s*\([A-Z][\w ./-]{{1,30}}\)\s*[-–—|:]+\s*"),
    re.compile(rf"{_PLACE},\s*{_DATE.replace('[,(]?', '')}\s*[-–—:.]\s*(?=[\"“‘'(]?[A-Z])"),
    re.compile(rf"{_PLACE}-\s*(?=[A-Z][a-z]+\s)"),
)
_COMMA_PLACE: Final = re.compile(rf"{_PLACE},\s+(?=[A-Z“\"])")
_SPAN: Final = 200  # characters a dateline stands in
_NO_PLACE: Final = frozenset(
    {
        *("siaran", "pers", "press", "release", "berita", "kegiatan", "foto", "editor"),
        *("penulis", "humas", "biro", "dinas", "badan", "update", "kementerian", "kepala"),
        *("direktorat", "direktur", "menteri", "komisi", "lembaga", "pemerintah", "sekretaris"),
    }
)
_KEPT_CAPITALS: Final = frozenset({"DKI", "DIY", "NTB", "NTT", "DI", "D.I.", "IKN"})


def outlet_prefix(text: str) -> tuple[str, int]:
    """Return the outlet a lead begins with ("SUARAX.COM | …") and where the lead goes on."""
    match = _PREFIX.match(text[:_SPAN])
    if match is None or _GOVERNMENT.search(match.group("outlet")):
        return "", 0
    return match.group("outlet"), match.end()


def place(text: str) -> str:
    """Return the place of the dateline, capitals made readable, or an empty text."""
    for pattern in _PLACES:
        match = pattern.match(text[:_SPAN])
        if match and match.group("place").lower().split()[0] not in _NO_PLACE:
            return _readable(match.group("place"))
    return ""


def named_place(text: str, everything: str) -> str:
    """Return the place of "Lembah Hijau, Petani …": named again as a town or district."""
    match = _COMMA_PLACE.match(text[:_SPAN])
    if match is None:
        return ""
    name = match.group("place")
    again = rf"\b(?:Kabupaten|Kota|Kab\.|Provinsi|Kecamatan|Desa|[Dd]i)\s+{re.escape(name)}\b"
    return _readable(name) if re.search(again, everything, re.IGNORECASE) else ""


def outlet_after_place(text: str) -> str:
    """Return the outlet or agency named inside the dateline, or an empty text."""
    for pattern in _PLACES[:2]:
        match = pattern.match(text[:_SPAN])
        if match:
            name = str(next(v for k, v in match.groupdict().items() if k != "place"))
            return "" if _GOVERNMENT.search(name) else name
    return ""


def is_dateline(text: str) -> bool:
    """Say whether a paragraph begins with a dateline."""
    return bool(outlet_prefix(text)[0] or place(text))


def _readable(name: str) -> str:
    if not name.isupper():
        return name
    return " ".join(word if word in _KEPT_CAPITALS else word.capitalize() for word in name.split())
