"""Who wrote, edited and photographed: labelled lines and initials at the end of a text."""

import re
from dataclasses import dataclass
from typing import Final, Literal

Role = Literal["writer", "editor", "photo"]

_LABELS: Final[dict[Role, str]] = {
    "writer": (
        r"penulis(?: berita| naskah| artikel| teks)?|reporter|pewarta|kontributor|ditulis oleh|oleh"
        r"|naskah|teks|written by|posted by|diposting oleh|author|by|text|words|pelapor|laporan"
    ),
    "editor": r"editor(?: bahasa)?|penyunting|redaktur(?: pelaksana)?|edited by|disunting oleh"
    r"|edit",
    "photo": (
        r"foto(?:grafer)?(?: oleh| by)?|juru foto|photo(?:s|grapher)?(?: by| credit)?|kredit foto"
        r"|sumber foto|dokumentasi|dok(?:\. ?foto)?\.?|pewarta foto|foto/dok\.?"
    ),
}
_ONE: Final = "|".join(f"(?P<{role}>{words})" for role, words in _LABELS.items())
_ANY: Final = "|".join(_LABELS.values())
_LABEL: Final = re.compile(
    rf"(?<![\w]){'(?:' + _ONE + ')'}(?:\s*(?:[/&,]|dan|and)\s*(?:{_ANY}))*\s*[:=]\s*", re.IGNORECASE
)
_NAME: Final = r"[A-Z][\w.'’-]*(?:,? [A-Z][\w.'’-]*){0,4}"
_BARE_BY: Final = re.compile(
    rf"(?P<label>(?:[Oo]leh|OLEH|[Bb]y|BY|[Pp]osted by)\s+)(?P<name>{_NAME}|admin\w*)"
)
_WRAP_OPEN: Final = "([{*/-–— \t"
_WRAP_CLOSE: Final = ")]}*|,;/-–— \t"
_EMPTY: Final = re.compile(
    r"[-–—.]*|n/?a|admin(?:istrator)?\d*(?: .{0,24})?|super ?(?:user|admin)|webmaster|null"
    r"|tidak ada",
    re.IGNORECASE,
)
_VALUE_WORDS: Final = 9
_LONGEST: Final = 300  # characters: a line of credits, or the end of a paragraph
# At the end of a text, after a sentence: "… selesai.” nov/suf", "[PK]", "(ari/humas)".
_TAIL_LABEL: Final = re.compile(
    rf"(?<=[.!?…”\"')])\s*(?P<tail>[(\[]?\s*(?:{_ANY})(?:\s*[/&]\s*(?:{_ANY}))*\s*:[^.!?]{{2,100}})$",
    re.IGNORECASE,
)
_INITIALS: Final = r"[A-Za-z]{1,8}(?:[./*&_-][A-Za-z0-9]{1,10}){0,4}"
_TAIL_SQUARE: Final = re.compile(r"(?P<open>\[)(?P<name>[^\[\]:]{2,40})(?P<close>\])\s*\**$")
_TAIL_ROUND: Final = re.compile(
    r"(?<=[.!?…”\"'])\s*(?P<open>\()(?P<name>[^():]{2,50})(?P<close>\))\.?\**$"
)
_TAIL_BARE: Final = re.compile(
    r"(?<=[.!?…”\"'])\s*(?P<name>[a-z]{2,8}(?:[/*][A-Za-z]{2,10}){1,4})\.?$"
)
_LONE: Final = re.compile(
    r"(?P<open>[(\[*]*)(?P<name>[a-z]{2,6}(?:[/*-][A-Za-z]{2,12}){1,4})(?P<close>[)\]*.]*)"
)
_OFFICE: Final = re.compile(
    r"\b(?:humas|hms|tim|pr|kominfo|diskominfo|prokopim|media center|red)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Credit:
    """A name, what it is for, and the span of the name in the line; the rest is label."""

    role: Role
    start: int
    end: int
    name: str

    @property
    def is_empty(self) -> bool:
        """Say whether the name is a filler such as a dash or `admin`."""
        return bool(_EMPTY.fullmatch(self.name))


def labelled(text: str) -> list[Credit]:
    """Return the credits of a line that is nothing but labels and names, else nothing.

    "Penulis: Sari | Editor: Budi", "(Foto: Dok. Humas)", "Oleh Sari Wulandari".
    """
    if len(text) > _LONGEST:
        return []
    bare = _BARE_BY.fullmatch(text.strip())
    if bare:
        start = text.index(bare.group("name"), text.index(bare.group("label").strip()) + 2)
        return [_credit("writer", text, start, start + len(bare.group("name")))]
    matches = list(_LABEL.finditer(text))
    if not matches or text[: matches[0].start()].strip(_WRAP_OPEN):
        return []
    ends = [match.start() for match in matches[1:]] + [len(text)]
    found = [
        _credit(_role(match), text, match.end(), end)
        for match, end in zip(matches, ends, strict=True)
    ]
    return found if all(_is_name(one.name) for one in found) else []


def _role(match: re.Match[str]) -> Role:
    return next(role for role in _LABELS if match.group(role))


def _credit(role: Role, text: str, start: int, end: int) -> Credit:
    raw = text[start:end]
    left = len(raw) - len(raw.lstrip())
    name = raw.strip()
    while name and name[-1] in _WRAP_CLOSE and not _closes(name):
        name = name[:-1].rstrip()
    return Credit(role, start + left, start + left + len(name), name)


def _closes(name: str) -> bool:
    """A bracket that the name itself opened belongs to the name: "Sari (magang)"."""
    pairs = {")": "(", "]": "["}
    return name[-1] in pairs and name.count(pairs[name[-1]]) >= name.count(name[-1])


def _is_name(name: str) -> bool:
    return len(name.split()) <= _VALUE_WORDS and not re.search(r"[.!?]\s+[A-Z]\w+ \w+ \w+", name)


def is_filler(text: str) -> bool:
    """Say whether a name is none: a dash, `admin`."""
    return bool(_EMPTY.fullmatch(text))


def is_office(text: str) -> bool:
    """Say whether a short line names a press office as the writer."""
    return len(text.split()) <= 4 and bool(
        re.match(r"(?:tim )?(?:biro )?(?:humas|kominfo)\b", text, re.IGNORECASE)
    )


def tail_labels(text: str) -> int:
    """Return where labelled credits begin at the end of a paragraph, or -1."""
    match = _TAIL_LABEL.search(text, max(len(text) - _LONGEST, 0))
    return match.start("tail") if match and labelled(match.group("tail")) else -1


def tail_initials(text: str) -> Credit | None:
    """Return the initials or office that close the last paragraph of a text."""
    for pattern, accept in (
        (_TAIL_SQUARE, _is_signature),
        (_TAIL_ROUND, _is_signature),
        (_TAIL_BARE, lambda _name: True),
    ):
        match = pattern.search(text, max(len(text) - _LONGEST, 0))
        if match and accept(match.group("name")):
            return Credit("writer", *match.span("name"), match.group("name"))
    return None


def lone_initials(text: str) -> Credit | None:
    """Return the initials that stand alone in a line after the text: "(ari/hms)", "[PK]"."""
    match = _LONE.fullmatch(text) or _TAIL_SQUARE.fullmatch(text)
    if match is None:
        match = re.fullmatch(r"(?P<open>\()(?P<name>[^():]{2,50})(?P<close>\))\.?", text)
    if match and (_is_signature(match.group("name")) or _LONE.fullmatch(match.group("name"))):
        return Credit("writer", *match.span("name"), match.group("name"))
    return None


def _is_signature(name: str) -> bool:
    words = name.split()
    if re.search(r"\d{3,}|[.!?]\s", name) or len(words) > 6:
        return False
    if _OFFICE.search(name):
        return True
    return len(words) <= 2 and all(re.fullmatch(_INITIALS, word) for word in words)
