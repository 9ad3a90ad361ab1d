"""A small institution for tests: a head office, a PR bureau, two regional offices."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from suluh.foundation.accounts import operations as accounts
from suluh.foundation.accounts import queries
from suluh.foundation.accounts.rules import Actor
from suluh.foundation.org import operations as org
from suluh.foundation.org.rules import InstitutionRow
from suluh.kernel.bilingual import Bilingual

NOON = datetime(2026, 11, 18, 5, 0, tzinfo=UTC)  # a Wednesday, 12.00 WIB
LONG_AGO = date(2020, 1, 1)

UNITS = (
    ("KP", "Kantor Pusat", "head_office", ""),
    ("BH", "Biro Humas", "pr_bureau", "KP"),
    ("KW1", "Kantor Wilayah Satu", "regional_office", "KP"),
    ("KW2", "Kantor Wilayah Dua", "regional_office", "KP"),
)
# Each with address, name, unit, roles, and posts by code and kind.
PEOPLE = (
    ("alia@contoh.example", "Alia", "KW1", ("contributor",), ()),
    ("bram@contoh.example", "Bram", "KW1", (), (("kw1-kepala", "head_of_unit"),)),
    ("citra@contoh.example", "Citra", "BH", ("editor", "publisher"), (("bh-red-1", "editor"),)),
    ("dodi@contoh.example", "Dodi", "BH", ("editor",), (("bh-red-2", "editor"),)),
    ("endah@contoh.example", "Endah", "BH", (), (("bh-kepala", "head_of_pr"),)),
    ("fajar@contoh.example", "Fajar", "BH", ("translator",), (("bh-terjemah", "translator"),)),
    ("gita@contoh.example", "Gita", "KW2", ("contributor",), ()),
    ("hasan@contoh.example", "Hasan", "KW2", (), (("kw2-kepala", "head_of_unit"),)),
    ("indra@contoh.example", "Indra", "KP", ("administrator",), (("kp-hukum", "legal_officer"),)),
    ("jihan@contoh.example", "Jihan", "BH", (), (("bh-data", "data_officer"),)),
    ("kirana@contoh.example", "Kirana", "BH", ("editor",), (("bh-web", "web_editor"),)),
    ("lukas@contoh.example", "Lukas", "KP", (), (("kp-deputi", "communication_deputy"),)),
    ("maya@contoh.example", "Maya", "KP", (), (("kp-kepala", "head_of_institution"),)),
    ("nanda@contoh.example", "Nanda", "KP", (), (("kp-ses", "head_of_unit"),)),
    ("oki@contoh.example", "Oki", "BH", (), (("bh-ses", "head_of_unit"),)),
)
CENTRAL_ROLES = {"editor", "publisher", "translator", "administrator"}


@dataclass(frozen=True)
class Cast:
    """The people of the small institution, by first name."""

    emails: dict[str, str]
    now: datetime = NOON

    def actor(self, name: str, now: datetime | None = None) -> Actor:
        return queries.actor_by_email(self.emails[name], now or self.now)


def make_house(now: datetime = NOON) -> Cast:
    """Write the small institution; returns its people."""
    org.set_institution(
        InstitutionRow(
            name=Bilingual("Lembaga Contoh", "Example Agency"),
            short_name="LC",
            zone="Asia/Jakarta",
            languages=("id", "en"),
            address="Jalan Contoh 1, Kota Contoh",
            email="humas@contoh.example",
            phone="(021) 555 0100",
            is_demo=False,
        )
    )
    for code, name, kind, parent in UNITS:
        org.save_unit(org.UnitDraft(code=code, name_id=name, kind=kind, parent_code=parent))
    for email, name, unit, roles, posts in PEOPLE:
        _person(email, name, unit, roles, posts)
    return Cast({name.lower(): email for email, name, _unit, _roles, _posts in PEOPLE}, now)


def _person(
    email: str, name: str, unit: str, roles: tuple[str, ...], posts: tuple[tuple[str, str], ...]
) -> None:
    org.save_person(email=email, name=name, unit_code=unit)
    accounts.open_account(email=email, password="sandi-untuk-uji-saja")
    for role in roles:
        where = "KP" if role in CENTRAL_ROLES else unit
        accounts.grant_role(accounts.GrantDraft(email, role, where, LONG_AGO))
    for code, kind in posts:
        org.save_post(org.PostDraft(code, kind, kind.replace("_", " ").title(), unit))
        org.assign_post(post_code=code, email=email, from_date=LONG_AGO)
