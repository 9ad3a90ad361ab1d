"""Making the frozen values out of plain values that the schema has already accepted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from suluh.kernel.bilingual import Bilingual
from suluh.kernel.worktime import Amount, WorkingDays, WorkingHours
from suluh.newsroom.regulation.rules.regulation import (
    AddedStep,
    ChainRule,
    Escalate,
    Match,
    NamedPost,
    Place,
    PlaceKind,
    Position,
    Refuse,
    Register,
    Regulation,
    Stage,
    StepRule,
    Supplement,
    WhenNobody,
)
from suluh.newsroom.regulation.rules.source import Path, Source


def build_regulation(source: Source) -> Regulation:
    """Make the regulation; dates and steps' limits were checked before."""
    data = source.data
    return Regulation(
        code=data["code"],
        version=data["version"],
        title=_text(data["title"]),
        introduction=_text(data["introduction"]) if "introduction" in data else Bilingual("", ""),
        example=data.get("example", False),
        effective_from=date.fromisoformat(data["effective_from"]),
        effective_until=_day(data.get("effective_until")),
        languages=tuple(data["languages"]),
        channels=_titles(data.get("channels", {})),
        unit_kinds=_titles(data["unit_kinds"]),
        posts=_titles(data["posts"]),
        content_kinds=_titles(data["content_kinds"]),
        sensitivities=_titles(data["sensitivities"]),
        rules=tuple(_rule(item, ("rules", n), source) for n, item in enumerate(data["rules"])),
        registers={
            kind: _register(kind, item, source.line(("registers", kind)))
            for kind, item in data.get("registers", {}).items()
        },
        sha256=source.sha256,
    )


def build_supplement(source: Source) -> Supplement:
    """Make the supplement; that it fits its parent is checked when both are known."""
    data = source.data
    return Supplement(
        code=data["code"],
        version=data["version"],
        supplement_of=data["supplement_of"],
        parent_version=data["parent_version"],
        unit=data["unit"],
        title=_text(data["title"]),
        effective_from=date.fromisoformat(data["effective_from"]),
        added=tuple(_added(item, ("adds", n), source) for n, item in enumerate(data["adds"])),
        sha256=source.sha256,
        line=source.line(("unit",)),
    )


def _text(data: Mapping[str, str]) -> Bilingual:
    return Bilingual(data["id"], data["en"])


def _titles(data: Mapping[str, Mapping[str, str]]) -> dict[str, Bilingual]:
    return {key: _text(title) for key, title in data.items()}


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _rule(data: Mapping[str, Any], path: Path, source: Source) -> ChainRule:
    match = data["match"]
    stages = enumerate(data["steps"])
    return ChainRule(
        key=data["key"],
        title=_text(data["title"]),
        clause=data["clause"],
        match=Match(
            kinds=tuple(match.get("kinds", ())),
            unit_kinds=tuple(match.get("unit_kinds", ())),
            sensitivities=tuple(match.get("sensitivities", ())),
            locales=tuple(match.get("locales", ())),
            channels=tuple(match.get("channels", ())),
        ),
        stages=tuple(_stage(item, (*path, "steps", n), source) for n, item in stages),
        distinct_persons=data.get("distinct_persons", 1),
        supplement_allowed=data.get("supplement") == "allowed",
        line=source.line(path),
    )


def _stage(data: Mapping[str, Any], path: Path, source: Source) -> Stage:
    if "parallel" not in data:
        return (_step(data, path, source),)
    steps = enumerate(data["parallel"])
    return tuple(_step(item, (*path, "parallel", n), source) for n, item in steps)


def _step(data: Mapping[str, Any], path: Path, source: Source) -> StepRule:
    place = _place(data.get("at", "unit"))
    return StepRule(
        key=data["key"],
        post=data["post"],
        place=place,
        limit=_limit(data),
        clause=data["clause"],
        text=_text(data["text"]),
        when_nobody=_when_nobody(data["when_nobody"], place),
        locales=tuple(data.get("locales", ())),
        parts=tuple(data.get("parts", ())),
        line=source.line(path),
    )


def _limit(data: Mapping[str, Any]) -> Amount:
    return WorkingDays(data["days"]) if "days" in data else WorkingHours.of(data["hours"])


def _place(data: str | Mapping[str, str]) -> Place:
    if isinstance(data, str):
        return Place(PlaceKind(data))
    ((relation, unit_kind),) = data.items()
    return Place(PlaceKind(relation), unit_kind)


def _when_nobody(data: str | Mapping[str, Any], place: Place) -> WhenNobody:
    if data == "refuse":
        return Refuse()
    if isinstance(data, str):
        return Escalate()
    return NamedPost(data["post"], _place(data["at"]) if "at" in data else place)


def _register(kind: str, data: Mapping[str, Any], line: int) -> Register:
    place = _place(data.get("at", "unit"))
    return Register(kind, data["series"], data["pattern"], place, data["clause"], line)


def _added(data: Mapping[str, Any], path: Path, source: Source) -> AddedStep:
    position = next((one for one in Position if one.value in data), Position.LAST)
    return AddedStep(
        rule=data["rule"],
        position=position,
        anchor=data.get(position.value, ""),
        step=_step(data["step"], (*path, "step"), source),
        line=source.line(path),
    )
