"""The people behind posts at one moment, and how many of them can be different."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from suluh.kernel.house import House


@dataclass(frozen=True, slots=True)
class Signer:
    """A person who may sign for a post; `via` is '', 'plt' or 'plh'.

    `for_person` is whom a substitute stands in for, '' when the post is vacant; `standing_in` is
    whether the post is one that `when_nobody` named.
    """

    person: str
    name: str
    post: str
    via: str = ""
    for_person: str = ""
    standing_in: bool = False


def signers(
    groups: Sequence[Sequence[str]], house: House, barred: Collection[str]
) -> tuple[Signer, ...]:
    """Give everybody in the first group of posts in which somebody can sign."""
    for at, group in enumerate(groups):
        found = [
            one
            for post in group
            for one in _of_post(post, house, standing_in=at > 0)
            if one.person not in barred
        ]
        if found:
            return tuple(found)
    return ()


def _of_post(post: str, house: House, *, standing_in: bool) -> list[Signer]:
    holders = house.holders_by_post.get(post, ())
    away = holders[0].person if holders else ""
    held = [Signer(one.person, one.name, post, standing_in=standing_in) for one in holders]
    acting = [
        Signer(one.person, one.name, post, one.kind, one.for_person or away, standing_in)
        for one in house.substitutes_by_post.get(post, ())
    ]
    return held + acting


def widest(steps: Sequence[Collection[str]]) -> int:
    """Say how many different persons can sign, if each step is signed by one of its persons.

    A largest matching of steps and persons, by augmenting paths.
    """
    step_of: dict[str, int] = {}

    def place(step: int, seen: set[str]) -> bool:
        for person in sorted(steps[step]):
            if person not in seen:
                seen.add(person)
                if person not in step_of or place(step_of[person], seen):
                    step_of[person] = step
                    return True
        return False

    return sum(place(step, set()) for step in range(len(steps)))
