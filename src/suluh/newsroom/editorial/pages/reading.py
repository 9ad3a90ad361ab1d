"""A text to be read: frozen parts of one language, plain or against what the reader saw last."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from suluh.kernel.canonical import Part
from suluh.newsroom.editorial.pages.facts import fact_word
from suluh.newsroom.editorial.pages.words import FACTS, ROLES, language_word
from suluh.newsroom.editorial.rules.differences import (
    BlockChange,
    block_changes,
    block_text,
    word_pieces,
)
from suluh.newsroom.editorial.rules.plaininline import to_line

Parts = Mapping[str, Part]
Address = Callable[[str], str]  # image digest -> where the office shows it


def reading(
    locale: str,
    parts: Parts,
    before: Parts | None,
    address: Address,
    file_address: Address | None = None,
) -> dict[str, Any]:
    """Return one language as the template `_reading.html` prints it."""
    figures = _figures(parts, before, address)
    blocks = _blocks(parts, before, figures)
    inside = {row["number"] for row in blocks if row["kind"] == "figure"}
    return {
        "locale": locale,
        "language": language_word(locale),
        "title": _words(parts, before, "title"),
        "lead": _words(parts, before, "lead"),
        "blocks": blocks,
        "figures": [row for number, row in figures.items() if number not in inside],
        "files": file_rows(parts, before, file_address),
        "credits": _credits(parts, before),
        "facts": _facts(parts, before),
        "changed": before is not None and dict(before) != dict(parts),
        "compared": before is not None,
    }


def _words(parts: Parts, before: Parts | None, name: str) -> list[Any]:
    now = str(parts[name]["text"]) if name in parts else ""
    then = str(before[name]["text"]) if before is not None and name in before else now
    return list(word_pieces(then if before is not None else now, now))


def _blocks(
    parts: Parts, before: Parts | None, figures: Mapping[int, dict[str, Any]]
) -> list[dict[str, Any]]:
    after = parts["body"]["blocks"] if "body" in parts else []
    if before is None or "body" not in before:
        changes = [BlockChange("=", block) for block in after]
    else:
        changes = block_changes(before["body"]["blocks"], after)
    return [_block(change, figures) for change in changes]


def _block(change: BlockChange, figures: Mapping[int, dict[str, Any]]) -> dict[str, Any]:
    block = change.block
    number = block.get("n", 0)
    marked = change.op == "~" and all(one.op == "=" for one in change.pieces)
    return {
        "op": change.op,
        "kind": block["t"],
        "block": block,
        "pieces": change.pieces,
        "marked": _marks_of(block) if marked else "",
        "number": number,
        "figure": figures.get(number),
        "text": block_text(block),
    }


def _marks_of(block: Mapping[str, Any]) -> str:
    """Only marks or links changed: show the line as it is typed."""
    rows: Sequence[Any] = [block["r"]] if "r" in block else block.get("i", [])
    return " / ".join(to_line(runs) for runs in rows)


def _figures(parts: Parts, before: Parts | None, address: Address) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for name, part in sorted(parts.items()):
        if not name.startswith("figure/"):
            continue
        number = int(name.partition("/")[2])
        old = before.get(name) if before is not None else None
        found[number] = {
            "number": number,
            "src": address(str(part["image"])),
            "width": part["width"],
            "height": part["height"],
            "alt": part["alt"],
            "caption": list(word_pieces(str((old or part)["caption"]), str(part["caption"]))),
            "alt_pieces": list(word_pieces(str((old or part)["alt"]), str(part["alt"]))),
            "credit": part["credit"],
            "new": before is not None and old is None,
            "other_image": old is not None and old["image"] != part["image"],
        }
    return dict(sorted(found.items()))


def file_rows(
    parts: Parts, before: Parts | None = None, address: Address | None = None
) -> list[dict[str, Any]]:
    """Return the attachments among parts; `url` opens exactly the bytes of the digest."""
    rows = []
    for name in sorted((one for one in parts if one.startswith("file/")), key=_number):
        part, old = parts[name], before.get(name) if before is not None else None
        digest = str(part["file"])
        rows.append({
            "number": _number(name),
            "url": address(digest) if address else "",
            "title": list(word_pieces(str((old or part)["title"]), str(part["title"]))),
            "name": part["name"],
            "kind": str(part["name"]).rpartition(".")[2].upper(),
            "size": part["size"],
            "digest": digest[:12],
            "new": before is not None and old is None,
            "other_bytes": old is not None and old["file"] != part["file"],
        })  # fmt: skip
    gone = [] if before is None else [one for one in before if one.startswith("file/")]
    for name in sorted((one for one in gone if one not in parts), key=_number):
        rows.append({"number": _number(name), "gone": True, "name": (before or {})[name]["name"]})
    return rows


def _number(name: str) -> int:
    return int(name.partition("/")[2])


def _credits(parts: Parts, before: Parts | None) -> list[Any]:
    now = _credit_line(parts)
    return list(word_pieces(now if before is None else _credit_line(before), now))


def _credit_line(parts: Parts) -> str:
    people = parts["credits"]["people"] if "credits" in parts else []
    return " · ".join(f"{ROLES[one['role']]}: {one['name']}" for one in people)


def _facts(parts: Parts, before: Parts | None) -> list[dict[str, Any]]:
    if "facts" not in parts:
        return []
    now = parts["facts"]
    then = before["facts"] if before is not None and "facts" in before else now
    rows = []
    for key, label in FACTS.items():
        word, old = fact_word(key, now), fact_word(key, then)
        if word or old:
            code = str(now["unit"]) if key == "unit" else ""
            pieces = list(word_pieces(old, word))
            rows.append({"label": label, "pieces": pieces, "code": code if code != word else ""})
    return rows
