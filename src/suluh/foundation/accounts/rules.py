"""Who may do what: roles, actions, and the one decision function.

Everything is denied that the table `ACTIONS` does not allow. What a *post* may decide (review,
sign-off) is not here: that is the regulation's (newsroom.regulation).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from suluh.foundation.org.rules import HeldPost
from suluh.kernel.bilingual import gettext_noop as _


class Role(StrEnum):
    """What somebody does in a unit and everything below it."""

    CONTRIBUTOR = "contributor"
    EDITOR = "editor"
    PHOTO_EDITOR = "photo_editor"
    TRANSLATOR = "translator"
    PUBLISHER = "publisher"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


ROLE_LABELS: Final[dict[Role, str]] = {
    Role.CONTRIBUTOR: _("Contributor"),
    Role.EDITOR: _("Editor"),
    Role.PHOTO_EDITOR: _("Photo editor"),
    Role.TRANSLATOR: _("Translator"),
    Role.PUBLISHER: _("Publishing officer"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.AUDITOR: _("Auditor"),
}


def role_choices() -> list[tuple[str, str]]:
    """Return the stored values with their labels."""
    return [(role.value, label) for role, label in ROLE_LABELS.items()]


class Action(StrEnum):
    """What can be asked of the decision function."""

    SUBMIT_ACTIVITY = "activity.submit"
    READ_ACTIVITY = "activity.read"
    CLOSE_ACTIVITY = "activity.close"
    WRITE_STORY = "story.write"
    READ_STORY = "story.read"
    SUBMIT_STORY = "story.submit"
    SCHEDULE_STORY = "story.schedule"
    CORRECT_STORY = "story.correct"
    WITHDRAW_STORY = "story.withdraw"
    GRANT_EARLY_READING = "story.early"
    EDIT_PICTURE = "picture.edit"
    READ_DELIVERY = "delivery.read"
    DECIDE_DELIVERY = "delivery.decide"
    EDIT_SITE = "site.edit"
    ANSWER_MESSAGE = "message.answer"
    MANAGE_READERS = "readers.manage"
    MANAGE_UNIT = "unit.manage"
    MANAGE_HOUSE = "house.manage"
    READ_AUDIT = "audit.read"


_WRITERS: Final = frozenset({Role.CONTRIBUTOR, Role.EDITOR})
_EDITORS: Final = frozenset({Role.EDITOR})
_DESK: Final = frozenset({Role.EDITOR, Role.PUBLISHER})
_READERS: Final = frozenset(
    {Role.CONTRIBUTOR, Role.EDITOR, Role.PHOTO_EDITOR, Role.TRANSLATOR, Role.PUBLISHER}
)

ACTIONS: Final[dict[Action, frozenset[Role]]] = {
    Action.SUBMIT_ACTIVITY: _WRITERS,
    Action.READ_ACTIVITY: _READERS,
    Action.CLOSE_ACTIVITY: _EDITORS,
    Action.WRITE_STORY: frozenset({Role.CONTRIBUTOR, Role.EDITOR, Role.TRANSLATOR}),
    Action.READ_STORY: _READERS,
    Action.SUBMIT_STORY: _WRITERS,
    Action.SCHEDULE_STORY: _DESK,
    Action.CORRECT_STORY: _EDITORS,
    Action.WITHDRAW_STORY: _EDITORS,
    Action.GRANT_EARLY_READING: _DESK,
    Action.EDIT_PICTURE: frozenset({Role.CONTRIBUTOR, Role.EDITOR, Role.PHOTO_EDITOR}),
    Action.READ_DELIVERY: _DESK,
    Action.DECIDE_DELIVERY: frozenset({Role.PUBLISHER}),
    Action.EDIT_SITE: _EDITORS,
    Action.ANSWER_MESSAGE: _DESK,
    Action.MANAGE_READERS: frozenset({Role.PUBLISHER}),
    Action.MANAGE_UNIT: frozenset({Role.ADMINISTRATOR}),
    Action.MANAGE_HOUSE: frozenset({Role.ADMINISTRATOR}),
    Action.READ_AUDIT: frozenset({Role.AUDITOR}),
}

# What belongs to no unit: open only to roles held at a top unit.
HOUSE_WIDE: Final = frozenset({Action.MANAGE_HOUSE, Action.ANSWER_MESSAGE, Action.MANAGE_READERS})

NOT_SIGNED_IN = _("Please sign in.")
NO_ROLE = _("Your roles do not include this.")
OTHER_UNIT = _("This belongs to another unit.")


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that holds now."""

    role: Role
    unit_path: str
    unit_code: str


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role that somebody has, had or will have in a unit and below."""

    id: UUID
    person_id: UUID
    role: Role
    unit_code: str
    from_date: date
    until_date: date | None

    def has_ended(self, day: date) -> bool:
        """Say whether it ended before or on `day`."""
        return self.until_date is not None and self.until_date <= day


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, with everything the decision needs and nothing from the request."""

    user_id: UUID
    person_id: UUID
    name: str
    email: str
    unit_code: str
    unit_path: str
    locale: str = "id"
    grants: tuple[Grant, ...] = field(default=())
    posts: tuple[HeldPost, ...] = field(default=())

    @property
    def post_codes(self) -> frozenset[str]:
        """The posts this person acts for now."""
        return frozenset(post.post_code for post in self.posts)

    @property
    def signs_off(self) -> bool:
        """Whoever holds a post may be asked to sign off, and needs a second factor."""
        return bool(self.posts)


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer, with a code for tests and a sentence for people."""

    allowed: bool
    code: str = ""
    reason: str = ""


def scopes(actor: Actor, action: Action) -> tuple[str, ...]:
    """Return the unit paths below which the actor may do `action`; posts may read below theirs."""
    return _outermost({one.unit_path for one in grounds(actor, action)})


def grounds(actor: Actor, action: Action) -> tuple[Grant | HeldPost, ...]:
    """Return the roles and posts that let the actor do `action` below their unit."""
    found = [grant for grant in actor.grants if grant.role in ACTIONS[action]]
    if action in HOUSE_WIDE:
        found = [grant for grant in found if is_top(grant.unit_path)]
    posts = actor.posts if action in {Action.READ_STORY, Action.READ_ACTIVITY} else ()
    return (*found, *posts)


def is_top(unit_path: str) -> bool:
    """Say whether a path is that of a top unit.

    Only there can somebody manage the house: units, posts and roles decide who signs what
    everywhere, and a person moved between units would take their posts along. Letters to the
    institution and its readers' addresses belong to no unit either.
    """
    return unit_path.count("/") == 2


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for path in sorted(paths):
        if not any(path.startswith(other) for other in kept):
            kept.append(path)
    return tuple(kept)


def decide(actor: Actor | None, action: Action, unit_path: str = "") -> Decision:
    """Say whether `actor` may do `action` to something of the unit at `unit_path`.

    Without a path it answers whether the action is open to them anywhere.
    """
    if actor is None:
        return Decision(False, "not_signed_in", NOT_SIGNED_IN)
    allowed = scopes(actor, action)
    if not allowed:
        return Decision(False, "no_role", NO_ROLE)
    if unit_path and not any(unit_path.startswith(scope) for scope in allowed):
        return Decision(False, "other_unit", OTHER_UNIT)
    return Decision(True)
