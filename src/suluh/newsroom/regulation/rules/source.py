"""Reading YAML so that every value knows its line, and hostile YAML is refused.

A subset of YAML 1.2: maps, lists, text, whole numbers, true, false, null. Dates stay text, `no`
and `on` are words. One document, no anchors, aliases, merge keys or tags, no key twice.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused

MAX_BYTES: Final = 262_144
MAX_DEPTH: Final = 24

Path = tuple[str | int, ...]
Params = dict[str, str | int]
_NULL: Final = ("", "~", "null")
_BOOL: Final = {"true": True, "false": False}
_INT: Final = re.compile(r"-?(0|[1-9][0-9]{0,17})")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a file: where, and a sentence about it (a msgid with its values)."""

    line: int
    code: str
    reason: str
    params: tuple[tuple[str, str | int], ...] = ()

    def __str__(self) -> str:
        return self.reason % dict(self.params)


def problem(line: int, code: str, reason: str, **params: str | int) -> Problem:
    """Make a Problem with named values."""
    return Problem(line, code, reason, tuple(sorted(params.items())))


class Unreadable(Refused):
    """A file that is refused, with all its problems in order of line."""

    def __init__(self, problems: list[Problem]) -> None:
        ordered = sorted(problems)
        super().__init__("invalid_regulation", ordered[0].reason, **dict(ordered[0].params))
        self.problems = tuple(ordered)


@dataclass(frozen=True)
class Source:
    """A YAML file as plain values, with the line of every path in it."""

    data: Any
    sha256: str
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """Give the line of a path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_source(raw: bytes) -> Source:
    """Read YAML bytes; raises Unreadable with lines."""
    if len(raw) > MAX_BYTES:
        reason = _("The file is larger than %(limit)s bytes.")
        raise Unreadable([problem(1, "too_large", reason, limit=MAX_BYTES)])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Unreadable([problem(line, "encoding", _("The file is not UTF-8 text."))]) from None
    try:
        _refuse_hostile(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise Unreadable([_yaml_problem(error, text)]) from None
    reader = _Reader()
    data = reader.read(node, ()) if node is not None else None
    if reader.problems:
        raise Unreadable(reader.problems)
    return Source(data, hashlib.sha256(raw).hexdigest(), reader.lines)


def _refuse_hostile(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise Unreadable([problem(line, "too_deep", _("The file is nested too deeply."))])
        if getattr(event, "anchor", None):
            raise Unreadable([problem(line, "alias", _("Anchors and aliases are not allowed."))])
        if getattr(event, "tag", None):
            raise Unreadable([problem(line, "tag", _("Tags (!) are not allowed."))])


def _yaml_problem(error: yaml.YAMLError, text: str) -> Problem:
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        detail = error.problem or error.context or ""
        return problem(line, "syntax", _("This is not valid YAML: %(detail)s."), detail=detail)
    position = getattr(error, "position", 0)
    line = text.count("\n", 0, position) + 1
    return problem(line, "syntax", _("The file holds a character that YAML does not allow."))


class _Reader:
    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []

    def read(self, node: yaml.Node, path: Path) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*path, n)) for n, item in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = key_node.value
            if not isinstance(key_node, yaml.ScalarNode) or key == "<<":
                self.problems.append(problem(line, "key", _("A key must be plain text.")))
            elif key in found:
                reason = _("The key '%(key)s' stands here twice.")
                self.problems.append(problem(line, "duplicate_key", reason, key=key))
            else:
                self.lines[(*path, key)] = line
                found[key] = self.read(value_node, (*path, key))
        return found


def _scalar(node: yaml.Node) -> str | int | bool | None:
    value = str(node.value)
    if not isinstance(node, yaml.ScalarNode) or node.style is not None:
        return value
    if value in _NULL:
        return None
    if value in _BOOL:
        return _BOOL[value]
    return int(value) if _INT.fullmatch(value) else value
