"""Who inside the house may read a text now, asked of the same decision that lets them in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from suluh.foundation.accounts import queries as accounts
from suluh.foundation.accounts.rules import Action, Actor, Grant, grounds
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import HeldPost
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models, rules
from suluh.newsroom.editorial.queries import copies_visible_to, visible_to


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may read, and the roles and posts by which."""

    person_id: UUID
    name: str
    by: tuple[Grant | HeldPost, ...]


def readers_of_copy(copy: models.Copy, now: datetime) -> list[Reader]:
    """Return who may read a Copy at `now`, by name."""
    posts = set(copy.posts.values_list("post_code", flat=True))
    return _readers(
        copy.unit.path,
        posts,
        lambda actor: copies_visible_to(actor).filter(id=copy.id).exists(),
        now,
    )


def readers_of_story(story: models.Story, now: datetime) -> list[Reader]:
    """Return who may read a story at `now`, by name."""
    chains = models.CopyPost.objects.filter(copy__content_id=story.content_id)
    posts = chains.exclude(copy__state=rules.CopyState.SUPERSEDED)
    return _readers(
        story.unit.path,
        set(posts.values_list("post_code", flat=True)),
        lambda actor: visible_to(actor).filter(content_id=story.content_id).exists(),
        now,
    )


def _readers(
    unit_path: str, posts: set[str], is_let_in: Callable[[Actor], bool], now: datetime
) -> list[Reader]:
    """Ask for everybody who has anything to do with the unit, those above it or the chain."""
    above = unit_path.strip("/").split("/")
    people = accounts.people_with_roles_in(above) | org.people_of_posts(above, posts)
    found = []
    for user in accounts.users_of(people).values():
        try:
            actor = accounts.actor_for(user, now)
        except Refused:  # works here no longer
            continue
        if is_let_in(actor):
            found.append(Reader(actor.person_id, actor.name, _by(actor, unit_path, posts)))
    return sorted(found, key=lambda one: (one.name, one.person_id))


def _by(actor: Actor, unit_path: str, posts: set[str]) -> tuple[Grant | HeldPost, ...]:
    granted = [
        one for one in grounds(actor, Action.READ_STORY) if unit_path.startswith(one.unit_path)
    ]
    in_chain = [one for one in actor.posts if one.post_code in posts and one not in granted]
    return (*granted, *in_chain)
