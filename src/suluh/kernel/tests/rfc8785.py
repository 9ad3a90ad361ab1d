"""RFC 8785 written a second time from its text, without `json`: the tests' own oracle."""

from typing import Any

# Section 3.2.2.2: the control characters that have a short form.
SHORT = {0x08: "\\b", 0x09: "\\t", 0x0A: "\\n", 0x0C: "\\f", 0x0D: "\\r", 0x22: '\\"', 0x5C: "\\\\"}


def canonical(value: Any) -> bytes:
    return _text_of(value).encode("utf-8")


def _text_of(value: Any) -> str:
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if type(value) is int:
        return _number(value)
    if type(value) is str:
        return _string(value)
    if type(value) is list:
        return "[" + ",".join([_text_of(item) for item in value]) + "]"
    assert type(value) is dict
    names = sorted(value, key=_units)
    return "{" + ",".join([_string(name) + ":" + _text_of(value[name]) for name in names]) + "}"


def _number(value: int) -> str:
    """Section 3.2.2.3: as ECMAScript writes a whole number below 10^21."""
    digits, left = "", abs(value)
    while left:
        digits, left = "0123456789"[left % 10] + digits, left // 10
    return ("-" if value < 0 else "") + (digits or "0")


def _string(text: str) -> str:
    """Section 3.2.2.2: short forms, \\u00xx in lower case, everything else as it is."""
    out = ""
    for character in text:
        point = ord(character)
        if point in SHORT:
            out += SHORT[point]
        elif point < 0x20:
            out += "\\u00" + "0123456789abcdef"[point // 16] + "0123456789abcdef"[point % 16]
        else:
            out += character
    return '"' + out + '"'


def _units(name: str) -> list[int]:
    """Section 3.2.3: names are sorted by their UTF-16 code units, unsigned."""
    units = []
    for character in name:
        point = ord(character)
        if point < 0x10000:
            units.append(point)
        else:
            point -= 0x10000
            units += [0xD800 + (point >> 10), 0xDC00 + (point & 0x3FF)]
    return units
