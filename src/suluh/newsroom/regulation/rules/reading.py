"""The doors for a file: bytes in, a checked regulation or supplement out."""

from __future__ import annotations

from suluh.kernel.bilingual import gettext_noop as _
from suluh.newsroom.regulation.rules.building import build_regulation, build_supplement
from suluh.newsroom.regulation.rules.checks import check_plain, check_regulation
from suluh.newsroom.regulation.rules.regulation import Regulation, Supplement
from suluh.newsroom.regulation.rules.shape import REGULATION, SUPPLEMENT, check_shape, kind_of
from suluh.newsroom.regulation.rules.source import (
    Problem,
    Source,
    Unreadable,
    problem,
    read_source,
)
from suluh.newsroom.regulation.rules.supplements import check_supplement


def parse_regulation(raw: bytes) -> Regulation:
    """Read a regulation; raises Unreadable with every problem and its line."""
    source = _sound(raw, REGULATION)
    regulation = build_regulation(source)
    _insist(check_regulation(regulation, source))
    return regulation


def parse_supplement(raw: bytes, parent: Regulation | None = None) -> Supplement:
    """Read a supplement and, if its parent is given, check that it fits; raises Unreadable."""
    source = _sound(raw, SUPPLEMENT)
    supplement = build_supplement(source)
    if parent is not None:
        _insist(check_supplement(supplement, parent))
    return supplement


def format_of(raw: bytes) -> str:
    """Say which format the bytes claim to be; '' when neither; raises Unreadable."""
    return kind_of(read_source(raw))


def _sound(raw: bytes, kind: str) -> Source:
    source = read_source(raw)
    if not isinstance(source.data, dict):
        reason = _("The file must be a map that begins with 'schema: %(schema)s'.")
        raise Unreadable([problem(1, "shape", reason, schema=kind)])
    _insist(check_shape(source, kind))
    _insist(check_plain(source))
    return source


def _insist(problems: list[Problem]) -> None:
    if problems:
        raise Unreadable(problems)
