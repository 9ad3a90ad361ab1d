"""The invented institution as rows: units, people, posts, roles, accounts, subscribers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any, Final

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.db import transaction

from suluh.foundation.accounts import operations as accounts
from suluh.foundation.accounts import queries as accounts_queries
from suluh.foundation.accounts.rules import Actor
from suluh.foundation.org import operations as org
from suluh.foundation.org import queries as org_queries
from suluh.foundation.org.rules import InstitutionRow, Substituting
from suluh.kernel.bilingual import Bilingual
from suluh.project.demo import reading
from suluh.project.demo.timeline import Timeline
from suluh.workspace.house import operations as house

HELD_SINCE: Final = timedelta(days=700)
REGION: Final = "regional_office"
DECREE: Final = timedelta(days=184)


@dataclass(frozen=True, slots=True)
class People:
    """The people of the demo, by the key that the data files use."""

    emails: Mapping[str, str]
    names: Mapping[str, str]

    def actor(self, key: str, now: datetime) -> Actor:
        """Return somebody as they were at `now`."""
        return accounts_queries.actor_by_email(self.emails[key], now)


def people() -> People:
    """Return the addresses of everybody."""
    domain = reading.load("institution.yaml")["domain"]
    rows = reading.load("people.yaml")["people"]
    return People(
        emails={row["key"]: address_of(row, domain) for row in rows},
        names={row["key"]: row["name"] for row in rows},
    )


def address_of(row: Mapping[str, Any], domain: str) -> str:
    """Return the address: the first two words of a name."""
    return ".".join(row["name"].lower().split()[:2]) + f"@{domain}"


@transaction.atomic
def set_up(timeline: Timeline, password: str) -> None:
    """Write institution, units and people; everybody signs in with the same password."""
    start = timeline.start.date() - timedelta(days=1)
    _institution()
    hashed = make_password(password)
    for row in reading.load("people.yaml")["people"]:
        _person(row, start, hashed, timeline)
    for row in reading.load("people.yaml")["daily"]:
        _daily(row, timeline)


def publish_calendars(actor: Actor, years: Iterable[int], *, now: datetime) -> None:
    """Publish the calendar of the head office, and one of each region with another clock.

    What lies ahead of `now` keeps its marks as estimates; what is past was looked at.
    """
    units = org_queries.list_units()
    zone = units[0].zone
    offices = [units[0], *(one for one in units if one.kind == REGION and one.zone != zone)]
    for year, office in product(years, offices):
        code, number = house.propose_calendar(
            actor=actor, unit_code=office.code, year=year, now=now
        )
        row = org_queries.find_calendar_version(code, number)
        sure = [day for day in row.days if day <= now.date().isoformat()]
        house.decide_calendar(
            actor=actor,
            version_id=row.id,
            unit_code=office.code,
            decided=house.Decided(kept=list(row.days), sure=sure),
            now=now,
        )


def _institution() -> None:
    data = reading.load("institution.yaml")
    org.set_institution(
        InstitutionRow(
            name=Bilingual(data["name"]["id"], data["name"]["en"]),
            short_name=data["short_name"],
            zone=data["zone"],
            languages=("id", "en"),
            address=data["address"],
            email=data["email"],
            phone=data["phone"],
            is_demo=True,
        )
    )
    for row in data["units"]:
        org.save_unit(_unit(row, data))


def _unit(row: Mapping[str, str], data: Mapping[str, Any]) -> org.UnitDraft:
    code = row["code"]
    serial = sum(map(ord, code)) % 80 + 10
    return org.UnitDraft(
        code=code,
        name_id=row["id"],
        name_en=row["en"],
        kind=row["kind"],
        parent_code=row.get("parent", ""),
        zone=reading.ZONES[row["zone"]],
        address=f"Jalan Tirta Nusantara 8, {row['town']}",
        email=f"{code.lower()}@{data['domain']}",
        phone=f"(0{serial}1) 555 01{serial}",
    )


def _person(row: Mapping[str, Any], start: date, hashed: str, timeline: Timeline) -> None:
    email = people().emails[row["key"]]
    until_days = row.get("until_days")
    until = timeline.now.date() + timedelta(days=until_days) if until_days else None
    org.save_person(
        email=email,
        name=row["name"],
        unit_code=row["unit"],
        phone=f"0800 555 {sum(map(ord, row['name'])) % 9000 + 1000}",
        until_date=until,
    )
    user = accounts.open_account(email=email, hashed=hashed)
    for role in row.get("roles", ()):
        name, _at, unit = role.partition("@")
        accounts.grant_role(accounts.GrantDraft(email, name, unit, start, until))
    for post in row.get("posts", ()):
        since = start - HELD_SINCE + timedelta(days=len(row["name"]) * 9)
        org.assign_post(post_code=_post(post), email=email, from_date=since)
    for post in row.get("acts", ()):
        _acting(_post(post), email, timeline)
    if row.get("posts") or row.get("acts"):
        TOTP.activate(user, generate_totp_secret())


def _post(said: str) -> str:
    """Make the post `kind@unit` if it is not there yet; returns its code."""
    kind, _at, unit = said.partition("@")
    units = {row["code"]: row for row in reading.load("institution.yaml")["units"]}
    titles = reading.load("people.yaml")["titles"]
    title = titles[_title_of(kind, units[unit]["kind"])]
    code = f"{unit.lower()}-{kind.replace('_', '-')}"
    org.save_post(
        org.PostDraft(
            code=code,
            kind=kind,
            title_id=title["id"].format(unit=units[unit]["id"]),
            title_en=title["en"].format(unit=units[unit]["en"]),
            unit_code=unit,
        )
    )
    return code


def _title_of(kind: str, unit_kind: str) -> str:
    if kind != "head_of_unit":
        return kind
    own = {"head_office": "secretary", "deputy": "deputy", "pr_bureau": "press"}
    return own.get(unit_kind, "head")


def _acting(post: str, email: str, timeline: Timeline) -> None:
    """Stand in for a vacant post by one decree after another; the last one runs now."""
    until = timeline.now + DECREE / 2
    number = 3
    while until > timeline.start - timedelta(days=1):
        org.substitute(
            post_code=post,
            email=email,
            kind=Substituting.PLT,
            period=(until - DECREE, until),
            decree=f"PLT-{number}/{post.upper()}"[:120],
        )
        until -= DECREE
        number -= 1


def _daily(row: Mapping[str, Any], timeline: Timeline) -> None:
    midnight = timeline.now.replace(hour=0, minute=0, second=0, microsecond=0)
    period = (
        midnight + timedelta(days=row["from_days"]),
        midnight + timedelta(days=row["until_days"]),
    )
    org.substitute(
        post_code=_post(row["post"]),
        email=people().emails[row["person"]],
        kind=Substituting.PLH,
        period=period,
        decree=row["decree"],
    )
