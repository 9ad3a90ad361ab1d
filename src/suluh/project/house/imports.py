"""`suluh import units|people|regulation`: every line checked, repeatable without doubling."""

import argparse
import hashlib
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from suluh.foundation.accounts import operations as accounts
from suluh.foundation.accounts import queries as account_queries
from suluh.foundation.audit import operations as audit
from suluh.foundation.org import operations as org
from suluh.foundation.org import queries
from suluh.foundation.org.rules import local_day
from suluh.kernel import clock
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.newsroom.regulation import operations as regulations
from suluh.newsroom.regulation.rules.source import Unreadable
from suluh.newsroom.regulation.rules.versions import VersionState
from suluh.project.house import tables, terms, trail
from suluh.project.house.tables import Row

UNIT_COLUMNS: Final = (
    "code", "name_id", "name_en", "kind", "parent", "zone", "address", "email", "phone", "province",
)  # fmt: skip
PEOPLE_COLUMNS: Final = (
    "email", "name", "unit", "phone", "until", "roles", "role_unit", "post", "post_kind",
    "post_title_id", "post_title_en", "post_from", "post_until", "account",
)  # fmt: skip
SUBSTITUTE_COLUMNS: Final = ("post", "person", "kind", "from", "until", "decree")


WHO_DOES_IT: Final = _("There is not one administrator alone; say with --as EMAIL who does it.")


class _Undo(Exception):  # noqa: N818 it ends a transaction, it is no error
    """Ends a dry run's transaction."""


def units(given: argparse.Namespace) -> int:
    """Read units; a parent may stand below its children in the file."""
    rows = _in_order(tables.read(Path(given.file)))
    return _each(rows, UNIT_COLUMNS, _once("code", _unit), given)


def _once(
    name: str, write: Callable[[Row], list[audit.Entry]]
) -> Callable[[Row], list[audit.Entry]]:
    """Refuse a second row with the same value in a column."""
    lines: dict[str, int] = {}

    def checked(row: Row) -> list[audit.Entry]:
        value = row.cells.get(name, "")
        first = lines.setdefault(value, row.line)
        if value and first != row.line:
            reason = "“%(value)s” stands on line %(line)s already"
            raise Refused("twice", reason, value=value, line=first)
        return write(row)

    return checked


def _in_order(rows: list[Row]) -> list[Row]:
    """Parents first; rows in a ring keep their order and are refused one by one."""
    waiting, done, ordered = list(rows), set(), []
    codes = {row.cells.get("code", "") for row in rows}
    while waiting:
        ready = [
            row for row in waiting
            if row.cells.get("parent", "") not in codes or row.cells["parent"] in done
        ] or waiting  # fmt: skip
        ordered += ready
        done |= {row.cells.get("code", "") for row in ready}
        waiting = [row for row in waiting if row.cells.get("code", "") not in done]
    return ordered


def _unit(row: Row) -> list[audit.Entry]:
    cells = row.cells
    top = queries.top_unit()
    if top and not cells.get("parent") and cells.get("code") != top:
        raise Refused("second_top", "only %(top)s is the top; name a parent", top=top)
    draft = org.UnitDraft(
        code=_needed(cells, "code"),
        name_id=_needed(cells, "name_id"),
        name_en=cells.get("name_en", ""),
        kind=_needed(cells, "kind"),
        parent_code=cells.get("parent", ""),
        zone=cells.get("zone") or _zone_of(cells),
        address=cells.get("address", ""),
        email=cells.get("email", ""),
        phone=cells.get("phone", ""),
        province=cells.get("province", ""),
    )
    return trail.of_unit(draft, lambda: org.save_unit(draft))


def _zone_of(cells: Mapping[str, str]) -> str:
    """Return the zone of a unit whose row names none: its own, its parent's, or the house's."""
    known = {unit.code: unit.zone for unit in queries.list_units(closed=True)}
    above = known.get(cells.get("parent", "")) or queries.get_institution().zone
    return known.get(cells.get("code", "")) or above


def people(given: argparse.Namespace) -> int:
    """Read people with their posts and roles; somebody with two posts has two rows.

    What was ended on a screen stays ended: a file that is read again brings nobody back.
    """
    return _each(tables.read(Path(given.file)), PEOPLE_COLUMNS, _same_person(_person), given)


def _same_person(write: Callable[[Row], list[audit.Entry]]) -> Callable[[Row], list[audit.Entry]]:
    """Refuse another name for the same address; somebody belongs to the unit of the first row."""
    known: dict[str, Row] = {}

    def checked(row: Row) -> list[audit.Entry]:
        email = row.cells.get("email", "").lower()
        first = known.setdefault(email, row)
        if first.cells.get("name") != row.cells.get("name"):
            reason = "“%(email)s” has another name on line %(line)s"
            raise Refused("another", reason, email=email, line=first.line)
        return write(Row(row.line, {**row.cells, "home": first.cells.get("unit", "")}))

    return checked


def _person(row: Row) -> list[audit.Entry]:
    email, unit = _address(_needed(row.cells, "email")), _needed(row.cells, "unit")
    post = row.cells.get("post", "")
    return trail.of_person(email, post, lambda: _save_person(row.cells, email, unit))


def _save_person(cells: dict[str, str], email: str, unit: str) -> None:
    person = org.save_person(
        email=email,
        name=_needed(cells, "name"),
        unit_code=cells["home"] or unit,
        phone=cells.get("phone", ""),
        until_date=_day(cells.get("until", "")),
    )
    if queries.get_person(person.id).has_left(clock.now().date()):
        reason = "%(email)s works here no longer; take them back on their page first"
        raise Refused("left", reason, email=email)
    if cells.get("account", "yes").lower() not in {"no", "tidak", "0", "false"}:
        accounts.open_account(email=email)
    known = {(one.role.value, one.unit_code) for one in account_queries.roles_of(person.id)}
    for role in filter(None, (one.strip() for one in cells.get("roles", "").split(","))):
        where = cells.get("role_unit") or unit
        if (role, where) not in known:
            accounts.grant_role(accounts.GrantDraft(email, role, where, terms.new_year(_today())))
    if cells.get("post"):
        _post(cells, email, unit)


def _address(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as wrong:
        raise Refused("bad_address", "“%(text)s” is no e-mail address", text=text) from wrong
    return text


def substitutes(given: argparse.Namespace) -> int:
    """Read who stands in for which post, and from when to before when."""
    rows = tables.read(Path(given.file))
    return _each(rows, SUBSTITUTE_COLUMNS, _substitute, given)


def _substitute(row: Row) -> list[audit.Entry]:
    cells = row.cells
    begins, ends = (_day(_needed(cells, name)) for name in ("from", "until"))
    zone = ZoneInfo(queries.get_institution().zone)
    period = tuple(datetime.combine(day, time(), zone) for day in (begins, ends) if day)
    code, kind = _needed(cells, "post"), _needed(cells, "kind").lower().rstrip(".")
    email = _needed(cells, "person")
    if terms.is_ended_lending(code, email, kind, period):
        return []
    return trail.of_person(
        email, code, lambda: org.substitute(
            post_code=code, email=email, kind=kind, period=(period[0], period[1]),
            decree=cells.get("decree", ""),
        ),
    )  # fmt: skip


def _post(cells: dict[str, str], email: str, unit: str) -> None:
    org.save_post(
        org.PostDraft(
            code=cells["post"],
            kind=_needed(cells, "post_kind"),
            title_id=_needed(cells, "post_title_id"),
            title_en=cells.get("post_title_en", ""),
            unit_code=unit,
        )
    )
    said = _day(cells.get("post_from", "")), _day(cells.get("post_until", ""))
    begins, ends = terms.term_of(cells["post"], email, said, _today())
    org.assign_post(post_code=cells["post"], email=email, from_date=begins, until_date=ends)


def _today() -> date:
    return local_day(clock.now(), queries.get_institution().zone)


def _needed(cells: dict[str, str], name: str) -> str:
    if not cells.get(name):
        raise Refused("missing", "the column “%(name)s” is empty", name=name)
    return cells[name]


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError as wrong:
        raise Refused("no_date", "“%(text)s” is no date; write 2026-11-21", text=text) from wrong


def _each(
    rows: list[Row],
    columns: tuple[str, ...],
    write: Callable[[Row], list[audit.Entry]],
    given: argparse.Namespace,
) -> int:
    """Write every row or none: a file with one wrong line changes nothing."""
    now = clock.now()
    by = trail.hand(given.email, now)
    changed: list[audit.Entry] = []
    wrong: list[str] = []
    unknown = sorted({name for row in rows for name in row.cells} - set(columns))
    if unknown:
        wrong.append(f"{given.file}:1: unknown columns: {', '.join(unknown)}")
    try:
        with transaction.atomic():
            for row in rows:
                try:
                    with transaction.atomic():
                        changed += write(row)
                except Refused as refused:
                    wrong.append(f"{given.file}:{row.line}: {refused}")
            if wrong or given.dry_run:
                raise _Undo
            trail.record([*changed, _reading(given, rows, changed)], by, now)
    except _Undo:
        pass
    for line in wrong:
        sys.stderr.write(line + "\n")
    written = "nothing written" if wrong or given.dry_run else "written"
    sys.stdout.write(f"suluh: {len(rows)} rows, {len(wrong)} wrong, {written}\n")
    return 2 if wrong else 0


def _reading(given: argparse.Namespace, rows: list[Row], changed: list[audit.Entry]) -> audit.Entry:
    sha256 = hashlib.sha256(tables.read_file(Path(given.file))).hexdigest()
    counts = {"rows": len(rows), "changes": len(changed), "sha256": sha256}
    return audit.Entry("house.import", "house", data=counts)


def regulation(given: argparse.Namespace) -> int:
    """Store a regulation; with --in-force it holds from now on, and goes on where it does."""
    now = clock.now()
    text = tables.read_file(Path(given.file))
    actor = account_queries.actor_by_email(given.email or _administrator(now), now)
    try:
        with transaction.atomic():
            version = regulations.load_regulation(actor=actor, text=text, now=now)
            if given.in_force and version.state != VersionState.IN_FORCE:
                regulations.bring_into_force(
                    actor=actor, version_id=version.id, now=now, accept_gaps=given.accept_gaps
                )
            if given.dry_run:
                raise _Undo
    except _Undo:
        pass
    except Unreadable as unreadable:
        for problem in unreadable.problems:
            sys.stderr.write(f"{given.file}:{problem.line}: {problem}\n")
        return 2
    sys.stdout.write("suluh: the regulation was read" + (" (dry run)\n" if given.dry_run else "\n"))
    return 0


def _administrator(now: datetime) -> str:
    """Return the address of the only administrator of the house. Raises Refused: who_does_it."""
    found = trail.administrators(now)
    if len(found) != 1:
        raise Refused("who_does_it", WHO_DOES_IT)
    return queries.get_person(found.pop()).email
