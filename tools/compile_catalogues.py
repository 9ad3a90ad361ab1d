"""Compiles every `django.po` under `src` to the `django.mo` beside it.

Standard library only, so that a fresh machine needs no gettext tools. A fuzzy entry or one without
a translation is left out, as `msgfmt` does; the output is the same for the same catalogue.

Usage: python tools/compile_catalogues.py [FOLDER]
"""

import ast
import struct
import sys
from pathlib import Path

MAGIC = 0x950412DE
CONTEXT, PLURAL = "\x04", "\x00"


def entries(text: str) -> dict[str, str]:
    """Msgid → msgstr of a catalogue, keys as gettext looks them up; the header has key ''."""
    found: dict[str, str] = {}
    for block in text.split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#~")]
        if any(line.startswith("#,") and "fuzzy" in line for line in lines):
            continue
        words = _words([line for line in lines if line and not line.startswith("#")])
        if "msgid" not in words:
            continue
        forms = [value for name, value in sorted(words.items()) if name.startswith("msgstr")]
        key = words["msgid"]
        if "msgid_plural" in words:
            key += PLURAL + words["msgid_plural"]
        if "msgctxt" in words:
            key = words["msgctxt"] + CONTEXT + key
        if all(forms):
            found[key] = PLURAL.join(forms)
    return found


def _words(lines: list[str]) -> dict[str, str]:
    words: dict[str, str] = {}
    name = ""
    for line in lines:
        if not line.startswith('"'):
            name, line = line.split(" ", 1)
        words[name] = words.get(name, "") + ast.literal_eval(line)
    return words


def compiled(found: dict[str, str]) -> bytes:
    """The catalogue in the binary form that `gettext` reads: two tables, sorted by key."""
    rows = sorted((key.encode(), value.encode()) for key, value in found.items())
    start = 28 + 16 * len(rows)
    keys = b"".join(key + b"\0" for key, _ in rows)
    tables, at = [b"", b""], [start, start + len(keys)]
    for row in rows:
        for side in (0, 1):
            tables[side] += struct.pack("<II", len(row[side]), at[side])
            at[side] += len(row[side]) + 1
    head = struct.pack("<7I", MAGIC, 0, len(rows), 28, 28 + 8 * len(rows), 0, start)
    return head + tables[0] + tables[1] + keys + b"".join(value + b"\0" for _, value in rows)


def main(folder: str = "src") -> int:
    """Compiles all catalogues; prints how many and returns 0."""
    catalogues = sorted(Path(folder).rglob("locale/*/LC_MESSAGES/django.po"))
    for path in catalogues:
        path.with_suffix(".mo").write_bytes(compiled(entries(path.read_text(encoding="utf-8"))))
    print(f"{len(catalogues)} catalogues compiled")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
