"""What init and tables change, as the audit tells it: in the words of the screens, and whose hand.

Only what is another than before is told; a file that is read again tells of its reading alone.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from suluh.foundation.accounts import queries as accounts
from suluh.foundation.accounts.rules import Action, Role, RoleRow, decide
from suluh.foundation.audit import operations as audit
from suluh.foundation.audit.operations import Entry
from suluh.foundation.org import operations as org
from suluh.foundation.org import queries
from suluh.foundation.org.rules import PersonRow, PostRow, TenureRow
from suluh.kernel.refusals import Refused
from suluh.workspace.house.operations import changes_of_unit


def administrators(now: datetime) -> set[UUID]:
    """Return who manages the whole house."""
    top = queries.top_unit()
    found = accounts.people_with(Role.ADMINISTRATOR, queries.get_unit(top).path, now) if top else []
    return set(found)


def hand(email: str, now: datetime) -> UUID | None:
    """Return who reads a file: who is named, or the only administrator; None where it is unsaid.

    Raises Refused: no_person, no_role, where somebody is named who does not manage the house.
    """
    if not email:
        found = administrators(now)
        return found.pop() if len(found) == 1 else None
    actor = accounts.actor_by_email(email, now)
    decision = decide(actor, Action.MANAGE_HOUSE)
    if not decision.allowed:
        raise Refused(decision.code, decision.reason)
    return actor.person_id


def record(entries: Iterable[Entry], by: UUID | None, now: datetime) -> None:
    """Write what happened, by whose hand."""
    audit.record_all([replace(one, actor_id=by) for one in entries], now=now)


def of_unit(draft: org.UnitDraft, save: Callable[[], object]) -> list[Entry]:
    """Save a unit; return what changed."""
    try:
        before = queries.get_unit(draft.code)
    except Refused:
        before = None
    save()
    if queries.get_unit(draft.code) == before:
        return []
    data = {"kind": draft.kind, "parent": draft.parent_code,
            "changes": changes_of_unit(before, draft)}  # fmt: skip
    return [Entry("unit.save", f"unit:{draft.code}", data=data)]


@dataclass(frozen=True, slots=True)
class Standing:
    """A post, and what somebody is, holds and may, at one moment."""

    post: PostRow | None = None
    person: PersonRow | None = None
    has_account: bool = False
    roles: frozenset[RoleRow] = frozenset()
    tenures: frozenset[TenureRow] = frozenset()

    @classmethod
    def of(cls, email: str, post: str) -> "Standing":
        """Look at somebody and at a post."""
        row = queries.find_post(post)
        person = queries.find_person(email)
        if person is None:
            return cls(row)
        return cls(
            row,
            person,
            bool(accounts.users_of({person.id})),
            frozenset(accounts.roles_of(person.id)),
            frozenset(queries.list_tenures(person_id=person.id)),
        )


def of_person(email: str, post: str, save: Callable[[], object]) -> list[Entry]:
    """Save what a row says of somebody and a post; return what changed."""
    before = Standing.of(email, post)
    save()
    return list(_between(before, Standing.of(email, post)))


def _between(before: Standing, after: Standing) -> Iterator[Entry]:
    person, post = after.person, after.post
    if person is None:
        return
    if post is not None and post != before.post:
        data = {"kind": post.kind, "unit_code": post.unit_code}
        yield Entry("post.save", f"post:{post.code}", data=data)
    subject = f"person:{person.id}"
    if (person, after.has_account) != (before.person, before.has_account):
        yield Entry("person.save", subject, data={"unit": person.unit_code})
    for role in sorted(after.roles - before.roles, key=lambda one: str(one.id)):
        given = {"role": role.role.value, "unit": role.unit_code, "until": _day(role.until_date)}
        yield Entry("role.grant", subject, data=given)
    for one in sorted(after.tenures - before.tenures, key=lambda one: str(one.id)):
        yield _of_tenure(one)


def _of_tenure(one: TenureRow) -> Entry:
    period = {"from": one.begins.isoformat(), "until": _day(one.ends)}
    kind = {"kind": one.via} if one.via else {}
    action = "post.substitute" if one.via else "post.assign"
    data = {"person": str(one.person_id), **kind, **period}
    return Entry(action, f"post:{one.post_code}", data=data)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
