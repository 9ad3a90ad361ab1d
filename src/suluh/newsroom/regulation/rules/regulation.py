"""What a PR regulation says, as frozen values: rules, steps, places, registers, supplements.

Everything here is what the YAML holds, read and checked; nothing knows the institution's units.
`line` is where it stands in the file, for reasons that a person can look up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from suluh.kernel.bilingual import Bilingual
from suluh.kernel.worktime import Amount

REQUIRED_KINDS: Final = ("news", "press_release", "announcement", "page", "menu", "setting")
PART_FAMILIES: Final = ("title", "lead", "body", "figure", "file", "credits", "facts")


class PlaceKind(StrEnum):
    """How a step names the unit whose post signs."""

    UNIT = "unit"
    PARENT = "parent"
    ANCESTOR = "ancestor"
    NEAREST = "nearest"


@dataclass(frozen=True, slots=True)
class Place:
    """A unit named by its relation to the unit that submits; `unit_kind` for the last two."""

    kind: PlaceKind = PlaceKind.UNIT
    unit_kind: str = ""


@dataclass(frozen=True, slots=True)
class Refuse:
    """When nobody can sign, the chain is impossible."""


@dataclass(frozen=True, slots=True)
class Escalate:
    """When nobody can sign, the same kind of post signs at the nearest unit above."""


@dataclass(frozen=True, slots=True)
class NamedPost:
    """When nobody can sign, this post does."""

    post: str
    place: Place


WhenNobody = Refuse | Escalate | NamedPost

# What a text is before anybody has said how sensitive it is.
UNSAID: Final = "ordinary"


@dataclass(frozen=True, slots=True)
class StepRule:
    """One signature that a rule asks for; empty `locales` or `parts` cover all of them."""

    key: str
    post: str
    place: Place
    limit: Amount
    clause: str
    text: Bilingual
    when_nobody: WhenNobody
    locales: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)

    def covers_family(self, family: str) -> bool:
        """Say whether the step signs every part of this family."""
        return not self.parts or family in self.parts

    def covers(self, locale: str, part: str) -> bool:
        """Say whether the step signs this part ('figure/2') of this locale."""
        in_locale = not self.locales or locale in self.locales
        return in_locale and self.covers_family(part.partition("/")[0])


@dataclass(frozen=True, slots=True)
class Match:
    """Which cases a rule is for; an empty tuple means any."""

    kinds: tuple[str, ...] = ()
    unit_kinds: tuple[str, ...] = ()
    sensitivities: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


Stage = tuple[StepRule, ...]


@dataclass(frozen=True, slots=True)
class ChainRule:
    """The chain for the cases it matches: stages one after another, steps of a stage together."""

    key: str
    title: Bilingual
    clause: str
    match: Match
    stages: tuple[Stage, ...]
    distinct_persons: int = 1
    supplement_allowed: bool = False
    line: int = field(default=0, compare=False)

    def steps(self) -> tuple[StepRule, ...]:
        """Give all steps in order."""
        return tuple(step for stage in self.stages for step in stage)


@dataclass(frozen=True, slots=True)
class Register:
    """How a kind of content is numbered, and whose register it is."""

    kind: str
    series: str
    pattern: str
    place: Place
    clause: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Regulation:
    """One version of the institution's PR regulation."""

    code: str
    version: int
    title: Bilingual
    introduction: Bilingual
    example: bool
    effective_from: date
    effective_until: date | None
    languages: tuple[str, ...]
    channels: Mapping[str, Bilingual]
    unit_kinds: Mapping[str, Bilingual]
    posts: Mapping[str, Bilingual]
    content_kinds: Mapping[str, Bilingual]
    sensitivities: Mapping[str, Bilingual]
    rules: tuple[ChainRule, ...]
    registers: Mapping[str, Register]
    sha256: str = ""

    @property
    def name(self) -> str:
        """Give the short name with its version, as printed beside clauses."""
        return f"{self.code} {self.version}"

    def sensitivity_of(self, said: str) -> str:
        """Give what is said of a text; the word before anybody said one is the first listed."""
        if said == UNSAID and said not in self.sensitivities:
            return next(iter(self.sensitivities))
        return said

    def in_effect_on(self, day: date) -> bool:
        """Say whether this version may be in force on a local date (until is exclusive)."""
        until = self.effective_until
        return self.effective_from <= day and (until is None or day < until)


class Position(StrEnum):
    """Where a supplement puts its step, seen from a step of the parent's rule."""

    BEFORE = "before"
    WITH = "with"
    AFTER = "after"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class AddedStep:
    """A step that a supplement adds to one rule of its parent."""

    rule: str
    position: Position
    anchor: str
    step: StepRule
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Supplement:
    """What a region asks for on top of the institution's regulation, for one unit and below."""

    code: str
    version: int
    supplement_of: str
    parent_version: int
    unit: str
    title: Bilingual
    effective_from: date
    added: tuple[AddedStep, ...]
    sha256: str = ""
    line: int = field(default=0, compare=False)
