"""The house at one moment: units, posts and who holds them, as plain values.

`foundation.org.queries.house_snapshot()` fills it; the regulation's rules read it. It holds what
is in force at that moment only: no past holder, no substitution that has not begun.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from suluh.kernel.bilingual import Bilingual

SubstituteKind = Literal["plt", "plh"]


@dataclass(frozen=True, slots=True)
class HouseUnit:
    """A unit; `parent` is the code above it, '' at the top; `path` is '/KP/BIRO/'."""

    code: str
    kind: str
    parent: str
    path: str
    name: Bilingual


@dataclass(frozen=True, slots=True)
class HousePost:
    """A post of one unit; `kind` is a key of the regulation's `posts`."""

    code: str
    kind: str
    unit: str
    title: Bilingual


@dataclass(frozen=True, slots=True)
class Holder:
    """A person who holds a post now."""

    post: str
    person: str
    name: str


@dataclass(frozen=True, slots=True)
class Substitute:
    """A person who stands in for a post's holders now: Plt (vacant) or Plh (away).

    `for_person` is whom the decree names, '' when it names a vacant post only.
    """

    post: str
    person: str
    name: str
    kind: SubstituteKind
    for_person: str = ""


@dataclass(frozen=True)
class House:
    """Everything the rules may know of the institution; order of the tuples carries no meaning."""

    units: tuple[HouseUnit, ...] = ()
    posts: tuple[HousePost, ...] = ()
    holders: tuple[Holder, ...] = ()
    substitutes: tuple[Substitute, ...] = ()

    @cached_property
    def unit_by_code(self) -> dict[str, HouseUnit]:
        """Index the units."""
        return {unit.code: unit for unit in self.units}

    @cached_property
    def post_by_code(self) -> dict[str, HousePost]:
        """Index the posts."""
        return {post.code: post for post in self.posts}

    @cached_property
    def posts_by_unit(self) -> dict[str, tuple[HousePost, ...]]:
        """Group the posts by unit code, each group by post code."""
        grouped: dict[str, list[HousePost]] = {}
        for post in sorted(self.posts, key=lambda post: post.code):
            grouped.setdefault(post.unit, []).append(post)
        return {unit: tuple(posts) for unit, posts in grouped.items()}

    @cached_property
    def holders_by_post(self) -> dict[str, tuple[Holder, ...]]:
        """Group the holders by post code, each group by name."""
        grouped: dict[str, list[Holder]] = {}
        for holder in sorted(self.holders, key=lambda held: (held.name, held.person)):
            grouped.setdefault(holder.post, []).append(holder)
        return {post: tuple(holders) for post, holders in grouped.items()}

    @cached_property
    def substitutes_by_post(self) -> dict[str, tuple[Substitute, ...]]:
        """Group the substitutes by post code, each group by name."""
        grouped: dict[str, list[Substitute]] = {}
        for one in sorted(self.substitutes, key=lambda held: (held.name, held.person)):
            grouped.setdefault(one.post, []).append(one)
        return {post: tuple(found) for post, found in grouped.items()}

    def lineage(self, code: str) -> tuple[HouseUnit, ...]:
        """Give the unit and the units above it, nearest first; empty if it is not known."""
        found: list[HouseUnit] = []
        while (unit := self.unit_by_code.get(code)) is not None and unit not in found:
            found.append(unit)
            code = unit.parent
        return tuple(found)

    def bound_to(self, person: str) -> frozenset[str]:
        """Give those whom `person` stands in for and those who stand in for `person`, now."""
        bound: set[str] = set()
        for post, substitutes in self.substitutes_by_post.items():
            away = {holder.person for holder in self.holders_by_post.get(post, ())}
            for one in substitutes:
                named = away | ({one.for_person} - {""})
                bound |= named if one.person == person else set()
                bound |= {one.person} if person in named else set()
        return frozenset(bound - {person})
