"""A PR regulation as docs/how-to/regulation.md describes it: an oracle, and a writer of files.

Written from that page alone; nothing here comes from the product.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FAMILIES = ("title", "lead", "body", "figure", "file", "credits", "facts")
KINDS = ("news", "press_release", "announcement", "page", "menu", "setting")
POSTS = ("alfa", "beta", "gama", "delta")
Key = tuple[str, str]


@dataclass(frozen=True)
class Step:
    """One step of a chain: groups of posts by code, tried in order, and what it covers."""

    key: str
    stage: int
    groups: tuple[tuple[str, ...], ...]
    covers: frozenset[Key]


@dataclass(frozen=True)
class Chain:
    """Who must sign one text."""

    steps: tuple[Step, ...]
    distinct: int


@dataclass(frozen=True)
class Post:
    """One post: its kind, its unit, and who holds it."""

    kind: str
    unit: str
    holder: str


@dataclass
class House:
    """Units by code (kind, parent), posts by code, and who stands in: (post, person).

    `periods`: of each decree, by its id, post, person, and the step in which it ended; all of
    them begin before the first step.
    """

    units: dict[str, tuple[str, str]]
    posts: dict[str, Post] = field(default_factory=dict)
    lent: dict[tuple[str, str], str] = field(default_factory=dict)
    periods: dict[str, tuple[str, str, int | None]] = field(default_factory=dict)

    def above(self, unit: str) -> list[str]:
        """Return a unit and those above it, nearest first."""
        found = []
        while unit:
            found.append(unit)
            unit = self.units[unit][1]
        return found

    def place(self, at: Any, unit: str) -> str:
        """Return the unit that `at` names, seen from the submitter, or ''."""
        if at in (None, "unit"):
            return unit
        if at == "parent":
            return self.units[unit][1]
        if "ancestor" in at:
            own = [one for one in self.above(unit) if self.units[one][0] == at["ancestor"]]
            return own[0] if own else ""
        mine = set(self.above(unit))
        shared = {
            code: len(mine & set(self.above(code)))
            for code, (kind, _parent) in self.units.items() if kind == at["nearest"]
        }  # fmt: skip
        best = [code for code, many in shared.items() if many == max(shared.values())]
        return best[0] if len(best) == 1 else ""

    def group(self, kind: str, unit: str) -> tuple[str, ...]:
        """Return the posts of a kind in a unit."""
        return tuple(
            code for code, post in self.posts.items()
            if unit and (post.kind, post.unit) == (kind, unit)
        )  # fmt: skip

    def people(self, group: Iterable[str]) -> dict[str, str]:
        """Return who acts for these posts now, with whom they stand in for, or ''."""
        codes = set(group)
        found = {person: self.posts[code].holder for code, person in self.lent if code in codes}
        return found | {self.posts[code].holder: "" for code in codes}

    def stands_in_for(self, person: str) -> set[str]:
        """Return whom a person stands in for now."""
        return {self.posts[code].holder for code, who in self.lent if who == person}

    def stood_in_for(self, person: str, at: int) -> set[str]:
        """Return whom a person stood in for in a step, by the decrees as they stand now."""
        return {
            self.posts[code].holder for code, who, until in self.periods.values()
            if who == person and (until is None or until > at)
        }  # fmt: skip

    def barred(self, writers: Iterable[str]) -> set[str]:
        """Return the writers and everybody bound to one of them now."""
        found = set(writers)
        for code, person in self.lent:
            pair = {person, self.posts[code].holder}
            found |= pair if pair & set(writers) else set()
        return found


def groups_of(step: dict[str, Any], house: House, unit: str) -> tuple[tuple[str, ...], ...]:
    """Return the groups of a step, in the order in which they are tried."""
    at = house.place(step.get("at"), unit)
    found = [house.group(step["post"], at)]
    nobody = step["when_nobody"]
    if nobody == "escalate" and at:
        found += [house.group(step["post"], one) for one in house.above(at)[1:]]
    elif isinstance(nobody, dict):
        place = house.place(nobody["at"], unit) if "at" in nobody else at
        found.append(house.group(nobody["post"], place))
    return tuple(found)


def signers(step: Step, house: House, barred: Iterable[str]) -> dict[str, str]:
    """Return the people of the first group in which somebody is left; for whom they stand in."""
    out = set(barred)
    for group in step.groups:
        left = {who: away for who, away in house.people(group).items() if who not in out}
        if left:
            return left
    return {}


def widest(sets: Sequence[set[str]]) -> int:
    """Return how many of the sets can be given each a different person."""
    owner: dict[str, int] = {}

    def give(at: int, seen: set[str]) -> bool:
        for person in sets[at] - seen:
            seen.add(person)
            if person not in owner or give(owner[person], seen):
                owner[person] = at
                return True
        return False

    return sum(give(at, set()) for at in range(len(sets)))


@dataclass
class Regulation:
    """One file, read as its documentation says."""

    data: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> "Regulation":
        """Read a file."""
        return cls(yaml.safe_load(path.read_text(encoding="utf-8")))

    def chain(self, house: House, case: tuple[str, str, str], parts: Iterable[Key]) -> Chain:
        """Compute the chain of a case (unit, kind, sensitivity) in the languages of its parts."""
        unit, kind, sensitivity = case
        keys = list(parts)
        locales = {locale for locale, _name in keys}
        asked = {"kinds": {kind}, "unit_kinds": {house.units[unit][0]},
                 "sensitivities": {sensitivity}, "locales": locales, "channels": set()}  # fmt: skip
        rule = next(
            one for one in self.data["rules"]
            if all(set(listed) & asked[name] for name, listed in (one["match"] or {}).items())
        )  # fmt: skip
        steps = []
        for stage, given in enumerate(rule["steps"]):
            for step in given.get("parallel", [given]):
                covers = frozenset(
                    (locale, name) for locale, name in keys
                    if locale in step.get("locales", locales)
                    and name.split("/")[0] in step.get("parts", FAMILIES)
                )  # fmt: skip
                if covers:
                    steps.append(Step(step["key"], stage, groups_of(step, house, unit), covers))
        return Chain(tuple(steps), rule.get("distinct_persons", 1))


@dataclass
class Review:
    """A Copy under review: its parts' contents, its writers, its sign-offs."""

    chain: Chain
    parts: dict[Key, str]
    writers: frozenset[str]
    house: House
    signed: dict[tuple[str, Key], tuple[str, str, str]] = field(default_factory=dict)

    def who(self, step: Step) -> dict[str, str]:
        """Return who may sign a step at this moment, and for whom they stand in."""
        return signers(step, self.house, self.house.barred(self.writers))

    def possible(self) -> bool:
        """Say whether every step has somebody, and enough different people can sign."""
        sets = [set(self.who(step)) for step in self.chain.steps]
        return all(sets) and widest(sets) >= self.chain.distinct

    def counting(self) -> dict[tuple[str, Key], str]:
        """Return the sign-offs that count, with who gave them."""
        return {
            (key, part): person for (key, part), (content, person, away) in self.signed.items()
            if any(step.key == key and part in step.covers for step in self.chain.steps)
            and self.parts.get(part) == content and not {person, away} & self.writers
        }  # fmt: skip

    def missing(self, step: Step) -> set[Key]:
        """Return the parts that a step has not signed yet."""
        there = self.counting()
        return {part for part in step.covers if (step.key, part) not in there}

    def satisfied(self) -> bool:
        """Say whether the chain is satisfied."""
        covered = {part for step in self.chain.steps for part in step.covers}
        return (
            bool(self.parts) and covered >= set(self.parts)
            and not any(self.missing(step) for step in self.chain.steps)
            and len(set(self.counting().values())) >= self.chain.distinct
        )  # fmt: skip

    def may_sign(self, person: str, key: str) -> str:
        """Return '' if a person may sign a step now, or why not, in the documented order."""
        step = next((one for one in self.chain.steps if one.key == key), None)
        if step is None:
            return "no_step"
        if person in self.writers:
            return "writer"
        if person in self.house.barred(self.writers):
            return "substitute_of_writer"
        if person not in self.who(step):
            return "not_your_post"
        if any(self.missing(one) for one in self.chain.steps if one.stage < step.stage):
            return "waiting"
        if not self.missing(step):
            return "already_signed"
        those = set(self.counting().values()) | {person}
        others = [
            set(self.who(one)) - those
            for one in self.chain.steps if one.key != key and self.missing(one)
        ]  # fmt: skip
        enough = len(those) + widest(others) >= self.chain.distinct
        return "" if enough else "another_person"

    def only_bound(self, person: str, key: str) -> bool:
        """Say whether a person could sign a step now, were they not bound to a writer."""
        step = next((one for one in self.chain.steps if one.key == key), None)
        if step is None or person not in signers(step, self.house, self.writers):
            return False
        earlier = (self.missing(one) for one in self.chain.steps if one.stage < step.stage)
        return not any(earlier) and bool(self.missing(step))

    def sign(self, person: str, key: str) -> set[Key]:
        """Note a signature under everything that the step has not signed yet; returns that."""
        step = next(one for one in self.chain.steps if one.key == key)
        missing, away = self.missing(step), self.who(step)[person]
        for part in missing:
            self.signed[key, part] = (self.parts[part], person, away)
        return missing


def written(rng: random.Random) -> dict[str, Any]:
    """Return a regulation that the documentation allows, drawn by lot."""
    both = {"id": "Teks", "en": "Text"}
    rules = [
        _rule(rng, "sensitive", {"kinds": ["news"], "sensitivities": ["sensitive"]}),
        _rule(rng, "release", {"kinds": ["press_release"]}),
        _rule(rng, "rest", {}),
    ]
    return {
        "schema": "suluh/regulation/1", "code": f"acak-{rng.randrange(10**6)}", "version": 1,
        "title": both, "effective_from": "2025-01-01", "languages": ["id", "en"],
        "unit_kinds": dict.fromkeys(("head_office", "pr_bureau", "regional_office"), both),
        "posts": dict.fromkeys(POSTS, both), "content_kinds": dict.fromkeys(KINDS, both),
        "sensitivities": {"ordinary": both, "sensitive": both}, "rules": rules,
    }  # fmt: skip


def _rule(rng: random.Random, key: str, match: dict[str, Any]) -> dict[str, Any]:
    many = rng.randint(2, 4)
    steps = [_step(rng, f"{key}_{at}", whole=at == many - 1) for at in range(many)]
    stages: list[dict[str, Any]] = list(steps)
    if many > 2 and rng.random() < 0.5:
        at = rng.randrange(many - 1)
        stages[at : at + 2] = [{"parallel": steps[at : at + 2]}]
    return {
        "key": key, "title": {"id": key, "en": key}, "clause": f"Pasal {rng.randint(1, 40)}",
        "match": match, "distinct_persons": rng.randint(1, min(3, many)), "steps": stages,
    }  # fmt: skip


def _step(rng: random.Random, key: str, *, whole: bool) -> dict[str, Any]:
    places: list[Any] = [
        "unit", "parent", {"nearest": "pr_bureau"}, {"ancestor": "head_office"},
        {"nearest": "head_office"},
    ]  # fmt: skip
    nobody: list[Any] = [
        "escalate", {"post": rng.choice(POSTS), "at": {"nearest": "pr_bureau"}},
        {"post": rng.choice(POSTS), "at": {"nearest": "head_office"}},
    ]  # fmt: skip
    made: dict[str, Any] = {
        "key": key, "post": rng.choice(POSTS), "at": rng.choice(places), "hours": 8,
        "clause": "Pasal 1", "text": {"id": "Periksa.", "en": "Check."},
        "when_nobody": rng.choice(nobody),
    }  # fmt: skip
    if not whole and rng.random() < 0.4:
        made["parts"] = rng.sample(FAMILIES, 3)
    return made


def staff(
    rng: random.Random, posts: Iterable[str], units: Sequence[tuple[str, ...]], people: int
) -> tuple[tuple[str, ...], ...]:
    """Give posts of these kinds by lot to people who may all write and submit."""
    rows: list[tuple[str, ...]] = []
    for post in posts:
        for unit in units:
            for _holder in range(rng.choice((0, 1, 1, 2, 2, 2))):
                at = len(rows)
                who = at if at < people else rng.randrange(people)
                code = f"{unit[0].lower()}-{post.replace('_', '-')}-{at + 1}"
                person = (f"orang{who}@bukti.example", f"Orang {who}", unit[0])
                rows.append((*person, "editor,publisher", "KP", code, post))
    return tuple(rows)
