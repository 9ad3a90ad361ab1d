"""Canonical parts: the only form in which text is signed off, published and verified.

A part is a JSON object with `v: 1`. The working text is brought into this form before it is
saved; `normal` is the one reader of it, and refuses what the form does not hold. Bytes are
RFC 8785 (JSON Canonicalization Scheme) restricted to strings, integers, booleans, null, lists
and objects: no part holds a fraction.

Golden files in `tests/canonical/` hold bytes and digests that every later version must produce.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from suluh.kernel.bilingual import gettext_noop
from suluh.kernel.refusals import Refused

Part = dict[str, Any]
Run = list[str]

VERSION: Final = 1
MARKS: Final = ("", "b", "i", "bi")
CREDIT_ROLES: Final = ("writer", "editor", "photo", "translator", "source")
NAME: Final = re.compile(r"title|lead|body|credits|facts|(figure|file)/[1-9][0-9]{0,3}")
# Only visible ASCII, as RFC 3986 has it: what is signed is what one sees, and it has one spelling.
HREF: Final = re.compile(
    r"(https://[!#-;=?-~]+|mailto:[!#-;=?-~]+|tel:\+?[0-9().-]+"
    r"|content:[0-7][0-9a-hjkmnp-tv-z]{25}|file:[1-9][0-9]{0,3})?"
)
DIGEST: Final = re.compile(r"[0-9a-f]{64}")
SLUG: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
DATE: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})?")
INSTANT: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z)?")
LARGEST: Final = 2**53 - 1
# Characters that change how text looks without being seen, or cannot be stored. Surrogates and
# noncharacters are no text for JSON that is exchanged (RFC 7493, section 2.1).
NONCHARACTERS: Final = "\ufdd0-\ufdef" + "".join(
    chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
)
INVISIBLE: Final = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffc\U000e0000-\U000e007f"
    f"{NONCHARACTERS}]"
)
SPACE: Final = re.compile(r"\s+")
_quoted: Final = json.JSONEncoder(ensure_ascii=False).encode

NOT_CANONICAL = gettext_noop("The part “%(part)s” is not in canonical form: %(why)s.")


class _WrongFormError(ValueError):
    """What is wrong inside a part; `normal` turns it into a refusal that names the part."""


# --- bytes ---------------------------------------------------------------------------------


def dumps(value: object) -> bytes:
    """Return the canonical bytes of a JSON value without fractions.

    Raises ValueError on a fraction, an integer beyond 2^53-1 or a lone surrogate.
    Source: RFC 8785.
    """
    return _encode(value).encode("utf-8")


def _encode(value: object) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, dict):
        return _encode_object(value)
    if isinstance(value, list | tuple):
        return "[" + ",".join([_encode(item) for item in value]) + "]"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int) and abs(value) <= LARGEST:
        return str(value)
    raise ValueError(f"not canonical JSON: {type(value).__name__}")


def _encode_object(value: Mapping[Any, object]) -> str:
    if not all(isinstance(key, str) for key in value):
        raise ValueError("not canonical JSON: a key that is no string")
    keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join([f"{_quoted(key)}:{_encode(value[key])}" for key in keys]) + "}"


def digest(data: bytes) -> str:
    """Return SHA-256 in hex: for working rows, side tables and public file names only."""
    return hashlib.sha256(data).hexdigest()


def commitment(salt: bytes, data: bytes) -> str:
    """Return SHA-256(salt‖data) in hex, which ledger, sign-offs and audit may hold.

    Once salt and data are erased nobody can guess the text from it.
    """
    if len(salt) != 32:
        raise ValueError("a salt has 32 bytes")
    return hashlib.sha256(salt + data).hexdigest()


# --- text ----------------------------------------------------------------------------------


def clean_text(text: str) -> str:
    """Return `text` in NFC, white space collapsed, invisible characters removed."""
    return _collapse(text).strip(" ")


def _collapse(text: str) -> str:
    """Removal first: a character between a letter and its accent hides their composition."""
    return SPACE.sub(" ", unicodedata.normalize("NFC", INVISIBLE.sub("", text)))


def clean_runs(runs: Sequence[Sequence[str]]) -> list[Run]:
    """Return runs in normal form: cleaned, neighbours of one form merged, ends trimmed."""
    merged: list[Run] = []
    for text, mark, href in runs:
        text = _collapse(text)
        if merged and merged[-1][0].endswith(" "):
            text = text.lstrip(" ")
        if not text:
            continue
        if merged and merged[-1][1:] == [mark, href]:
            merged[-1][0] = unicodedata.normalize("NFC", merged[-1][0] + text)
        else:
            merged.append([text, mark, href])
    return _trim(merged)


def _trim(runs: list[Run]) -> list[Run]:
    while runs and not runs[0][0].lstrip(" "):
        runs.pop(0)
    if runs:
        runs[0][0] = runs[0][0].lstrip(" ")
    while runs and not runs[-1][0].rstrip(" "):
        runs.pop()
    if runs:
        runs[-1][0] = runs[-1][0].rstrip(" ")
    return runs


def text_part(text: str) -> Part:
    """Return a title or lead in canonical form."""
    return {"v": VERSION, "text": clean_text(text)}


def body_part(blocks: Sequence[Mapping[str, Any]]) -> Part:
    """Return a body in canonical form; blocks left without text are dropped.

    Raises Refused: not_canonical, where a block is of an unknown form.
    """
    try:
        kept = [block for block in (_tidy_block(dict(raw)) for raw in blocks) if block]
    except (_WrongFormError, KeyError, TypeError, ValueError) as wrong:
        raise Refused("not_canonical", NOT_CANONICAL, part="body", why=str(wrong)) from wrong
    return normal("body", {"v": VERSION, "blocks": kept})


def _tidy_block(block: dict[str, Any]) -> dict[str, Any] | None:
    kind = block.get("t")
    if kind in TEXT_BLOCKS:
        block["r"] = clean_runs(block["r"])
        return block if block["r"] else None
    if kind == "list":
        block["i"] = [runs for runs in (clean_runs(item) for item in block["i"]) if runs]
        return block if block["i"] else None
    if kind == "table":
        block["c"] = [[clean_runs(cell) for cell in row] for row in block["c"]]
        return block if any(cell for row in block["c"] for cell in row) else None
    return block


# --- reading -------------------------------------------------------------------------------


def normal(name: str, part: object) -> Part:
    """Return `part` if it is exactly in canonical form.

    Raises Refused: not_canonical, with the place that is wrong. Unknown `v`, `t`, keys and
    part names are refused, so that an old reader never half understands a new form.
    """
    try:
        if not NAME.fullmatch(name):
            raise _WrongFormError("unknown part name")
        if not isinstance(part, dict) or type(part.get("v")) is not int or part["v"] != VERSION:
            raise _WrongFormError("unknown version")
        _READERS[name.partition("/")[0]](part)
    except (_WrongFormError, KeyError, TypeError, ValueError) as wrong:
        raise Refused("not_canonical", NOT_CANONICAL, part=name, why=str(wrong)) from wrong
    return part


def part_bytes(name: str, part: object) -> bytes:
    """Return the canonical bytes of a part, which must be in canonical form.

    Raises Refused: not_canonical.
    """
    return dumps(normal(name, part))


def parse(name: str, data: bytes) -> Part:
    """Read canonical bytes back; refuses any other bytes of the same value.

    Raises Refused: not_canonical.
    """
    try:
        part = json.loads(data)
    except (ValueError, RecursionError) as wrong:
        raise Refused("not_canonical", NOT_CANONICAL, part=name, why="no JSON") from wrong
    if part_bytes(name, part) != data:
        raise Refused("not_canonical", NOT_CANONICAL, part=name, why="other bytes")
    return normal(name, part)


def _keys(value: object, *names: str) -> dict[str, Any]:
    if not isinstance(value, dict) or set(value) != set(names):
        raise _WrongFormError(f"expected exactly {', '.join(names)}")
    return value


def _text(value: object, where: str) -> None:
    if not isinstance(value, str) or value != clean_text(value):
        raise _WrongFormError(f"{where} is not clean text")


def _matches(value: object, pattern: re.Pattern[str], where: str) -> None:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise _WrongFormError(f"{where} has another form")


def _whole(value: object, where: str) -> None:
    if type(value) is not int or not 0 < value <= LARGEST:
        raise _WrongFormError(f"{where} is not a whole number above zero")


def _runs(runs: object, *, empty: bool = False) -> None:
    if not isinstance(runs, list) or not (runs or empty):
        raise _WrongFormError("runs are missing")
    for run in runs:
        if not (isinstance(run, list) and len(run) == 3 and all(isinstance(x, str) for x in run)):
            raise _WrongFormError("a run is [text, mark, href]")
        if run[1] not in MARKS:
            raise _WrongFormError(f"unknown mark {run[1]!r}")
        _matches(run[2], HREF, "a link")
    if clean_runs(runs) != runs:
        raise _WrongFormError("runs are not merged and clean")


def _items(items: object, read: Callable[[Any], None], where: str) -> None:
    if not isinstance(items, list) or not items:
        raise _WrongFormError(f"{where} is empty")
    for item in items:
        read(item)


def _text_block(block: dict[str, Any]) -> None:
    _runs(_keys(block, "t", "r")["r"])


def _list_block(block: dict[str, Any]) -> None:
    if type(_keys(block, "t", "o", "i")["o"]) is not bool:
        raise _WrongFormError("o is true or false")
    _items(block["i"], _runs, "a list")


def _figure_block(block: dict[str, Any]) -> None:
    _whole(_keys(block, "t", "n")["n"], "a figure number")


def _table_block(block: dict[str, Any]) -> None:
    rows = _keys(block, "t", "head", "c")["c"]
    if type(block["head"]) is not int or block["head"] not in (0, 1):
        raise _WrongFormError("head is 0 or 1")
    _items(rows, lambda row: _items(row, lambda cell: _runs(cell, empty=True), "a row"), "a table")
    if len({len(row) for row in rows}) != 1:
        raise _WrongFormError("rows of different length")


TEXT_BLOCKS: Final = ("p", "h2", "h3", "quote")
_BLOCKS: Final[Mapping[str, Callable[[dict[str, Any]], None]]] = {
    **dict.fromkeys(TEXT_BLOCKS, _text_block),
    "list": _list_block,
    "figure": _figure_block,
    "table": _table_block,
}


def _block(block: object) -> None:
    if not isinstance(block, dict) or block.get("t") not in _BLOCKS:
        raise _WrongFormError("unknown block")
    _BLOCKS[block["t"]](block)


def _read_text(part: Part) -> None:
    _text(_keys(part, "v", "text")["text"], "text")


def _read_body(part: Part) -> None:
    blocks = _keys(part, "v", "blocks")["blocks"]
    if not isinstance(blocks, list):
        raise _WrongFormError("blocks are a list")
    for block in blocks:
        _block(block)


def _read_figure(part: Part) -> None:
    _keys(part, "v", "image", "width", "height", "caption", "alt", "credit")
    _matches(part["image"], DIGEST, "image")
    for key in ("width", "height"):
        _whole(part[key], key)
    for key in ("caption", "alt", "credit"):
        _text(part[key], key)


def _read_file(part: Part) -> None:
    _keys(part, "v", "file", "name", "type", "size", "title")
    _matches(part["file"], DIGEST, "file")
    _whole(part["size"], "size")
    for key in ("name", "type", "title"):
        _text(part[key], key)


def _read_credits(part: Part) -> None:
    people = _keys(part, "v", "people")["people"]
    if not isinstance(people, list):
        raise _WrongFormError("people are a list")
    for person in people:
        if _keys(person, "role", "name")["role"] not in CREDIT_ROLES:
            raise _WrongFormError("unknown credit")
        _text(person["name"], "name")


FACT_KEYS: Final = (
    "v", "kind", "unit", "event_date", "place", "not_before", "topics", "programmes", "audience",
    "rights",
)  # fmt: skip


def _read_facts(part: Part) -> None:
    _keys(part, *FACT_KEYS)
    _matches(part["kind"], SLUG, "kind")
    for key, pattern in (("event_date", DATE), ("not_before", INSTANT)):
        _matches(part[key], pattern, key)
        if part[key]:
            datetime.fromisoformat(part[key])
    for key in ("unit", "place", "audience", "rights"):
        _text(part[key], key)
    for key in ("topics", "programmes"):
        if not isinstance(part[key], list) or part[key] != sorted(set(part[key])):
            raise _WrongFormError(f"{key} are a sorted list")
        for slug in part[key]:
            _matches(slug, SLUG, key)


_READERS: Final[Mapping[str, Callable[[Part], None]]] = {
    "title": _read_text,
    "lead": _read_text,
    "body": _read_body,
    "figure": _read_figure,
    "file": _read_file,
    "credits": _read_credits,
    "facts": _read_facts,
}


def plain(part: Part) -> str:
    """Return the readable text of a title, lead, body, figure or file, one line per block.

    Of a file the first signs of its digest too: other bytes under the same name are no less a
    change than another word.
    """
    if "text" in part:
        return str(part["text"])
    if "blocks" in part:
        return "\n".join(line for block in part["blocks"] for line in _plain_block(block))
    if "file" in part:
        return f"{part['title'] or part['name']} ({part['name']}, {part['file'][:12]})"
    return "\n".join(str(part[key]) for key in ("caption", "credit") if part.get(key))


def _plain_block(block: Mapping[str, Any]) -> list[str]:
    def join(runs: Sequence[Sequence[str]]) -> str:
        return "".join(run[0] for run in runs)

    if "r" in block:
        return [join(block["r"])]
    if "i" in block:
        return [join(item) for item in block["i"]]
    if "c" in block:
        return [" | ".join(join(cell) for cell in row) for row in block["c"]]
    return []
