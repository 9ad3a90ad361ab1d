"""Reading signed JSON without a second meaning: exact fields, exact types, exact bytes."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final, TypeVar

from suluh.kernel import canonical, clock, ids
from suluh.kernel.bilingual import gettext_noop
from suluh.kernel.refusals import Refused

T = TypeVar("T")

MALFORMED: Final = gettext_noop("This is no valid %(what)s: %(why)s.")
HASH: Final = re.compile(r"[0-9a-f]{64}")
KID: Final = re.compile(r"(demo-)?[0-9a-f]{32}")
CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}")
SLUG: Final = canonical.SLUG
LOCALE: Final = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
CONTENT_ID: Final = ids.CONTENT_ID
PART: Final = canonical.NAME
INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z", re.ASCII)
LONGEST_TEXT: Final = 4000


def malformed(what: str, why: str) -> Refused:
    """Return the refusal of something that cannot be read."""
    return Refused("malformed", MALFORMED, what=what, why=why)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_number(text: str) -> Any:
    raise ValueError(f"the number {text[:20]} is no whole number")


def load(data: bytes | str, what: str) -> Any:
    """Read JSON in which no key stands twice and every number is whole.

    Raises Refused: malformed.
    """
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
        return json.loads(
            text,
            object_pairs_hook=_members,
            parse_float=_no_number,
            parse_constant=_no_number,
        )
    except (ValueError, RecursionError) as wrong:
        raise malformed(what, str(wrong)[:120]) from wrong


def load_canonical(data: bytes, what: str) -> Any:
    """Read RFC 8785 bytes; refuses every other spelling of the same value.

    Raises Refused: malformed.
    """
    value = load(data, what)
    try:
        same = canonical.dumps(value) == data
    except (ValueError, RecursionError) as wrong:
        raise malformed(what, str(wrong)[:120]) from wrong
    if not same:
        raise malformed(what, "the bytes are not canonical")
    return value


class Fields:
    """The members of one JSON object, read by name and type; unknown members are refused."""

    def __init__(self, value: object, what: str, names: Iterable[str]) -> None:
        if not isinstance(value, dict) or set(value) != set(names):
            raise malformed(what, f"expected exactly {', '.join(sorted(names))}")
        self._value: Mapping[str, Any] = value
        self._what = what

    def _wrong(self, name: str) -> Refused:
        return malformed(self._what, f"{name} has another form")

    def text(self, name: str, pattern: re.Pattern[str]) -> str:
        """Return the string `name`, which matches `pattern` whole."""
        value = self._value[name]
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise self._wrong(name)
        return value

    def optional(self, name: str, pattern: re.Pattern[str]) -> str:
        """Return the string `name`, which is empty or matches `pattern`."""
        return "" if self._value[name] == "" else self.text(name, pattern)

    def sentence(self, name: str) -> str:
        """Return free text in clean form, at most 4,000 characters; may be empty."""
        value = self._value[name]
        if not isinstance(value, str) or len(value) > LONGEST_TEXT:
            raise self._wrong(name)
        if value != canonical.clean_text(value):
            raise self._wrong(name)
        return value

    def whole(self, name: str, least: int = 1) -> int:
        """Return the integer `name`, which is at least `least` (true is no integer)."""
        value = self._value[name]
        if type(value) is not int or not least <= value <= canonical.LARGEST:
            raise self._wrong(name)
        return value

    def flag(self, name: str) -> bool:
        """Return the boolean `name`."""
        value = self._value[name]
        if not isinstance(value, bool):
            raise self._wrong(name)
        return value

    def instant(self, name: str) -> datetime:
        """Return the time `name`, written as `kernel.clock.iso` writes it."""
        text = self.text(name, INSTANT)
        try:
            return clock.from_iso(text)
        except ValueError as wrong:
            raise self._wrong(name) from wrong

    def version(self) -> None:
        """Refuse any `v` other than 1: an old reader never half understands a new form."""
        if type(self._value["v"]) is not int or self._value["v"] != 1:
            raise malformed(self._what, "unknown version")

    def items(self, name: str, read: Callable[[Any], T], most: int = 1000) -> tuple[T, ...]:
        """Return the list `name`, each item read by `read`."""
        value = self._value[name]
        if not isinstance(value, list) or len(value) > most:
            raise self._wrong(name)
        return tuple(read(item) for item in value)

    def maybe(self, name: str, read: Callable[[Any], T]) -> T | None:
        """Return null or the object `name`, read by `read`."""
        return None if self._value[name] is None else read(self._value[name])

    def object(self, name: str, read: Callable[[Any], T]) -> T:
        """Return the object `name`, read by `read`."""
        return read(self._value[name])

    def mapping(
        self, name: str, key: re.Pattern[str], read: Callable[[Any], T], most: int = 1000
    ) -> dict[str, T]:
        """Return the object `name`, whose keys match `key`, values read by `read`."""
        value = self._value[name]
        if not isinstance(value, dict) or len(value) > most:
            raise self._wrong(name)
        if not all(key.fullmatch(member) for member in value):
            raise self._wrong(name)
        return {member: read(value[member]) for member in sorted(value)}


def matching(pattern: re.Pattern[str], what: str) -> Callable[[Any], str]:
    """Return a reader of strings that match `pattern` whole."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise malformed(what, "an entry has another form")
        return value

    return read
