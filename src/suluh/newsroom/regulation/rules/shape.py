"""The published JSON Schema, and its refusals as sentences with the line they are about."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from suluh.kernel.bilingual import gettext_noop as _
from suluh.newsroom.regulation.rules.source import Path, Problem, Source, problem

REGULATION: Final = "suluh/regulation/1"
SUPPLEMENT: Final = "suluh/regulation-supplement/1"
_FILES: Final = {
    REGULATION: "regulation-1.schema.json",
    SUPPLEMENT: "regulation-supplement-1.schema.json",
}
_PATTERNS: Final = {
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": _("'%(value)s' is not a date like 2026-01-31."),
    "^[a-z]{2,3}$": _("'%(value)s' is not a language code like 'id'."),
    "^[a-z][a-z0-9_]{0,39}$": _(
        "'%(value)s' is not a key: a small letter, then small letters, figures or _."
    ),
}
_TYPES: Final = {
    "object": _("%(where)s must be a map of keys and values."),
    "array": _("%(where)s must be a list."),
    "string": _("%(where)s must be text."),
    "integer": _("%(where)s must be a whole number."),
    "boolean": _("%(where)s must be true or false."),
}


@cache
def schema_text(kind: str) -> str:
    """Give the published JSON Schema of a format, as shipped."""
    folder = resources.files("suluh.newsroom.regulation") / "schema"
    return (folder / _FILES[kind]).read_text(encoding="utf-8")


@cache
def _validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema_text(kind)))


def kind_of(source: Source) -> str:
    """Say which format a file claims; '' when it claims none that is known."""
    claimed = source.data.get("schema") if isinstance(source.data, dict) else None
    return claimed if isinstance(claimed, str) and claimed in _FILES else ""


def check_shape(source: Source, kind: str) -> list[Problem]:
    """Check the file against its schema; every problem has a line."""
    found = {_explain(error, source) for error in _validator(kind).iter_errors(source.data)}
    return sorted(found)


def _explain(error: ValidationError, source: Source) -> Problem:
    path = tuple(error.absolute_path)
    line = source.line(path)
    explain = _EXPLAIN.get(str(error.validator))
    if explain is None:
        return problem(line, "shape", _("%(where)s is not as the format asks."), where=_name(path))
    return explain(error, path, source)


def _name(path: Path) -> str:
    words = "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in path)
    return words.lstrip(".") or "file"


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."


_Explain = Callable[[Any, Path, Source], Problem]


def _required(error: Any, path: Path, source: Source) -> Problem:
    missing = [key for key in error.validator_value if key not in error.instance]
    reason = _("'%(key)s' is missing in %(where)s.")
    keys = "', '".join(missing)
    return problem(source.line(path), "missing", reason, key=keys, where=_name(path))


def _additional(error: Any, path: Path, source: Source) -> Problem:
    known = error.schema.get("properties", {})
    extra = next(key for key in error.instance if key not in known)
    reason = _("'%(key)s' is not known here; allowed: %(known)s.")
    line = source.line((*path, extra))
    return problem(line, "unknown_key", reason, key=extra, known=", ".join(known))


def _choice(error: Any, path: Path, source: Source) -> Problem:
    value = error.validator_value
    allowed = ", ".join(map(str, value if isinstance(value, list) else [value]))
    reason = _("'%(value)s' is not possible in %(where)s; allowed: %(allowed)s.")
    line, name = source.line(path), _name(path)
    value = _short(error.instance)
    return problem(line, "choice", reason, value=value, where=name, allowed=allowed)


def _type(error: Any, path: Path, source: Source) -> Problem:
    reason = _TYPES[str(error.validator_value)]
    return problem(source.line(path), "type", reason, where=_name(path))


def _pattern(error: Any, path: Path, source: Source) -> Problem:
    fallback = _("'%(value)s' is not a plain code.")
    reason = _PATTERNS.get(str(error.validator_value), fallback)
    where = (*path, error.instance) if isinstance(error.instance, str) else path
    return problem(source.line(where), "pattern", reason, value=_short(error.instance))


def _size(error: Any, path: Path, source: Source) -> Problem:
    low = str(error.validator).startswith("min")
    reason = _("%(where)s is too small; the least is %(limit)s.")
    if not low:
        reason = _("%(where)s is too large; the most is %(limit)s.")
    limit = int(error.validator_value)
    return problem(source.line(path), "size", reason, where=_name(path), limit=limit)


def _unique(error: Any, path: Path, source: Source) -> Problem:
    return problem(
        source.line(path), "twice", _("%(where)s names something twice."), where=_name(path)
    )


_SIZES: Final = ("imum", "Items", "Length", "Properties")
_EXPLAIN: Final[dict[str, _Explain]] = {
    "required": _required,
    "additionalProperties": _additional,
    "enum": _choice,
    "const": _choice,
    "type": _type,
    "pattern": _pattern,
    "uniqueItems": _unique,
    **{low + what: _size for low in ("min", "max") for what in _SIZES},
}
