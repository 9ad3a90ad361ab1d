"""The one decision function: what is not allowed is denied, with a reason."""

from uuid import uuid4

import pytest

from suluh.foundation.accounts.rules import Action, Actor, Grant, Role, decide, scopes
from suluh.foundation.org.rules import HeldPost
from suluh.kernel.bilingual import Bilingual


def somebody(*grants: tuple[Role, str], posts: tuple[str, ...] = ()) -> Actor:
    return Actor(
        user_id=uuid4(),
        person_id=uuid4(),
        name="Seseorang",
        email="seseorang@contoh.example",
        unit_code="A",
        unit_path="/KP/A/",
        grants=tuple(Grant(role, path, path.split("/")[-2]) for role, path in grants),
        posts=tuple(HeldPost("p", "head_of_unit", Bilingual("K"), "A", path) for path in posts),
    )


def test_a_stranger_is_denied_everything():
    assert {decide(None, action).code for action in Action} == {"not_signed_in"}


def test_somebody_without_a_role_is_denied_everything():
    assert {decide(somebody(), action).code for action in Action} == {"no_role"}


def test_a_role_reaches_its_unit_and_below_and_nothing_beside():
    actor = somebody((Role.CONTRIBUTOR, "/KP/A/"))

    assert decide(actor, Action.WRITE_STORY, "/KP/A/").allowed
    assert decide(actor, Action.WRITE_STORY, "/KP/A/SUB/").allowed
    assert decide(actor, Action.WRITE_STORY, "/KP/").code == "other_unit"
    assert decide(actor, Action.WRITE_STORY, "/KP/AB/").code == "other_unit"


def test_a_post_lets_somebody_read_below_it_and_nothing_more():
    actor = somebody(posts=("/KP/A/",))

    assert decide(actor, Action.READ_STORY, "/KP/A/").allowed
    assert decide(actor, Action.WRITE_STORY, "/KP/A/").code == "no_role"


@pytest.mark.parametrize("path", ["/KP/A/", "/KP/A/SUB/"])
def test_an_administrator_of_one_unit_manages_no_house(path):
    actor = somebody((Role.ADMINISTRATOR, path))

    assert decide(actor, Action.MANAGE_HOUSE).code == "no_role"
    assert decide(actor, Action.MANAGE_HOUSE, path).code == "no_role"


def test_an_administrator_of_the_top_unit_manages_the_house():
    actor = somebody((Role.ADMINISTRATOR, "/KP/"))

    assert decide(actor, Action.MANAGE_HOUSE).allowed
    assert decide(actor, Action.MANAGE_HOUSE, "/KP/A/").allowed


def test_scopes_name_each_subtree_once():
    actor = somebody((Role.EDITOR, "/KP/A/"), (Role.EDITOR, "/KP/A/SUB/"), (Role.EDITOR, "/KP/B/"))

    assert scopes(actor, Action.READ_STORY) == ("/KP/A/", "/KP/B/")
